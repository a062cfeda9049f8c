"""What an application holds and tells beside the contract, and what of it is let go or undone when it ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nss.account.models import Person
from nss.application import after_decision, decision, drafts, filing, handover, sweeps
from nss.application.decision_checks import CONSENT_OLD, NOT_ALL_AGREED
from nss.application.models import Application, Consent, Record
from nss.application.start import move_start
from nss.base import clock
from nss.contract.choices import BusinessType
from nss.contract.models import Office
from nss.issuing import certificates
from nss.issuing.models import Certificate
from nss.notice.models import Mail, News
from nss.runtime.demo import rows
from tests import parts
from tests.procedure import samples

pytestmark = pytest.mark.django_db


def wished(a: Application) -> date:
    day = a.revisions.order_by("-no")[0].wish_date
    assert day is not None
    return day


def codes(refused: pytest.ExceptionInfo[filing.Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


# -- rows ------------------------------------------------------------------------------------------------


def test_rows_of_a_refused_application_can_be_applied_for_again():
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    with pytest.raises(filing.Refused) as held:
        parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    assert codes(held) == ["row_in_open_application"]
    decision.refuse(a.pk, parts.reviewer(), "確認が取れないため")
    assert parts.filed(office, who, parts.abolish(office, "1ANACA0A")).state == "received"


def test_rows_of_a_decided_application_can_be_applied_for_again_once_it_is_revoked():
    office = parts.guide_office()
    who, center = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.approve(a.pk, center, wished(a))
    after_decision.revoke(a.pk, center, "誤り")
    assert parts.filed(office, who, parts.abolish(office, "1ANACA0A")).state == "received"


def test_a_decided_application_holds_nothing_any_more():
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    assert [h.kind for h in a.holds.all()] == ["user_id"]
    decision.approve(a.pk, parts.reviewer(), wished(a))
    assert not a.holds.exists()


# -- the other offices of a shared code --------------------------------------------------------------------


def shared() -> tuple[list[Office], list[object], Application]:
    """Three offices share 1BNAC; the first has asked for its end."""
    offices = list(parts.shared_offices())
    people: list[object] = [parts.person(o, f"p{n}") for n, o in enumerate(offices)]
    return offices, people, parts.filed(offices[0], people[0], parts.abolish(offices[0], codes=("1BNAC",)))


def answer(offices: list[Office], people: list[object], n: int, agree: bool) -> Consent:
    asked = Consent.objects.filter(office=offices[n]).latest("id")
    return filing.answer_consent(asked.pk, offices[n], people[n], agree, "" if agree else "継続利用のため")


def test_rows_of_an_asked_office_are_held_while_it_is_asked_and_free_after_a_refusal():
    offices, people, a = shared()
    with pytest.raises(filing.Refused) as held:
        parts.filed(offices[1], people[1], parts.abolish(offices[1], "1BNACC0C"))
    assert codes(held) == ["row_in_open_application"]
    answer(offices, people, 2, False)
    assert Application.objects.get(pk=a.pk).state == "query"
    assert parts.filed(offices[1], people[1], parts.abolish(offices[1], "1BNACC0C")).state == "received"


def test_a_consent_that_was_given_does_not_outlive_the_revision_it_was_given_to():
    offices, people, _ = shared()
    answer(offices, people, 1, True)
    answer(offices, people, 2, False)
    states = dict(Consent.objects.values_list("office__code", "state"))
    assert states == {"NAC555": "cancelled", "CTO001": "refused"}


def test_a_query_takes_back_what_everybody_agreed_to():
    offices, people, a = shared()
    answer(offices, people, 1, True)
    answer(offices, people, 2, True)
    decision.query(a.pk, parts.reviewer(), [("reason", "補記してください。")])
    assert set(Consent.objects.values_list("state", flat=True)) == {"cancelled"}


def test_a_code_does_not_end_for_an_office_whose_ids_changed_after_it_agreed():
    offices, people, a = shared()
    answer(offices, people, 1, True)
    answer(offices, people, 2, True)
    center = parts.reviewer()
    rows.user_id(offices[1], "1BNAC", "C0E", ["10"], "net", parts.SINCE)
    with pytest.raises(filing.Refused) as refused:
        decision.approve(a.pk, center, wished(a))
    assert CONSENT_OLD in refused.value.problems
    assert NOT_ALL_AGREED not in refused.value.problems
    assert "1BNACC0E" in parts.names_on(offices[1], wished(a))


# -- certificates -------------------------------------------------------------------------------------------


def net_terminals(office: Office) -> list:
    return samples.posted(office, "net-terminal", "form", net="1").edits


def test_a_net_terminal_gets_a_certificate_for_two_months_and_an_undone_decision_takes_it_back():
    office = parts.guide_office()
    who, center = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, net_terminals(office))
    decision.approve(a.pk, center, wished(a))
    made = Certificate.objects.get()
    revision = a.revisions.get()
    assert made.name == revision.issued_list[0].after["name"]
    assert (made.office, made.issued_on, made.application_id) == (office, wished(a), a.pk)
    assert (made.stops_on.year * 12 + made.stops_on.month) - (wished(a).year * 12 + wished(a).month) == 2
    assert made.stops_on.day in (wished(a).day, 28, 29, 30)
    after_decision.revoke(a.pk, center, "誤り")
    assert not Certificate.objects.exists()


def terminal_with_certificate() -> tuple[Office, Person, Person]:
    office = parts.guide_office()
    rows.row(office, "net_terminal", parts.SINCE, net_kind="net", name="31002N")
    Certificate.objects.create(
        company_id=office.company_id,
        office=office,
        name="31002N",
        issued_on=parts.SINCE,
        fetched_on=parts.SINCE,
    )
    return office, parts.person(office), parts.reviewer()


def ended(office: Office, who: Person, center: Person, nth: int) -> tuple[Application, date]:
    """The end of terminal 31002N, decided for the nth day that is offered."""
    made = samples.posted(
        office, "net-terminal", "form", **{f"end_{samples.first(office, 'net_terminal')}": "on"}
    )
    day = parts.wish(made.edits, nth)
    a = parts.filed(office, who, made.edits, wish_date=day)
    return decision.approve(a.pk, center, day), day


def test_a_certificate_stops_again_when_it_did_once_an_earlier_end_of_its_terminal_is_taken_back():
    office, who, center = terminal_with_certificate()
    late, last = ended(office, who, center, 3)
    early, first = ended(office, who, center, 1)
    assert Certificate.objects.get().stopped_on == first
    after_decision.revoke(early.pk, center, "誤り")
    assert Certificate.objects.get().stopped_on == last
    after_decision.revoke(late.pk, center, "誤り")
    assert Certificate.objects.get().stopped_on is None


def test_a_stop_that_is_taken_back_is_not_come_back_to():
    office, who, center = terminal_with_certificate()
    a, last = ended(office, who, center, 3)
    again = certificates.issue("31002N", office, 7, clock.today())
    assert again.stopped_on == last
    after_decision.revoke(a.pk, center, "誤り")
    certificates.take_back(7)
    assert [c.stopped_on for c in Certificate.objects.all()] == [None]


def test_a_certificate_that_goes_over_to_another_office_keeps_its_day_when_the_start_is_moved():
    office, who, center = terminal_with_certificate()
    other = parts.office("NAC555")
    consulted = {"consulted_on": "2020/01/06", "consulted_with": "契約 一郎"}
    row = samples.first(office, "net_terminal")
    made = samples.posted(office, "move", "form", **consulted, to="NAC555", **{f"row_{row}": "on"})
    first, later = parts.wish(made.edits, 1), parts.wish(made.edits, 2)
    a = parts.filed(office, who, made.edits, items=[], other="move", extra=made.extra, wish_date=first)
    for c in a.consents.all():
        filing.answer_consent(c.pk, c.office, who, True)
    decision.approve(a.pk, center, first)
    move_start(a.pk, center, later, "工程の都合", "電話で確認")
    assert Certificate.objects.get(office=other).issued_on == parts.SINCE
    assert Certificate.objects.get(office=office).stopped_on == later


# -- consents that run out -----------------------------------------------------------------------------------


def test_an_office_that_did_not_answer_in_time_is_told_that_the_request_is_over(moved_clock):
    office, _, _ = parts.shared_offices()
    a = parts.filed(
        office, parts.person(office), parts.abolish(office, codes=("1BNAC",)), wish_date=parts.wish([], 5)
    )
    assert a.state == "consent"
    asked = Consent.objects.filter(application=a)
    moved_clock(max(c.due for c in asked) + timedelta(days=1))
    assert sweeps.expire_consents() == 1
    assert {c.state for c in asked.all()} == {"expired"}
    for c in asked:
        assert (
            "期限までに回答がなかったため終了しました"
            in News.objects.filter(office=c.office).latest("id").text_ja
        )
        assert "期限までに回答がなかったため" in Mail.objects.filter(office=c.office).latest("id").body


# -- hand-over to METI ---------------------------------------------------------------------------------------


def test_what_was_revoked_before_it_was_handed_over_is_not_handed_over():
    office = parts.guide_office()
    who, center = parts.person(office), parts.reviewer()
    forex = BusinessType.FOREX_EXPORTER.value
    rows.user_id(office, "1ANAC", "A0F", [forex], "net", parts.SINCE)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0F"))
    decision.approve(a.pk, center, wished(a))
    assert [x.pk for x in handover.waiting()] == [a.pk]
    after_decision.revoke(a.pk, center, "誤り")
    assert handover.waiting() == []
    made, body = handover.hand_over(center)
    assert made.numbers == []
    assert a.number not in body.decode()


# -- news and record lines ----------------------------------------------------------------------------------


def test_the_office_has_news_of_each_step_that_the_table_marks_with_news():
    office = parts.guide_office()
    who, center = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))

    def news() -> int:
        return News.objects.filter(office=office, number=a.number).count()

    assert news() == 0
    decision.query(a.pk, center, [("reason", "補記してください。")])
    assert news() == 1
    filing.submit(a.pk, who)
    assert news() == 1
    decision.approve(a.pk, center, wished(a))
    assert news() == 2
    decided = Application.objects.get(pk=a.pk)
    assert decided.start_date is not None
    after_decision.extend(a.pk, center, decided.start_date - timedelta(days=1), "設定が遅れるため")
    assert news() == 3
    after_decision.setting_done(a.pk, center, "完了")
    assert news() == 4
    after_decision.revoke(a.pk, center, "誤り")
    assert news() == 5


def test_a_draft_that_is_given_to_a_colleague_says_so_in_its_record():
    office = parts.guide_office()
    who, colleague = parts.person(office), parts.person(office, "jiro", names=("港", "次郎", "ミナト ジロウ"))
    revision = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    drafts.hand_over(revision, who, colleague)
    application = Application.objects.get(pk=revision.application_id)
    assert application.created_by == colleague
    line = Record.objects.get(application=application, event="handed")
    assert (line.actor, line.detail["to"]) == (who, colleague.full_name)


def test_what_is_filed_again_waits_from_that_day_on(moved_clock):
    office = parts.guide_office()
    who = parts.person(office)
    first = clock.today()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"), wish_date=parts.wish([], 8))
    assert (a.received_on, a.waiting_since) == (first, first)
    decision.query(a.pk, parts.reviewer(), [("reason", "補記してください。")])
    later = moved_clock(2)
    again = filing.submit(a.pk, who)
    assert (again.received_on, again.waiting_since) == (first, later)


def test_the_contact_of_a_new_draft_is_what_the_same_person_gave_last_not_what_a_colleague_gave():
    office = parts.guide_office()
    who, colleague = parts.person(office), parts.person(office, "jiro", names=("港", "次郎", "ミナト ジロウ"))
    parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    assert drafts.contact_of(office, who)["email"] == "tsukan-hanako@naccs.jp"
    own = drafts.contact_of(office, colleague)
    assert own["family_name"] == "港"
    assert f"{own['family_kana']} {own['given_kana']}" == colleague.kana
    assert drafts.contact_of(office, colleague)["email"] == colleague.email
