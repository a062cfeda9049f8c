"""The table docs/nothing-lost.md: every form of the product by every way to lose what was typed into it, a test a cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from nss.runtime import roles

from . import ways_world
from .nothing_lost import REASONS, WAYS, cell, markdown
from .ways_to_lose import FORMS, OUTSIDE, takes_forms
from .ways_walk import Walk
from .world import World

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
CELLS = [pytest.param(name, way, id=f"{name}-{way}") for name in FORMS for way in WAYS]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for the whole table; what a cell does in it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield ways_world.build()
        transaction.set_rollback(True)


@pytest.fixture
def walk(world: World) -> Walk:
    return Walk(world)


@pytest.mark.parametrize(("name", "way"), CELLS)
def test_what_is_typed_into_a_form_is_not_lost_this_way(walk: Walk, name: str, way: str) -> None:
    # Holds F29.
    found = cell(name, way)
    if found.reason:
        assert REASONS[found.reason].holds(walk, name, way), f"{name}: not so: {found.reason}"
    else:
        WAYS[way].walk(walk, name)


def test_every_address_that_takes_forms_stands_in_the_table() -> None:
    names = {a.name for a in roles.addresses() if takes_forms(a)}
    assert names == {*FORMS, *OUTSIDE}


def test_what_stands_outside_of_the_table_is_where_nothing_is_kept() -> None:
    for a in roles.addresses():
        if a.name in OUTSIDE:
            assert OUTSIDE[a.name].holds(a), a.name


def test_the_table_in_the_docs_is_that_of_the_tests() -> None:
    assert (ROOT / "docs" / "nothing-lost.md").read_text(encoding="utf-8") == markdown()
