"""What the tests of 地位の承継 share: the offices, a succession, and the applications that it needs beside it."""

from __future__ import annotations

from typing import Any

from nss.application import drafts, filing
from nss.application.edits import change
from nss.application.models import Application
from nss.base import clock
from nss.contract.models import Office
from nss.contract.snapshot import load
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.samples import posted, stocked

from .steps import CONSULTED, file

RENAME, NEW = "office-data:", "new-contract:XYZ001"
"""The keys of what a succession needs beside it, as its page has them."""


def heir_of(*codes: str) -> Office:
    """An office of another company than those that vanish, which are well stocked."""
    for n, code in enumerate(codes):
        office = stocked(code) if n == 0 else parts.office(code)
        if n:
            rows.user_code(office, "1CXYZ", "sea", parts.SINCE)
            rows.user_id(office, "1CXYZ", "C01", ["01"], "interactive", parts.SINCE)
    return parts.office("HEI001", company_name="存続商事株式会社")


def succession(heir: Office, case: str, source: str, nth: int = 0, **more: Any) -> Application:
    who = parts.Person.objects.filter(office=heir).first() or parts.person(heir)
    taken = posted(heir, "succession", "form", **CONSULTED, case=case, source=source, **more)
    return file(heir, who, "succession", taken, nth)


def beside(a: Application, need: str) -> Application:
    """The draft of what a succession needs, begun from its page."""
    answer = parts.signed_in(a.created_by).post(f"/drafts/{a.pk}/linked/", {"need": need})
    made = Application.objects.exclude(pk=a.pk).order_by("-id")[0]
    assert answer.headers["Location"].startswith(f"/drafts/{made.pk}/")
    a.refresh_from_db()
    assert made.group == a.group == a.pk
    return made


def renamed(a: Application, **more: Any) -> Application:
    """The new name of the company, filed."""
    made = beside(a, RENAME)
    row = load(a.office, clock.today(), ("company",)).of("company")[0]
    edit = change("office-data", row, {"name": "新会社株式会社"})
    assert edit is not None
    revision = made.revisions.get()
    drafts.save(revision, a.created_by, items=["office-data"], edits=[edit.to_json()], **more)
    return filing.submit(made.pk, a.created_by)
