"""Offices are told where the day that they wished for can no longer be met, or can be met again, because the Center changed its
schedule. Nothing decided changes with it: a decided start is moved by a decision of its own."""

from __future__ import annotations

from collections.abc import Iterable

from nss.application.models import Application
from nss.application.touched import Touched
from nss.base.words import W
from nss.notice import news

LOST = W(
    "利用開始希望日{day}は、センターのスケジュールの変更により、ご希望に添えない場合があります（{why}）。このまま審査を進めます。",
    "The requested start, {day}, may be moved: the Center changed its schedule ({why}). The review goes on.",
)
BACK = W(
    "利用開始希望日{day}は、センターのスケジュールの変更により、登録できる日になりました。",
    "The requested start, {day}, can be met again: the Center changed its schedule.",
)


def wishes_moved(touched: Iterable[Touched]) -> int:
    """News for the offices of undecided applications whose wished day is another one now; gives how many were told."""
    told = {t.before.application: t for t in touched if t.before.wished and t.before.kept != t.after.kept}
    for a in Application.objects.filter(pk__in=told).select_related("office").order_by("id"):
        now = told[a.pk].after
        text = (BACK if now.kept else LOST).format(day=f"{now.day:%Y/%m/%d}", why=now.is_what)
        link = f"/applications/{a.number}/"
        news.post(a.office, "application", text, number=str(a.number), application_id=a.pk, link=link)
    return len(told)
