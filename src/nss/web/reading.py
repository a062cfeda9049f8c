"""How values read beside what the columns of a row type say: a postal code with its mark and its hyphen, and the days that every row
of a contract has."""

from __future__ import annotations

import re

from nss.base.columns import Column, DateColumn, PostalColumn
from nss.base.words import W

STARTS = DateColumn("starts", W("利用開始日", "Starts"))
ENDS = DateColumn("ends", W("利用終了日", "Ends"))
CODE = re.compile("([0-9]{3})([0-9]{4})")


def postal(text: str) -> str:
    """A postal code as letters bear it: 1500002 is 〒150-0002; what is none stays as it is."""
    return CODE.sub(r"〒\1-\2", text) if CODE.fullmatch(text) else text


def reads(column: Column, shown: W | str) -> str:
    """The text on a page of what a column shows of a value."""
    return postal(str(shown)) if isinstance(column, PostalColumn) else str(shown)
