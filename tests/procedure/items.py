"""The items of all procedures, collected from their test files: `ITEM` in tests/procedure/<folder>/test_<procedure>.py."""

from __future__ import annotations

import importlib
import pkgutil

import tests.procedure
from nss.procedure.catalogue import CATALOGUE

from .item import Item


def _collected() -> dict[str, Item]:
    found: dict[str, Item] = {}
    for module in pkgutil.walk_packages(tests.procedure.__path__, "tests.procedure."):
        folder, _, name = module.name.removeprefix("tests.procedure.").partition(".")
        if folder and name.startswith("test_"):
            item = getattr(importlib.import_module(module.name), "ITEM", None)
            if item is not None:
                assert item.key not in found, f"{module.name}: {item.key} has an item already"
                found[item.key] = item
    return {k: found[k] for k in [*CATALOGUE.procedures, *found] if k in found}


ITEMS = _collected()
"""By their keys, in the order of the catalogue."""
