"""Offices found by any part of what is written about them: names, readings, people, telephones, mails, addresses.

Both sides are folded alike (`nss_folded`: NFKC, capitals, katakana, no small kana, no hyphens or spaces) and looked up by pairs
of neighbouring characters (`nss_pairs`), each table with an index over its own. Trigrams would not do: most names are asked for
by two kanji. The functions and indexes are made by a migration; the texts here are the same, letter for letter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection

OFFICE = {
    "contract_office": ("id", "code || '|' || company_name || '|' || name"),
    "contract_officeprofile": (
        "office_id",
        "name || '|' || postal_code || '|' || address || '|' || building || '|' || phone || '|' || fax",
    ),
    "contract_contractholder": ("office_id", "name"),
    "contract_systemmanager": (
        "office_id",
        "name || '|' || name_kana || '|' || phone || '|' || emergency_fax || '|' || email",
    ),
    "contract_billingrecipient": ("office_id", "name || '|' || postal_code || '|' || address"),
    "contract_billingcontact": ("office_id", "name || '|' || phone || '|' || email"),
    "contract_line": ("office_id", "postal_code || '|' || address"),
    "people_person": (
        "office_id",
        "login_id || '|' || family_name || given_name || '|' || kana || '|' || phone || '|' || email",
    ),
}
"""Table -> the column with the office, and the text that its index is over."""
COMPANY = {
    "contract_companyprofile": "name || '|' || name_kana",
    "contract_headoffice": "postal_code || '|' || address || '|' || phone",
}
"""What is written once for all offices of a company."""
COMMON = 2000
"""So many offices a table are looked at for one of several words."""


def _found(table: str, key: str, text: str, words: int) -> str:
    where = " AND ".join(
        [
            f"nss_pairs({text}) @> nss_pairs(%s) AND strpos(nss_folded({text}), nss_folded(%s)) > 0",
        ]
        * words
    )
    return f"SELECT {key} FROM {table} WHERE {where}"  # noqa: S608 - names of ours, values as parameters


def offices_written(words: Sequence[str], most: int) -> set[int]:
    """Keys of up to about `most` offices about which every one of the words is written; each has two characters at least. Those of
    which one table holds all the words come first, others only where there is none: a caller's name and company stand apart."""
    found = _keys(*_union(words, most))
    return found or (_apart(words, most) if len(words) > 1 else found)


NAMES = ("contract_office",)
"""The tables with what an office itself is called."""
PEOPLE = "people_person"


def offices_named(words: Sequence[str], most: int) -> set[int]:
    """Like `offices_written`, by what the office and its company are called alone."""
    return _keys(*_union(words, most, NAMES))


def people_written(words: Sequence[str], most: int) -> set[int]:
    """Keys of up to `most` people, of offices and of the Center, of whom every one of the words is written."""
    statement = f"{_found(PEOPLE, 'id', OFFICE[PEOPLE][1], len(words))} LIMIT {most}"
    return _keys(statement, [w for word in words for w in (word, word)])


def _union(words: Sequence[str], most: int, tables: Collection[str] = OFFICE) -> tuple[str, list[str]]:
    """The offices of which one of these tables, or one of their company's, holds all the words, up to `most` a table: statement and
    its values."""
    parts = [f"({_found(t, *OFFICE[t], len(words))} LIMIT {most})" for t in tables]
    parts += [
        f"(SELECT id FROM contract_office WHERE company_id IN ({_found(t, 'company_id', text, len(words))}) LIMIT {most})"  # noqa: S608
        for t, text in COMPANY.items()
    ]
    return " UNION ".join(parts), [w for word in words for w in (word, word)] * len(parts)


def _apart(words: Sequence[str], most: int) -> set[int]:
    """The offices that have each word in one table or another. A word that thousands have says little and is cut short."""
    each = [_union([word], COMMON) for word in words]
    together = " INTERSECT ".join(f"({statement})" for statement, _ in each)
    return _keys(f"{together} LIMIT {most}", [v for _, values in each for v in values])


def _keys(statement: str, values: Sequence[str]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {pk for (pk,) in cursor.fetchall() if pk is not None}
