"""Names, telephones, addresses of offices and companies are found by any part of them (see `contract/texts.py`)."""

from django.db import migrations

FOLDED = (
    "regexp_replace(translate(upper(normalize(written, NFKC)), "
    "'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽ"
    "まみむめもゃやゅゆょよらりるれろゎわゐゑをんゔァィゥェォッャュョヮ', "
    "'アアイイウウエエオオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポ"
    "マミムメモヤヤユユヨヨラリルレロワワヰヱヲンヴアイウエオツヤユヨワ'), "
    "'[-‐‑‒–—―−ー()\\s]', '', 'g')"
)
FUNCTIONS = f"""
CREATE FUNCTION nss_folded(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT {FOLDED}
$$;
CREATE FUNCTION nss_pairs(written text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(f, n, 2)), ARRAY[]::text[])
    FROM (SELECT {FOLDED} AS f) AS folded, generate_series(1, length(f) - 1) AS n
$$;
"""
"""Each stands alone: a restored dump makes indexes before it knows any search path."""
DROPPED = "DROP FUNCTION nss_pairs(text); DROP FUNCTION nss_folded(text);"
TEXTS = {
    "contract_office": "code || '|' || company_name || '|' || name",
    "contract_companyprofile": "name || '|' || name_kana",
    "contract_headoffice": "postal_code || '|' || address || '|' || phone",
    "contract_officeprofile": "name || '|' || postal_code || '|' || address || '|' || building || '|' || phone || '|' || fax",
    "contract_contractholder": "name",
    "contract_systemmanager": "name || '|' || name_kana || '|' || phone || '|' || emergency_fax || '|' || email",
    "contract_billingrecipient": "name || '|' || postal_code || '|' || address",
    "contract_billingcontact": "name || '|' || phone || '|' || email",
    "contract_line": "postal_code || '|' || address",
}


class Migration(migrations.Migration):

    dependencies = [
        ('contract', '0002_joint_use_lives_once'),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROPPED),
        *(
            migrations.RunSQL(
                f"CREATE INDEX {table}_pairs ON {table} USING gin (nss_pairs({texts}))",
                f"DROP INDEX {table}_pairs",
            )
            for table, texts in TEXTS.items()
        ),
    ]
