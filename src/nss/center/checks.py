"""What the Center's review screen reads of the procedures: checks with pass, suggestions of numbers, places to pin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nss.application.edits import Action
from nss.application.models import Revision
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.book import row_name
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.procedure import Check

CHECKS: tuple[Check, ...] = (
    Check(
        W("対象の契約情報が申込時のままである", "The rows are as they were when filed"),
        ("row_changed", "row_in_open_application"),
    ),
    Check(W("共用している全事業所が同意している", "Every sharing office has agreed"), ("consent_missing",)),
    Check(W("申込担当者の連絡先が正しい", "The contact person can be reached"), ("contact_",)),
    Check(W("利用開始日が指定できる日である", "The start date is possible"), ("start_in_past", "date_")),
    Check(
        W("変更項目と変更内容がそろっている", "Items and changes are complete"),
        ("no_", "not_open", "mixed_frames"),
    ),
)
"""Of every application; each procedure brings its own."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the automatic checks: pass, warn or stop, and why."""

    word: W
    level: str
    why: tuple[W, ...] = ()


def verdicts(problems: Sequence[Problem], checks: Sequence[Check] = ()) -> list[Checked]:
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
        found.append(Checked(word, level, tuple(p.text for p in hit)))
    found += [Checked(p.text, p.level) for p in problems if p not in named]
    return found


def places(revision: Revision) -> list[tuple[str, str | W]]:
    """Where a comment can be pinned: (where, what it is called)."""
    found: list[tuple[str, str | W]] = [
        ("items", W("変更する項目", "Items")),
        ("wish_date", W("利用開始希望日", "Wished start date")),
        ("reason", W("変更する理由", "Reason")),
        ("contact", W("申込担当者", "Contact person")),
    ]
    for e in revision.edit_list:
        if not e.derived:
            name = row_name(e.kind, {**e.before, **e.after})
            where = f"{e.kind}:{e.target}" if e.target is not None else e.procedure
            found.append(
                (
                    where,
                    W(f"{_ja(name)}（{Action(e.action).word.ja}）", f"{name} ({Action(e.action).word.en})"),
                )
            )
    found += [(p, CATALOGUE[p].entry.label) for p in revision.items if p in CATALOGUE]
    unique: dict[str, str | W] = {}
    for where, word in found:
        unique.setdefault(where, word)
    return [*unique.items(), ("remark", W("備考・その他", "Remark, other"))]


def _ja(text: str | W) -> str:
    return text.ja if isinstance(text, W) else text
