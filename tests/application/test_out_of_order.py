"""Applications for one row decided in any order of their days: what is let through is carried out, the rest is stopped
where it is typed, with the number and the day of what is in the way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nss.application import after_decision, decision, filing
from nss.application.case import Case
from nss.application.edits import Edit, change
from nss.application.models import Application
from nss.base import clock
from nss.base.clock import FOREVER
from nss.contract import consistency, timeline
from nss.contract.models import ROW_TYPES, Office
from nss.contract.rows.ids import UserCode, UserId
from nss.contract.rows.office import OfficeContract
from nss.contract.snapshot import load
from nss.procedure.codes import user_code
from nss.procedure.other import cancel
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return parts.guide_office()


@pytest.fixture
def who(office: Office):
    return parts.person(office)


def days(edits: list[Edit]) -> tuple[date, date, date]:
    """Three permitted start days, early, middle and late."""
    return parts.wish(edits), parts.wish(edits, 1), parts.wish(edits, 2)


def ends_of(name: str) -> list[date]:
    """Ends of the versions of an ID, the earliest first."""
    found = UserId.objects.filter(code=name[:5], number=name[5:]).order_by("starts")
    return [r.ends for r in found]


def codes_of(problems) -> list[str]:
    return [p.code for p in problems]


def undecided(office: Office, who, edits: list[Edit], day: date) -> Application:
    return parts.filed(office, who, edits, wish_date=day)


def decided(application: Application, day: date) -> Application:
    return decision.approve(application.pk, parts_reviewer(), day)


def parts_reviewer():
    from nss.account.models import Person

    return Person.objects.filter(login_id="shinsa").first() or parts.reviewer()


def clean(office: Office) -> list[str]:
    """What does not hold for the contract of an office and of those that it touches, on any day."""
    whole = timeline.load(office, clock.today() - timedelta(days=400), tuple(ROW_TYPES))
    return [f"{v.rule} {v.row.name} {v.day}" for v in consistency.violations(whole)]


def test_a_code_ends_with_its_last_number_whichever_application_takes_it(office, who):
    early, middle, _ = days(parts.abolish(office, "1ANACA0A"))
    first = undecided(office, who, parts.abolish(office, "1ANACA0A"), early)
    second = undecided(office, who, parts.abolish(office, "1ANACA01"), middle)
    assert not UserCode.objects.exclude(ends=FOREVER).exists()
    decided(first, early)
    case = Case.of_filed(parts.revision_of(second))
    assert [(c.kind, c.action) for c in case.changes] == [("user_code", "end"), ("user_id", "end")]
    decided(second, middle)
    assert UserCode.objects.get(code="1ANAC").ends == middle
    assert clean(office) == []


def test_decided_the_other_way_round_the_code_ends_with_the_number_that_lives_longest(office, who):
    early, middle, _ = days(parts.abolish(office, "1ANACA0A"))
    first = undecided(office, who, parts.abolish(office, "1ANACA0A"), early)
    second = undecided(office, who, parts.abolish(office, "1ANACA01"), middle)
    decided(second, middle)
    decided(first, early)
    assert (ends_of("1ANACA0A"), ends_of("1ANACA01")) == ([early], [middle])
    assert UserCode.objects.get(code="1ANAC").ends == middle
    assert clean(office) == []


def test_taking_back_the_one_decision_that_left_a_number_without_its_code_names_the_other(office, who):
    early, middle, _ = days(parts.abolish(office, "1ANACA0A"))
    first = undecided(office, who, parts.abolish(office, "1ANACA0A"), early)
    second = undecided(office, who, parts.abolish(office, "1ANACA01"), middle)
    decided(first, early)
    decided(second, middle)
    with pytest.raises(filing.Refused) as refused:
        after_decision.revoke(first.pk, parts_reviewer(), "誤り")
    assert codes_of(refused.value.problems) == ["later_change"]
    assert f"申込{second.number}" in refused.value.problems[0].text.ja
    assert ends_of("1ANACA0A") == [early]


def test_what_has_ended_meanwhile_is_neither_shown_nor_filed(office, who):
    early, middle, _ = days(parts.abolish(office, "1ANACA0A"))
    decided(undecided(office, who, parts.abolish(office, "1ANACA0A"), early), early)
    draft = parts.draft(office, who, parts.abolish(office, codes=("1ANAC",)), wish_date=middle)
    shown = Case.of_draft(draft)
    filed = filing.submit(draft.application_id, who, shown.digest, shown.page_digest)
    stored = parts.revision_of(filed)
    assert [str(e.name) for e in stored.edit_list] == ["1ANACA01", "1ANAC"]
    assert stored.digest == shown.digest
    reviewed = Case.of_filed(stored)
    assert [c.to_json() for c in reviewed.changes] == [c.to_json() for c in shown.changes]
    decided(filed, middle)
    assert clean(office) == []


def test_a_decided_end_can_be_moved_forward_and_is_restored_when_that_is_taken_back(office, who):
    early, _, late = days(parts.abolish(office, "1ANACA0A"))
    decided(undecided(office, who, parts.abolish(office, "1ANACA0A"), late), late)
    again = undecided(office, who, parts.abolish(office, "1ANACA0A"), early)
    decided(again, early)
    assert ends_of("1ANACA0A") == [early]
    after_decision.revoke(again.pk, parts_reviewer(), "誤り")
    assert ends_of("1ANACA0A") == [late]


def test_an_end_that_another_decision_moved_cannot_be_taken_back_before_it(office, who):
    early, _, late = days(parts.abolish(office, "1ANACA0A"))
    first = undecided(office, who, parts.abolish(office, "1ANACA0A"), late)
    decided(first, late)
    second = undecided(office, who, parts.abolish(office, "1ANACA0A"), early)
    decided(second, early)
    with pytest.raises(filing.Refused) as refused:
        after_decision.revoke(first.pk, parts_reviewer(), "誤り")
    assert f"申込{second.number}" in refused.value.problems[0].text.ja


def test_a_change_holds_until_the_end_that_is_decided_already(office, who):
    edits = change_of(office, "1ANACA0A", ["02"])
    early, _, late = days(edits)
    decided(undecided(office, who, parts.abolish(office, "1ANACA0A"), late), late)
    decided(undecided(office, who, edits, early), early)
    rows = UserId.objects.filter(number="A0A").order_by("starts")
    assert [(r.business, r.ends) for r in rows] == [(["01"], early), (["02"], late)]


def change_of(office: Office, name: str, business: list[str]) -> list[Edit]:
    row = next(r for r in load(office, clock.today(), ("user_id",)).rows if str(r.name) == name)
    made = change(user_code.KEY, row, {"business": business})
    assert made is not None
    return [made]


@pytest.mark.parametrize("what", ["end", "change"])
@pytest.mark.parametrize("same_day", [False, True])
def test_before_a_decided_change_nothing_else_is_possible_and_the_page_says_until_when(
    office, who, what, same_day
):
    edits = change_of(office, "1ANACA0A", ["02"])
    early, _, late = days(edits)
    first = undecided(office, who, edits, late)
    decided(first, late)
    asked = parts.abolish(office, "1ANACA0A") if what == "end" else change_of(office, "1ANACA0A", ["08"])
    draft = parts.draft(office, who, asked, wish_date=late if same_day else early)
    problem = next(p for p in Case.of_draft(draft).problems if p.code == "row_later")
    assert f"申込{first.number}により{late:%Y/%m/%d}から" in problem.text.ja
    assert problem.where == f"user_id:{asked[0].target}"
    with pytest.raises(filing.Refused):
        filing.submit(draft.application_id, who)


def test_the_day_after_a_decided_change_the_row_is_free_again(office, who):
    edits = change_of(office, "1ANACA0A", ["02"])
    early, middle, _ = days(edits)
    decided(undecided(office, who, edits, early), early)
    decided(undecided(office, who, parts.abolish(office, "1ANACA0A"), middle), middle)
    assert ends_of("1ANACA0A") == [early, middle]


def test_an_abolition_and_a_change_of_one_number_in_one_application_are_refused_at_its_row(office, who):
    end = parts.abolish(office, "1ANACA0A")
    other = change_of(office, "1ANACA0A", ["02"])
    draft = parts.draft(office, who, [*other, *end])
    problem = next(p for p in Case.of_draft(draft).problems if p.code == "contradiction")
    assert problem.where == f"user_id:{end[0].target}"
    assert "「1ANACA0A」" in problem.text.ja


def test_two_items_that_want_different_values_of_one_field_are_refused(office, who):
    one, two = change_of(office, "1ANACA0A", ["02"]), change_of(office, "1ANACA0A", ["08"])
    draft = parts.draft(office, who, [*one, *two])
    assert "contradiction" in codes_of(Case.of_draft(draft).problems)


def test_a_change_to_what_is_there_already_is_no_change(office, who):
    row = next(r for r in load(office, clock.today(), ("user_id",)).rows if r.values["number"] == "A0A")
    stale = Edit(
        user_code.KEY,
        "change",
        "user_id",
        row.identity,
        {**row.values, "business": ["09"]},
        {"business": ["01"]},
    )
    case = Case.of_edits(office, [stale], items=[user_code.KEY])
    assert (case.edits, case.changes) == ((), [])


def cancelled(office: Office, who, day: date) -> Application:
    edits = cancel.end_of_everything(load(office, day))
    made = parts.filed(
        office, who, edits, items=[], other=cancel.KEY, wish_date=day, extra={"last_bill": "同じ"}
    )
    return parts.approve(made.pk, parts_reviewer(), day)


def test_an_office_ends_as_a_whole_and_nothing_can_be_added_any_more(office, who):
    early, middle, late = days(parts.abolish(office, "1ANACA0A"))
    done = cancelled(office, who, middle)
    assert OfficeContract.objects.get(office=office).ends == middle
    for day in (early, middle, late):
        case = Case.of_draft(parts.draft(office, who, parts.ids_to_add("1ANAC"), wish_date=day))
        problem = next(p for p in case.problems if p.code == "row_office_ends")
        assert f"申込{done.number}により{middle:%Y/%m/%d}に終了します" in problem.text.ja
    assert clean(office) == []


def test_what_was_open_when_the_end_of_the_office_was_decided_is_stopped_at_its_review(office, who):
    middle = days(parts.abolish(office, "1ANACA0A"))[1]
    adding = undecided(office, who, parts.ids_to_add("1ANAC"), middle)
    cancelled(office, who, middle)
    with pytest.raises(filing.Refused) as refused:
        decided(adding, middle)
    assert "row_office_ends" in codes_of(refused.value.problems)


def test_the_end_of_an_office_is_taken_back_whole(office, who):
    before = parts.snapshot(office)
    middle = days(parts.abolish(office, "1ANACA0A"))[1]
    done = cancelled(office, who, middle)
    assert parts.snapshot(office) != before
    after_decision.revoke(done.pk, parts_reviewer(), "誤り")
    assert parts.snapshot(office) == before
    assert OfficeContract.objects.get(office=office).ends == FOREVER


def test_offices_that_agreed_to_one_day_are_not_ended_on_another():
    mine, *_ = parts.shared_offices()
    who = parts.person(mine)
    day, other, _ = days(parts.abolish(mine, codes=("1BNAC",)))
    made = undecided(mine, who, parts.abolish(mine, codes=("1BNAC",)), day)
    for n, consent in enumerate(made.consents.select_related("office")):
        filing.answer_consent(consent.pk, consent.office, parts.person(consent.office, f"p{n}"), True)
    with pytest.raises(filing.Refused) as refused:
        decision.approve(made.pk, parts_reviewer(), other, reason="都合により")
    assert "consent_day" in codes_of(refused.value.problems)
    decided(made, day)
    assert not UserCode.objects.filter(code="1BNAC", ends=FOREVER).exists()


def test_a_sharer_that_begins_later_is_asked_and_stops_an_earlier_day():
    mine, theirs, third = parts.shared_offices()
    who = parts.person(mine)
    early, _, late = days(parts.abolish(mine, codes=("1BNAC",)))
    UserCode.objects.filter(office=theirs, code="1BNAC").update(starts=late)
    UserId.objects.filter(office=theirs, code="1BNAC").update(starts=late)
    draft = parts.draft(mine, who, parts.abolish(mine, codes=("1BNAC",)), wish_date=early)
    case = Case.of_draft(draft)
    assert {a.office.code for a in case.consents} == {theirs.code, third.code}
    assert "ids_left" in codes_of(case.problems)
