"""A shared code ends only when every office agrees; each office sees only its own (C25, X-05, F-15)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nss.application import after_decision, decision, drafts, filing
from nss.application.models import Consent
from nss.contract.snapshot import load
from nss.notice.models import Mail, News
from tests import parts

pytestmark = pytest.mark.django_db


def asked():
    offices = parts.shared_offices()
    people = [parts.person(o, f"p{n}") for n, o in enumerate(offices)]
    a = parts.filed(offices[0], people[0], parts.abolish(offices[0], codes=("1BNAC",)))
    return offices, people, a


def test_one_application_asks_the_other_offices_and_waits():
    _offices, _, a = asked()
    assert a.state == "consent"
    assert {c.office.code for c in Consent.objects.all()} == {"NAC555", "CTO001"}
    with pytest.raises(Exception, match="approve"):
        decision.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)


def test_when_all_agree_the_code_ends_everywhere_on_one_day():
    offices, people, a = asked()
    for o, p in zip(offices[1:], people[1:], strict=True):
        filing.answer_consent(Consent.objects.get(office=o).pk, o, p, True)
    a.refresh_from_db()
    assert a.state == "received"
    start = a.revisions.get().wish_date
    decision.approve(a.pk, parts.reviewer(), start)
    for o in offices:
        assert "1BNAC" not in {r.values["code"] for r in load(o, start, ("user_code", "user_id")).rows}


def test_a_refusal_goes_back_to_the_owner_who_may_end_only_its_own_part():
    offices, people, a = asked()
    filing.answer_consent(Consent.objects.get(office=offices[1]).pk, offices[1], people[1], True)
    filing.answer_consent(
        Consent.objects.get(office=offices[2]).pk, offices[2], people[2], False, "継続利用のため"
    )
    a.refresh_from_db()
    assert a.state == "query"
    revision = drafts.of_office(offices[0], a.pk)
    edits = [
        e.to_json() | ({"options": {"scope": "own"}} if e.kind == "user_code" else {})
        for e in revision.edit_list
    ]
    drafts.save(revision, people[0], edits=edits)
    again = filing.submit(a.pk, people[0])
    assert (again.state, again.number) == ("resubmitted", a.number)
    start = revision.wish_date
    decision.approve(a.pk, parts.reviewer(), start)
    left = [{r.values["code"] for r in load(o, start, ("user_code",)).rows} for o in offices]
    assert left == [{"1ANAC"}, {"1BNAC"}, {"1BNAC"}]


def test_an_office_is_not_asked_about_and_never_shown_anothers_numbers():
    _offices, _, a = asked()
    for c in Consent.objects.all():
        letter = {"NAC555": "C", "CTO001": "D"}[c.office.code]
        assert {e.before["number"][0] for e in c.edit_list if e.kind == "user_id"} == {letter}
    own = {e.before["number"][0] for e in a.revisions.get().edit_list if e.kind == "user_id"}
    assert own == {"B"}


def test_another_office_cannot_answer():
    offices, people, _ = asked()
    consent = Consent.objects.get(office=offices[1])
    with pytest.raises(Consent.DoesNotExist):
        filing.answer_consent(consent.pk, offices[2], people[2], True)


def test_two_refusals_and_a_new_try_keep_one_number():
    offices, people, a = asked()
    filing.answer_consent(Consent.objects.get(office=offices[1]).pk, offices[1], people[1], False, "継続")
    again = filing.submit(a.pk, people[0])
    assert (again.state, again.number) == ("consent", a.number)
    assert Consent.objects.filter(revision_no=2).count() == 2


def told(o):
    """What an office has been told, by news and by mail, the newest first."""
    news = [str(n.text) for n in News.objects.filter(office=o).order_by("-id")]
    return news, [m.subject for m in Mail.objects.filter(office=o).order_by("-id")]


def agreed():
    offices, people, a = asked()
    for o, p in zip(offices[1:], people[1:], strict=True):
        filing.answer_consent(Consent.objects.get(office=o).pk, o, p, True)
    return offices, people, a


@pytest.mark.parametrize("how", ["withdrawn", "refused", "sent back", "revoked"])
def test_whoever_was_asked_is_told_when_nothing_comes_of_it(how):
    offices, people, a = agreed()
    start = a.revisions.get().wish_date
    reviewer = parts.reviewer()
    if how == "withdrawn":
        filing.withdraw(a.pk, people[0], "不要になったため")
    elif how == "refused":
        decision.refuse(a.pk, reviewer, "書類の不備")
    elif how == "sent back":
        decision.query(a.pk, reviewer, [("reason", "理由をご確認ください")])
    else:
        decision.approve(a.pk, reviewer, start)
        assert not told(offices[1])[0][0].endswith("変わりません。")
        after_decision.revoke(a.pk, reviewer, "誤り")
    for o in offices[1:]:
        news, mails = told(o)
        assert "利用者コード1BNACの廃止についての依頼は取り消されました。" in news[0]
        assert mails[0].startswith("【NSS】同意の依頼の取消しのお知らせ")
    assert {c.state for c in Consent.objects.all()} == {"cancelled"}


def test_an_office_that_was_asked_and_has_not_answered_is_told_too():
    offices, people, a = asked()
    filing.withdraw(a.pk, people[0], "不要になったため")
    assert all("取り消されました" in told(o)[0][0] for o in offices[1:])


def test_the_reason_for_not_agreeing_reaches_the_applicant_by_mail_and_on_both_pages():
    offices, people, a = asked()
    consent = Consent.objects.get(office=offices[2])
    filing.answer_consent(consent.pk, offices[2], people[2], False, "継続利用のため")
    body = Mail.objects.filter(kind="M09", office=offices[0]).latest("id").body
    assert "同意しない理由：CTO001 継続利用のため" in body
    client = parts.signed_in(people[0])
    for page in ("", "answer/"):
        assert "継続利用のため" in client.get(f"/applications/{a.number}/{page}").content.decode()
    own = client.get(f"/applications/{a.number}/").content.decode()
    assert "NACCSセンターから確認事項があります" not in own, "the Center never saw it"
    assert "修正または取下げが必要です" in own
    # the office that would have agreed learns that it is off; the one that refused knows
    assert "取り消されました" in told(offices[1])[0][0]
    assert "取り消されました" not in told(offices[2])[0][0]


@pytest.mark.parametrize(("scope", "word"), [("own", "自事業所のみ"), ("all", "共用している全事業所")])
def test_for_whom_a_shared_code_ends_is_part_of_the_before_and_after(scope, word):
    offices = parts.shared_offices()
    who = parts.person(offices[0])
    edits = [
        replace(e, options={"scope": scope}) if e.kind == "user_code" else e
        for e in parts.abolish(offices[0], codes=("1BNAC",))
    ]
    a = parts.filed(offices[0], who, edits)
    a.refresh_from_db()
    office_page = parts.signed_in(who).get(f"/applications/{a.number}/").content.decode()
    center_page = parts.signed_in(parts.reviewer()).get(f"/center/applications/{a.number}/").content.decode()
    assert word in office_page
    assert word in center_page
