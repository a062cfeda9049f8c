"""What mails and news may say of an application, and how days in them are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NOTHING = "—"
"""What stands where there is nothing, in mails, papers and on every page; templates know it by the same name."""
WEEKDAYS = "月火水木金土日"
TITLES = {
    "M01": "利用申込受付完了のお知らせ",
    "M02": "利用申込確認完了のお知らせ",
    "M03": "利用申込に関する確認事項のお知らせ",
    "M04": "利用申込の取下げのお知らせ",
    "M05": "利用申込が無効となったことのお知らせ",
    "M06": "利用申込の審査結果のお知らせ",
    "M07": "システム設定申込締切日のお知らせ",
    "M14": "パスワード参照期限のお知らせ",
    "M16": "利用開始日の変更のお知らせ",
}
"""Titles of the letters about one application: those that the Center may word itself (masters)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of an application that mails and news may name; never a secret."""

    number: str
    received_on: date | None = None
    company: str = ""
    office: str = ""
    department: str = ""
    person: str = ""
    wish_date: date | None = None
    start_date: date | None = None
    setting_deadline: date | None = None
    window_last: date | None = None
    reason: str = ""
    url: str = ""


def day(value: date | None) -> str:
    """A day as mails write it, e.g. 2026年12月1日（火）."""
    return f"{value.year}年{value.month}月{value.day}日（{WEEKDAYS[value.weekday()]}）" if value else NOTHING


def day_en(value: date | None) -> str:
    """The same in English, e.g. 1 December 2026."""
    return f"{value.day} {value:%B} {value.year}" if value else NOTHING
