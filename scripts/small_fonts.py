#!/usr/bin/env python3
"""Makes the small fonts of the papers (src/nss/document/small_fonts) from the whole ones of requirements/font.txt.

    PYTHONPATH=src .venv/bin/python scripts/small_fonts.py

Run it again when the font's packages or `fonts.is_common` change, and commit what it wrote: the same input gives the same bytes. It
takes some ten seconds of one core a weight, which is why neither a demonstration nor a server does it for itself.
"""

from __future__ import annotations

import shutil
from importlib.metadata import distribution

from fontTools import subset

from nss.document.fonts import PACKAGES, SMALL, is_common, whole_files

NEVER_ASKED_FOR = {"locl", "vert", "vrt2", "valt", "vkrn", "vpal", "vhal", "vchw"}
"""Features of the font that no paper uses: shapes of Chinese and Korean, and those of vertical lines."""


def main() -> None:
    """Write one small font a weight, with the font's license beside it."""
    options = subset.Options(glyph_names=False, name_IDs=["*"], notdef_outline=True)
    options.layout_features = sorted(set(options.layout_features) - NEVER_ASKED_FOR)
    SMALL.mkdir(exist_ok=True)
    for path in whole_files():
        font = subset.load_font(str(path), options)
        tables = font["cmap"].tables
        tables[:] = [t for t in tables if t.format != 14]  # variants of kanji are taken from the whole font
        chosen = subset.Subsetter(options)
        chosen.populate(unicodes={c for c in font.getBestCmap() if is_common(chr(c))})
        chosen.subset(font)
        subset.save_font(font, str(SMALL / path.name), options)
    for file in distribution(PACKAGES[0].replace("_", "-")).files or ():
        if file.name == "LICENSE":
            shutil.copy(str(file.locate()), SMALL / "OFL.txt")


if __name__ == "__main__":
    main()
