"""The demonstration's data: the guides' companies, about thirty others, applications in every state."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nss.account.models import Role
from nss.application.lifecycle import State
from nss.application.models import Application, Work
from nss.base import clock
from nss.calendar.days import add_business_days
from nss.contract.models import Office
from nss.contract.rows.ids import UserId
from nss.master import state
from nss.master.models import ClosedDay
from nss.runtime.demo import load

pytestmark = pytest.mark.django_db


def test_the_guides_offices_and_every_state_are_there():
    load.load()
    assert {"NAC001", "NAC555", "CTO001"} <= set(Office.objects.values_list("code", flat=True))
    assert 28 <= Office.objects.count() <= 45
    assert {"A01", "A0A"} <= set(UserId.objects.filter(code="1ANAC").values_list("number", flat=True))
    assert UserId.objects.filter(code="1BNAC").values("office").distinct().count() == 3
    states = set(Application.objects.values_list("state", flat=True))
    assert states == {s.value for s in State} - {"discarded"}
    assert len(load.accounts()) == 9


def test_works_are_waiting_offered_and_fixed_with_vendors_of_their_own():
    load.load()
    found = Work.objects.order_by("id").values_list("state", "vendor__name")
    assert list(found) == [
        ("fixed", "東港通信工事株式会社"),
        ("proposed", "西海電設株式会社"),
        ("waiting", None),
    ]
    assert Work.objects.get(state="fixed").notes.get().author.role == Role.WORKS


def test_the_printed_accounts_say_their_roles_in_both_languages():
    load.load()
    roles = {row["担当者ID / person"]: row["役割 / role"] for row in load.accounts()}
    assert roles["hanako"] == "申込担当者 / Contact person" and roles["kanri"] == "管理 / Administration"


def test_whoever_loads_the_samples_knows_their_masters_from_then_on():
    load.load()
    assert [a.title_ja for a in state.announcements(clock.now(), "NAC001")] == ["年末年始の申込受付について"]
    closed = ClosedDay.objects.get().day
    assert add_business_days(closed - timedelta(days=1), 1) > closed
