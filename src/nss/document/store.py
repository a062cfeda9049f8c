"""Issue a paper once, and say later whether a paper is the one that was issued."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlencode

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from nss.contract.models import Office

from . import codes, render
from .data import Paper, sealed
from .data import digest as digest_of
from .models import Document


def verify_url(code: str) -> str:
    """The address in the QR code."""
    return f"{settings.PUBLIC_URL}{reverse('document:verify')}?{urlencode({'code': code})}"


def find(application_id: int, kind: str, revision: int | str) -> Document | None:
    """The paper that was issued for this revision, if one was."""
    return Document.objects.filter(application_id=application_id, kind=kind, revision=str(revision)).first()


def issue(paper: Paper, application_id: int, office: Office, revision: int | str) -> Document:
    """Seal, set and keep a paper. `revision` names what it shows (a number, or number and state).
    Once a revision has its paper of this kind, every later call gives that one, with its code and its bytes, whatever
    the paper given says."""
    found = find(application_id, paper.kind, revision)
    if found is not None:
        return found
    code = codes.new_code()
    whole = sealed(paper, codes.grouped(code), verify_url(code))
    body = render.pdf(whole)
    try:
        with transaction.atomic():
            return Document.objects.create(
                application_id=application_id,
                company_id=office.company_id,
                office=office,
                kind=whole.kind,
                revision=str(revision),
                number=whole.number,
                issued_on=whole.issued_on,
                code=code,
                digest=whole.digest,
                sha256=hashlib.sha256(body).hexdigest(),
                paper=whole.to_json(),
                pdf=body,
            )
    except IntegrityError:
        # Somebody issued it in the same moment: theirs is the paper.
        found = find(application_id, paper.kind, revision)
        if found is None:
            raise
        return found


def verify(code: str) -> Document | None:
    """The document of a code as a person typed it, if it is still what was issued; None otherwise."""
    exact = codes.read(code)
    found = Document.objects.select_related("office").filter(code=exact).first() if exact else None
    if found is None or digest_of(Paper.from_json(found.paper)) != found.digest:
        return None
    return found


def is_issued_file(document: Document, pdf_bytes: bytes) -> bool:
    """Whether these bytes are the file that was issued, every one of them."""
    return hmac.compare_digest(hashlib.sha256(pdf_bytes).hexdigest(), document.sha256)
