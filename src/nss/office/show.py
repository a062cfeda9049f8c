"""From contract, edits and changes to the tables and blocks that pages draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from nss.application.edits import Action, Edit, count_edits
from nss.application.models import Application, Hold
from nss.application.status import statuses
from nss.base import clock
from nss.base.columns import ChoiceColumn, Column, CountColumn, TextColumn
from nss.base.rows import RowSelect
from nss.base.words import W
from nss.contract.models import ROW_TYPES
from nss.contract.snapshot import Row
from nss.notice.facts import NOTHING
from nss.procedure.kit.pages import ListRow
from nss.web import tables
from nss.web.reading import ENDS, STARTS

ACTION = ChoiceColumn("action", W("申込内容", "Action"), Action)
HELD = W("申込中", "Pending")


def holds_of(office_id: int) -> dict[str, Hold]:
    """`kind:identity` -> the open application's hold (X-12)."""
    held = {}
    for hold, application in HELD_BY.all(office_id):
        hold.application = application
        held[f"{hold.kind}:{hold.identity}"] = hold
    return held


HELD_BY = RowSelect(
    {"h": Hold, "a": Application},
    "FROM application_hold h JOIN application_application a ON a.id = h.application_id WHERE h.office_id = %s",
)


def held_flag(hold: Hold | None) -> W | None:
    """申込中 with what it will be and the number."""
    if hold is None:
        return None
    return HELD + W(
        f"：{Action(hold.action).word.ja}（{hold.application.number}）",
        f": {Action(hold.action).word.en} ({hold.application.number})",
    )


def table(
    caption: W,
    columns: Sequence[Column],
    rows: Sequence[ListRow],
    *,
    actions: Callable[[ListRow], Sequence[tables.Action]] | None = None,
    select: str = "",
    flags: dict[str, Hold] | None = None,
    empty: W | None = None,
    csrf: str = "",
) -> Markup:
    """A table of list rows. `actions(row) -> [Action]`; `select` names the tick boxes."""
    shown = [
        tables.TableRow(
            key=r.key,
            values=r.values,
            actions=actions(r) if actions else (),
            select=(select, r.key) if select else None,
            flag=held_flag((flags or {}).get(r.key)),
            name=str(r.name),
        )
        for r in rows
    ]
    return tables.render(tables.Table(caption=caption, columns=tuple(columns), rows=shown, empty=empty), csrf)


def plain_rows(rows: Sequence[Row]) -> list[ListRow]:
    """Contract rows with their days, for tables of one kind."""
    return [
        ListRow(r.key, {**r.values, "starts": r.starts, "ends": r.ends}, str(r.identity), name=r.name)
        for r in rows
    ]


ALONE = ((("office",),), (("company",),))
"""By what the rows of a kind are unique of which an office has one at most."""


def kind_table(kind: str, rows: Sequence[Row], flags: dict[str, Hold] | None = None) -> Markup:
    """A table of all rows of one kind; a list of facts where there is one row and can be no other."""
    model = ROW_TYPES[kind]
    if len(rows) == 1 and model.unique_by in ALONE:
        [row] = rows
        return tables.facts(
            model.label,
            (*model.columns, STARTS, ENDS),
            {**row.values, "starts": row.starts, "ends": row.ends},
            held_flag((flags or {}).get(row.key)),
        )
    return table(
        model.label,
        (*model.columns, STARTS, ENDS),
        plain_rows(rows),
        flags=flags,
        empty=W("登録はありません。", "Nothing is registered."),
    )


COUNT_COLUMNS = (
    TextColumn("what", W("対象項目", "Item")),
    *(CountColumn(a.value, a.word) for a in Action),
)


def count_table(edits: Sequence[Edit]) -> Markup:
    """対象項目 × 追加・変更・廃止 (S15) of what the application touches, empty where it is none of these; the mark for nothing
    where rows of a kind have nothing that could change."""
    rows = []
    for kind, found in count_edits(edits).items():
        if not any(found.values()):
            continue
        model = ROW_TYPES[kind]
        values: dict[str, Any] = {"what": model.counted, **{a: str(n) for a, n in found.items()}}
        if not model.changeable():
            values[Action.CHANGE.value] = NOTHING
        rows.append(ListRow(kind, values, kind))
    return table(W("対象項目", "Items"), COUNT_COLUMNS, rows) if rows else Markup()


def siblings(application: Application) -> list[tuple[Application, W]]:
    """The other applications and drafts of the same group (X-11), each with the word of its state."""
    if application.group is None:
        return []
    found = Application.objects.filter(group=application.group, applicant_office=application.applicant_office)
    found = found.exclude(pk=application.pk).exclude(state="discarded").order_by("id")
    words = statuses(found, clock.today())
    return [(a, words[a.pk][1]) for a in found]
