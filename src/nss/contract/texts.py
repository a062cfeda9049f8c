"""Offices found by any part of what is written about them: names, readings, people, telephones, mails, addresses.

Both sides are folded alike (`nss_folded`: NFKC, capitals, katakana, no small kana, no hyphens or spaces) and looked up by pairs
of neighbouring characters (`nss_pairs`), each table with an index over its own. Trigrams would not do: most names are asked for
by two kanji. The functions and indexes are made by a migration; the texts here are the same, letter for letter.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def _found(table: str, key: str, text: str, words: int) -> str:
    where = " AND ".join(
        [
            f"nss_pairs({text}) @> nss_pairs(%s) AND strpos(nss_folded({text}), nss_folded(%s)) > 0",
        ]
        * words
    )
    return f"SELECT {key} FROM {table} WHERE {where}"  # noqa: S608 - names of ours, values as parameters


def offices_written(words: Sequence[str], most: int) -> set[int]:
    """Keys of offices of which one table holds every one of the words; each has two characters at least. Up to `most` for each
    table."""
    parts = [f"({_found(t, key, text, len(words))} LIMIT {most})" for t, (key, text) in OFFICE.items()]
    parts += [
        f"(SELECT id FROM contract_office WHERE company_id IN ({_found(t, 'company_id', text, len(words))}) LIMIT {most})"  # noqa: S608
        for t, text in COMPANY.items()
    ]
    values = [w for word in words for w in (word, word)] * len(parts)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), values)
        return {pk for (pk,) in cursor.fetchall() if pk is not None}
