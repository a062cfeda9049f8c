"""Statements that are composed once say the same as the ORM's own, whatever the values."""

from __future__ import annotations

import gc
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from nss.account.models import Person
from nss.application import side_tables
from nss.application.models import Application, Attachment, Comment, Revision
from nss.base import clock
from nss.base.compiled_query import SLOTS, CompiledQuery
from nss.base.rows import store, update
from tests import parts

pytestmark = pytest.mark.django_db
SAMPLES = {int: 7, str: "M01", date: date(2027, 1, 5), datetime: datetime(2027, 1, 5, tzinfo=UTC)}


def test_every_kept_query_is_what_the_query_set_composes_for_other_values():
    import nss.runtime.urls  # noqa: F401  (every page, and what it keeps)

    found = [o for o in gc.get_objects() if type(o) is CompiledQuery]
    assert len(found) > 10
    kinds = {type(slot(0)): kind for kind, slot in SLOTS.items()}
    for kept in found:
        values = [SAMPLES[kinds[type(slot)]] for slot in kept.slots]
        query, places, _ = kept._plan
        fresh = kept.make(*values).query.get_compiler(connection=connection).as_sql()
        filled = tuple(values[p[0]] if isinstance(p, tuple) else p for p in places)
        assert (query, filled) == (fresh[0], tuple(fresh[1]))


def test_instances_their_relations_and_deferred_columns_come_as_from_the_query_set():
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    Comment.objects.create(application=a, revision_no=1, text="?", author=who, at=clock.now())
    fresh = Comment.objects.filter(application=a).select_related("author").order_by("id")
    kept = CompiledQuery(
        lambda pk: Comment.objects.filter(application_id=pk).select_related("author").order_by("id"), int
    )
    assert kept(a.pk) == list(fresh) and kept(a.pk + 1) == []
    one = kept.first(a.pk)
    assert one is not None and one.__dict__.keys() >= {"text", "at"} and "author" in one._state.fields_cache
    assert one.author == who
    files = CompiledQuery(lambda pk: Attachment.objects.filter(application_id=pk).defer("body"), int)
    Attachment.objects.create(
        company=office.company,
        application=a,
        name="a.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0",
        body=b"x",
        at=clock.now(),
    )
    assert files(a.pk)[0].get_deferred_fields() == {"body"}
    names = CompiledQuery(lambda pk: Person.objects.filter(pk=pk).values_list("login_id", flat=True), int)
    pairs = CompiledQuery(lambda pk: Person.objects.filter(pk=pk).values_list("pk", "login_id"), int)
    assert names(who.pk) == [who.login_id] and pairs(who.pk) == [(who.pk, who.login_id)]


def test_a_value_that_the_query_changes_is_refused_when_it_is_composed():
    starts = CompiledQuery(lambda text: Person.objects.filter(login_id__startswith=text), str)
    with pytest.raises(TypeError):
        starts("x")


def test_a_written_update_stores_what_save_stores_and_asks_for_null():
    office = parts.guide_office()
    who = parts.person(office)
    draft = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    a = draft.application
    a.memo, a.received_on = "覚え書き", clock.today()
    store(a)
    assert Application.objects.values().get(pk=a.pk) == {
        f.attname: getattr(a, f.attname) for f in Application._meta.concrete_fields
    }
    wish = {"contact": {"phone": "0312345678"}, "saved_by_id": None, "wish_date": date(2027, 1, 5)}
    assert update(Revision, wish, id=draft.pk, frozen_at=None) == 1
    stored = Revision.objects.get(pk=draft.pk)
    assert {n: getattr(stored, n) for n in wish} == wish
    stored.frozen_at = clock.now()
    store(stored)
    assert update(Revision, wish, id=draft.pk, frozen_at=None) == 0


def test_what_an_application_lacks_is_looked_at_in_one_statement():
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    assert a.lacks == frozenset()
    side_tables.find_empty(a)
    assert a.lacks == set(side_tables.TABLES)
    Comment.objects.create(application=a, revision_no=1, text="?", author=who, at=clock.now())
    side_tables.find_empty(a)
    assert a.lacks == set(side_tables.TABLES) - {"comments"}
