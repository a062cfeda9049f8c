"""What is accepted in the rows of the masters, beside what their columns ask for."""

from __future__ import annotations

from datetime import date

from nss.base import clock
from nss.base.problems import Problem
from nss.base.words import W
from nss.calendar.days import is_business_day

from . import slots
from .models import Audience
from .sheet import Check, Values

SLOTS_HINT = W(
    "差し込み：" + "、".join(f"{{{ja}}}" for ja, _ in slots.SLOTS.values()),
    "Slots: " + ", ".join(f"{{{en}}}" for _, en in slots.SLOTS.values()),
)


def problem_at(name: str, ja: str, en: str) -> Problem:
    """A problem at the field `name`."""
    return Problem(name, W(ja, en), name)


def from_tomorrow(name: str) -> Check:
    """The check that the day in a field lies ahead: what has counted stays."""

    def check(values: Values, today: date) -> list[Problem]:
        if values.get(name) and values[name] <= today:
            return [
                problem_at(
                    name,
                    "明日以降の日を指定してください。過去の内容は変更できません。",
                    "Choose tomorrow or later; the past stays as it was.",
                )
            ]
        return []

    return check


def template(values: Values, today: date) -> list[Problem]:
    """A text of mails: from a day on, with known slots only."""
    found = from_tomorrow("since")(values, today)
    for name in ("subject", "text_ja", "text_en"):
        if wrong := slots.unknown(values.get(name) or ""):
            found.append(
                problem_at(
                    name,
                    f"{{{wrong[0]}}}という差し込みはありません。{SLOTS_HINT.ja}",
                    f"There is no slot {{{wrong[0]}}}. {SLOTS_HINT.en}",
                )
            )
    return found


def schedule_day(values: Values, today: date) -> list[Problem]:
    """A registration day: a business day ahead, with its deadlines before it."""
    found, day = from_tomorrow("day")(values, today), values.get("day")
    if day and values.get("offered") and not is_business_day(day):
        found.append(problem_at("day", "休業日は登録日にできません。", "The Center is closed on this day."))
    for name in ("apply_by", "setting_by"):
        if day and values.get(name) and values[name] >= day:
            found.append(
                problem_at(
                    name, "登録日より前の日を指定してください。", "Choose a day before the registration day."
                )
            )
    return found


def period(values: Values, today: date) -> list[Problem]:
    """A period that ends after it begins, and not in the past."""
    first, last = values.get("first_at"), values.get("last_at")
    if first and last and last <= first:
        return [
            problem_at("last_at", "終了は開始より後にしてください。", "The end must be after the beginning.")
        ]
    if last and last <= clock.now():
        return [problem_at("last_at", "終了が過去です。", "The end has passed.")]
    return []


def announcement(values: Values, today: date) -> list[Problem]:
    """An announcement: its period, and the offices where it is for named ones."""
    found = period(values, today)
    if values.get("audience") == Audience.NAMED and not values.get("codes"):
        found.append(problem_at("codes", "事業所コードを入力してください。", "Name the offices."))
    return found
