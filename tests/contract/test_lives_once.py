"""What lives once is refused by the database itself, in tables of an earlier release too once they are moved on."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from nss.contract.dated import LivesOnce
from nss.contract.models import ROW_TYPES, Office
from nss.contract.rows.ids import UserId
from nss.runtime.demo import rows
from tests import parts

pytestmark = pytest.mark.django_db
ONCE = {c.name: m for m in ROW_TYPES.values() for c in m._meta.constraints if isinstance(c, LivesOnce)}
BY_TEXTS = """
    CREATE TYPE nss_text_range AS RANGE (subtype = text);
    ALTER TABLE contract_userid DROP CONSTRAINT userid_code_number_once;
    ALTER TABLE contract_userid ADD CONSTRAINT userid_code_number_once EXCLUDE USING gist (
        nss_text_range(code::text, code::text, '[]') WITH &&, nss_text_range(number::text, number::text, '[]') WITH &&,
        daterange(starts, ends) WITH &&) WHERE (code <> '' AND number <> '')"""


def run(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def defined() -> dict[str, str]:
    """Every exclusion of the tables of contracts, as the database writes it."""
    found = run("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'x'")
    return {name: text for name, text in found if name in ONCE}


def one_id(office: Office, number: str, code: str = "1ANAC") -> None:
    rows.row(office, "user_id", parts.SINCE, code=code, number=number, business=["01"], method="net")


def test_every_name_that_lives_once_is_compared_by_its_hash() -> None:
    found = defined()
    assert found.keys() == ONCE.keys() and "text_range" not in str(found)
    assert not run("SELECT 1 FROM pg_type WHERE typname = 'nss_text_range'")


def test_parts_of_a_name_are_not_run_together() -> None:
    office = parts.guide_office()
    one_id(office, "C01", code="1ANA")
    one_id(office, "01", code="1ANAC")
    with pytest.raises(IntegrityError, match="userid_code_number_once"), transaction.atomic():
        one_id(office, "01", code="1ANAC")
    assert UserId.objects.filter(number__in=("C01", "01")).count() == 2


def test_tables_of_an_earlier_release_are_moved_on_and_refuse_as_before() -> None:
    run(BY_TEXTS)
    assert "nss_text_range" in defined()["userid_code_number_once"]
    others = {n: t for n, t in defined().items() if n != "userid_code_number_once"}
    moved = import_module("nss.contract.migrations.0004_names_by_their_hash")
    with connection.schema_editor() as editor:
        moved.anew(apps, editor)
    after = defined()
    assert "hashtextextended" in after.pop("userid_code_number_once") and after == others
    run("DROP TYPE nss_text_range")
    office = parts.guide_office()
    one_id(office, "Z01")
    with pytest.raises(IntegrityError, match="userid_code_number_once"), transaction.atomic():
        one_id(office, "Z01")
