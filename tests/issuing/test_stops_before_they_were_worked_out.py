"""What the release before kept of stops of certificates is read as what it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from nss.issuing.models import Certificate
from tests import parts

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("issuing", "0002_no_password_of_an_office")]


@pytest.fixture
def tables_before() -> Iterator[Any]:
    """The tables as the release before had them, and its models."""
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes("issuing")
    yield executor.migrate(BEFORE).apps
    MigrationExecutor(connection).migrate(newest)


def test_ends_the_centers_stops_re_issues_and_what_went_over_are_told_apart(tables_before: Any) -> None:
    office, other = parts.office(), parts.office("NAC555")
    old = tables_before.get_model("issuing", "Certificate")

    def kept(office: Any, name: str, application: int, on: str, **stops: Any) -> int:
        made = old.objects.create(
            company_id=office.company_id,
            office_id=office.pk,
            name=name,
            application_id=application,
            issued_on=date.fromisoformat(on),
            **stops,
        )
        return int(made.pk)

    june, july, august = (date(2027, m, 1) for m in (6, 7, 8))
    end = {"on": "2027-08-01", "by": 9}
    first = kept(office, "31002N", 1, "2027-02-01", stopped_on=june, stopped_by=2, stops_before=[end])
    again = kept(office, "31002N", 2, "2027-06-01", stopped_on=august, stopped_by=9)
    halted = kept(office, "31003N", 1, "2027-02-01", stopped_on=july, stopped_by=None)
    kept(office, "31004N", 1, "2027-02-01", stopped_on=july, stopped_by=4)
    went = kept(other, "31004N", 4, "2027-02-01")
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("issuing"))
    found = {c.pk: c for c in Certificate.objects.all()}
    assert [found[pk].ends for pk in (first, again, halted)] == [[end], [end], []]
    assert [c.halted_on for c in found.values() if c.halted_on] == [july] == [found[halted].halted_on]
    assert [pk for pk, c in found.items() if c.carried] == [went]
