"""The fonts of the papers.

The packages of requirements/font.txt hold one weight each of a font with all kanji, 33 MB together, which every process that sets a
paper would read and keep. `small_fonts/` holds the same two weights with what Japanese texts are made of (`is_common`), 8 MB, made
by scripts/small_fonts.py. A paper is set alike with either; the whole font is read for a paper that needs it, and let go again. What
the Japanese font lacks (signs, letters of other scripts) is taken from those that the typesetter brings along.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import typst

FAMILY = "Noto Sans CJK JP"
FAMILIES = [FAMILY, "DejaVu Sans Mono", "New Computer Modern Math", "New Computer Modern", "Libertinus Serif"]
"""In the order in which a character is looked for. All but the first are part of the `typst` package."""
PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
SMALL = Path(__file__).parent / "small_fonts"
ONLY_WHOLE = (
    (0x1100, 0x11FF),  # Hangul, in parts
    (0x2E80, 0x2FDF),  # radicals
    (0x3100, 0x318F),  # Bopomofo, Hangul
    (0x31A0, 0x31BF),
    (0x3400, 0x4DBF),  # Chinese characters
    (0x4E00, 0x9FFF),
    (0xA960, 0xA97F),  # Hangul
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),  # Chinese characters
    (0x20000, 0x3FFFF),
)
"""First and last code points of the many characters of which a Japanese text uses few."""


class FontMissing(RuntimeError):
    """The font's packages are not installed."""


@cache
def whole_files() -> tuple[Path, ...]:
    """The files of the whole font, one a weight."""
    found: list[Path] = []
    for package in PACKAGES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise FontMissing(
                f"{package} is not installed: uv pip install --require-hashes -r requirements/font.txt"
            )
        found += Path(spec.origin).parent.glob("*.otf")
    return tuple(found)


def is_common(text: str) -> bool:
    """Whether the small font prints a text as the whole one would: of Chinese characters it has those that Windows knows for
    Japanese (JIS X 0208 with the additions of the makers, 髙 and 﨑 among them), and no Hangul."""
    return text.isascii() or all(map(_is_common, set(text)))


@lru_cache(maxsize=10_000)
def _is_common(character: str) -> bool:
    if "VARIATION SELECTOR" in unicodedata.name(character, ""):
        return False
    if not any(first <= ord(character) <= last for first, last in ONLY_WHOLE):
        return True
    try:
        return bool(character.encode("cp932"))
    except UnicodeEncodeError:
        return False


@cache
def small_fonts() -> typst.Fonts:
    """Both weights of the small font and the typesetter's own, read once a process for all papers, and no other font of the machine."""
    return _fonts([SMALL])


@cache
def whole_fonts() -> typst.Fonts:
    """The same with the whole font, until `let_whole_fonts_go`."""
    return _fonts([path.parent for path in whole_files()])


def let_whole_fonts_go() -> None:
    """Their 33 MB go back once the compilers that hold them are gone, too."""
    whole_fonts.cache_clear()


def _fonts(folders: list[Path]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def compiler(template: Path, fonts: typst.Fonts) -> typst.Compiler:
    """A compiler of one template."""
    return typst.Compiler(input=str(template), root=str(template.parent), font_paths=fonts)
