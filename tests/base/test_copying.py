"""Rows that go in by COPY are those that INSERT would have made."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from nss.account.models import Access, Person
from nss.base import clock
from nss.base.copying import copy_in
from nss.contract.rows.ids import UserId
from nss.contract.rows.lines import MailAddress, Terminal
from nss.issuing.models import Issued
from tests import parts

pytestmark = pytest.mark.django_db


def stored(row: models.Model) -> dict[str, Any]:
    found = type(row)._default_manager.get(pk=row.pk)
    return {f.attname: getattr(found, f.attname) for f in found._meta.concrete_fields}


def both_ways(row: models.Model) -> None:
    """Write a row by INSERT and by COPY; what is there afterwards is the same."""
    row.save(force_insert=True)
    inserted = stored(row)
    type(row)._default_manager.filter(pk=row.pk).delete()
    row._state.adding = True
    assert copy_in(type(row), [row]) == 1
    assert stored(row) == inserted
    assert not row._state.adding


def test_lists_addresses_texts_of_any_kind_days_and_nothing_are_the_same_either_way() -> None:
    office = parts.guide_office()
    owner = {"company": office.company, "office": office, "starts": parts.SINCE}
    both_ways(UserId(**owner, code="1ZNAC", number="A01", business=["01", "10"], method="net"))
    both_ways(UserId(**owner, code="1ZNAC", number="", business=[], method=""))
    for name, address in (("00001C", "10.0.0.9"), ("00002C", None)):
        both_ways(Terminal(**owner, router="00001", name=name, address=address))
    for text in ('A\t"\\N\n\\.', "\\N", "", "日本語\r\n"):
        both_ways(MailAddress(**owner, terminal="00001C", address=text))
    both_ways(Issued(kind="router", value="00001", company_id=office.company_id, at=clock.now()))


def test_json_is_the_same_either_way() -> None:
    found = {f.get_internal_type() for f in Access._meta.concrete_fields}
    assert "JSONField" in found
    row = Access(at=clock.now(), what="signed_in", detail={"a": ["あ", None, {"b": 1}]})
    assert copy_in(Access, [row]) == 1
    assert Access.objects.get(pk=row.pk).detail == {"a": ["あ", None, {"b": 1}]}


def test_of_rows_that_the_database_refuses_none_is_there() -> None:
    office = parts.guide_office()
    who = parts.person(office)
    rows = [Person(username=name, office=office, login_id=name) for name in ("a", "b", who.username)]
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in(Person, rows)
    assert Person.objects.count() == 1
