"""A change of a master that reaches beyond its page is read before it is stored: whom an announcement mails, which applications and
works a change of the schedule touches (N07, N08, N16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from nss.account.access_log import log
from nss.account.models import Access
from nss.account.requests import CenterRequest
from nss.application import touched
from nss.application.announce import days
from nss.application.announce.reach import reach
from nss.application.touched import Touched
from nss.base import clock, posted
from nss.base.seen import mark_of
from nss.base.words import W
from nss.master import schedule_sheets
from nss.master.models import Announcement
from nss.master.sheet import Sheet, Values

SHOWN = 200
"""So many of the touched ones are listed on the page."""
TOUCHES = W(
    "この変更により、登録済みの申込・工事{count}件の扱いが変わります。内容を確認してください。"
    "決定済みの利用開始日・締切日・工事日は変わりません。",
    "This changes how {count} submitted applications and works stand. Please read them. Starts, deadlines and dates of works that "
    "are decided stay as they are.",
)
TELLS = W(
    "登録すると、希望日の扱いが変わる{offices}事業所の新着情報に表示します。",
    "When it is stored, the news tell {offices} offices whose requested day is concerned.",
)
REACHES = W(
    "{people}人（{offices}事業所）の画面に表示し、{when}{mails}事業所の管理責任者へメールを送信します。",
    "{people} people of {offices} offices see it; the managers of {mails} offices are mailed {when}.",
)
AT = W("{at}に", "at {at}")
AT_ONCE = W("登録後まもなく", "shortly after it is stored")


@dataclass(frozen=True, slots=True)
class SetsGoing:
    """What storing sets going beyond the page, to be read before a second press."""

    texts: Sequence[W]
    mark: str
    touched: Sequence[Touched] = ()


class NotRead(Exception):
    """Nothing was stored: what it sets going was not read yet."""

    def __init__(self, asked: SetsGoing) -> None:
        super().__init__()
        self.asked = asked


def carry_out(
    request: CenterRequest,
    sheet: Sheet,
    change: Callable[[], Mapping[str, Any]],
    announced: SetsGoing | None = None,
) -> Mapping[str, Any]:
    """Do a change of a master, and write into the record what it says of itself and what it touches. Where it sets something
    going that was not read yet, it is undone again. `announced` is what is known of that beforehand. Gives what the
    change said. Raises NotRead, and what the change raises."""
    confirmed = posted.field(request, "confirmed")
    if announced is not None and announced.mark != confirmed:
        raise NotRead(announced)
    with transaction.atomic():
        detail, found = touched.by(change) if sheet in schedule_sheets.SHEETS else (change(), [])
        asked = _asked(found)
        if asked is not None and asked.mark != confirmed:
            raise NotRead(asked)
        days.wishes_moved(found)
        numbers = touched.numbers_of(found)
        log(Access.What.MASTER, request, request.user, sheet=sheet.key, touched=numbers, **detail)
        return detail


def _asked(found: Sequence[Touched]) -> SetsGoing | None:
    if not found:
        return None
    texts = [TOUCHES.format(count=len(found))]
    told = {t.before.office for t in found if t.before.wished and t.before.kept != t.after.kept}
    if told:
        texts.append(TELLS.format(offices=len(told)))
    return SetsGoing(texts, mark_of(*found), found[:SHOWN])


def announcing(sheet: Sheet, values: Values, pk: int | None) -> SetsGoing | None:
    """An announcement by mail says whom it reaches before it is stored; None where nothing is to be read first."""
    if sheet.model is not Announcement or not values["mail"] or sheet.check(values, clock.today()):
        return None
    if pk is not None and Announcement.objects.filter(pk=pk, mailed_at__isnull=False).exists():
        return None
    found = reach(values["audience"], values["codes"] or [])
    at = values["first_at"].astimezone(clock.TOKYO)
    when = AT_ONCE if at <= clock.now() else AT.format(at=f"{at:%Y/%m/%d %H:%M}")
    text = REACHES.format(people=found.people, offices=found.offices, mails=found.mails, when=when)
    return SetsGoing([text], mark_of(*(c.cell(values[c.name]) for c in sheet.fields), found))
