"""How a value reads on a page where its column shows it as it is stored: a postal code has its mark and its hyphen."""

from __future__ import annotations

import re

from nss.base.columns import Column, PostalColumn
from nss.base.words import W

CODE = re.compile("([0-9]{3})([0-9]{4})")


def postal(text: str) -> str:
    """A postal code as letters bear it: 1500002 is 〒150-0002; what is none stays as it is."""
    return CODE.sub(r"〒\1-\2", text) if CODE.fullmatch(text) else text


def reads(column: Column, shown: W | str) -> str:
    """The text on a page of what a column shows of a value."""
    return postal(str(shown)) if isinstance(column, PostalColumn) else str(shown)
