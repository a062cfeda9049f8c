"""機器共用・共同利用: what an office shares with another stands at both of them. Whatever ends or moves it on one side,
a line, a cancellation, a succession, asks the other side and does the same there.

Equipment is the router of a line of one of the two; what the other office has behind that router goes with the sharing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from nss.application.case import Case
from nss.application.edits import Action, Edit, add, change, end
from nss.application.rulebook import ConsentNeed
from nss.base.words import W
from nss.contract.choices import SharedUseKind
from nss.contract.models import Office
from nss.contract.rows.lines import AddressBlock, Line, MailAddress, Terminal
from nss.contract.rows.sharing import SharedUse
from nss.contract.snapshot import Row

KINDS = (SharedUse.kind, Line.kind, Terminal.kind, AddressBlock.kind, MailAddress.kind)
"""Kinds of rows that these rules read."""
ASK_END = MappingProxyType(
    {
        "share_end": W("機器共用の解除（{code}）", "the end of shared equipment ({code})"),
        "joint_end": W("共同利用の解除（{code}）", "the end of joint use ({code})"),
        "share_move": W("共用している機器の移動（{code}）", "the move of shared equipment ({code})"),
        "joint_move": W("共同利用の相手の変更（{code}）", "another partner of joint use ({code})"),
    }
)
"""What the partner is asked to agree to, by purpose."""


def line_of(case: Case, router: str) -> Row | None:
    """The line of a router: of the office, or of a partner that shares it."""
    mine = next(iter(case.contract.where(Line.kind, router=router)), None)
    if mine is not None:
        return mine
    partners = {r.values["partner"] for r in case.contract.where(SharedUse.kind, object=router)}
    return next(
        (
            r
            for r in case.timeline.live(case.contract.day, Line.kind)
            if r.values["router"] == router and case.timeline.offices.get(r.office) in partners
        ),
        None,
    )


def rows_behind_router(case: Case, office: int, router: str) -> list[Row]:
    """What an office has behind a router: terminals, their mail addresses, blocks of addresses."""
    rows = [
        r
        for r in case.timeline.live(case.contract.day, Terminal.kind, AddressBlock.kind, MailAddress.kind)
        if r.office == office
    ]
    found = [r for r in rows if r.kind != MailAddress.kind and r.values["router"] == router]
    names = {r.values["name"] for r in found if r.kind == Terminal.kind}
    return [*found, *(r for r in rows if r.kind == MailAddress.kind and r.values["terminal"] in names)]


def derived_edits(case: Case) -> list[Edit]:
    """What follows at this office: a line that goes takes its sharing along, the end of sharing another's router takes
    along what hangs on it."""
    gone = {(e.kind, e.target) for e in case.edits if e.action == Action.END.value}
    done: list[Edit] = []
    for e in [e for e in case.edits if e.kind == Line.kind and e.action == Action.END.value]:
        for r in case.contract.where(SharedUse.kind, object=e.before["router"]):
            if (r.kind, r.identity) not in gone:
                ways = {k: v for k, v in e.options.items() if k in ("to", "scope")}
                done.append(end(e.procedure, r, options=ways))
    for e in [e for e in case.edits if e.kind == SharedUse.kind and e.action == Action.END.value]:
        router = str(e.before.get("object") or "")
        if router and not case.contract.where(Line.kind, router=router):
            rows = rows_behind_router(case, case.office.pk, router)
            done += [end(e.procedure, r) for r in rows if (r.kind, r.identity) not in gone]
    return done


def sharing_ends(edits: Iterable[Edit]) -> list[Edit]:
    """The edits that end sharing."""
    return [e for e in edits if e.kind == SharedUse.kind and e.action == Action.END.value]


def consents(
    case: Case, office: Office, ends: Sequence[Edit], heir: Office | None = None
) -> list[ConsentNeed]:
    """What the partners of `office` are asked to agree to where it ends its side of these; with an `heir` what is shared
    goes to that office and is shared with it from then on."""
    partners = {o.code: o for o in Office.objects.filter(code__in={str(e.before["partner"]) for e in ends})}
    found = []
    for e in ends:
        partner = partners.get(str(e.before["partner"]))
        if partner is None or partner == case.office:
            continue
        mirrored = next(
            (
                r
                for r in case.timeline.live(case.contract.day, SharedUse.kind)
                if r.office == partner.pk
                and r.values["partner"] == office.code
                and all(r.values[n] == e.before[n] for n in ("use", "object"))
            ),
            None,
        )
        if mirrored is None:
            continue
        moves = None if heir in (None, partner) else change(e.procedure, mirrored, {"partner": heir.code})
        edits = (moves,) if moves else tuple(_end(case, e.procedure, partner, mirrored, heir))
        purpose = (MOVES if moves else PURPOSES)[str(e.before["use"])]
        found.append(ConsentNeed(partner, str(e.before["object"] or office.code), purpose, edits))
    return found


PURPOSES = {SharedUseKind.EQUIPMENT.value: "share_end", SharedUseKind.JOINT.value: "joint_end"}
MOVES = {SharedUseKind.EQUIPMENT.value: "share_move", SharedUseKind.JOINT.value: "joint_move"}


def _end(case: Case, procedure: str, partner: Office, row: Row, heir: Office | None) -> list[Edit]:
    """The end of a partner's side, with what it has behind a router that is not its own."""
    router = str(row.values["object"])
    owner = case.timeline.on(partner.pk, case.contract.day).where(Line.kind, router=router)
    kept = not router or bool(owner) or heir == partner
    rows = [] if kept else rows_behind_router(case, partner.pk, router)
    return [end(procedure, row), *(end(procedure, r) for r in rows)]


def _shared(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Which use is shared, with whom and what."""
    return tuple(values[c.name] for c in SharedUse.columns)


def going_over(case: Case, ends: Iterable[Edit], heir: Office) -> list[Edit]:
    """Which of these ends the heir gets: what it shares with the same partner already, it has once."""
    rows = case.timeline.on(heir.pk, case.contract.day).of(SharedUse.kind)
    have = {_shared(r.values) for r in rows}
    found = []
    for e in ends:
        what = _shared(e.before)
        if what not in have:
            have.add(what)
            found.append(e)
    return found


def heir_edits(procedure: str, ends: Iterable[Edit], heir: Office) -> list[Edit]:
    """The sides that the heir of what was shared gets."""
    return [add(procedure, e.kind, dict(e.before)) for e in ends if e.before["partner"] != heir.code]
