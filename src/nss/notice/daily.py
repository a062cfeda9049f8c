"""日次まとめ: what an office wants once a day goes out in one mail, each morning (F-12)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db import transaction

from nss.base import clock

from . import letters, mail
from .facts import Facts
from .models import Mail, MailState

HOUR = 8
"""Tokyo's hour from which the mail of the day before goes out."""
LINK = re.compile(r"^https?://\S+$", re.M)


def send(now: datetime | None = None) -> int:
    """Put together what was held before this morning, one mail for each office and set of addresses; gives how many mails.
    Safe to run any number of times: what went out is marked in the same transaction."""
    now = now or clock.now()
    until = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if now < until:
        until -= timedelta(days=1)
    made = 0
    with transaction.atomic():
        held = Mail.objects.select_for_update(skip_locked=True, of=("self",)).select_related("office")
        groups: dict[tuple[int | None, tuple[str, ...]], list[Mail]] = {}
        for m in held.filter(state=MailState.HELD, queued_at__lt=until).order_by("id"):
            groups.setdefault((m.office_id, tuple(m.to)), []).append(m)
        for (_, to), mails in groups.items():
            office = mails[0].office
            subject, body = letters.daily(
                Facts(
                    number="",
                    company=office.company_name if office else "",
                    office=office.name if office else "",
                ),
                [(m.subject, (LINK.search(m.body) or [""])[0]) for m in mails],
            )
            mail.queue("daily", list(to), subject, body, office=office, dedupe=f"daily:{mails[0].pk}")
            Mail.objects.filter(pk__in=[m.pk for m in mails]).update(state=MailState.JOINED, sent_at=now)
            made += 1
    return made
