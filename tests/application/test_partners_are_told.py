"""Offices that were asked, or have rows by another's application, are told of each step and of its undoing, and the page of
the request says how things stand."""

from __future__ import annotations

from datetime import date

import pytest

from nss.account.models import Person
from nss.application import after_decision, decision, filing
from nss.application.edits import add
from nss.application.models import Application, Consent
from nss.application.start import move_start
from nss.contract.models import Office
from nss.contract.snapshot import load
from nss.notice.models import Mail, News
from nss.procedure.catalogue import CATALOGUE
from tests import parts

pytestmark = pytest.mark.django_db
UNDONE = "貴事業所の契約は変わりません。"


def asked(nth: int = 4) -> tuple[list[Office], list[Person], Application]:
    """1BNAC is to be abolished by NAC001; NAC555 and CTO001 are asked."""
    offices = list(parts.shared_offices())
    people = [parts.person(o, f"p{n}") for n, o in enumerate(offices)]
    edits = parts.abolish(offices[0], codes=("1BNAC",))
    a = parts.filed(offices[0], people[0], edits, wish_date=parts.wish(edits, nth))
    return offices, people, a


def agree(a: Application, offices: list[Office], people: list[Person]) -> None:
    for o, p in zip(offices[1:], people[1:], strict=True):
        filing.answer_consent(Consent.objects.get(office=o, revision_no=a.revision_no).pk, o, p, True)


def wished(a: Application) -> date:
    found = a.revisions.latest("no").wish_date
    assert found is not None
    return found


def page(consent: Consent, who: Person) -> str:
    return parts.signed_in(who).get(f"/consents/{consent.pk}/").content.decode()


def newest(o: Office) -> tuple[str, Mail]:
    return News.objects.filter(office=o).latest("id").text_ja, Mail.objects.filter(office=o).latest("id")


def test_the_page_says_that_an_answer_waits_for_the_decision_and_then_the_decided_day():
    offices, people, a = asked()
    agree(a, offices, people)
    consent = Consent.objects.get(office=offices[1])
    assert "実施日が決まりましたら、お知らせします" in page(consent, people[1])
    decision.approve(a.pk, parts.reviewer(), wished(a))
    text = page(consent, people[1])
    assert "決定した日" in text
    assert "実施日が決まりましたら" not in text
    assert "同意した場合の" not in text, "it has agreed"


@pytest.mark.parametrize("how", ["withdrawn", "refused", "revoked", "made void"])
def test_the_page_says_that_nothing_comes_of_it_and_names_no_decided_day(how):
    offices, people, a = asked()
    agree(a, offices, people)
    reviewer = parts.reviewer()
    if how == "withdrawn":
        filing.withdraw(a.pk, people[0], "不要になったため")
    elif how == "refused":
        decision.refuse(a.pk, reviewer, "書類の不備")
    else:
        decision.approve(a.pk, reviewer, wished(a))
        if how == "revoked":
            after_decision.revoke(a.pk, reviewer, "誤り")
        else:
            Application.objects.update(state="setting_wait")
            after_decision.invalidate(a.pk, None, "締切")
    for o, p in zip(offices[1:], people[1:], strict=True):
        text = page(Consent.objects.get(office=o), p)
        assert "依頼は取り消されました" in text
        assert UNDONE in text
        assert "決定した日" not in text
        news, mail = newest(o)
        assert news.endswith(UNDONE)
        assert "取消しのお知らせ" in mail.subject


def test_a_request_of_before_a_correction_does_not_show_the_day_of_the_one_after_it():
    offices, people, a = asked()
    agree(a, offices, people)
    reviewer = parts.reviewer()
    decision.query(a.pk, reviewer, [("reason", "理由をご確認ください")])
    filing.submit(a.pk, people[0])
    a.refresh_from_db()
    agree(a, offices, people)
    decision.approve(a.pk, reviewer, wished(a))
    first, second = Consent.objects.filter(office=offices[1]).order_by("revision_no")
    assert "決定した日" not in page(first, people[1])
    assert "決定した日" in page(second, people[1])


def test_a_page_of_a_request_that_was_not_answered_or_not_agreed_to_says_so():
    offices, people, _ = asked()
    filing.answer_consent(
        Consent.objects.get(office=offices[1]).pk, offices[1], people[1], False, "継続のため"
    )
    assert "同意しないと回答しました" in page(Consent.objects.get(office=offices[1]), people[1])
    Consent.objects.filter(office=offices[2]).update(state="expired")
    assert "期限までに回答がなかったため" in page(Consent.objects.get(office=offices[2]), people[2])


def test_the_page_says_that_the_day_was_moved_and_what_the_center_wrote_down_as_the_agreement():
    offices, people, a = asked()
    agree(a, offices, people)
    reviewer = parts.reviewer()
    first = wished(a)
    decision.approve(a.pk, reviewer, first)
    other = parts.wish(parts.abolish(offices[0], codes=("1BNAC",)), 9)
    move_start(a.pk, reviewer, other, "工程の都合", "11月27日 電話で両事業所に確認")
    text = page(Consent.objects.get(office=offices[1]), people[1])
    for said in (f"{first:%Y/%m/%d}から{other:%Y/%m/%d}に変わりました", "11月27日 電話で両事業所に確認"):
        assert said in text


@pytest.mark.parametrize(("agrees", "word"), [(True, "「同意」"), (False, "「不同意」")])
def test_an_answer_that_the_center_enters_is_told_to_the_office_that_it_is_entered_for(agrees, word):
    offices, people, _ = asked()
    consent = Consent.objects.get(office=offices[1])
    filing.answer_consent(consent.pk, None, parts.reviewer(), agrees, evidence="11月27日付の書面")
    news, mail = newest(offices[1])
    assert word in news and "NACCSセンターが" in news
    assert word in mail.body and "11月27日付の書面" in mail.body
    assert "11月27日付の書面" in page(consent, people[1])


def test_the_holder_of_a_code_who_agreed_to_share_it_learns_the_decided_day():
    holder, other = parts.guide_office(), parts.office("NAC555")
    who = parts.person(other, "other")
    edits = [
        add(
            "user-code",
            "user_code",
            {"code": "1ANAC", "system_class": "sea"},
            ref="c1",
            options={"partner": holder.code},
        ),
        add(
            "user-code",
            "user_id",
            {"code": "1ANAC", "number": "", "business": ["01"], "method": "net"},
            ref="i1",
            parent="c1",
        ),
    ]
    a = parts.filed(other, who, edits)
    consent = Consent.objects.get(application=a)
    filing.answer_consent(consent.pk, holder, parts.person(holder), True)
    decision.approve(a.pk, parts.reviewer(), wished(a))
    news, mail = newest(holder)
    assert f"{wished(a):%Y/%m/%d}に決まりました" in news
    assert "実施されます" in mail.body


def test_an_office_that_has_a_row_by_it_and_was_not_asked_is_told_of_the_decision_and_of_its_end(monkeypatch):
    office, partner = parts.guide_office(), parts.office("NAC555")
    who, reviewer = parts.person(office), parts.reviewer()
    values = {"use": "joint", "object": ""}
    sides = [
        add("user-code", "shared_use", {**values, "partner": "NAC555"}),
        add("user-code", "shared_use", {**values, "partner": "NAC001"}, options={"at": "NAC555"}),
    ]
    of_codes = type(CATALOGUE["user-code"])
    monkeypatch.setattr(
        of_codes, "issue", lambda self, job, edits: [*edits, *sides]
    )  # as a new contract does
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.approve(a.pk, reviewer, wished(a))
    assert load(partner, wished(a)).of("shared_use")
    assert f"{wished(a):%Y/%m/%d}に変わります" in News.objects.get(office=partner).text_ja
    after_decision.revoke(a.pk, reviewer, "誤り")
    assert not load(partner, wished(a)).of("shared_use")
    assert News.objects.filter(office=partner).latest("id").text_ja.endswith(UNDONE)
    assert not News.objects.filter(office=office, text_ja__contains="に変わります").exists()


def test_the_page_says_why_the_other_office_asks_and_whom_to_call_there():
    offices, people, _ = asked()
    text = page(Consent.objects.get(office=offices[1]), people[1])
    assert parts.REASON in text and "第一営業部通関課 通関 花子 0120-794-550" in text
