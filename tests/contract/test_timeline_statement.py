"""The one statement that reads a timeline: in a register of many offices an index answers whatever it asks."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection

from nss.contract import timeline
from nss.contract.models import ROW_TYPES
from nss.runtime.demo import rows
from tests import parts

pytestmark = pytest.mark.django_db

NAMED = {
    "user_code": "'code', lpad(n::text, 5, '0')",
    "user_id": "'code', lpad(n::text, 5, '0')",
    "line": "'router', lpad(n::text, 5, '0')",
    "terminal": "'name', lpad(n::text, 5, '0') || 'X', 'address', host('10.9.0.0'::inet + n)",
    "address_block": "'network', (('10.64.0.0'::inet + n * 8)::text || '/29')",
    "mail_address": "'address', n || '@example.jp'",
    "shared_use": "'partner', lpad(n::text, 6, '0')",
}
"""The kinds of which a timeline reads rows of other offices too, and what tells a copy of a row from another."""
COPIES = """
    INSERT INTO "{table}" SELECT copy.* FROM (SELECT to_jsonb(t) AS one FROM "{table}" t LIMIT 1) AS sample,
        generate_series(1, 3000) AS n, jsonb_populate_record(NULL::"{table}", one || jsonb_build_object(
            'id', n, 'identity', n, 'office_id', 900000 + n / 5, {named})) AS copy"""


@pytest.mark.parametrize("kind", NAMED)
def test_of_many_offices_only_those_that_matter_are_read(kind):
    office = parts.line_office()
    rows.row(office, "mail_address", parts.SINCE, terminal="25130M", address="a@example.jp")
    rows.row(office, "shared_use", parts.SINCE, use="equipment", partner="XYZ001", object="09143")
    tables = {k: ROW_TYPES[k]._meta.db_table for k in {kind, "user_code", "shared_use"}}
    values = {"office": office.pk, "company": office.company_id, "since": date(2026, 12, 1), "named": [1, 2]}
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # the offices of the copies are not there
        for k, table in tables.items():
            cursor.execute(COPIES.format(table=table, named=NAMED[k]))
            cursor.execute(f'ANALYZE "{table}"')
        cursor.execute(f"EXPLAIN {timeline._query((kind,))}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert set(re.findall(r"Seq Scan on (\w+)", plan)) & {*tables.values()} == set(), plan
