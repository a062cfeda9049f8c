"""Every procedure has its own test file, where its module is mirrored, and says there how it is filled and walked."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from nss.procedure.catalogue import CATALOGUE
from nss.runtime.procedures import where_tested

from .item import Walk
from .items import ITEMS

ROOT = Path(__file__).parents[2]


def test_no_procedure_is_without_an_item_and_no_item_without_a_procedure():
    assert [*ITEMS] == [*CATALOGUE.procedures]


@pytest.mark.parametrize("key", CATALOGUE.procedures)
def test_the_item_of_a_procedure_stands_in_the_file_that_mirrors_its_module(key):
    path = where_tested(CATALOGUE[key])
    module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    assert module.ITEM is ITEMS[key]
    assert [x for x in vars(module) if x.startswith("test_")], f"{path} tests nothing"


@pytest.mark.parametrize("key", [k for k, item in ITEMS.items() if not isinstance(item.walk, Walk)])
def test_a_walk_that_has_a_test_of_its_own_is_there(key):
    path, _, name = str(ITEMS[key].walk).partition("::")
    assert f"\ndef {name}(" in (ROOT / path).read_text(encoding="utf-8")
