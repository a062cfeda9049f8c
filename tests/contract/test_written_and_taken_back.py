"""What a decision writes, to the last value: versions, their ledger, the way back, and the move to another day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from nss.base import clock
from nss.contract import moving, names, timeline, writer
from nss.contract.dated import FOREVER
from nss.contract.models import ROW_TYPES, Office, RowWrite
from nss.contract.texts import offices_written
from nss.contract.writer import RowMoved, Write
from nss.runtime.demo import rows
from tests import parts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def versions(kind: str, identity: int) -> list[tuple[Any, ...]]:
    found = ROW_TYPES[kind]._default_manager.filter(identity=identity).order_by("starts")
    name = "title" if kind == "holder" else "name"
    return [(getattr(r, name), r.starts, r.ends, r.previous_ends, r.by_application) for r in found]


def of(office: Office, kind: str) -> Any:
    model = ROW_TYPES[kind]
    mine = {"company": office.company} if model.of_company else {"office": office}
    return model._default_manager.filter(**mine).latest("starts")


@pytest.fixture
def office() -> Office:
    made = parts.office()
    rows.row(made, "mailbox", parts.SINCE, name="1ANAC001")
    return made


@pytest.fixture
def day() -> date:
    return clock.today() + 9 * DAY


def test_a_decision_adds_changes_and_ends_and_leaves_everything_as_it_was_when_it_is_taken_back(
    office: Office, day: date
) -> None:
    holder, box, company = (of(office, kind) for kind in ("holder", "mailbox", "company"))
    before = {
        k: versions(k, r.identity) for k, r in (("holder", holder), ("mailbox", box), ("company", company))
    }
    title, name = holder.title, company.name
    written = writer.apply(
        [
            Write(office, "mailbox", None, {"name": "1ANAC002"}, day),
            Write(office, "holder", holder.identity, {"title": "会長"}, day),
            Write(office, "mailbox", box.identity, None, day + DAY),
            Write(office, "company", company.identity, {"name": "新商事"}, day),
            Write(office, "mailbox", None, None, day),
        ],
        application=7,
    )
    assert written == {0: written[0], 1: holder.identity, 2: box.identity, 3: company.identity, 4: written[4]}
    assert versions("mailbox", written[0]) == [("1ANAC002", day, FOREVER, None, 7)]
    assert versions("holder", holder.identity) == [
        (title, parts.SINCE, day, None, None),
        ("会長", day, FOREVER, day, 7),
    ]
    assert of(office, "holder").name == holder.name, "what does not change goes along"
    assert versions("mailbox", box.identity) == [("1ANAC001", parts.SINCE, day + DAY, None, None)]
    assert [v[0] for v in versions("company", company.identity)] == [name, "新商事"]
    assert (of(office, "company").office_id, of(office, "holder").office_id) == (None, office.pk)
    assert of(office, "company").company_id == of(office, "holder").company_id == office.company_id
    ledger = RowWrite.objects.filter(application=7)
    assert {(w.kind, w.inserted, w.ends_before, w.ends_after) for w in ledger} == {
        ("mailbox", True, None, FOREVER),
        ("holder", False, FOREVER, day),
        ("holder", True, None, FOREVER),
        ("mailbox", False, FOREVER, day + DAY),
        ("company", False, FOREVER, day),
        ("company", True, None, FOREVER),
    }
    assert ledger.count() == 7
    assert writer.offices_of(7) == {office.pk} and writer.offices_of(8) == set()
    writer.take_back(7)
    assert {
        k: versions(k, r.identity) for k, r in (("holder", holder), ("mailbox", box), ("company", company))
    } == before
    assert versions("mailbox", written[0]) == [] and not RowWrite.objects.exists()


def test_a_later_decision_is_named_and_comes_first(office: Office, day: date) -> None:
    box = of(office, "mailbox")
    writer.apply([Write(office, "mailbox", box.identity, {"name": "1ANAC009"}, day)], application=7)
    changed = of(office, "mailbox")
    writer.apply([Write(office, "mailbox", box.identity, None, day + 5 * DAY)], application=8)
    assert writer.ended_by("mailbox", changed.pk) == 8 and writer.ended_by("mailbox", box.pk) == 7
    assert writer.ended_by("holder", changed.pk) is None and writer.ended_by("mailbox", 1) is None
    assert writer.newest_decision([box.pk, changed.pk], but=7) == 8
    assert writer.newest_decision([box.pk, changed.pk], but=8) == 7
    assert writer.newest_decision([box.pk], but=7) is None and writer.newest_decision([], but=0) is None
    assert moving.decided_after(7, [box.pk, changed.pk]) == 8 and moving.decided_after(8, [box.pk]) is None
    assert moving.decided_after(7, []) is None
    for ask in (writer.take_back, moving.written_by):
        with pytest.raises(RowMoved, match=f"mailbox {box.identity}") as moved:
            ask(7)
        assert (moved.value.kind, moved.value.identity, moved.value.decided_by) == (
            "mailbox",
            box.identity,
            8,
        )
    writer.apply([Write(office, "mailbox", box.identity, None, day + 3 * DAY)], application=9)
    assert [v[2] for v in versions("mailbox", box.identity)] == [day, day + 3 * DAY]
    assert writer.ended_by("mailbox", changed.pk) == 9, "the newest of those that ended it"
    writer.take_back(9)
    writer.take_back(8)
    writer.take_back(7)
    assert versions("mailbox", box.identity) == [("1ANAC001", parts.SINCE, FOREVER, None, None)]


def test_a_version_that_is_gone_is_named_by_itself(office: Office, day: date) -> None:
    made = writer.apply([Write(office, "mailbox", None, {"name": "1ANAC002"}, day)], application=7)
    version = ROW_TYPES["mailbox"]._default_manager.get(identity=made[0])
    pk = version.pk
    ROW_TYPES["mailbox"]._default_manager.filter(pk=pk).delete()
    for ask in (writer.take_back, moving.written_by):
        with pytest.raises(RowMoved, match=f"mailbox {pk}"):
            ask(7)
    with pytest.raises(RowMoved) as never:
        writer.apply([Write(office, "mailbox", 1, None, day)], application=8)
    assert (never.value.identity, never.value.decided_by) == (1, None)


@pytest.mark.parametrize("days", [-4, 4, 0])
def test_what_was_written_is_dated_anew_and_can_still_be_taken_back(
    office: Office, day: date, days: int
) -> None:
    holder, box = of(office, "holder"), of(office, "mailbox")
    title = holder.title
    made = writer.apply(
        [
            Write(office, "mailbox", None, {"name": "1ANAC002"}, day),
            Write(office, "holder", holder.identity, {"title": "会長"}, day),
            Write(office, "mailbox", box.identity, None, day),
        ],
        application=7,
    )
    written = moving.written_by(7)
    assert [(w.kind, w.office, w.inserted is None, w.cut is None, w.cut_from) for w in written] == [
        ("holder", office.pk, False, False, FOREVER),
        ("mailbox", office.pk, True, False, FOREVER),
        ("mailbox", office.pk, False, True, None),
    ]
    now = timeline.load(office, clock.today(), ("holder", "mailbox"))
    without = moving.timeline_without(now, written)
    assert {(r.kind, r.identity, r.starts, r.ends) for r in without.rows if r.kind != "contract"} == {
        ("holder", holder.identity, parts.SINCE, FOREVER),
        ("mailbox", box.identity, parts.SINCE, FOREVER),
    }
    to = day + days * DAY
    moving.move(7, written, {(w.kind, w.identity): to for w in written})
    assert versions("holder", holder.identity) == [
        (title, parts.SINCE, to, None, None),
        ("会長", to, FOREVER, to, 7),
    ]
    assert versions("mailbox", made[0]) == [("1ANAC002", to, FOREVER, None, 7)]
    assert versions("mailbox", box.identity) == [("1ANAC001", parts.SINCE, to, None, None)]
    assert {w.ends_after for w in RowWrite.objects.filter(application=7, inserted=False)} == {to}
    writer.take_back(7)
    assert versions("holder", holder.identity) == [(title, parts.SINCE, FOREVER, None, None)]
    assert versions("mailbox", box.identity) == [("1ANAC001", parts.SINCE, FOREVER, None, None)]


@pytest.mark.parametrize("days", [(-4, 4), (4, -4)])
def test_each_of_what_was_written_has_a_day_of_its_own(
    office: Office, day: date, days: tuple[int, int]
) -> None:
    holder, box = of(office, "holder"), of(office, "mailbox")
    writes = [
        Write(office, "holder", holder.identity, {"title": "会長"}, day),
        Write(office, "mailbox", box.identity, None, day),
    ]
    writer.apply(writes, application=7)
    to = [day + n * DAY for n in days]
    moving.move(
        7, moving.written_by(7), {("holder", holder.identity): to[0], ("mailbox", box.identity): to[1]}
    )
    assert [v[1:3] for v in versions("holder", holder.identity)] == [(parts.SINCE, to[0]), (to[0], FOREVER)]
    assert [v[2] for v in versions("mailbox", box.identity)] == [to[1]]


def test_names_are_copied_for_one_company_or_for_all_and_counted(office: Office) -> None:
    other = parts.office("XYZ001", name="東京支店", company_name="港湾商事")
    Office.objects.update(name="古い", company_name="古い")
    today = clock.today()
    assert names.refresh(today, other.company_id) == 2 and names.refresh(today, other.company_id) == 0
    office.refresh_from_db()
    assert office.name == "古い"
    assert names.refresh(today) == 2 and names.refresh(today) == 0
    office.refresh_from_db()
    other.refresh_from_db()
    assert (office.name, office.company_name) == ("第一営業部", "ナックス商事株式会社")
    assert other.name == "東京支店"


def test_an_office_is_found_by_every_word_that_one_table_holds_and_no_more_than_were_asked_for(
    office: Office,
) -> None:
    other = parts.office("XYZ001", name="東京支店")
    assert offices_written(["東京支店"], 10) == {other.pk}
    assert offices_written(["NAC001", "第一営業部"], 10) == {office.pk}
    assert offices_written(["NAC001", "東京支店"], 10) == set()
    assert offices_written(["渋谷"], 10) == {office.pk, other.pk}
    assert len(offices_written(["第一営業部"], 1)) == 1
