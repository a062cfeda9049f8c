"""Mails that did not arrive (N17): what the server refused, and what came back later. They are sent again, to the same or to
another address, under their own Message-ID."""

from __future__ import annotations

from django.db import transaction

from nss.base.problems import Problem, Refused
from nss.base.words import W

from . import sealed_links
from .delivery import deliver
from .models import Mail, MailState

NOT_FAILED = Problem(
    "mail_not_failed",
    W("送信できなかったメールだけを再送できます。", "Only e-mails that failed can be sent again."),
)
LINK_EXPIRED = Problem(
    "link_expired",
    W(
        "このメールのURLは有効期限が切れています。担当者の画面から新しい案内を送信してください。",
        "The link in this e-mail has expired. Send a new one from the person's page.",
    ),
)
LINK_STAYS = Problem(
    "link_stays",
    W(
        "ログインのURLを含むメールは、別の宛先に送信できません。担当者のE-mailアドレスを変更し、新しい案内を送信してください。",
        "An e-mail with a link to sign in goes to nobody else. Change the person's address and send a new link.",
    ),
    "new_to",
)
NOT_SENT = Problem(
    "mail_not_sent",
    W("送信済みのメールだけを不達にできます。", "Only an e-mail that was sent can have come back."),
)


def again(pk: int, to: str = "") -> list[str]:
    """Send a mail that did not arrive once more, to another address where one is given; gives to whom it went before.
    Raises Refused, Mail.DoesNotExist."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update().get(pk=pk)
        if mail.state != MailState.FAILED:
            raise Refused([NOT_FAILED])
        before = list(mail.to)
        if sealed_links.PLACE in mail.body:
            if mail.sealed is None:
                raise Refused([LINK_EXPIRED])
            if to and [to] != before:
                raise Refused([LINK_STAYS])
        mail.to, mail.state = [to] if to else before, MailState.QUEUED
        mail.save(update_fields=["to", "state"])
        deliver.defer(mail_ids=[str(pk)])
    return before


def returned(pk: int, what: str) -> Mail:
    """A mail that the server took came back: it did not arrive, for the reason that the answer gives (`what`). Raises Refused,
    Mail.DoesNotExist."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update().get(pk=pk)
        if mail.state != MailState.SENT:
            raise Refused([NOT_SENT])
        mail.state, mail.last_error = MailState.FAILED, what
        mail.save(update_fields=["state", "last_error"])
    return mail
