"""Lead times: those that the system brings, and those that the Center sets from a day on (T-08, D-41, D-43)."""

from __future__ import annotations

from datetime import date, timedelta

from nss.calendar import leads
from nss.calendar.deadlines import setting_deadline
from nss.calendar.leads import LeadKind, lead
from nss.calendar.schedule import RegistrationDay, apply_deadline, generate
from nss.contract.choices import WorkKind

DAY = date(2026, 12, 9)
EVE = DAY - timedelta(days=1)


def test_the_lead_times_are_those_that_were_decided():
    # Holds T-08, D-41, D-43.
    assert {k.value: lead(k, DAY) for k in LeadKind} == {
        "application": 10,
        "setting": 4,
        "laying": 30,
        "on_site": 15,
        "remote": 10,
        "removal": 10,
        "forex": 10,
    }
    assert {k.value for k in WorkKind} <= {k.value for k in LeadKind}
    assert lead("", DAY) == 0 and all(k.word.ja and k.word.en for k in LeadKind)


def test_a_lead_counts_from_its_day_on_until_the_next_one_in_whatever_order_they_are_read():
    later = DAY + timedelta(days=7)
    leads.announce([("laying", later, 50), ("laying", DAY, 40)])
    days = (EVE, DAY, later - timedelta(days=1), later)
    assert [lead("laying", d) for d in days] == [30, 40, 40, 50]
    assert lead("remote", later) == 10, "another kind stays as it is"


def test_a_later_lead_may_be_shorter_than_the_one_before():
    later = DAY + timedelta(days=7)
    leads.announce([("laying", later, 35), ("laying", DAY, 40)])
    assert [lead("laying", d) for d in (DAY, later)] == [40, 35]


def test_deadlines_follow_the_lead_of_their_start_day():
    # Holds N07.
    leads.announce([("application", DAY, 5), ("setting", DAY, 1)])
    assert (apply_deadline(DAY), setting_deadline(DAY)) == (date(2026, 12, 2), date(2026, 12, 8))
    assert (apply_deadline(EVE), setting_deadline(EVE)) == (date(2026, 11, 24), date(2026, 12, 2))
    assert generate(DAY, DAY) == (RegistrationDay(DAY, date(2026, 12, 2), date(2026, 12, 8)),)
