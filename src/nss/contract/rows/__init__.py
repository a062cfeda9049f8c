"""Every kind of row that a contract holds, parted by subject. All that a row type is known by stands on its class; a class
in a module of this folder is found without being named anywhere else."""

from __future__ import annotations

import importlib
import pkgutil


def load_all() -> None:
    """Import every module of this folder, so that all row types are registered."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
