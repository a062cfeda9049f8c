"""Whether a day can be the start day, and why not (X-04). One function for picker, typed text, API and filing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nss.base.choices import Choice
from nss.base.days import last_day
from nss.base.words import W

from .days import NONE, YEAR_END, add_business_days, closed_name, holiday_name, is_business_day
from .deadlines import setting_deadline
from .schedule import RegistrationDay, apply_deadline

HORIZON = 400
"""Days ahead that are searched where the schedule ends sooner."""


@dataclass(frozen=True, slots=True)
class Need:
    """What an application needs of its start day.

    `lead`: business days for works before it. `setting`: whether system settings must be finished some business days
    before it. `first_of_month`: plans change by the month (D-39). `consent_by`: the day by which sharers answer. `full`:
    the days on which no place is left for it.
    """

    lead: int = 0
    setting: bool = False
    first_of_month: bool = False
    consent_by: date | None = None
    full: frozenset[date] = NONE


class Why(Choice):
    """All reasons that there are. The value is stable (tests, API); slots are filled for the day in question."""

    PAST = "past", W("過去の日です", "The day has passed")
    TODAY = "today", W("利用開始日は明日以降の日にしてください", "Choose tomorrow or later")
    BEYOND = (
        "beyond",
        W("スケジュールは{day}までです", "The schedule ends on {day}"),
    )
    FIRST_ONLY = (
        "first_of_month",
        W(
            "料金プランは月単位のため、1日だけを選べます",
            "Plans change by the month: only the 1st can be chosen",
        ),
    )
    CONSENT = (
        "consent",
        W("同意の期限（{day}）より後の日にしてください", "Choose a day after the consents are due ({day})"),
    )
    CLOSED = "closed", W("休業日（{name}）です", "The Center is closed ({name})")
    NOT_REGISTRATION = (
        "not_registration_day",
        W(
            "システム登録日ではないため、ご希望に添えない場合があります",
            "Not a registration day: the start may be moved",
        ),
    )
    FULL = (
        "full",
        W(
            "この日に登録できる件数に達しているため、ご希望に添えない場合があります",
            "The day has taken as many as it can: the start may be moved",
        ),
    )
    DEADLINE_OVER = (
        "deadline_over",
        W("申込締切日（{day}）を過ぎています", "Applications were due by {day}"),
    )
    WORKS = "works", W("工事の準備に{lead}営業日が必要です", "Installation work needs {lead} business days")
    SETTING = (
        "setting",
        W("システム設定の締切（{day}）に間に合いません", "The system setting cannot be finished by {day}"),
    )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a day is refused or advised against, with the text for that day."""

    why: Why
    text: W

    @property
    def code(self) -> str:
        """The stable code, a plain text."""
        return str(self.why)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`allowed`: may be asked for; `advised`: is kept if asked for now (only such days are offered)."""

    day: date
    allowed: bool
    advised: bool
    reasons: tuple[Reason, ...] = ()


def _reason(why: Why, **values: object) -> Reason:
    return Reason(why, why.word.format(**values) if values else why.word)


def _slashed(day: date) -> str:
    return f"{day.year:04}/{day:%m/%d}"


def _closed_for(day: date) -> W:
    """What a day that is no business day is called."""
    own = closed_name(day)
    if own is not None:
        return own
    name = holiday_name(day)
    if name is not None:  # the truth of a W asks for the language of the request
        return name
    if day.weekday() >= 5:
        return W("土日", "weekend")
    if (day.month, day.day) in YEAR_END:
        return W("年末年始", "turn of the year")
    return W("センターの休業日", "announced by the Center")


class _Judge:
    """What is the same for all days of one question, worked out once."""

    def __init__(
        self,
        today: date,
        schedule: Sequence[RegistrationDay],
        need: Need,
        closed: frozenset[date],
    ) -> None:
        self.today, self.need, self.closed = today, need, closed
        self.rows = {row.day: row for row in schedule}
        self.end = last_day(today=today)
        self.works_done = add_business_days(today, need.lead, closed)

    def last(self) -> date:
        """The last day that is worth looking at."""
        return max(max(self.rows, default=self.today), self.today + timedelta(days=HORIZON))

    def verdict(self, day: date) -> Verdict:
        if day < self.today:
            return Verdict(day, False, False, (_reason(Why.PAST),))
        if day == self.today:
            return Verdict(day, False, False, (_reason(Why.TODAY),))
        if day > self.end:
            return Verdict(day, False, False, (_reason(Why.BEYOND, day=_slashed(self.end)),))
        hard, soft = self._hard(day), self._soft(day)
        return Verdict(day, not hard, not hard and not soft, tuple(hard + soft))

    def _hard(self, day: date) -> list[Reason]:
        """Reasons that forbid the day."""
        found, need = [], self.need
        if need.first_of_month and day.day != 1:
            found.append(_reason(Why.FIRST_ONLY))
        if need.consent_by is not None and day <= need.consent_by:
            found.append(_reason(Why.CONSENT, day=_slashed(need.consent_by)))
        return found

    def _soft(self, day: date) -> list[Reason]:
        """Reasons for which the day may be moved (D-19). A plan starts on the 1st whether the Center works or not,
        but has to be applied for in time like any other change."""
        found, need, row = [], self.need, self.rows.get(day)
        if not need.first_of_month:
            if not is_business_day(day, self.closed):
                found.append(_reason(Why.CLOSED, name=_closed_for(day)))
            elif row is None:
                found.append(_reason(Why.NOT_REGISTRATION))
        if day in need.full:
            found.append(_reason(Why.FULL))
        apply_by = row.apply_by if row else None
        if row is None and need.first_of_month and day.day == 1:
            apply_by = apply_deadline(day, self.closed)
        if apply_by is not None and self.today > apply_by:
            found.append(_reason(Why.DEADLINE_OVER, day=_slashed(apply_by)))
        if need.lead and day < self.works_done:
            found.append(_reason(Why.WORKS, lead=need.lead))
        if need.setting:
            by = row.setting_by if row else setting_deadline(day, self.closed)
            if by <= self.today:  # the review ends tomorrow at the earliest, and settings follow it
                found.append(_reason(Why.SETTING, day=_slashed(by)))
        return found


def verdict(
    day: date,
    today: date,
    schedule: Sequence[RegistrationDay],
    need: Need,
    closed: frozenset[date] = NONE,
) -> Verdict:
    """Judge one day. Past days and today are refused; a day that only cannot be promised is allowed with a warning
    (D-19, T-08)."""
    return _Judge(today, schedule, need, closed).verdict(day)


def verdicts(
    from_day: date,
    days: int,
    today: date,
    schedule: Sequence[RegistrationDay],
    need: Need,
    closed: frozenset[date] = NONE,
) -> list[Verdict]:
    """The verdict of each of `days` days from `from_day` on."""
    judge = _Judge(today, schedule, need, closed)
    return [judge.verdict(from_day + timedelta(days=n)) for n in range(days)]


def next_days(
    today: date,
    schedule: Sequence[RegistrationDay],
    need: Need,
    count: int = 6,
    closed: frozenset[date] = NONE,
) -> list[date]:
    """The next advised days; with `first_of_month`, the firsts of the coming months."""
    judge = _Judge(today, schedule, need, closed)
    found: list[date] = []
    day, last = today, judge.last()
    while len(found) < count and day < last:
        day += timedelta(days=1)
        if judge.verdict(day).advised:
            found.append(day)
    return found


def nearest(
    day: date,
    today: date,
    schedule: Sequence[RegistrationDay],
    need: Need,
    closed: frozenset[date] = NONE,
) -> date | None:
    """The advised day closest to a wish, the later one of two; None where the schedule offers none."""
    judge = _Judge(today, schedule, need, closed)
    first, last = today + timedelta(days=1), judge.last()
    wish = min(max(day, first), last)
    for distance in range((last - first).days + 1):
        for found in (wish + timedelta(days=distance), wish - timedelta(days=distance)):
            if first <= found <= last and judge.verdict(found).advised:
                return found
    return None
