"""Lead times: how many business days must lie between two days of an application, by what they are for (T-08, D-41, D-43).

The Center may set others from a day on; `announce` installs them, as `days.announce` does its closed days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from nss.base.choices import Choice
from nss.base.words import W


class LeadKind(Choice):
    """What a lead is for. Those of works have the values of the kinds of works."""

    APPLICATION = "application", W("申込締切日", "Application deadline")
    SETTING = "setting", W("システム設定申込締切日", "System settings deadline")
    LAYING = "laying", W("回線敷設工事", "Line laying")
    ON_SITE = "on_site", W("オンサイト工事", "On-site work")
    REMOTE = "remote", W("リモート工事", "Remote work")
    REMOVAL = "removal", W("回線撤去工事", "Line removal")
    FOREX = "forex", W("外為法関連業務", "Foreign Exchange Act services")


BEFORE_A_START = (LeadKind.APPLICATION, LeadKind.SETTING)
"""Counted back from a start day, and in force by that day; the others count on from the day of an application, and are in
force by that one."""
DEFAULTS: Mapping[str, int] = MappingProxyType(
    {
        LeadKind.APPLICATION.value: 10,
        LeadKind.SETTING.value: 4,
        LeadKind.LAYING.value: 30,
        LeadKind.ON_SITE.value: 15,
        LeadKind.REMOTE.value: 10,
        LeadKind.REMOVAL.value: 10,
        LeadKind.FOREX.value: 10,
    }
)
"""What counts while the Center has set nothing else. A new line takes about six weeks; two weeks for the Foreign Exchange Act
are METI's (D-41); four days for settings are those of the terms of use (D-43)."""

_set: tuple[tuple[str, date, int], ...] = ()


def announce(rows: Iterable[tuple[str, date, int]]) -> None:
    """Install the Center's own leads: kind, from which day on, how many business days."""
    global _set
    _set = tuple(sorted(rows, key=lambda row: row[1]))


def lead(kind: str, day: date) -> int:
    """Business days of a kind that are in force on a day; 0 for a kind that has none."""
    found = DEFAULTS.get(str(kind), 0)
    for known, since, days in _set:
        if known == kind and since <= day:
            found = days
    return found
