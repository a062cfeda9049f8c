"""回線・論理端末: columns and list rows of S09."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nss.application.case import Case
from nss.application.edits import Action, Edit
from nss.base.columns import HAS_NOT, CodeColumn, CountColumn, DateColumn, FlagColumn
from nss.base.words import W
from nss.contract.rows.lines import Line, Terminal
from nss.contract.snapshot import Contract, Row
from nss.procedure import sharing
from nss.procedure.kit.pages import ListRow

LINE = "line"
TERMINAL = "terminal"
"""The two items; each marks the edits that belong to it."""
KINDS = ("office", "line", "address_block", "terminal", "mail_address", "shared_use")
LINE_COLUMNS = {c.name: c for c in Line.columns}
TERMINAL_COLUMNS = {c.name: c for c in Terminal.columns}
SHARED = FlagColumn("shared", W("他事業所と共用", "Shared with other offices"), flag=HAS_NOT, phone=False)
WORKS_ON = DateColumn("works_on", W("工事希望日", "Requested date of installation work"))
COUNT = CountColumn("count", W("端末追加数", "Terminals to add"))
MAIL = CodeColumn("mail", W("SMTPメールアドレス", "SMTP mail address"), phone=False)
CONTRACT_LINES = (
    *(
        LINE_COLUMNS[n]
        for n in (
            "system_class",
            "connection",
            "edifact",
            "line_kind",
            "speed",
            "wiring",
            "maintenance",
            "router",
            "address",
            "spare_router",
        )
    ),
    SHARED,
)
REQUESTED_LINES = (*CONTRACT_LINES[:8], WORKS_ON, *CONTRACT_LINES[8:])
CONTRACT_TERMINALS = (
    *(TERMINAL_COLUMNS[n] for n in ("router", "system_class", "device", "package", "name", "address")),
    MAIL,
)
REQUESTED_TERMINALS = (*CONTRACT_TERMINALS[:5], COUNT, *CONTRACT_TERMINALS[5:])


def line_of(contract: Contract, router: str) -> Row | None:
    """The contract's line with a router number."""
    return next(iter(contract.where("line", router=router)), None)


def router_of(edit: Edit) -> str:
    """The router number, or the ref of a new line, that an edit belongs to."""
    values = {**edit.before, **edit.after}
    if edit.kind == "line":
        return str(values.get("router") or edit.ref)
    return str(edit.options.get("line") or values.get("router") or edit.parent)


def works_on(edits: Sequence[Edit], router: str) -> str:
    """The wished day of the works on a line (ISO); '' where no works are wished."""
    return next(
        (str(e.options["works_on"]) for e in edits if e.options.get("works_on") and router_of(e) == router),
        "",
    )


def shared_routers(contract: Contract) -> frozenset[str]:
    """Routers that another office uses too (機器共用)."""
    return frozenset(str(r.values["object"]) for r in contract.where("shared_use", use="equipment"))


def is_own(case: Case, line: Row) -> bool:
    """Whether a line is the office's own, not one of a partner whose router it shares."""
    return line_of(case.contract, str(line.values["router"])) is not None


def shown_values(case: Case, line: Row) -> dict[str, Any]:
    """What an office sees of a line: all of its own, of a partner's what its terminals need."""
    return (
        dict(line.values) if is_own(case, line) else {n: line.values[n] for n in ("router", "system_class")}
    )


def contract_lines(case: Case) -> list[ListRow]:
    """The 契約情報 table of lines: the office's own, then those of partners whose router it shares."""
    shared = shared_routers(case.contract)
    found = list(case.contract.of("line"))
    others = shared - {r.values["router"] for r in found}
    found += [r for r in (sharing.line_of(case, router) for router in sorted(others)) if r is not None]
    return [
        ListRow(
            r.key,
            {**shown_values(case, r), "shared": r.values["router"] in shared},
            str(r.values["router"]),
            name=r.name,
            lasting=not is_own(case, r),
        )
        for r in found
    ]


def requested_lines(case: Case) -> list[ListRow]:
    """One row a line: its own edit, or 変更 where only its terminals change (as guide SMTP ⑧ shows)."""
    rows: list[ListRow] = []
    touched: dict[str, list[int]] = {}
    for n, e in enumerate(case.requested):
        if e.procedure in (LINE, TERMINAL):
            touched.setdefault(router_of(e), []).append(n)
    for router, places in touched.items():
        mine = [case.requested[n] for n in places]
        edit = next((e for e in mine if e.kind == "line"), None)
        held = sharing.line_of(case, router)
        values: dict[str, Any] = shown_values(case, held) if held else {}
        action = Action.CHANGE.value
        if edit is not None:
            values, action = {**values, **edit.before, **edit.after}, edit.action
        values |= {
            "works_on": works_on(case.requested, router),
            "shared": router in shared_routers(case.contract),
        }
        name: str | W = router if held else W("新しい回線", "New line")
        page = "end" if action == Action.END.value else "new" if held is None else ""
        rows.append(
            ListRow("edit:" + ",".join(map(str, places)), values, router, action=action, name=name, page=page)
        )
    return rows


def mails(contract: Contract, name: str) -> str:
    """The mail addresses of a terminal, one a line."""
    return "、".join(str(r.values["address"]) for r in contract.where("mail_address", terminal=name))


def contract_terminals(case: Case) -> list[ListRow]:
    """The 契約情報 table of terminals."""
    return [
        ListRow(
            r.key,
            {**r.values, "mail": mails(case.contract, str(r.values["name"]))},
            str(r.values["router"]),
            name=r.name,
        )
        for r in case.contract.of("terminal")
    ]


def requested_terminals(case: Case) -> list[ListRow]:
    """The 申込情報 table of terminals, with their mail addresses."""
    rows = []
    for n, e in enumerate(case.requested):
        if e.kind not in ("terminal", "mail_address") or e.procedure not in (LINE, TERMINAL):
            continue
        values: dict[str, Any] = {**e.before, **e.after}
        if e.kind == "mail_address":
            values |= {
                "router": e.options.get("router", ""),
                "device": "smtp",
                "name": values.get("terminal", ""),
            }
            values["mail"] = (
                W(f"{e.count}個追加", f"{e.count} to add")
                if e.action == Action.ADD.value
                else values["address"]
            )
            values.pop("address", None)
        elif e.action == Action.ADD.value:
            values["count"] = e.count
        rows.append(ListRow(f"edit:{n}", values, router_of(e), action=e.action, name=e.name))
    return rows
