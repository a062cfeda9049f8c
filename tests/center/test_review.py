"""What the Center does on the review page beside deciding."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from nss.application import after_decision, decision, drafts, filing, queries
from nss.application.models import Application, Comment, Consent, Proposal
from nss.application.start_days import of_undated
from nss.base import clock
from nss.base.problems import Refused
from nss.procedure.catalogue import CATALOGUE
from tests import parts
from tests.procedure.samples import first, posted, stocked

pytestmark = pytest.mark.django_db


def test_a_resubmission_stands_beside_the_one_before_and_comments_are_ticked_off():
    # Holds N04, F-14.
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.query(a.pk, reviewer, [("reason", "補記してください。")])
    again = drafts.of_office(office, a.pk)
    drafts.save(again, who, edits=[e.to_json() for e in parts.abolish(office, "1ANACA01")])
    comment = Comment.objects.get()
    queries.answer_comment(comment, "対象を改めました。")
    filing.submit(a.pk, who)
    client = parts.signed_in(reviewer)
    page = client.get(f"/center/applications/{a.number}/").content.decode()
    assert "1ANACA0A" in page.replace("</span>", "") or "A0A" in page
    assert "A01" in page and "対象を改めました。" in page
    client.post(reverse("center:resolve", args=[a.number, comment.pk]))
    comment.refresh_from_db()
    assert comment.resolved_at


def test_a_comment_names_what_it_is_about_in_words_to_both_sides():
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    edits = parts.abolish(office, "1ANACA0A")
    a = parts.filed(office, who, edits)
    row = f"user_id:{edits[0].target}"
    decision.query(a.pk, reviewer, [(w, "補記") for w in ("reason", row, "user-code", "contact")])
    center, client = parts.signed_in(reviewer), parts.signed_in(who)
    words = ["変更する理由", "1ANACA0A（廃止）", str(CATALOGUE["user-code"].entry.label), "申込担当者"]

    def about(text: str) -> list[str]:
        return [" ".join(x.split()) for x in re.findall(r"第1版 ・ (.*?)\s*・ 通関", text, re.DOTALL)]

    assert about(center.get(f"/center/applications/{a.number}/").content.decode()) == words
    answer = client.get(f"/applications/{a.number}/answer/").content.decode()
    assert re.findall(r"確認事項 \d：(.*?)</legend>", answer) == words
    again = drafts.of_office(office, a.pk)
    drafts.save(again, who, edits=[e.to_json() for e in parts.abolish(office, "1ANACA01")])
    Comment.objects.update(answer="補記しました。")
    filing.submit(a.pk, who)
    assert about(center.get(f"/center/applications/{a.number}/").content.decode()) == [
        words[0],
        "1ANACA0A",
        *words[2:],
    ]


def test_an_answer_in_writing_is_entered_for_the_office_with_its_evidence_and_not_without():
    # Holds N10.
    office, _, _ = parts.shared_offices()
    a = parts.filed(office, parts.person(office), parts.abolish(office, codes=("1BNAC",)))
    consent = a.consents.first()

    client = parts.signed_in(parts.reviewer())
    url = reverse("center:proxy", args=[consent.pk])
    client.post(url, {"answer": "agree", "evidence": ""})
    consent.refresh_from_db()
    assert consent.state == "requested"
    client.post(url, {"answer": "agree", "evidence": "11月20日受領の書面"})
    assert Consent.objects.get(pk=consent.pk).state == "agreed"


def test_what_becomes_void_soon_is_listed_and_extended_up_to_the_day_before_the_start():
    # Holds N12.
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC"))
    reviewer = parts.reviewer()
    done = parts.approve(a.pk, reviewer, parts.revision_of(a).wish_date)
    page = parts.signed_in(reviewer).get("/center/deadlines/").content.decode()
    assert a.number in page
    last = done.start_date - timedelta(days=1)
    with pytest.raises(Refused):
        after_decision.extend(a.pk, reviewer, done.start_date, "延長")
    with pytest.raises(Refused):
        after_decision.extend(a.pk, reviewer, clock.today() - timedelta(days=1), "延長")
    assert after_decision.extend(a.pk, reviewer, last, "延長").setting_deadline == last


def test_what_other_offices_lose_stands_on_the_review_page_row_by_row():
    office, *_ = parts.shared_offices()
    a = parts.filed(office, parts.person(office), parts.abolish(office, codes=("1BNAC",)))
    page = parts.signed_in(parts.reviewer()).get(f"/center/applications/{a.number}/").content.decode()
    theirs = page[page.index("共用事業所の同意") :]
    assert [n for n in ("C01", "C0C", "D01", "D0D") if n not in theirs] == []


def test_a_re_issue_takes_effect_on_the_next_business_day_without_being_asked():
    office = stocked()
    sample = posted(office, "reissue", "form", **{f"one_{first(office, 'user_id', number='A0A')}": "on"})
    a = parts.filed(office, parts.person(office), [], items=["reissue"], extra=sample.extra)
    client = parts.signed_in(parts.reviewer())
    path = f"/center/applications/{a.number}/"
    page = client.get(path).content.decode()
    assert 'name="start"' not in page and "承認の翌営業日" in page
    assert all(str(c.word) in page for c in CATALOGUE["reissue"].checks) and CATALOGUE["reissue"].checks
    client.post(path + "approve/", {"seen": parts.seen(a, of_undated(clock.today()))})
    assert Proposal.objects.get().start == of_undated(clock.today())


def test_of_related_applications_the_decided_day_is_shown():
    office = parts.guide_office()
    who = parts.person(office)
    one = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    two = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    Application.objects.update(group=one.pk)
    start = two.revisions.get().wish_date
    parts.approve(two.pk, parts.reviewer(), start)
    page = parts.signed_in(parts.second()).get(f"/center/applications/{one.number}/").content.decode()
    related = page.partition("関連する申込")[2].partition("</section>")[0]
    assert two.number in related and f"{start.year}年{start.month}月{start.day}日" in related
