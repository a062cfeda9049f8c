"""Every text of the product in both languages, read off the source: calls of `W(ja, en)` and `t(ja, en)` with plain or
filled-in texts, in modules and in templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, nodes

ROOT = Path(__file__).parent.parent / "src/nss"
SKIPPED = ("migrations", "requirements")
SLOT = "\N{WHITE SQUARE}"
"""Stands for what is filled in where it has no name of its own."""


class Pair(NamedTuple):
    place: str
    ja: str
    en: str


def pairs() -> Iterator[Pair]:
    for path in sorted(ROOT.rglob("*")):
        if path.suffix == ".py" and not set(SKIPPED) & set(path.parts):
            yield from _of_module(path)
        elif path.is_file() and "jinja2" in path.parts:
            yield from _of_template(path)


def _of_module(path: Path) -> Iterator[Pair]:
    for n in ast.walk(ast.parse(path.read_text())):
        if isinstance(n, ast.Call) and len(n.args) >= 2:
            name = n.func.id if isinstance(n.func, ast.Name) else ""
            ja, en = _text(n.args[0]), _text(n.args[1])
            if name in ("W", "t") and ja is not None and en is not None:
                yield Pair(f"{path.relative_to(ROOT)}:{n.lineno}", ja, en)


def _text(n: ast.expr) -> str | None:
    """A text as written, what is filled in as `{name}`; None where it is no text."""
    if isinstance(n, ast.Constant):
        return n.value if isinstance(n.value, str) else None
    if isinstance(n, ast.JoinedStr):
        return "".join(v.value if isinstance(v, ast.Constant) else _slot(v) for v in n.values)
    if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Add):
        left, right = _text(n.left), _text(n.right)
        return None if left is None and right is None else (left or SLOT) + (right or SLOT)
    return None


def _slot(value: ast.expr) -> str:
    """`{day}` for what is filled in by a plain name of both languages, however it is written out; else a square."""
    inner = value.value if isinstance(value, ast.FormattedValue) else value
    while isinstance(inner, ast.Attribute) and inner.attr in ("ja", "en"):
        inner = inner.value
    known = isinstance(inner, ast.Name) and not re.search(r"(^|_)(ja|en)$", inner.id)
    return "{" + inner.id + "}" if known else SLOT


def _of_template(path: Path) -> Iterator[Pair]:
    for n in Environment(autoescape=True).parse(path.read_text()).find_all(nodes.Call):
        if isinstance(n.node, nodes.Name) and n.node.name == "t" and len(n.args) >= 2:
            yield Pair(f"{path.relative_to(ROOT)}:{n.lineno}", _piece(n.args[0]), _piece(n.args[1]))


def _piece(n: nodes.Node) -> str:
    if isinstance(n, nodes.Const):
        return str(n.value)
    if isinstance(n, nodes.Concat):
        return "".join(map(_piece, n.nodes))
    if isinstance(n, nodes.Add):
        return _piece(n.left) + _piece(n.right)
    return "{" + n.name + "}" if isinstance(n, nodes.Name) else SLOT
