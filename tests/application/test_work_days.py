"""On which days works stand: what the calendar of all works is made of."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Q

from nss.application import work_days
from nss.application.models import Application, Work
from nss.base import clock
from nss.base.ids import new_id
from tests import parts

DECEMBER = date(2026, 12, 1)


def stands(**values: object) -> list[tuple[str, str, str]]:
    found = work_days.days_of(Work(**values))
    return [(d.day.isoformat(), d.half, str(d.standing)) for d in found]


def test_works_stand_on_the_days_that_their_state_speaks_of() -> None:
    days = {
        "slots": ["2026-12-03/am", "2026-12-04/pm"],
        "wished": ["2026-12-08/pm"],
        "wish": date(2026, 12, 9),
    }
    fixed = {"fixed": "2026-12-02/am", **days}
    assert stands(state="fixed", **fixed) == [("2026-12-02", "am", "fixed")]
    assert stands(state="done", **fixed) == [("2026-12-02", "am", "fixed")]
    offered = [("2026-12-03", "am", "offered"), ("2026-12-04", "pm", "offered")]
    assert stands(state="proposed", **days) == offered
    assert stands(state="countered", **days) == [("2026-12-08", "pm", "wished")]
    assert stands(state="waiting", **days) == stands(state="failed", **days) == [("2026-12-09", "", "filed")]
    assert stands(state="waiting", wish=None) == [] == stands(state="cancelled", **fixed)


def at(pk: int, slot: str, vendor: int | None = 7, state: str = "fixed") -> Work:
    days = {"fixed": slot} if state in ("fixed", "done") else {"slots": [slot], "wished": [slot]}
    return Work(id=pk, vendor_id=vendor, state=state, **days)


@pytest.mark.parametrize(
    ("second", "met"),
    [
        (at(2, "2026-12-01/pm"), True),
        (at(2, "2026-12-01/am", state="proposed"), True),
        (at(2, "2026-12-02/am"), False),
        (at(2, "2026-12-01/am", vendor=8), False),
        (at(2, "2026-12-01/am", vendor=None), False),
        (at(2, "2026-12-01/am", state="countered"), False),
        (at(2, "2026-12-01/am", state="done"), False),
        (at(1, "2026-12-01/pm"), False),
    ],
)
def test_a_vendor_with_two_works_to_do_on_a_day_is_met(second: Work, met: bool) -> None:
    found = [d for w in (at(1, "2026-12-01/am"), second) for d in work_days.days_of(w)]
    assert list(work_days.clashes(found)) == ([(7, DECEMBER)] if met else [])


def copies(one: Work, *values: dict[str, object]) -> None:
    """Works like one, of the same application."""
    for more in values:
        fields = {f.attname: getattr(one, f.attname) for f in Work._meta.concrete_fields}
        Work.objects.create(**fields | {"id": new_id(), "line": "09143"} | more)


@pytest.mark.django_db
def test_a_month_holds_its_first_and_its_last_day_and_no_other() -> None:
    # Holds N09.
    work = parts.works_of_line()
    Work.objects.filter(pk=work.pk).update(wish=None)
    states = ("fixed", "done", "proposed", "countered", "waiting", "cancelled")
    for d in ("2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01"):
        slot = f"{d}/am"
        spoken = {"fixed": slot, "done": slot, "cancelled": slot}
        copies(
            work,
            *(
                {
                    "state": s,
                    "fixed": spoken.get(s, ""),
                    "slots": [slot, "2027-02-01/am"],
                    "wished": [slot],
                    "wish": date.fromisoformat(d),
                }
                for s in states
            ),
        )
    found = work_days.in_month(DECEMBER)
    first = [d.work.state for d in found if d.day == DECEMBER]
    assert first[0] == "waiting" and sorted(first) == sorted(set(states) - {"cancelled"})
    assert sorted({d.day for d in found}) == [DECEMBER, date(2026, 12, 31)] and len(found) == 10
    assert [d.work.state for d in work_days.in_month(date(2027, 2, 1))] == ["proposed"] * 4
    assert {d.work.state for d in work_days.in_month(DECEMBER, Q(state="done"))} == {"done"}
    assert work_days.without_day() == [work]


@pytest.mark.django_db
def test_works_of_an_application_that_ended_stand_no_more_but_what_was_done_was_done() -> None:
    work = parts.works_of_line()
    copies(work, {"state": "done", "fixed": "2026-12-01/am"}, {"state": "fixed", "fixed": "2026-12-02/am"})
    Work.objects.filter(pk=work.pk).update(wish=None)
    assert len(work_days.in_month(DECEMBER)) == 2 and work_days.without_day()
    Application.objects.filter(pk=work.application_id).update(state="withdrawn")
    assert [d.day for d in work_days.in_month(DECEMBER)] == [DECEMBER]
    assert not work_days.without_day()


@pytest.mark.django_db
def test_other_works_of_the_vendor_on_the_days_of_these_are_named() -> None:
    work, one = parts.works_of_line(), parts.vendor()
    fixed = {"state": "fixed", "fixed": "2026-12-01/am", "vendor_id": one.pk}
    Work.objects.filter(pk=work.pk).update(**fixed)
    copies(
        work,
        fixed | {"fixed": "2026-12-01/pm"},
        fixed | {"fixed": "2026-12-02/am"},
        fixed | {"state": "done"},
        fixed | {"vendor_id": None},
        {"state": "proposed", "slots": ["2026-12-01/am"], "vendor_id": one.pk},
    )
    work.refresh_from_db()
    found = [f"{d.day:%m/%d} {d.half} {d.work.state}" for d in work_days.met_by(work)]
    assert found == ["12/01 am proposed", "12/01 pm fixed"]
    work.state = "done"
    assert not work_days.met_by(work)


@pytest.mark.django_db
def test_what_the_center_called_off_is_found_and_what_went_with_its_application_is_not() -> None:
    work = parts.works_of_line()
    copies(
        work,
        {"state": "cancelled", "cancelled_for": "不要のため", "changed_at": clock.now()},
        {"state": "cancelled"},
    )
    assert [w.cancelled_for for w in work_days.called_off()] == ["不要のため"]
