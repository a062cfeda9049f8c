"""Jobs of the worker: deliver mails over SMTP, erase closed secrets. Each is safe to run twice."""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from nss.base import clock
from nss.issuing import vault

from . import stalled
from .models import Mail

log = logging.getLogger("nss.mail")


class TryLater(Exception):
    """The server is away or busy: the job runs again later."""


@app.task(name="nss.deliver", retry=RetryStrategy(max_attempts=40, exponential_wait=2), queue="mail")
def deliver(mail_ids: list[str]) -> None:
    """Send queued mails. At least once: a worker killed between the server's 250 and the mark sends again under the
    same Message-ID. A refusal for good (5xx) is not tried again and stands on the Center's page."""
    later = False
    for pk in mail_ids:
        with transaction.atomic():
            mail = Mail.objects.select_for_update(skip_locked=True).filter(pk=int(pk), state="queued").first()
            if mail is None:
                continue
            mail.tries += 1
            try:
                send(mail)
                mail.state, mail.sent_at, mail.last_error = "sent", clock.now(), ""
            except smtplib.SMTPRecipientsRefused as error:
                code = max(c for c, _ in error.recipients.values())
                mail.last_error = str(code)
                mail.state = "failed" if code >= 500 else "queued"
                later = later or code < 500
            except smtplib.SMTPResponseException as error:
                mail.last_error = f"{error.smtp_code}"
                mail.state = "failed" if error.smtp_code >= 500 else "queued"
                later = later or error.smtp_code < 500
            except (OSError, smtplib.SMTPException) as error:
                mail.last_error = type(error).__name__
                later = True
            mail.save(update_fields=["tries", "state", "sent_at", "last_error"])
    if later:
        raise TryLater


def send(mail: Mail) -> None:
    """One SMTP conversation with a stable Message-ID."""
    message = EmailMessage(
        mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, list(mail.to), headers={"Message-ID": mail.message_id},
        connection=get_connection(),
    )  # fmt: skip
    message.send()


@app.periodic(cron="7 * * * *")
@app.task(name="nss.erase_secrets", queue="sweep")
def erase_secrets(timestamp: int) -> None:
    """Secrets past their window leave the database every hour; reading is refused by the date in any case."""
    log.info("erased %s secrets", vault.erase_closed(clock.today()))


@app.periodic(cron="* * * * *")
@app.task(name="nss.revive", queue="sweep")
def revive(timestamp: int) -> None:
    """What a dead worker was doing is done by another."""
    n = stalled.revive()
    if n:
        log.warning("jobs of a dead worker queued again: %s", n)
