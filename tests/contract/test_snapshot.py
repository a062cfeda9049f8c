"""The contract on a day and the timeline from a day on hold what was asked for, and what ties other offices to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nss.base import clock
from nss.contract import consistency, timeline, writer
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import history, load
from nss.contract.writer import RowMoved, Write
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.samples import neighbours, stocked

pytestmark = pytest.mark.django_db


def test_a_contract_holds_the_kinds_that_were_asked_for_or_all():
    office, today = stocked(), clock.today()
    some = load(office, today, ("user_code", "plan"))
    assert {r.kind for r in some.rows} == {"user_code", "plan"}
    everything = load(office, today)
    assert {r.kind for r in everything.rows} > {"user_code", "plan", "line", "terminal", "mailbox"}
    assert everything.of("user_code", "plan") == some.of("user_code", "plan")


def test_a_row_is_in_the_contract_from_its_first_day_to_the_day_before_its_end_and_so_is_sharing():
    office, other = stocked(), parts.office("NAC555")
    first, end = parts.SINCE, clock.today()
    day = timedelta(days=1)
    rows.row(other, "mailbox", first, ends=end, name="1ANAC009")
    rows.row(other, "user_code", first, ends=end, code="1ANAC", system_class="sea")
    held = {
        at: (len(load(other, at, ("mailbox",)).rows), bool(load(office, at, ("user_code",)).shared))
        for at in (first - day, first, end - day, end)
    }
    assert held == {first - day: (0, False), first: (1, True), end - day: (1, True), end: (0, False)}
    assert [len(history(other, "mailbox")), len(history(office, "mailbox"))] == [1, 1]


def test_a_contract_knows_which_of_its_codes_others_use_too():
    office, today = stocked(), clock.today()
    other = parts.office("NAC555")
    rows.user_code(other, "1ANAC", "sea", parts.SINCE)
    assert load(office, today, ("user_code",)).shared == {"1ANAC"}
    assert load(office, today, ("user_id",)).shared == frozenset(), "nothing is asked where no code is"


def shared(office: Office, partner: Office, use: str, thing: str) -> None:
    for mine, theirs in ((office, partner), (partner, office)):
        rows.row(mine, "shared_use", parts.SINCE, use=use, partner=theirs.code, object=thing)


@pytest.mark.parametrize("use, thing", [("equipment", "09143"), ("joint", "")])
def test_a_timeline_holds_both_sides_of_what_is_shared_and_nothing_else_of_the_partner(use, thing):
    office = stocked()
    neighbours()
    partner, other = Office.objects.get(code="NAC555"), Office.objects.get(code="XYZ001")
    shared(office, partner, use, thing)
    shared(partner, other, use, "")
    found = timeline.load(office, clock.today(), ROW_TYPES)
    sides = {(r.office, r.values["partner"]) for r in found.rows if r.kind == "shared_use"}
    assert sides == {(office.pk, "NAC555"), (partner.pk, "NAC001")}
    assert {r.kind for r in found.rows if r.office == partner.pk} == {"shared_use", "contract"}


def test_sharing_that_has_one_side_does_not_hold_together():
    office = stocked()
    neighbours()
    shared(office, Office.objects.get(code="NAC555"), "joint", "")

    def broken() -> list[str]:
        return [v.rule for v in consistency.violations(timeline.load(office, clock.today(), ROW_TYPES))]

    assert broken() == []
    ROW_TYPES["shared_use"]._default_manager.filter(office__code="NAC555").delete()
    assert broken() == ["sharing_has_two_sides"]


def test_a_row_that_begins_on_the_day_or_has_ended_by_it_is_not_written_over():
    office, today = stocked(), clock.today()
    place = writer.apply([Write(office, "mailbox", None, {"name": "1ANAC002"}, today)], application=7)[0]
    with pytest.raises(RowMoved, match=f"mailbox {place}") as found:
        writer.apply([Write(office, "mailbox", place, None, today)], application=8)
    assert found.value.decided_by == 7, "who made it begin"
    tomorrow = today + timedelta(days=1)
    writer.apply([Write(office, "mailbox", place, None, tomorrow)], application=9)
    with pytest.raises(RowMoved) as found:
        writer.apply([Write(office, "mailbox", place, None, tomorrow)], application=10)
    assert found.value.decided_by == 9, "who ended it"
