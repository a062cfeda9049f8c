"""合併: which cases there are (D-52), which offices vanish in one, what of them ends and what comes over.

What ends is what a cancellation of the same office would end; nothing of that is said twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from nss.application.case import Case
from nss.application.edits import Edit, add
from nss.base.choices import Choice
from nss.base.words import W
from nss.contract.models import ROW_TYPES, Office
from nss.contract.rows.ids import UserCode
from nss.contract.rows.office import OfficeBusiness, OfficeContract, OfficeProfile
from nss.contract.snapshot import Row

from .cancel import end_of_everything
from .move import KINDS as SERVICE

KEY = "succession"


class Merger(Choice):
    """Who absorbs whom; the application is filed by the successor."""

    ABSORBS_OUTSIDER = (
        "1",
        W(
            "NACCSを利用している自社が、利用していない会社を吸収する",
            "We absorb a company that is not in NACCS",
        ),
    )
    RENAMED = (
        "2",
        W(
            "NACCSを利用していない会社に吸収され、契約を引き継ぐ",
            "A company outside NACCS absorbs us and carries on",
        ),
    )
    OURS_STAY = (
        "3",
        W(
            "双方が利用しており、相手を吸収して自社の利用者コードを使い続ける",
            "Both are in NACCS: we absorb the other and keep our codes",
        ),
    )
    THEIRS_COME = (
        "4",
        W(
            "双方が利用しており、相手を吸収して相手の利用者コードを引き継ぐ",
            "Both are in NACCS: we absorb the other and take over its codes",
        ),
    )
    NEW_WITH_OUTSIDER = (
        "5",
        W("利用していない会社と合併し、新会社となる", "We merge with a company outside NACCS into a new one"),
    )
    NEW_TOGETHER = (
        "6",
        W("双方が利用しており、合併して新会社となる", "Both are in NACCS and merge into a new company"),
    )


RENAMES = (Merger.RENAMED.value, Merger.NEW_WITH_OUTSIDER.value, Merger.NEW_TOGETHER.value)
"""Cases in which the company gets another name."""
VANISH = (Merger.OURS_STAY.value, Merger.THEIRS_COME.value, Merger.NEW_TOGETHER.value)
"""Cases in which offices of another company end."""
TAKES = (Merger.THEIRS_COME.value,)
"""Cases in which what these offices have comes over."""


def given(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the page of a succession keeps: `case`, `source` (the code that was typed), `offices` (all that vanish), `new`
    (those that go on as new offices), `parallel` (ISO day)."""
    kept: Mapping[str, Any] = extra.get(KEY, {})
    return kept


def named(extra: Mapping[str, Any]) -> list[str]:
    """Codes of the offices that vanish, as they were named."""
    kept = given(extra)
    return [str(c) for c in kept.get("offices") or filter(None, [kept.get("source")])]


def carried_on(extra: Mapping[str, Any]) -> list[str]:
    """Codes of those of them that go on as new offices of the successor."""
    return [str(c) for c in given(extra).get("new", ())]


def parallel_from(extra: Mapping[str, Any]) -> date | None:
    """From when new offices and new names are used beside the old ones, where that was arranged."""
    kept = given(extra).get("parallel")
    return date.fromisoformat(kept) if kept else None


def open_offices(office: Office, day: date) -> list[str]:
    """Codes of all offices of a company that have a contract on a day or begin one later."""
    found = OfficeContract.objects.filter(company_id=office.company_id, ends__gt=day)
    return sorted(set(found.values_list("office__code", flat=True)))


def sources(case: Case) -> list[Office]:
    """The offices that vanish, in the order of their codes."""
    others = case.basis.others
    return [others[code] for code in sorted(named(case.extra)) if code in others]


def takes(case: Case) -> bool:
    """Whether what the vanishing offices have comes over."""
    return given(case.extra).get("case") in TAKES


def ends(case: Case, source: Office) -> list[Edit]:
    """The end of everything that a vanishing office has."""
    return end_of_everything(case.timeline.on(source.pk, case.contract.day), KEY, lines_stay=takes(case))


ONCE = (UserCode.kind, OfficeBusiness.kind)
"""Kinds of which two offices may have the same thing, which is had once when they become one."""


COMING = (*SERVICE, OfficeBusiness.kind)
"""Kinds that come over where a case takes what the vanishing offices have."""


def businesses_to_add(case: Case) -> list[str]:
    """Codes of the vanishing offices that do not go on, stand at the address of this one and have business types that
    it lacks: these are to be added (FAQ on mergers, case 6)."""
    mine = case.contract
    have = {_thing(r) for r in mine.of(OfficeBusiness.kind)}
    at = [r.values["address"] for r in mine.of(OfficeProfile.kind)]
    found = []
    for source in sources(case):
        theirs = case.timeline.on(source.pk, mine.day)
        same = [r for r in theirs.of(OfficeProfile.kind) if r.values["address"] in at]
        lacking = [r for r in theirs.of(OfficeBusiness.kind) if _thing(r) not in have]
        if same and lacking and source.code not in carried_on(case.extra):
            found.append(source.code)
    return found


def taken(case: Case) -> list[Edit]:
    """What comes over, under its numbers."""
    have = {_thing(r) for r in case.contract.of(*ONCE)}
    found = []
    for source in sources(case):
        for r in case.timeline.on(source.pk, case.contract.day).of(*COMING):
            if _thing(r) not in have:
                have.add(_thing(r))
                found.append(add(KEY, r.kind, dict(r.values), options={"from": source.code}))
    return found


def _thing(row: Row) -> tuple[object, ...]:
    """What a row is, whichever office has it."""
    if row.kind not in ONCE:
        return row.kind, row.identity
    names = [c for columns in ROW_TYPES[row.kind].unique_by for c in columns if c != "office"]
    return row.kind, *(row.values[n] for n in names)
