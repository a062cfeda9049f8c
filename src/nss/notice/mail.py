"""Queue a mail: a row and a job in the caller's transaction, so there is no mail before the commit and no commit
without its mail."""

from __future__ import annotations

from django.conf import settings

from nss.base import clock
from nss.base.ids import new_id
from nss.contract.models import Office
from nss.master import state as masters

from . import preferences, sealed_links
from .delivery import deliver
from .models import Mail, MailState


def one_line(text: str) -> str:
    """A header value without line breaks: no name can add a header."""
    return " ".join("".join(c if c >= " " and c != "\x7f" else " " for c in text).split())


def queue(
    kind: str,
    to: list[str],
    subject: str,
    body: str,
    office: Office | None = None,
    application_id: int | None = None,
    dedupe: str = "",
    secret: str = "",
) -> Mail | None:
    """Queue one mail to all of `to`. The same (application, kind, dedupe) is queued once. None without recipients. `secret`
    is put in at `hidden.PLACE` when the mail is sent.
    """
    to, daily = preferences.recipients(
        office, kind, [one_line(a) for a in to if a and "\n" not in a and "\r" not in a]
    )
    if not to:
        return None
    pk = new_id()
    added = masters.mail_text(kind, clock.today())
    if added is not None:
        head, line, foot = body.partition("\n--\n")
        body = f"{head}\n{added.ja}\n\n{added.en}\n{line}{foot}"
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">") or "nss.invalid"
    mail = Mail(
        id=pk,
        message_id=f"<nss-{pk}@{domain}>",
        kind=kind,
        to=to,
        subject=one_line(subject)[:200],
        body=body,
        sealed=sealed_links.seal(pk, secret),
        company_id=office.company_id if office else None,
        office=office,
        application_id=application_id,
        dedupe=dedupe or str(pk),
        queued_at=clock.now(),
        state=MailState.HELD if daily else MailState.QUEUED,
    )
    made = Mail.objects.bulk_create([mail], ignore_conflicts=True)[0]
    if not daily:
        deliver.defer(mail_ids=[str(pk)])
    return made
