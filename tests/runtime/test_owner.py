"""Pages and jobs may run under an account that owns no table (ASVS 13.2.2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from nss.application.models import Application
from nss.runtime import environment, prepare
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_pages() -> Any:
    """The test's connection in the account of the pages; the account goes with the test's transaction."""
    office = parts.guide_office()
    person = parts.person(office)
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE nss_pages_test")
        prepare.grant("nss_pages_test")
        cursor.execute("SET ROLE nss_pages_test")
    yield office, person
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_an_office_reads_and_files_under_the_account_of_the_pages(as_pages: Any) -> None:
    office, person = as_pages
    client = Client()
    client.force_login(person)
    assert client.get("/contract/").status_code == 200
    assert parts.filed(office, person, parts.abolish(office, "1ANACA0A")).number
    assert Application.objects.get().state == "received"


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE contract_userid DISABLE TRIGGER ALL",
        "TRUNCATE record_history",
        "DROP TABLE record_history",
        "ALTER TABLE people_person ADD COLUMN x int",
        "CREATE TABLE x (y int)",
        "SET session_replication_role = replica",
    ],
)
def test_the_account_of_the_pages_takes_no_guard_off(as_pages: Any, statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_bringing_tables_up_to_date_without_the_right_ends_in_a_sentence(as_pages: Any) -> None:
    with pytest.raises(environment.Misconfigured, match="NSS_OWNER_DATABASE_URL"), transaction.atomic():
        prepare.migrate()
