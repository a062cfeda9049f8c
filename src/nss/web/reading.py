"""How values read beside what the columns of a row type say: a day, the days that every row of a contract
has."""

from __future__ import annotations

from datetime import date

from nss.base.columns import DateColumn
from nss.base.words import W

STARTS = DateColumn("starts", W("利用開始日", "Starts"))
ENDS = DateColumn("ends", W("利用終了日", "Ends"))
WEEK = "月火水木金土日"


def day_text(day: date) -> W:
    """A day as 2026年12月1日（火） and Tue 1 Dec 2026."""
    return W(
        f"{day.year}年{day.month}月{day.day}日（{WEEK[day.weekday()]}）", f"{day:%a} {day.day} {day:%b %Y}"
    )
