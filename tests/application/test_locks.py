"""Two decisions at once that touch one office or one group of applications: the second waits for the first and judges what
the first left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction

from nss.account.models import Person
from nss.application import after_decision, decision, filing, places
from nss.application.case import Case
from nss.application.models import Application
from nss.application.start import move_start
from nss.base import clock
from nss.base.problems import Refused
from nss.contract.models import Office
from nss.contract.rows.ids import UserCode
from nss.master import state
from nss.master.models import ScheduleDay
from nss.runtime.demo import rows
from tests import parts
from tests.application.test_ended_for_all import of_scope
from tests.procedure.other.mergers import heir_of, renamed, succession
from tests.procedure.other.steps import agree

pytestmark = pytest.mark.django_db(transaction=True)


def start_of(a: Application) -> date:
    day = a.revisions.get().wish_date
    assert day is not None
    return day


def asleep_on_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_clear_snapshot()"
        )  # else a transaction sees for ever what it saw first
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def while_locked(offices: list[Office], decide) -> None:
    """Start `decide` in a thread while another one has these offices; it must wait until that one ends.

    They are locked without their keys: a row that only points at an office would wait for more than a decision does.
    """
    waits(
        lambda: list(Office.objects.select_for_update(no_key=True).filter(pk__in=[o.pk for o in offices])),
        decide,
    )


def waits(hold: Callable[[], object], decide: Callable[[], object]) -> None:
    """Start `decide` in a thread inside a transaction that has done `hold`; it must wait until that one ends."""
    errors: list[BaseException] = []
    over = threading.Event()

    def run() -> None:
        try:
            decide()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()
            over.set()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        hold()
        thread.start()
        while not over.is_set() and not asleep_on_a_lock():
            over.wait(0.05)
        waited = not over.is_set()
    thread.join()
    assert waited, "it did not wait"
    assert not errors, errors


def test_a_decision_waits_for_another_one_of_its_office():
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    center, start = parts.reviewer(), start_of(a)
    decision.take(a.pk, center)
    while_locked([office], lambda: decision.approve(a.pk, center, start))
    assert Application.objects.get(pk=a.pk).state == "approved"


def test_a_decision_waits_for_another_one_of_an_office_that_agreed_to_it():
    offices = parts.shared_offices()
    people = [parts.person(o, f"p{n}") for n, o in enumerate(offices)]
    a = parts.filed(offices[0], people[0], parts.abolish(offices[0], codes=("1BNAC",)))
    for c in a.consents.select_related("office"):
        filing.answer_consent(c.pk, c.office, people[1], True)
    center, start = parts.reviewer(), start_of(a)
    decision.take(a.pk, center)
    while_locked([offices[2]], lambda: decision.approve(a.pk, center, start))
    assert "1BNAC" not in {n[:5] for n in parts.names_on(offices[2], start)}


def test_a_decision_waits_for_what_happens_to_another_application_of_its_group():
    heir = heir_of("XYZ001")
    a = succession(heir, "6", "XYZ001", nth=2)
    agree(a)
    b = renamed(a)
    center, start = parts.reviewer(), start_of(a)
    decision.take(a.pk, center)

    def decide() -> None:
        with pytest.raises(Refused) as refused:
            decision.approve(a.pk, center, start)
        assert [p.code for p in refused.value.problems] == ["group_missing"]

    waits(lambda: filing.withdraw(b.pk, a.created_by, "x"), decide)
    assert Application.objects.get(pk=a.pk).state == "reviewing"


def test_of_two_that_are_filed_for_the_last_place_of_a_day_the_later_one_reads_that_it_is_full():
    office = parts.guide_office()
    who, edits = parts.person(office), parts.ids_to_add("1ANAC")
    on = parts.wish(edits)
    ScheduleDay.objects.create(day=on, capacity=1, changed_at=clock.now())
    state.changed()
    first, second = (parts.draft(office, who, edits, wish_date=on) for _ in range(2))
    shown = Case.of_draft(second).page_digest

    def file() -> None:
        with pytest.raises(Refused) as refused:
            filing.submit(second.application_id, who, None, shown)
        assert [p.code for p in refused.value.problems] == ["changed_since_confirm"]

    waits(lambda: filing.submit(first.application_id, who), file)
    assert places.taken(clock.today()) == {on: 1}


def test_of_two_that_are_decided_for_the_last_place_of_a_day_the_later_one_finds_it_full():
    office, other = parts.guide_office(), parts.office("NAC555")
    rows.user_code(other, "1CNAC", "sea", parts.SINCE)
    rows.user_id(other, "1CNAC", "C01", ["01"], "interactive", parts.SINCE)
    wish, on = (parts.wish(parts.ids_to_add("1ANAC"), n) for n in (0, 2))
    ScheduleDay.objects.create(day=on, capacity=1, changed_at=clock.now())
    state.changed()
    a = parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC"), wish_date=wish)
    b = parts.filed(other, parts.person(other), parts.ids_to_add("1CNAC"), wish_date=wish)
    center = parts.reviewer()

    def decide() -> None:
        with pytest.raises(Refused) as refused:
            decision.approve(b.pk, center, on, reason="x")
        assert [p.code for p in refused.value.problems] == ["start_full"]

    waits(lambda: decision.approve(a.pk, center, on, reason="x"), decide)
    assert places.taken(clock.today()) == {on: 1, wish: 1}


def an_end_of_ones_own_and_one_for_everybody() -> tuple[Application, Application, Person, list[date]]:
    """NAC555 has ended its own part of 1BNAC; NAC001 has filed the end of the code for all, on which NAC555 has no say any more."""
    offices = parts.shared_offices()
    people = [parts.person(o, f"p{n}") for n, o in enumerate(offices)]
    center = parts.reviewer()
    own = of_scope(parts.abolish(offices[1], codes=("1BNAC",)), "own")
    days = [parts.wish(own, nth) for nth in range(3)]
    first = parts.filed(offices[1], people[1], own, wish_date=days[1])
    parts.approve(first.pk, center, days[1])
    edits = of_scope(parts.abolish(offices[0], codes=("1BNAC",)), "all")
    second = parts.filed(offices[0], people[0], edits, wish_date=days[2])
    for consent in second.consents.select_related("office"):
        filing.answer_consent(consent.pk, consent.office, people[offices.index(consent.office)], True)
    decision.take(second.pk, center)
    return Application.objects.get(pk=first.pk), second, center, days


def lives_on(office: str, after: date) -> bool:
    return UserCode.objects.filter(office__code=office, code="1BNAC", ends__gt=after).exists()


def test_an_end_for_everybody_waits_for_a_sharers_end_that_is_taken_back():
    own, for_all, center, days = an_end_of_ones_own_and_one_for_everybody()

    def decide() -> None:
        with pytest.raises(Refused) as refused:
            decision.approve(for_all.pk, center, days[2])
        assert refused.value.problems

    waits(lambda: after_decision.revoke(own.pk, center, "誤り"), decide)
    assert lives_on("NAC555", days[2]) and lives_on("NAC001", days[2])


@pytest.mark.parametrize("moved", [False, True], ids=["taken back", "moved"])
def test_a_sharers_end_is_taken_back_or_moved_after_the_end_for_everybody_that_is_being_decided(moved):
    own, for_all, center, days = an_end_of_ones_own_and_one_for_everybody()
    later = parts.wish([], 9)

    def undo() -> None:
        with pytest.raises(Refused) as refused:
            if moved:
                move_start(own.pk, center, later, "工程の都合")
            else:
                after_decision.revoke(own.pk, center, "誤り")
        assert for_all.number in refused.value.problems[0].text.ja

    waits(lambda: decision.approve(for_all.pk, center, days[2]), undo)
    assert not lives_on("NAC555", days[2]) and not lives_on("NAC001", days[2])
