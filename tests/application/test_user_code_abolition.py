"""Guide ⑩: giving up identification numbers and whole codes, from filing to the dated rows."""

from __future__ import annotations

import pytest

from nss.application import after_decision, decision, filing
from nss.application.case import Case
from nss.application.edits import changes_of, end
from nss.application.models import Application
from nss.base import clock
from nss.contract.rows.ids import UserCode
from nss.contract.snapshot import load
from nss.notice.models import Mail, News
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.samples import case_of

pytestmark = pytest.mark.django_db


def test_abolishing_a0a_ends_it_on_the_decided_day_and_leaves_a01():
    office = parts.guide_office()
    application = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    start = application.revisions.get().wish_date
    decision.approve(application.pk, parts.reviewer(), start)
    assert parts.names_on(office, clock.today()) == {"1ANACA01", "1ANACA0A"}
    assert parts.names_on(office, start) == {"1ANACA01"}
    assert UserCode.objects.get(code="1ANAC").ends == clock.FOREVER


def test_abolishing_every_number_ends_the_code_and_its_paid_materials():
    # Holds D-33.
    office = parts.guide_office()
    application = parts.filed(office, parts.person(office), parts.abolish(office, codes=("1ANAC",)))
    edits = application.revisions.get().edit_list
    assert [(e.kind, e.action, e.derived) for e in edits] == [
        ("user_id", "end", False),
        ("user_id", "end", False),
        ("user_code", "end", True),
    ]
    start = application.revisions.get().wish_date
    decision.approve(application.pk, parts.reviewer(), start)
    assert not load(office, start, ("user_code", "user_id")).rows


def test_a_code_cannot_end_while_a_number_of_it_stays():
    # Holds D-33.
    office = parts.guide_office()
    snapshot = load(office, clock.today(), ("user_code", "user_id"))
    edits = [end("user-code", snapshot.of("user_code")[0])]
    with pytest.raises(filing.Refused) as refused:
        parts.filed(office, parts.person(office), edits)
    assert [p.code for p in refused.value.problems] == ["ids_left"]


def test_pressing_submit_a_hundred_times_makes_one_application():
    # Holds F-08, F6.
    office = parts.guide_office()
    who = parts.person(office)
    pk = parts.draft(office, who, parts.abolish(office, "1ANACA0A")).application_id
    numbers = {filing.submit(pk, who).number for _ in range(100)}
    assert len(numbers) == 1
    assert Application.objects.count() == 1
    assert Mail.objects.filter(kind="M01").count() == 1


def test_contact_and_manager_are_told_by_mail_and_the_office_by_news():
    # Holds D-65, X-15.
    office = parts.guide_office()
    application = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    decision.approve(application.pk, parts.reviewer(), application.revisions.get().wish_date)
    assert Mail.objects.get(kind="M01").to == ["tsukan-hanako@naccs.jp", "manager-nac001@example.jp"]
    done = Mail.objects.get(kind="M02")
    assert done.subject == f"【NSS】利用申込確認完了のお知らせ（{application.number}）"
    assert application.number in done.body
    assert News.objects.filter(office=office, number=application.number).count() == 1


def test_a_second_application_on_the_same_row_is_refused_with_the_reason():
    # Holds X-12.
    office = parts.guide_office()
    who = parts.person(office)
    parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    with pytest.raises(filing.Refused) as refused:
        parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    assert "row_in_open_application" in [p.code for p in refused.value.problems]


def test_what_was_confirmed_is_what_is_reviewed_is_what_becomes_the_contract():
    # Holds X-02.
    office = parts.guide_office()
    revision = parts.draft(office, parts.person(office), parts.abolish(office, codes=("1ANAC",)))
    shown = Case.of_draft(revision)
    application = filing.submit(revision.application_id, parts.person(office, "jiro"), shown.digest)
    kept = application.revisions.get()
    assert kept.digest == shown.digest
    assert [c.to_json() for c in changes_of(kept.edit_list)] == [c.to_json() for c in shown.changes]


def test_filing_something_else_than_was_shown_is_refused():
    office = parts.guide_office()
    who = parts.person(office)
    pk = parts.draft(office, who, parts.abolish(office, "1ANACA0A")).application_id
    with pytest.raises(filing.Refused) as refused:
        filing.submit(pk, who, "0" * 64)
    assert [p.code for p in refused.value.problems] == ["changed_since_confirm"]


def test_added_numbers_get_letters_for_net_digits_for_general_and_are_never_given_again():
    # Holds D-31, D-32, T-02.
    office = parts.guide_office()
    who = parts.person(office)
    reviewer = parts.reviewer()
    edits = parts.ids_to_add("1ANAC", 2) + parts.ids_to_add("1ANAC", 1, "interactive")
    application = parts.filed(office, who, edits)
    start = application.revisions.get().wish_date
    decision.approve(application.pk, reviewer, start)
    assert parts.names_on(office, start) - {"1ANACA01", "1ANACA0A"} == {"1ANACA0B", "1ANACA0C", "1ANACA02"}
    after_decision.revoke(application.pk, reviewer, "誤り")
    again = parts.filed(office, who, parts.ids_to_add("1ANAC", 1))
    decision.approve(again.pk, reviewer, again.revisions.get().wish_date)
    assert "1ANACA0D" in parts.names_on(office, again.revisions.get().wish_date)


def test_a_number_cannot_be_added_under_a_code_whose_end_is_decided():
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    adding = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    ending = parts.filed(office, who, parts.abolish(office, codes=("1ANAC",)))
    decision.approve(ending.pk, reviewer, ending.revisions.get().wish_date)
    with pytest.raises(filing.Refused) as refused:
        decision.approve(adding.pk, reviewer, adding.revisions.get().wish_date)
    assert "code_ends" in [p.code for p in refused.value.problems]


def test_a_code_cannot_end_while_a_number_of_it_is_to_begin_later():
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    ending = parts.filed(office, who, parts.abolish(office, codes=("1ANAC",)))
    adding = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.approve(adding.pk, reviewer, adding.revisions.get().wish_date)
    with pytest.raises(filing.Refused) as refused:
        decision.approve(ending.pk, reviewer, ending.revisions.get().wish_date)
    assert [p.code for p in refused.value.problems] == ["not_any_more"]
    assert "「1ANAC」" in refused.value.problems[0].text.ja


@pytest.mark.parametrize("shared", [False, True])
def test_a_code_that_ends_with_its_last_number_says_for_whom_only_where_it_is_shared(shared):
    office = parts.guide_office()
    if shared:
        other = parts.office("NAC555")
        rows.user_code(other, "1ANAC", "sea", parts.SINCE)
    numbers = case_of(office).contract.where("user_id", code="1ANAC")
    case = case_of(office, [end("user-code", r) for r in numbers])
    assert [(e.kind, dict(e.options)) for e in case.edits if e.derived] == [
        ("user_code", {"scope": "all"} if shared else {})
    ]
