"""The automatic checks of the Center's review screen, each with its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nss.base.problems import Problem
from nss.base.words import W
from nss.procedure.kit.procedure import Check

CHECKS: tuple[Check, ...] = (
    Check(
        W("対象の契約情報が申込時のままである", "The rows are as they were when submitted"),
        ("row_", "not_any_more", "contradiction", "twice", "line_gone", "terminal_gone", "outlives"),
    ),
    Check(W("共用している全事業所が同意している", "Every sharing office has agreed"), ("consent_",)),
    Check(W("申込担当者の連絡先が正しい", "The contact person can be reached"), ("contact_",)),
    Check(W("利用開始日が指定できる日である", "The start date is possible"), ("start_", "date_")),
    Check(
        W("変更項目と変更内容がそろっている", "Items and changes are complete"),
        ("no_", "not_open", "mixed_frames"),
    ),
)
"""Of every application; each procedure brings its own."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One line of the automatic checks: pass, warn or stop, and why."""

    word: W
    level: str
    why: tuple[W, ...] = ()


def verdicts(problems: Sequence[Problem], checks: Sequence[Check] = ()) -> list[CheckResult]:
    """Every check with its result; problems that no line names come last."""
    found, named = [], set()
    for check in dict.fromkeys([CHECKS[0], *checks, *CHECKS[1:]]):
        word, codes = check.word, check.codes
        hit = [
            p
            for p in problems
            if any(p.code == c or (c.endswith("_") and p.code.startswith(c)) for c in codes)
        ]
        named |= set(hit)
        level = "stop" if any(p.level == "stop" for p in hit) else "warn" if hit else "pass"
        found.append(CheckResult(word, level, tuple(p.text for p in hit)))
    found += [CheckResult(p.text, p.level) for p in problems if p not in named]
    return found
