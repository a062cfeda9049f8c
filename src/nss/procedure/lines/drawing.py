"""システム構成図 (X-03): what the drawing shows, worked out from contract and edits; how it is drawn is `nss.document`'s."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nss.application.case import Case
from nss.application.edits import Action, Edit, base_of, preview
from nss.application.models import Application, Revision
from nss.base.columns import PENDING
from nss.base.words import W
from nss.contract.choices import Device, LineKind, Package
from nss.contract.snapshot import Contract, Row

from .rows import KINDS, LINE, TERMINAL, shared_routers

MARKS = {"add": W("追加", "new"), "change": W("変更", "changed"), "end": W("廃止", "ends"), "": W("", "")}
OF_A_PARTNER = W("他事業所の回線（機器共用）", "another office's line (shared)")
NAMED = 24
"""A group of new terminals is drawn one by one up to this many, then as one box with its count."""


@dataclass(frozen=True, slots=True)
class Node:
    """A terminal or server: name, kind, address; `mark` is add, end or ''."""

    name: str
    kind: str
    address: str
    mail: str = ""
    mark: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Site:
    """One line: its router, place and what stands behind it."""

    router: str
    line: str
    place: str
    networks: str
    spare: bool
    shared: bool
    mark: str
    nodes: tuple[Node, ...]


def _kind(values: dict[str, object]) -> str:
    device = Device.word_of(str(values.get("device", "")))
    package = Package.word_of(str(values["package"])) if values.get("package") else ""
    ja = device.ja if isinstance(device, W) else str(device)
    return f"{ja}／{package.ja if isinstance(package, W) else package}" if package else ja


def case_of(revision: Revision) -> Case:
    """The case of an open draft with the rows that a drawing shows, whatever items are chosen."""
    return Case.of_draft(revision).reading(KINDS)


def sites(case: Case) -> list[Site]:
    """Every line with its terminals as they will be, new and ending parts marked."""
    return sites_of(case.contract, case.edits)


def sites_of(contract: Contract, edits: Sequence[Edit]) -> list[Site]:
    """The same of a contract and edits."""
    marks: dict[tuple[str, int | None], str] = {
        (e.kind, e.target): e.action for e in edits if e.target is not None
    }
    refs = {e.ref: e for e in edits if e.ref}
    after = preview(contract, edits)
    shared = shared_routers(contract)
    ended = [
        r
        for r in contract.of("line", "terminal", "mail_address")
        if marks.get((r.kind, r.identity)) == Action.END.value
    ]
    terminals = [*after.of("terminal"), *(r for r in ended if r.kind == "terminal")]

    def nodes_behind(router: str) -> tuple[Node, ...]:
        nodes = []
        for t in terminals:
            edit = refs.get(t.ref)
            if router != (str(t.values.get("router") or "") or (edit.parent if edit else "")):
                continue
            mark = "add" if t.identity < 0 else marks.get(("terminal", t.identity), "")
            nodes += _nodes(t, mark, _mails(t, after, ended))
        return tuple(nodes)

    def networks(router: str) -> str:
        return "、".join(str(b.values["network"]) for b in contract.where("address_block", router=router))

    found = []
    for line in [*after.of("line"), *(r for r in ended if r.kind == "line")]:
        v, key = line.values, str(line.values.get("router") or "") or line.ref
        kind = LineKind.word_of(str(v.get("line_kind", "")))
        mark = "add" if line.identity < 0 else marks.get(("line", line.identity), "")
        found.append(
            Site(
                str(v.get("router") or "") or PENDING.ja,
                f"{kind.ja if isinstance(kind, W) else kind} {v.get('speed') or ''}".strip(),
                str(v.get("address") or ""),
                networks(key),
                bool(v.get("spare_router")),
                key in shared,
                mark,
                nodes_behind(key),
            )
        )
    for router in sorted(shared - {s.router for s in found}):
        nodes = nodes_behind(router)
        if nodes:  # of another office's line its sharer sees the router and what it has behind it
            found.append(Site(router, OF_A_PARTNER.ja, "", networks(router), False, True, "", nodes))
    return found


def _nodes(terminal: Row, mark: str, mail: str) -> list[Node]:
    """A terminal as it is drawn: one by one, or many as one box."""
    v, many = terminal.values, terminal.count > NAMED
    node = Node(
        str(v.get("name") or "") or PENDING.ja,
        _kind(dict(v)),
        str(v.get("address") or ""),
        mail,
        mark,
        terminal.count if many else 1,
    )
    return [node] * (1 if many else terminal.count)


def _mails(terminal: Row, after: Contract, ended: Sequence[Row]) -> str:
    name = terminal.values.get("name")
    known = [
        str(r.values["address"])
        for r in [*after.of("mail_address"), *ended]
        if r.kind == "mail_address" and name and r.values["terminal"] == name and r.values["address"]
    ]
    return "、".join(known)


def drawn_edits(edits: Iterable[Edit]) -> list[Edit]:
    """The asked-for changes that a drawing shows."""
    return [e for e in edits if e.procedure in (LINE, TERMINAL) and not e.derived]


def digest(edits: Iterable[Edit]) -> str:
    """What was confirmed with 「この図で提出する」: another digest means that the asked-for changes are others now."""
    asked = [e.to_json() for e in drawn_edits(edits)]
    body = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:32]


def sites_as_filed(application: Application, revision: Revision) -> list[Site]:
    """The lines as a filed application asked for them, with the numbers that were issued since."""
    edits = revision.issued_list
    now = Case.of_filed(revision).reading(KINDS).contract
    if (
        application.decided_on is not None
    ):  # the contract of that day has the edits already: take them off again
        asked = {e.target for e in edits if e.target is not None}
        written = [(e.kind, dict(e.after)) for e in edits if e.action == Action.ADD.value]
        rows = [r for r in now.rows if r.identity not in asked and (r.kind, dict(r.values)) not in written]
        now = replace(now, rows=(*rows, *base_of(edits).rows))
    return sites_of(now, edits)
