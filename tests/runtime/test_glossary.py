"""docs/glossary.md: every identifier of the field with its Japanese term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from nss.account.models import Role
from nss.application.lifecycle import Event, State
from nss.base.choices import Choice
from nss.contract.models import ROW_TYPES
from nss.procedure.catalogue import CATALOGUE

PAGE = (Path(__file__).parents[2] / "docs/glossary.md").read_text(encoding="utf-8")
LINES = [re.sub(r"\s*\|\s*", " ", line).strip() for line in PAGE.splitlines()]
"""Rows of tables as running text: "`draft` 下書き being written"."""
SENTENCES = {"Why", "Merger", "Reason"}
"""Choices whose values read as sentences: their names stand on the page, their values do not."""


def lines_with(*words: str) -> list[str]:
    return [line for line in LINES if all(w in line for w in words)]


def choices(of: type[Choice] = Choice) -> Iterator[type[Choice]]:
    for c in of.__subclasses__():
        if c.__module__.startswith("nss."):
            yield c
        yield from choices(c)


def test_every_kind_of_row_stands_with_its_class_and_term():
    missing = [
        kind for kind, row in ROW_TYPES.items() if not lines_with(f"`{row.__name__}` `{kind}` {row.label.ja}")
    ]
    assert not missing


def test_every_choice_stands_with_its_values_and_terms():
    missing = [c.__name__ for c in choices() if f"`{c.__name__}`" not in PAGE]
    missing += [
        f"{c.__name__}: `{m.value}` {m.word.ja}"
        for c in choices()
        if c.__name__ not in SENTENCES
        for m in c
        if not lines_with(f"`{m.value}` {m.word.ja}")
    ]
    assert not missing


def test_states_events_and_roles_have_a_line_each_that_says_what_they_mean():
    for c in (State, Event, Role):
        for m in c:
            start = f"`{m.value}` {m.word.ja} "
            assert [line for line in LINES if line.startswith(start) and len(line) > len(start)], m


def test_every_procedure_stands_with_its_term():
    missing = [key for key, p in CATALOGUE.procedures.items() if f"`{key}` {p.entry.label.ja}" not in LINES]
    assert not missing


def test_every_table_stands_with_its_term():
    names = {m.__name__ for m in apps.get_models() if m.__module__.startswith("nss.")}
    missing = [n for n in names if not any(re.search(r"[\u3040-\u9fff]", x) for x in lines_with(f"`{n}`"))]
    assert not missing


def test_no_class_is_named_that_does_not_exist():
    known = {m.__name__ for m in apps.get_models()} | {c.__name__ for c in choices()}
    known |= set(re.findall(r"^class (\w+)", _sources(), re.MULTILINE))
    named = set(re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)*)`", PAGE))
    assert not named - known


def _sources() -> str:
    top = Path(__file__).parents[2] / "src/nss"
    return "\n".join(p.read_text(encoding="utf-8") for p in top.rglob("*.py"))
