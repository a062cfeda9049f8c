"""What the Center's review screen reads of the procedures: checks with pass, suggestions of numbers, places to pin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nss.application.edits import Action, Edit
from nss.application.models import Revision
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.book import row_name
from nss.contract.choices import NET_METHODS
from nss.contract.models import Office
from nss.issuing import numbers

from .selection import BY_KEY
from .user_code.issue import prefix_for

CHECKS: tuple[tuple[W, tuple[str, ...]], ...] = (
    (
        W("対象の契約情報が申込時のままである", "The rows are as they were when filed"),
        ("row_changed", "row_in_open_application"),
    ),
    (
        W("利用者コードの廃止にすべての識別番号が含まれる", "Abolished codes take all their numbers along"),
        ("ids_left", "code_ends"),
    ),
    (W("共用している全事業所が同意している", "Every sharing office has agreed"), ("consent_missing",)),
    (W("業種の組み合わせが正しい", "Business types may share a number"), ("business_group", "storage_type")),
    (W("追加する利用者コードに識別番号がある", "New codes have numbers"), ("code_without_id",)),
    (W("申込担当者の連絡先が正しい", "The contact person can be reached"), ("contact_",)),
    (W("利用開始日が指定できる日である", "The start date is possible"), ("start_in_past", "date_")),
    (
        W("変更項目と変更内容がそろっている", "Items and changes are complete"),
        ("no_", "not_open", "mixed_frames"),
    ),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the automatic checks: pass, warn or stop, and why."""

    word: W
    level: str
    why: tuple[W, ...] = ()


def verdicts(problems: Sequence[Problem]) -> list[Checked]:
    """Every check with its result; problems that no line names come last."""
    found, named = [], set()
    for word, codes in CHECKS:
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


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A number that the decision will issue, with the form a typed one must have."""

    key: str
    label: W
    value: str
    pattern: str


def suggestions(office: Office, edits: Sequence[Edit]) -> list[Suggestion]:
    """What would be issued now; nothing is taken by looking."""
    found: list[Suggestion] = []
    codes: dict[str, str] = {}
    mine = [e for e in edits if e.procedure == "user-code"]
    for n, e in enumerate(mine):
        if e.action != Action.ADD.value:
            continue
        if e.kind == "user_code":
            code = str(e.after.get("code") or numbers.peek_user_code(office, skip=len(codes)))
            codes[e.ref] = code
            if not e.after.get("code"):
                found.append(
                    Suggestion(e.ref, W("利用者コード", "User code"), code, r"[1-9][0-9A-Z][0-9A-Z]{3}")
                )
            continue
        code = str(e.after.get("code") or codes.get(e.parent, ""))
        net = e.after["method"] in NET_METHODS
        ahead = sum(
            x.count
            for x in mine[:n]
            if x.kind == "user_id"
            and x.action == Action.ADD.value
            and (x.after["method"] in NET_METHODS) == net
            and (x.parent or x.after.get("code")) == (e.parent or e.after.get("code"))
        )
        for k in range(e.count):
            value = numbers.peek_id_number(code, net, prefix_for(office, code), skip=ahead + k)
            found.append(
                Suggestion(
                    f"id{n}.{k}",
                    W(f"識別番号（{code}）", f"Identification number ({code})"),
                    value,
                    r"[A-Z][0-9][A-Z]" if net else r"[A-Z][0-9][0-9]",
                )
            )
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
    found += [(p, BY_KEY[p].label) for p in revision.items if p in BY_KEY]
    unique: dict[str, str | W] = {}
    for where, word in found:
        unique.setdefault(where, word)
    return [*unique.items(), ("remark", W("備考・その他", "Remark, other"))]


def _ja(text: str | W) -> str:
    return text.ja if isinstance(text, W) else text
