"""The faults: Cosmic Ray's operators that make sense on rules, and one of our own, a statement left out."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import parso
import parso.python.tree as tree  # before cosmic_ray, which imports parts of parso in a circle
from cosmic_ray.ast import ast_nodes
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators import (
    binary_operator_replacement as binary,
)
from cosmic_ray.operators import (
    boolean_replacer as boolean,
)
from cosmic_ray.operators import (
    comparison_operator_replacement as comparison,
)
from cosmic_ray.operators.break_continue import ReplaceBreakWithContinue, ReplaceContinueWithBreak
from cosmic_ray.operators.number_replacer import NumberReplacer
from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.operators.unary_operator_replacement import ReplaceUnaryOperator_Delete_Not
from cosmic_ray.operators.zero_iteration_for_loop import ZeroIterationForLoop


class LeaveOut(Operator):
    """Leave out a statement that acts: a call, a raise, an addition, an attribute that is set."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        if node.type == "simple_stmt" and _acts(node.children[0]):
            yield node.children[0].start_pos, node.children[0].end_pos

    def mutate(self, node: Any, index: int) -> Any:
        old = node.children[0]
        node.children[0] = tree.Keyword("pass", old.start_pos, old.get_first_leaf().prefix)
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example("f(x)\n", "pass\n"),
            Example("raise Wrong\n", "pass\n"),
            Example("x.y = 1\n", "pass\n"),
        )


def _acts(statement: Any) -> bool:
    if statement.type == "expr_stmt":
        target, sign = statement.children[0], statement.children[1]
        plain = getattr(sign, "value", "=") == "="
        return target.type in ("atom_expr", "power") if plain else True
    return statement.type in ("atom_expr", "power", "raise_stmt", "del_stmt")


def _seen(node: Any) -> bool:
    """Whether a change of this node could be seen at all: not in a decorator, not the length of a column of the database,
    which the migrations have made."""
    while node is not None:
        if node.type == "decorator":
            return False
        if node.type == "argument" and getattr(node.children[0], "value", "") in UNSEEN:
            return False
        node = node.parent
    return True


def _first_line(node: Any) -> int:
    """The line on which the node's statement begins: what coverage knows a statement by."""
    while node.type != "simple_stmt" and node.parent is not None and not node.parent.type.endswith(HEADS):
        node = node.parent
    return int(node.start_pos[0])


HEADS = ("_stmt", "funcdef", "classdef", "suite", "file_input")
UNSEEN = frozenset({"max_length", "related_name", "db_index", "editable"})


def _named(module: Any, prefix: str, *pairs: str) -> list[type[Operator]]:
    return [getattr(module, f"{prefix}_{pair}") for pair in pairs]


OPERATORS: tuple[type[Operator], ...] = (
    LeaveOut,
    boolean.AddNot,
    boolean.ReplaceTrueWithFalse,
    boolean.ReplaceFalseWithTrue,
    boolean.ReplaceAndWithOr,
    boolean.ReplaceOrWithAnd,
    *_named(
        comparison,
        "ReplaceComparisonOperator",
        *("Eq_NotEq", "NotEq_Eq", "Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt", "Is_IsNot", "IsNot_Is"),
    ),
    *_named(binary, "ReplaceBinaryOperator", "Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul"),
    NumberReplacer,
    ReplaceBreakWithContinue,
    ReplaceContinueWithBreak,
    ReplaceUnaryOperator_Delete_Not,
    ZeroIterationForLoop,
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the `occurrence`-th place in `path` that `operator` can change. `lines` are those it stands on."""

    room: str
    path: str
    operator: str
    occurrence: int
    lines: tuple[int, int]

    @property
    def id(self) -> str:
        return f"{self.path}:{self.lines[0]}:{self.operator}:{self.occurrence}"


def candidates(root: Path, room: str) -> list[Mutant]:
    """Every fault that could be put into a room, in the order of its files."""
    found = []
    for path in sorted((root / "src/nss" / room).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        nodes = list(ast_nodes(parso.parse(path.read_text(encoding="utf-8"))))
        for operator in OPERATORS:
            positions = ((node, p) for node in nodes for p in operator().mutation_positions(node))
            for n, (node, (start, stop)) in enumerate(positions):
                if _seen(node):
                    name = path.relative_to(root).as_posix()
                    lines = (min(start[0], _first_line(node)), stop[0])
                    found.append(Mutant(room, name, operator.__name__, n, lines))
    return found


def drawn(root: Path, rooms: dict[str, int], seed: int) -> tuple[list[Mutant], dict[str, int]]:
    """So many faults a room, drawn at random; and how many there were to draw from."""
    found: list[Mutant] = []
    counts = {}
    for room, wanted in rooms.items():
        every = candidates(root, room)
        counts[room] = len(every)
        random.Random(f"{seed} {room}").shuffle(every)  # noqa: S311  (a sample, no secret)
        mine: list[Mutant] = []
        for mutant in every:
            if len(mine) == wanted:
                break
            if _can_be_read(mutated((root / mutant.path).read_text(encoding="utf-8"), mutant)):
                mine.append(mutant)
        found += mine
    return found, counts


def _can_be_read(code: str) -> bool:
    """Whether this is Python: some operators leave out a parenthesis that they would need."""
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return True


def mutated(source: str, mutant: Mutant) -> str:
    """The file with the fault in it."""
    operator = next(o for o in OPERATORS if o.__name__ == mutant.operator)
    code = mutate_code(source, operator(), mutant.occurrence)
    assert code is not None and code != source, mutant.id
    return str(code)
