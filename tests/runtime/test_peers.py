"""The small applications that the benches run beside the product: they owe it nothing, and `make test` does without their packages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OF_THE_PRODUCT = {"nss", "tests"}
PACKAGES = {"formtools", "viewflow", "django_filters"}


def imported(file: Path) -> set[str]:
    """The packages that a module takes something from."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def modules(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found
    return found


@pytest.mark.parametrize("file", modules("bench/peers"), ids=lambda f: str(f.relative_to(ROOT)))
def test_a_peer_imports_nothing_of_the_product(file: Path):
    names = imported(file)
    assert not {name for name in names if name.partition(".")[0] in OF_THE_PRODUCT}
    assert {name for name in names if name.startswith("bench")} <= {"bench.peers.settings"}


def test_the_product_needs_none_of_their_packages():
    for file in modules("src"):
        assert not PACKAGES & {name.partition(".")[0] for name in imported(file)}, file
    locked = (ROOT / "requirements/base.txt").read_text(encoding="utf-8")
    assert "viewflow" not in locked and "formtools" not in locked
