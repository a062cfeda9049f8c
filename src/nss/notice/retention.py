"""How long mails and read marks are kept."""

from __future__ import annotations

from datetime import datetime

from nss.base.words import W
from nss.record.retention import GONE, YEAR, Term

from .models import Mail, NewsRead


def _mails(before: datetime) -> int:
    """Texts and addresses go; that a mail was sent, when and about what stays."""
    old = Mail.objects.filter(queued_at__lt=before).exclude(body="")
    return old.update(body="", to=[], subject=GONE)


TERMS = (
    Term(
        "reads",
        W("お知らせの既読", "Read marks"),
        YEAR,
        lambda before: NewsRead.objects.filter(news__at__lt=before).delete()[0],
    ),
    Term("mails", W("メールの宛先と本文", "Mails: addresses and texts"), YEAR, _mails),
)
