"""ID通知内容 (S16): what a decision issued, kind by kind, old beside new, with what can be revealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nss.application.edits import Action, Edit
from nss.base.columns import Column
from nss.base.values import Json
from nss.base.words import W
from nss.contract.models import ROW_TYPES
from nss.issuing.models import Secret, SecretKind


@dataclass(frozen=True, slots=True)
class Block:
    """A table of the notice for a kind of rows that a procedure issues.

    `facts` describe a row, `values` stand old beside new. `joined` is the label under which several values are written
    as one; `secret` the kind of the text that a new row may reveal.
    """

    kind: str
    facts: tuple[str, ...]
    values: tuple[str, ...]
    secret: SecretKind | None = None
    joined: W | None = None

    @property
    def title(self) -> W:
        """What its kind of row is called."""
        return ROW_TYPES[self.kind].label

    @property
    def width(self) -> int:
        """How many columns the old values take, and the new ones."""
        return 1 if self.joined else len(self.values)

    def column(self, name: str) -> Column:
        """The column of its kind by name."""
        return next(c for c in ROW_TYPES[self.kind].columns if c.name == name)

    def texts(self, values: Mapping[str, Json]) -> tuple[str | W, ...]:
        """What is shown of a row's values."""
        found = tuple(self.column(n).show(values.get(n)) for n in self.values)
        return ("".join(str(x) for x in found),) if self.joined else found


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: old values are empty for an addition, new ones for an abolition."""

    facts: tuple[str | W, ...]
    old: tuple[str | W, ...]
    new: tuple[str | W, ...]
    name: str
    secret: Secret | None = None


@dataclass(frozen=True, slots=True)
class NoticeTable:
    """One table, ready to be drawn."""

    block: Block
    lines: tuple[Line, ...]

    @property
    def fact_labels(self) -> list[W]:
        """Labels of the columns that describe a row."""
        return [self.block.column(n).label for n in self.block.facts]

    @property
    def value_labels(self) -> list[W]:
        """Labels of the values that stand old beside new."""
        if self.block.joined:
            return [self.block.joined]
        return [self.block.column(n).label for n in self.block.values]


def notice_tables(
    blocks: Sequence[Block], edits: Sequence[Edit], secrets: Mapping[tuple[str, str], Secret]
) -> list[NoticeTable]:
    """The tables of an application; a block that it does not touch has none. `secrets` by (kind, label)."""
    found = []
    for block in blocks:
        lines = [_line(block, e, secrets) for e in edits if e.kind == block.kind]
        if block.secret is not None:
            named = {x.name for x in lines}
            for (kind, label), secret in secrets.items():
                if kind == block.secret.value and label not in named:
                    # issued again, without a change of the row
                    again = (label,) * block.width
                    lines.append(Line(("",) * len(block.facts), again, again, label, secret))
        if lines:
            found.append(NoticeTable(block, tuple(lines)))
    return found


def _line(block: Block, edit: Edit, secrets: Mapping[tuple[str, str], Secret]) -> Line:
    before = dict(edit.before)
    after = {} if edit.action == Action.END.value else {**before, **edit.after}
    now = after or before
    name = "".join(str(now.get(n) or "") for n in ROW_TYPES[block.kind].named_by)
    secret = secrets.get((block.secret.value, name)) if block.secret else None
    facts = tuple(block.column(n).show(now.get(n)) for n in block.facts)
    return Line(facts, block.texts(before), block.texts(after), name, secret)
