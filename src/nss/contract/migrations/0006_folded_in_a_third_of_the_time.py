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
FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION nss_folded(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT {FOLDED}
$$;
CREATE OR REPLACE FUNCTION nss_pairs(written text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(f, n, 2)), ARRAY[]::text[])
    FROM (SELECT {FOLDED} AS f) AS folded, generate_series(1, length(f) - 1) AS n
$$;
"""
"""`nss_folded` is not STRICT: PostgreSQL writes a strict function with CASE into no statement, and calls it for every row."""


class Migration(migrations.Migration):

    dependencies = [
        ('contract', '0005_shared_use_found_by_partner'),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, before.FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
