"""What the acts of the Center ask of whom: fields by their words, and who is offered which act."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nss.account.models import Role
from nss.base import clock
from nss.center.acts import MoveStartAct
from nss.center.forms import ApproveAct
from nss.center.review_parts import RightsPart
from nss.center.work_acts import ProposeAct
from tests import parts

pytestmark = pytest.mark.django_db


def test_dates_of_works_are_counted_from_one() -> None:
    labels = [str(f.label) for name, f in ProposeAct().fields.items() if name.startswith(("day_", "half_"))]
    assert labels == ["候補日 1", "時間帯 1", "候補日 2", "時間帯 2", "候補日 3", "時間帯 3"]


def test_how_others_agreed_to_a_moved_start_is_asked_only_where_somebody_shares() -> None:
    assert "evidence" not in MoveStartAct().fields and "evidence" in MoveStartAct(shared=True).fields


def test_the_reason_for_another_day_is_as_long_as_its_box_allows() -> None:
    for length, fits in ((240, True), (241, False)):
        act = ApproveAct({"start": f"{clock.today():%Y/%m/%d}", "reason": "あ" * length})
        act.is_valid()
        assert ("reason" not in act.errors) is fits


def test_a_decision_is_taken_back_by_whoever_decides_and_before_its_day() -> None:
    office = parts.guide_office()
    approver = parts.reviewer()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    assert not RightsPart.of(approver, a, clock.today()).may_revoke, "nothing is decided yet"
    a = parts.approve(a.pk, approver, parts.wish(parts.abolish(office, "1ANACA0A")))
    assert a.start_date is not None
    reception = parts.person(None, "uketsuke", Role.RECEPTION)
    the_day_before = a.start_date - timedelta(days=1)
    assert RightsPart.of(approver, a, the_day_before).may_revoke
    assert not RightsPart.of(approver, a, a.start_date).may_revoke
    assert not RightsPart.of(reception, a, the_day_before).may_revoke
