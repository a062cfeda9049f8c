"""Whether a day can be the start day, and why not (X-04). One function for picker, typed text, API and filing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nss.base.words import W

from .days import NONE, add_business_days, holidays, is_business_day
from .schedule import RegistrationDay


@dataclass(frozen=True, slots=True)
class Need:
    """What an application needs of its start day. `lead`: business days for works before it."""

    lead: int = 0
    setting: bool = False
    first_of_month: bool = False
    consent_by: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a day is refused or advised against. `code` is stable."""

    code: str
    text: W


@dataclass(frozen=True, slots=True)
class Verdict:
    """`allowed`: may be asked for; `advised`: is kept if asked for now (only such days are offered)."""

    day: date
    allowed: bool
    advised: bool
    reasons: tuple[Reason, ...] = ()


PAST = Reason("past", W("過去の日です", "The day has passed"))
TODAY = Reason("today", W("利用開始日は明日以降の日にしてください", "Choose tomorrow or later"))
NOT_REGISTRATION = Reason(
    "not_registration_day",
    W(
        "システム登録日ではないため、ご希望に添えない場合があります",
        "Not a registration day: the start may be moved",
    ),
)
FIRST_ONLY = Reason(
    "first_of_month",
    W("料金プランは月単位のため、1日だけを選べます", "Plans change by the month: only the 1st can be chosen"),
)


def _closed(day: date) -> Reason:
    name = holidays(day.year).get(day)
    if name:
        return Reason("closed", W(f"休業日（{name}）です", "A national holiday"))
    if day.weekday() >= 5:
        return Reason("closed", W("休業日（土日）です", "A weekend"))
    return Reason("closed", W("NACCSセンターの休業日です", "The Center is closed"))


def verdict(
    day: date, today: date, schedule: Sequence[RegistrationDay], need: Need, closed: frozenset[date] = NONE
) -> Verdict:
    """Judge one day. Past days and today are refused; a day that only cannot be promised is allowed with a warning."""
    return _judge(day, today, {r.day: r for r in schedule}, need, closed)


def _judge(
    day: date, today: date, by_day: dict[date, RegistrationDay], need: Need, closed: frozenset[date]
) -> Verdict:
    if day < today:
        return Verdict(day, False, False, (PAST,))
    if day == today:
        return Verdict(day, False, False, (TODAY,))
    hard: list[Reason] = []
    soft: list[Reason] = []
    if need.first_of_month and day.day != 1:
        hard.append(FIRST_ONLY)
    if need.consent_by is not None and day <= need.consent_by:
        hard.append(
            Reason(
                "consent",
                W(
                    f"同意の期限（{need.consent_by:%Y/%m/%d}）より後の日にしてください",
                    f"Choose a day after the consents are due ({need.consent_by:%Y/%m/%d})",
                ),
            )
        )
    row = by_day.get(day)
    if not need.first_of_month:
        if not is_business_day(day, closed):
            soft.append(_closed(day))
        elif row is None:
            soft.append(NOT_REGISTRATION)
    if row is not None and today > row.apply_by:
        soft.append(
            Reason(
                "deadline_over",
                W(
                    f"申込締切日（{row.apply_by:%Y/%m/%d}）を過ぎています",
                    f"Applications were due by {row.apply_by:%Y/%m/%d}",
                ),
            )
        )
    if need.lead and day < add_business_days(today, need.lead, closed):
        soft.append(
            Reason(
                "works",
                W(f"工事の準備に{need.lead}営業日が必要です", f"Works need {need.lead} business days"),
            )
        )
    if need.setting and add_business_days(day, -4, closed) <= today:
        soft.append(
            Reason(
                "setting",
                W(
                    "システム設定の締切（4営業日前）に間に合いません",
                    "The system setting (4 business days before) cannot be met",
                ),
            )
        )
    return Verdict(day, not hard, not hard and not soft, tuple(hard + soft))


def verdicts(
    from_day: date,
    days: int,
    today: date,
    schedule: Sequence[RegistrationDay],
    need: Need,
    closed: frozenset[date] = NONE,
) -> list[Verdict]:
    """The verdict of each of `days` days from `from_day` on."""
    by_day = {r.day: r for r in schedule}
    return [_judge(from_day + timedelta(days=n), today, by_day, need, closed) for n in range(days)]


def next_days(
    today: date,
    schedule: Sequence[RegistrationDay],
    need: Need,
    count: int = 6,
    closed: frozenset[date] = NONE,
) -> list[date]:
    """The next advised days; with `first_of_month`, the firsts of the coming months."""
    by_day = {r.day: r for r in schedule}
    found: list[date] = []
    last = max(by_day, default=today + timedelta(days=400))
    day = today
    while len(found) < count and day <= last + timedelta(days=31):
        day += timedelta(days=1)
        if _judge(day, today, by_day, need, closed).advised:
            found.append(day)
    return found


def nearest(
    day: date, today: date, schedule: Sequence[RegistrationDay], need: Need, closed: frozenset[date] = NONE
) -> date | None:
    """The advised day closest to a wish; the later one of two."""
    offered = next_days(today, schedule, need, count=200, closed=closed)
    return min(offered, key=lambda d: (abs((d - day).days), -d.toordinal()), default=None)
