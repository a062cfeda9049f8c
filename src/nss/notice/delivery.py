"""The job that delivers mails over SMTP; safe to run twice."""

from __future__ import annotations

import contextlib
import smtplib
import time
from collections.abc import Mapping
from typing import Any, TypeAlias

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.db import transaction
from django.db.models import QuerySet
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from nss.base import clock
from nss.base.ids import new_id

from . import sealed_links
from .models import Mail, MailState


class TryLater(Exception):
    """The server is away or busy: the job runs again later."""


TOGETHER_SECONDS = 5.0
"""So long a job goes on with what else waits, over the connection that it has; other jobs get their turn after."""


@app.task(name="nss.deliver", retry=RetryStrategy(max_attempts=40, exponential_wait=2), queue="mail")
def deliver(mail_ids: list[str]) -> None:
    """Send these mails, and over the same connection others that wait for their first try (their own jobs then find nothing
    left to do). At least once: a worker killed between the server's 250 and the mark sends again under the same Message-ID.
    A refusal for good (5xx) is not tried again and stands on the Center's page; what was put off keeps to its own job's times.
    """
    began = time.monotonic()
    line = get_connection()
    later = away = sent = False
    try:
        for pk in mail_ids:
            outcome = _send_one(Mail.objects.filter(pk=int(pk), state=MailState.QUEUED), line)
            sent = sent or outcome == "sent"
            away = away or outcome == "away"
            later = later or outcome in ("later", "away")
        fresh = Mail.objects.filter(state=MailState.QUEUED, tries=0).order_by("pk")
        while sent and not away and time.monotonic() - began < TOGETHER_SECONDS:
            outcome = _send_one(fresh, line)
            if outcome in ("none", "away"):
                break
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            line.close()
    if later:
        raise TryLater


def _send_one(which: QuerySet[Mail], line: BaseEmailBackend) -> str:
    """Send the first of these that nobody else is sending: `sent`, `failed` for good, `later` (refused for now), `away`
    (no conversation to be had), or `none`."""
    with transaction.atomic():
        mail = which.select_for_update(skip_locked=True).first()
        if mail is None:
            return "none"
        mail.tries += 1
        try:
            refused = send(mail, line)
            _part(mail, refused)
            mail.state, mail.sent_at, mail.last_error, outcome = MailState.SENT, clock.now(), "", "sent"
            mail.sealed = None
        except smtplib.SMTPRecipientsRefused as error:
            outcome = _refused(mail, max(c for c, _ in error.recipients.values()))
        except smtplib.SMTPResponseException as error:
            outcome = _refused(mail, error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            mail.last_error, outcome = type(error).__name__, "away"
        mail.save(update_fields=["tries", "to", "state", "sent_at", "last_error", "sealed"])
    return outcome


def _part(mail: Mail, refused: Refused) -> None:
    """Of several recipients the server took some: those that it refused go on in mails of their own, one for good and one to be
    tried again, so that the Center sees who got nothing."""
    for lasting in (True, False):
        codes = {to: code for to, (code, _) in refused.items() if (code >= 500) is lasting}
        if not codes:
            continue
        rest, pk = Mail.objects.get(pk=mail.pk), new_id()
        rest.pk, rest.to, rest.tries = pk, list(codes), 1
        rest.message_id = mail.message_id.replace(str(mail.pk), str(pk))
        rest.dedupe = f"{mail.dedupe[:55]}/{pk}"
        rest.sealed = sealed_links.seal(pk, sealed_links.secret_of(mail))
        rest.state = MailState.FAILED if lasting else MailState.QUEUED
        rest.last_error = str(max(codes.values()))
        rest.save(force_insert=True)
        if not lasting:
            deliver.configure(schedule_in={"seconds": AGAIN_SECONDS}).defer(mail_ids=[str(pk)])
    mail.to = [to for to in mail.to if to not in refused]


def _refused(mail: Mail, code: int) -> str:
    mail.last_error = str(code)
    if code >= 500:
        mail.state = MailState.FAILED
        return "failed"
    return "away" if code == 421 else "later"  # 421: the server ends the conversation (RFC 5321, 4.2.2)


Refused: TypeAlias = Mapping[str, tuple[int, bytes]]
"""Recipients that the server did not take, each with its answer."""
AGAIN_SECONDS = 60


def send(mail: Mail, line: BaseEmailBackend) -> Refused:
    """One mail with a stable Message-ID over a connection, which is opened by the first; gives the recipients that were refused
    while others were taken. Django's own back end tells nobody of those."""
    message = EmailMessage(
        mail.subject,
        sealed_links.text_to_send(mail),
        settings.DEFAULT_FROM_EMAIL,
        list(mail.to),
        headers={"Message-ID": mail.message_id},
    )
    line.open()
    smtp = getattr(line, "connection", None)
    if not isinstance(smtp, smtplib.SMTP):  # kept in memory
        line.send_messages([message])
        return {}
    coding = message.encoding or settings.DEFAULT_CHARSET
    addresses = {sanitize_address(to, coding): to for to in message.recipients()}
    sender = sanitize_address(message.from_email, coding)
    built: Any = message.message()  # Django's own kind of message, whose as_bytes takes the line ends
    found = smtp.sendmail(sender, list(addresses), built.as_bytes(linesep="\r\n"))
    return {addresses[to]: answer for to, answer in found.items()}
