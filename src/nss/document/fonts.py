"""The fonts of the papers: the packages of requirements/font.txt hold one file each and nothing else, and what that font
lacks (signs, letters of other scripts) is taken from those that the typesetter brings along."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

FAMILY = "Noto Sans CJK JP"
FAMILIES = [FAMILY, "DejaVu Sans Mono", "New Computer Modern Math", "New Computer Modern", "Libertinus Serif"]
"""In the order in which a character is looked for. All but the first are part of the `typst` package."""
PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")


class FontMissing(RuntimeError):
    """The font's packages are not installed."""


@cache
def font_dirs() -> tuple[Path, ...]:
    """The folders of both weights."""
    found = []
    for package in PACKAGES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise FontMissing(
                f"{package} is not installed: uv pip install --require-hashes -r requirements/font.txt"
            )
        found.append(Path(spec.origin).parent)
    return tuple(found)


def font_dir() -> Path:
    """The folder of the regular weight."""
    return font_dirs()[0]


@cache
def fonts() -> typst.Fonts:
    """Both weights and the typesetter's own, read once a process for all papers, and no other font of the machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(font_dirs()))


def compiler(template: Path) -> typst.Compiler:
    """A compiler of one template."""
    return typst.Compiler(input=str(template), root=str(template.parent), font_paths=fonts())
