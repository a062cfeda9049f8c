"""How edits stand in the future of the contracts that they touch: which of them still change anything, which contradict
one another, which something decided forbids, and what they would break.

Filing, review and decision ask the same functions, through `Case`; the writer refuses nothing that they let through.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from nss.base.problems import Problem
from nss.base.words import W
from nss.contract import consistency, writer
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import Row
from nss.contract.timeline import Clash, ClashReason, Step, Timeline

from .edits import Action, Edit
from .models import Application

BOTH = W(
    "「{name}」に、廃止とほかの変更の両方が入力されています。どちらかを取り消してください。",
    "'{name}' is both discontinued and changed. Take one of the two back.",
)
TWO_VALUES = W(
    "「{name}」の同じ項目に、異なる変更が2つ入力されています。どちらかを取り消してください。",
    "Two different values are entered for the same field of '{name}'. Take one back.",
)
GONE = W(
    "{name}は、{by}により{day}に廃止されているため、変更できません。この変更を取り消してください。",
    "{name} ends on {day} by {by}, so it cannot be changed. Take this change back.",
)
NEVER = W(
    "{name}は、この日の契約にありません。この変更を取り消してください。",
    "{name} is not in the contract of this day. Take this change back.",
)
LATER = W(
    "{name}は、{by}により{day}から変わることが決まっています。利用開始日を{day}より後の日にするか、この変更を取り消してください。",
    "{name} changes on {day} by {by}. Choose a start after {day}, or take this change back.",
)
OFFICE_ENDS = W(
    "この事業所の利用契約は、{by}により{day}に終了します。「{name}」の追加や、{day}以降の変更はできません。",
    "The contract of this office ends on {day} by {by}. '{name}' cannot be added, nor changed from {day} on.",
)
OTHERS_ENDS = W(
    "{office}の利用契約は{day}に終了するため、「{name}」を移すことはできません。",
    "The contract of {office} ends on {day}; '{name}' cannot be taken there.",
)
ANOTHER = W("別の申込", "another application")
REGISTER = W("契約の登録", "the register")

BREAKS = {
    "code_has_ids": (
        "ids_left",
        W(
            "利用者コード{name}に識別番号がなくなります。利用者コードも廃止してください。",
            "User code {name} keeps no number. Discontinue it too.",
        ),
    ),
    "id_has_code": (
        "ids_left",
        W(
            "識別番号{name}の利用者コードがなくなります。識別番号も廃止するか、利用者コードを残してください。",
            "The user code of {name} goes. Discontinue the number too, or keep the code.",
        ),
    ),
    "terminal_has_line": (
        "line_gone",
        W(
            "「{name}」の回線がなくなります。あわせて廃止してください。",
            "The line of '{name}' goes. Discontinue it too.",
        ),
    ),
    "mail_address_has_terminal": (
        "terminal_gone",
        W(
            "「{name}」の論理端末がなくなります。あわせて廃止してください。",
            "The terminal of '{name}' goes. Discontinue it too.",
        ),
    ),
    "sharing_has_two_sides": (
        "sharing_left",
        W(
            "「{name}」の共用は、双方の事業所で同じ日に始まり、同じ日に終わります。相手の事業所とあわせて申し込んでください。",
            "The sharing of '{name}' begins and ends at both offices on one day. Apply for both together.",
        ),
    ),
    "shared_router_has_line": (
        "line_gone",
        W(
            "共用している「{name}」の回線がなくなります。共用もあわせて解除してください。",
            "The line of '{name}', which is shared, goes. End the sharing too.",
        ),
    ),
    "names_are_unique": (
        "twice",
        W(
            "「{name}」はすでに登録されているため、追加できません。",
            "'{name}' exists already and cannot be added.",
        ),
    ),
    "nothing_after_the_end": (
        "outlives",
        W("「{name}」は、利用契約の終了より後には残せません。", "'{name}' cannot outlive the contract."),
    ),
}
"""Code of the problem and words, by the rule of `contract.consistency` that would be broken."""


def effective(timeline: Timeline, edits: Iterable[Edit], day: date) -> list[Edit]:
    """The edits that still change something on `day`, each on the row as it is then.

    What has ended meanwhile need not be ended; a change to what is there already is none. An edit that can no longer be
    done is kept: `clashes` says why.
    """
    found = []
    for e in edits:
        if e.target is None:
            found.append(e)
            continue
        row = timeline.at(e.kind, e.target, day)
        if row is None:
            last = timeline.last(e.kind, e.target)
            if e.action != Action.END or (last is not None and last.ends > day):
                found.append(e)
        elif e.action == Action.END:
            found.append(e if e.before == row.values else replace(e, before=dict(row.values)))
        else:
            after = {k: v for k, v in e.after.items() if row.values.get(k) != v}
            if after:
                same = after == e.after and e.before == row.values
                found.append(e if same else replace(e, before=dict(row.values), after=after))
    return found


def contradictions(edits: Sequence[Edit]) -> list[Problem]:
    """Rows of which several items ask what cannot be done together."""
    by_row: dict[tuple[str, int], list[Edit]] = {}
    for e in edits:
        if e.target is not None:
            by_row.setdefault((e.kind, e.target), []).append(e)
    problems = []
    for (kind, target), some in by_row.items():
        actions = {e.action for e in some}
        if len(actions) > 1:
            text = BOTH
        elif any(a.after.get(k, v) != v for a in some for b in some for k, v in b.after.items()):
            text = TWO_VALUES
        else:
            continue
        problems.append(Problem("contradiction", text.format(name=some[0].name), f"{kind}:{target}"))
    return problems


def clashes(
    timeline: Timeline, edits: Iterable[Edit], office: Office, day: date, reader: Office
) -> list[Problem]:
    """Edits at an office that something decided forbids, with the number of what decided it where that is the reader's."""
    problems: dict[tuple[str, int | str], Problem] = {}
    for e in edits:
        if e.target is None and ROW_TYPES[e.kind].outlives:
            continue
        clash = timeline.clash(e.kind, e.target, office.pk, day_of(e, day), e.action == Action.END)
        if clash is None:
            continue
        text = _clash_text(clash, e.name, office, reader)
        where = f"{e.kind}:{e.target}" if e.target is not None else e.ref or e.procedure
        key = (clash.why, where if clash.why != ClashReason.OFFICE_ENDS else office.pk)
        problems.setdefault(key, Problem(f"row_{clash.why}", text, where if office == reader else ""))
    return list(problems.values())


def _clash_text(clash: Clash, name: str | W, office: Office, reader: Office) -> W:
    """The sentence of a clash."""
    day = f"{clash.day:%Y/%m/%d}"
    if clash.why == ClashReason.OFFICE_ENDS and office != reader:
        return OTHERS_ENDS.format(office=office.code, day=day, name=name)
    if clash.row is None:
        return NEVER.format(name=name)
    words = {ClashReason.GONE: GONE, ClashReason.LATER: LATER, ClashReason.OFFICE_ENDS: OFFICE_ENDS}[
        clash.why
    ]
    return words.format(name=name, day=day, by=decided_by(clash, reader))


def decided_by(clash: Clash, reader: Office) -> W:
    """What decided the other thing, in words: its number where the reader may know it."""
    assert clash.row is not None  # noqa: S101  (its caller saw to it)
    by = (
        clash.row.by if clash.why == ClashReason.LATER else writer.ended_by(clash.row.kind, clash.row.version)
    )
    found = Application.objects.filter(pk=by).first() if by else None
    if found is None:
        return REGISTER
    if reader.pk not in (found.office_id, found.applicant_office_id):
        return ANOTHER
    return W(f"申込{found.number}", f"application {found.number}")


def steps_of(edits: Iterable[Edit], office: Office, day: date) -> list[Step]:
    """What the edits would write at an office."""
    return [
        Step(
            office.pk,
            e.kind,
            e.target,
            None if e.action == Action.END else e.after,
            day_of(e, day),
            e.ref,
            e.count,
        )
        for e in edits
        if not e.options.get("at")
    ]


def violations_caused(timeline: Timeline, steps: Sequence[Step]) -> list[Problem]:
    """The rules of `contract.consistency` that these steps would break."""
    return breaks(consistency.broken_by(timeline, timeline.with_steps(steps)))


def breaks(broken: Iterable[consistency.Violation]) -> list[Problem]:
    """What is broken, in words, each at its row."""
    problems = []
    for v in broken:
        code, words = BREAKS[v.rule]
        problems.append(Problem(code, words.format(name=v.row.name), _place(v.row)))
    return list(dict.fromkeys(problems))


def _place(row: Row) -> str:
    return row.ref if row.identity < 0 else row.key


def day_of(edit: Edit, day: date) -> date:
    """The day of an edit in an application that starts on `day`: a later one where something forces it."""
    return max(day, date.fromisoformat(edit.day)) if edit.day else day
