"""利用者コード: columns, list rows, and how rows are found."""

from __future__ import annotations

from collections.abc import Sequence

from nss.application.case import Case
from nss.application.edits import Action, Edit, end
from nss.base.columns import CountColumn
from nss.base.words import W
from nss.contract.models import Office
from nss.contract.rows.ids import SHARED_COLUMN, UserCode, UserId
from nss.contract.snapshot import Contract, Row, live
from nss.procedure.kit.pages import ListRow

KEY = "user-code"
NUMBERS = "id-number"
BUSINESS = "business"
KEYS = (KEY, NUMBERS, BUSINESS)
"""Items whose edits are user codes and their numbers; the three know one another by these keys alone."""
CODE_COLUMNS = {c.name: c for c in UserCode.columns}
ID_COLUMNS = {c.name: c for c in UserId.columns}
COUNT_COLUMN = CountColumn("count", W("追加数", "Number to add"), phone=True)
COLUMNS = (
    CODE_COLUMNS["system_class"],
    ID_COLUMNS["business"],
    ID_COLUMNS["method"],
    ID_COLUMNS["code"],
    ID_COLUMNS["number"],
    CODE_COLUMNS["stats_paid"],
    CODE_COLUMNS["stats_free"],
    CODE_COLUMNS["bonded_storage"],
    SHARED_COLUMN,
)
"""The list of guide ⑩ ⑥ and of the contract view: a number with what its code says."""
REQUESTED_COLUMNS = (*COLUMNS[:5], COUNT_COLUMN, *COLUMNS[5:])


def combined(contract: Contract, ids: Sequence[Row]) -> list[ListRow]:
    """IDs with the values of their code beside them."""
    codes = {r.values["code"]: r for r in contract.of("user_code")}
    rows = []
    for r in ids:
        code = codes.get(r.values["code"])
        values = {**(code.values if code else {}), **r.values, "shared": r.values["code"] in contract.shared}
        rows.append(ListRow(r.key, values, str(r.values["code"]), name=r.name))
    return rows


def contract_rows(case: Case) -> list[ListRow]:
    """The 契約情報 table: one row an identification number."""
    return combined(case.contract, case.contract.of("user_id"))


def requested_rows(case: Case, key: str = KEY) -> list[ListRow]:
    """The 申込情報 table: one row an edit of an ID, and of a code where the code itself changes."""
    rows = []
    codes = {r.values["code"]: r.values for r in case.contract.of("user_code")}
    for n, e in enumerate(case.requested):
        if e.procedure != key:
            continue
        values = {**e.before, **e.after}
        parent = next((p.after for p in case.requested if p.ref and p.ref == e.parent), {})
        if e.kind == "user_id":
            code = codes.get(values.get("code"), parent)
            values = {**code, **values, "shared": values.get("code") in case.contract.shared}
        if e.action == Action.ADD.value and e.kind == "user_id":
            values["count"] = e.count
        # A code that comes has a page of its own, also where its name is known already, as of one that another office lends.
        coming = (
            (e.parent or (e.ref if e.kind == "user_code" else "")) if e.action == Action.ADD.value else ""
        )
        subject = str(coming or values.get("code") or e.ref)
        page = "share" if subject.startswith("share") else "new" if subject.startswith("code") else ""
        rows.append(ListRow(f"edit:{n}", values, subject, action=e.action, name=e.name, page=page))
    return rows


def partner_row(contract: Contract, office_code: str, code: str) -> Row | None:
    """The row of a code at its office, if this office may ask for it; None for every reason alike."""
    if office_code == contract.office_code or contract.where("user_code", code=code):
        return None
    office = Office.objects.filter(code=office_code).first()
    if office is None:
        return None
    return next((r for r in live(office, "user_code", contract.day) if r.values["code"] == code), None)


def code_row(contract: Contract, code: str) -> Row | None:
    """The contract's row of a user code; None where the office does not have it."""
    return next(iter(contract.where("user_code", code=code)), None)


def free_ref(edits: Sequence[Edit], stem: str) -> str:
    """The next unused name of an ADD, e.g. code2."""
    used = {e.ref for e in edits}
    return next(f"{stem}{n}" for n in range(1, 1000) if f"{stem}{n}" not in used)


def abolish(contract: Contract, ids: Sequence[int] = (), codes: Sequence[str] = ()) -> list[Edit]:
    """Edits that end chosen numbers, and whole codes with the numbers of both tabs (X-06)."""
    wanted = {r.identity for r in contract.of("user_id") if r.values["code"] in codes} | set(ids)
    edits = [end(KEY, r) for r in contract.of("user_id") if r.identity in wanted]
    for code in sorted({r.values["code"] for r in contract.of("user_code")} & contract.shared):
        row = code_row(contract, code)
        mine = contract.where("user_id", code=code)
        if row is not None and mine and all(r.identity in wanted for r in mine):
            edits.append(end(KEY, row, options={"scope": "all"}))
    return edits
