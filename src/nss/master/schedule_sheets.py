"""The masters that the schedule follows from: its exceptions, closed days, capacity of a day, lead times (N07, N08)."""

from __future__ import annotations

from datetime import date

from nss.base.columns import IS_NOT, ChoiceColumn, CountColumn, DateColumn, FlagColumn, TextColumn
from nss.base.days import PLANNED
from nss.base.problems import Problem
from nss.base.words import W
from nss.calendar.leads import BEFORE_A_START, LeadKind, lead

from .models import Capacity, ClosedDay, Lead, ScheduleDay
from .schedule import usual_bound
from .sheet import Sheet, Values
from .sheet_checks import from_tomorrow, problem_at, schedule_day

MOST_A_DAY = 100_000
MOST_DAYS = 250
"""A year of business days."""
USUAL = W("空欄なら「準備の日数」のとおり", "Empty: by the lead times")

SCHEDULE = Sheet(
    "schedule",
    W("システム登録日の変更", "Exceptions of the schedule"),
    W(
        "登録日は規則から自動で作成されます。ここで追加・取りやめ・締切日や件数の変更を行います。取りやめた日は登録日として提示されず、入力すると注意が表示されます。",
        "Registration days follow from the rules. Add, take out or give deadlines and capacities of their own here.",
    ),
    ScheduleDay,
    (
        DateColumn("day", W("システム登録日", "Registration day"), must=True, years=PLANNED),
        FlagColumn(
            "offered",
            W("登録日とする", "Is a registration day"),
            flag=IS_NOT,
            box=True,
            hint=W("外すと、この日の登録を取りやめます。", "Unticked: the day is taken out."),
        ),
        DateColumn("apply_by", W("申込締切日", "Apply by"), years=PLANNED, hint=USUAL),
        DateColumn(
            "setting_by",
            W("システム設定申込締切日", "System settings deadline"),
            years=PLANNED,
            hint=USUAL,
        ),
        CountColumn(
            "capacity",
            W("登録できる件数", "Capacity"),
            most=MOST_A_DAY,
            hint=W(
                "この日だけの件数。空欄なら「1日に登録できる件数」のとおり",
                "Of this day alone. Empty: the usual capacity of a day",
            ),
        ),
        TextColumn("note", W("備考", "Note"), length=120),
    ),
    schedule_day,
    lambda r: r.day,
    order=("day",),
    imports=True,
)
CLOSED = Sheet(
    "closed",
    W("休業日", "Closed days"),
    W(
        "土日・祝日・年末年始のほかの休業日と、祝日でも業務を行う日を登録します。営業日の計算すべてに使います。",
        "Closed days beside weekends and holidays, and holidays that are worked. All counts of business days follow.",
    ),
    ClosedDay,
    (
        DateColumn("day", W("日付", "Day"), must=True, years=PLANNED),
        FlagColumn("works", W("業務を行う日とする", "The Center works"), flag=IS_NOT, box=True),
        TextColumn("name_ja", W("名称", "Name"), must=True, length=60),
        TextColumn("name_en", W("名称（英語）", "Name in English"), length=60),
    ),
    from_tomorrow("day"),
    lambda r: r.day,
    order=("day",),
    imports=True,
)
CAPACITY = Sheet(
    "capacity",
    W("1日に登録できる件数", "Capacity of a day"),
    W(
        "1つのシステム登録日に利用を開始できる申込の件数です。申込の登録の早い順に数え、件数に達した日は申込者に提示されません。登録がない間は制限しません。",
        "How many applications may start on one registration day. They are counted in the order of submission; a day that "
        "has taken so many is not offered. Without a row there is no bound.",
    ),
    Capacity,
    (
        DateColumn(
            "since", W("適用開始日（システム登録日）", "From (registration day)"), must=True, years=PLANNED
        ),
        CountColumn(
            "most",
            W("件数", "Applications"),
            most=MOST_A_DAY,
            hint=W("空欄なら、この日から制限しません。", "Empty: no bound from this day on."),
        ),
    ),
    from_tomorrow("since"),
    lambda r: r.since,
    order=("-since",),
    imports=True,
    in_force=lambda day: _usual(day),
)


def _usual(day: date) -> list[tuple[W, W]]:
    most = usual_bound(day)
    said = W(f"{most:,}件", f"{most:,} applications") if most is not None else W("制限なし", "no bound")
    return [(CAPACITY.title, said)]


def _leads(day: date) -> list[tuple[W, W]]:
    return [(k.word, DAYS.format(days=lead(k, day))) for k in LeadKind]


DAYS = W("{days}営業日", "{days} business days")


def lead_time(values: Values, today: date) -> list[Problem]:
    """A lead time: from tomorrow on, and a deadline lies before the start."""
    found = from_tomorrow("since")(values, today)
    if values.get("days") == 0 and values.get("kind") in BEFORE_A_START:
        found.append(
            problem_at(
                "days",
                "締切日は1営業日以上前にしてください。",
                "A deadline is a business day before at least.",
            )
        )
    return found


LEADS = Sheet(
    "leads",
    W("準備の日数", "Lead times"),
    W(
        "締切日は利用開始日から数えて何営業日前か、工事などは申込から利用開始日まで何営業日必要かを登録します。"
        "締切日は適用開始日以降の利用開始日に、そのほかは適用開始日以降に登録する申込に使います。登録がない間は標準の日数を使います。",
        "How many business days before a start the deadlines are, and how many works and the like need from an application to its "
        "start. Deadlines count for starts from the day on, the others for applications submitted from it on. The built-in ones "
        "count until then.",
    ),
    Lead,
    (
        ChoiceColumn("kind", W("種類", "Kind"), pairs=tuple((k.value, k.word) for k in LeadKind), must=True),
        CountColumn("days", W("営業日数", "Business days"), must=True, most=MOST_DAYS),
        DateColumn("since", W("適用開始日", "From"), must=True, years=PLANNED),
    ),
    lead_time,
    lambda r: r.since,
    order=("kind", "-since"),
    imports=True,
    in_force=_leads,
)
SHEETS = (SCHEDULE, CLOSED, CAPACITY, LEADS)
