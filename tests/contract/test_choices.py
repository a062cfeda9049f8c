"""What may be chosen where the guides show a choice."""

from __future__ import annotations

import pytest

from nss.contract.choices import Connection, Maintenance, SystemClass, Wiring
from nss.contract.models import ROW_TYPES


@pytest.mark.parametrize(
    ("kind", "column", "choice", "words"),
    [
        # Holds D-07, D-11, D-12, D-13.
        ("line", "system_class", SystemClass, ["海上", "航空", "共用", "港湾"]),
        ("user_code", "system_class", SystemClass, ["海上", "航空", "共用", "港湾"]),
        ("line", "connection", Connection, ["一般", "自社システム"]),
        ("line", "wiring", Wiring, ["自社手配", "センター手配"]),
        ("line", "maintenance", Maintenance, ["平日", "24時間365日"]),
    ],
)
def test_a_row_offers_the_choices_of_the_guides(kind, column, choice, words):
    assert [m.word.ja for m in choice] == words
    field = ROW_TYPES[kind]._meta.get_field(column)
    assert [str(word) for _, word in field.choices] == words
    found = next(c for c in ROW_TYPES[kind].columns if c.name == column)
    assert [str(found.show(m.value)) for m in choice] == words
