"""ID通知内容 (S16): what a decision issued, kind by kind, old beside new, with what can be revealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nss.application.edits import Action, Edit
from nss.base.columns import Column
from nss.base.words import W
from nss.contract.models import ROW_TYPES
from nss.issuing.models import SecretKind

OLD, NEW = W("旧", "Old "), W("新", "New ")


@dataclass(frozen=True, slots=True)
class Block:
    """A table of the notice: `facts` describe a row, `told` are the values that stand old beside new.

    `secret` is the kind of the text that a new row may reveal.
    """

    kind: str
    facts: tuple[str, ...]
    told: tuple[str, ...]
    secret: SecretKind | None = None

    @property
    def title(self) -> W:
        return ROW_TYPES[self.kind].label

    def column(self, name: str) -> Column:
        return next(c for c in ROW_TYPES[self.kind].columns if c.name == name)


BLOCKS = (
    Block("user_code", ("system_class",), ("code",)),
    Block("user_id", ("business", "method"), ("code", "number"), SecretKind.USER_PASSWORD),
    Block("line", ("system_class", "line_kind", "speed"), ("router",)),
    Block("address_block", ("router",), ("network",)),
    Block("terminal", ("router", "system_class", "device", "package"), ("name", "address")),
    Block("mail_address", ("terminal",), ("address",)),
    Block("net_terminal", ("net_kind",), ("name",), SecretKind.ACCESS_KEY),
    Block("web_certificate", (), ("name",)),
    Block("mailbox", (), ("name",), SecretKind.MAILBOX_PASSWORD),
)
"""In the order of the guide's notice; a kind that the application does not touch has no table."""


@dataclass(frozen=True, slots=True)
class Line:
    facts: tuple[str | W, ...]
    old: tuple[str | W, ...]
    new: tuple[str | W, ...]
    name: str
    secret: Any = None


@dataclass(frozen=True, slots=True)
class Told:
    """One table, ready to be drawn."""

    block: Block
    lines: tuple[Line, ...]

    @property
    def fact_labels(self) -> list[W]:
        return [self.block.column(n).label for n in self.block.facts]

    @property
    def told_labels(self) -> list[W]:
        found = [self.block.column(n).label for n in self.block.told]
        if self.block.kind == "user_id":
            return [W("ID", "ID")]
        return found


def told(edits: Sequence[Edit], secrets: dict[tuple[str, str], Any]) -> list[Told]:
    """`secrets` by (kind, label). Old values are empty for an addition, new ones for an abolition."""
    found = []
    for block in BLOCKS:
        lines = []
        for e in edits:
            if e.kind != block.kind:
                continue
            before = dict(e.before) if e.before else {}
            after = {} if e.action == Action.END.value else {**before, **e.after}
            now = after or before
            old, new = _values(block, before), _values(block, after)
            name = "".join(
                str(now.get(n) or "") for n in block.told if n != "address" or block.kind != "terminal"
            )
            secret = secrets.get((block.secret.value, name)) if block.secret else None
            facts = tuple(block.column(n).show(now.get(n)) for n in block.facts)
            lines.append(Line(facts, old, new, name, secret))
        if block.secret is not None:
            named = {x.name for x in lines}
            for (kind, label), secret in secrets.items():
                if (
                    kind == block.secret.value and label not in named
                ):  # issued again, without a change of the row
                    blank = ("",) * len(block.facts)
                    width = 1 if block.kind == "user_id" else len(block.told)
                    lines.append(Line(blank, (label,) * width, (label,) * width, label, secret))
        if lines:
            found.append(Told(block, tuple(lines)))
    return found


def _values(block: Block, values: dict[str, Any]) -> tuple[str | W, ...]:
    texts = tuple(block.column(n).show(values.get(n)) for n in block.told)
    if block.kind == "user_id":
        return ("".join(str(x) for x in texts),)
    return texts
