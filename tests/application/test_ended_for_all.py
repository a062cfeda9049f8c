"""A code that was ended for everybody who shares it is left to nobody by what is taken back or moved afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from nss.account.models import Person
from nss.application import after_decision, ended_for_all, filing
from nss.application.edits import Action, Edit
from nss.application.models import Application, Revision
from nss.application.start import move_start
from nss.base.clock import FOREVER
from nss.base.problems import Refused
from nss.contract import writer
from nss.contract.models import Office, RowWrite
from nss.contract.rows.ids import UserCode
from nss.contract.writer import Write
from nss.runtime.demo import rows
from tests import parts

pytestmark = pytest.mark.django_db
WHY = "工程の都合"
BY_PHONE = "11月28日 電話で確認"


class Ends(NamedTuple):
    """NAC555 ends its own part of 1BNAC, then NAC001 ends the code for all; both are decided."""

    own: Application
    for_all: Application
    days: list[date]
    """Days that may be a start, the first four."""
    reviewer: Person
    sharer: Office


def ends(own: int, for_all: int, scope: str = "all") -> Ends:
    offices = parts.shared_offices()
    people = [parts.person(o, f"p{n}") for n, o in enumerate(offices)]
    edits = [
        of_scope(parts.abolish(o, codes=("1BNAC",)), s) for o, s in zip(offices, (scope, "own"), strict=False)
    ]
    days = [parts.wish(edits[1], nth) for nth in range(4)]
    reviewer = parts.reviewer()
    first = parts.approve(
        parts.filed(offices[1], people[1], edits[1], wish_date=days[own]).pk, reviewer, days[own]
    )
    second = parts.filed(offices[0], people[0], edits[0], wish_date=days[for_all])
    for consent in second.consents.select_related("office"):
        person = people[offices.index(consent.office)]
        filing.answer_consent(consent.pk, consent.office, person, True)
    return Ends(first, parts.approve(second.pk, reviewer, days[for_all]), days, reviewer, offices[1])


def of_scope(edits, scope):
    return [replace(e, options={"scope": scope}) if e.kind == "user_code" else e for e in edits]


def said(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str, str]]:
    return [(p.code, p.where, p.text.ja) for p in refused.value.problems]


def last_day(office: Office) -> date:
    return UserCode.objects.get(office=office, code="1BNAC").ends


@pytest.mark.parametrize("for_all", [1, 2])
def test_an_end_of_ones_own_is_not_taken_back_while_a_later_one_for_everybody_stands(for_all):
    e = ends(1, for_all)
    ledger = RowWrite.objects.count()
    with pytest.raises(Refused) as refused:
        after_decision.revoke(e.own.pk, e.reviewer, "誤り")
    assert [(code, e.for_all.number in text) for code, _, text in said(refused)] == [("later_change", True)]
    assert (last_day(e.sharer), RowWrite.objects.count()) == (e.days[1], ledger)
    after_decision.revoke(e.for_all.pk, e.reviewer, "誤り")
    after_decision.revoke(e.own.pk, e.reviewer, "誤り")
    assert last_day(e.sharer) == FOREVER


def test_it_is_taken_back_where_the_other_one_ends_its_own_part_alone():
    e = ends(1, 1, scope="own")
    after_decision.revoke(e.own.pk, e.reviewer, "誤り")
    assert last_day(e.sharer) == FOREVER


def test_an_end_for_everybody_that_came_first_stays_where_a_nearer_one_is_taken_back():
    e = ends(3, 1)
    assert last_day(e.sharer) == e.days[1]
    with pytest.raises(Refused) as refused:
        after_decision.revoke(e.own.pk, e.reviewer, "誤り")
    assert [code for code, _, _ in said(refused)] == ["later_change"]
    after_decision.revoke(e.for_all.pk, e.reviewer, "誤り")
    assert last_day(e.sharer) == e.days[3]


def test_an_end_of_ones_own_moves_up_to_the_day_for_everybody_and_no_further():
    e = ends(1, 2)
    with pytest.raises(Refused) as refused:
        move_start(e.own.pk, e.reviewer, e.days[3], WHY)
    assert [(c, w, e.for_all.number in t) for c, w, t in said(refused)] == [("later_change", "day", True)]
    assert last_day(e.sharer) == e.days[1]
    move_start(e.own.pk, e.reviewer, e.days[2], WHY)
    assert last_day(e.sharer) == e.days[2]


def test_an_end_for_everybody_moves_up_to_the_end_at_a_sharer_and_no_sooner():
    e = ends(1, 3)
    with pytest.raises(Refused) as refused:
        move_start(e.for_all.pk, e.reviewer, e.days[0], WHY, BY_PHONE)
    day = f"{e.days[1]:%Y/%m/%d}"
    assert said(refused) == [
        (
            "sharer_ends_later",
            "day",
            f"共用しているNAC555では、利用者コード1BNACは{day}に廃止になります。全事業所の廃止をその前の日にはできません。",
        )
    ]
    move_start(e.for_all.pk, e.reviewer, e.days[1], WHY, BY_PHONE)
    assert UserCode.objects.filter(code="1BNAC").values_list("ends", flat=True).distinct().get() == e.days[1]


def test_who_begins_to_use_the_code_after_its_end_for_everybody_is_not_left_over():
    e = ends(1, 1)
    rows.user_code(parts.office("XYZ001"), "1BNAC", "common", e.days[1])
    assert ended_for_all.left_over({"1BNAC", "1ANAC"}) is None, "1ANAC goes on"
    UserCode.objects.filter(office__code="XYZ001").update(starts=e.days[1] - timedelta(days=1))
    left = ended_for_all.left_over({"1BNAC"})
    assert left is not None
    assert (left.office, left.by) == ("XYZ001", e.for_all.pk)
    assert ended_for_all.left_over(set()) is None


def test_of_two_codes_in_one_application_the_one_that_ends_for_it_alone_stays_with_its_sharer():
    office = parts.guide_office()
    sharer = parts.office("NAC555")
    for code in ("1ANAC", "1BNAC"):
        rows.user_code(sharer, code, "common", parts.SINCE)
    rows.user_code(office, "1BNAC", "common", parts.SINCE)
    own, for_all = (UserCode.objects.get(office=office, code=code) for code in ("1ANAC", "1BNAC"))
    edits = [
        Edit(
            "user-code", Action.END, UserCode.kind, row.identity, {"code": row.code}, options={"scope": scope}
        )
        for row, scope in ((own, "own"), (for_all, "all"))
    ]
    day = parts.wish(parts.abolish(office, "1ANACA0A"))
    applied = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"), wish_date=day)
    Revision.objects.filter(application=applied).update(edits=[e.to_json() for e in edits])
    ends = [Write(office, UserCode.kind, row.identity, None, day) for row in (own, for_all)]
    writer.apply(ends, applied.pk)
    assert ended_for_all.left_over({"1ANAC"}) is None
    left = ended_for_all.left_over({"1ANAC", "1BNAC"})
    assert left is not None
    assert left.code == "1BNAC"
