"""One-time links in mails. The stored text has a place for the link; the link itself is kept sealed by the vault, is put in
at delivery and erased when the mail has gone. So neither a page, a dump nor a log holds a living link."""

from __future__ import annotations

import re
from datetime import timedelta

from nss.base import clock
from nss.issuing import vault

from .models import Mail

PLACE = "〔アドレスは送信したメールにだけ記載されます / the address stands in the sent mail only〕"
LINK = re.compile(r"/password/reset/[\w-]{20,100}")
"""A link as mails held it once; masked wherever a stored text is shown."""


def seal(pk: int, text: str) -> bytes | None:
    """Encrypt the link that stands at PLACE in the mail with this key; None where there is none."""
    return vault.encrypt(text.encode(), f"mail:{pk}") if text else None


def secret_of(mail: Mail) -> str:
    """The link that is put in at PLACE, if any."""
    return "" if mail.sealed is None else vault.decrypt(bytes(mail.sealed), f"mail:{mail.pk}").decode()


def text_to_send(mail: Mail) -> str:
    """The text with its link."""
    link = secret_of(mail)
    return mail.body.replace(PLACE, link) if link else mail.body


def text_to_show(mail: Mail) -> str:
    """The text for a page: never with a link that lets somebody in."""
    return LINK.sub("/password/reset/…", mail.body)


LIVES = timedelta(hours=2)
"""Longer than any link lives."""


def erase_late() -> int:
    """Links of mails that could not be sent before they ran out; gives how many."""
    return Mail.objects.filter(sealed__isnull=False, queued_at__lt=clock.now() - LIVES).update(sealed=None)
