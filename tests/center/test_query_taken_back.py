"""N03: a query that should not have been sent is taken back as long as the office has not begun to answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from nss.application import decision, drafts, files, filing, queries
from nss.application.lifecycle import NotAllowed
from nss.application.models import Application, Comment, Hold, Record, Revision
from nss.base import clock
from nss.base.problems import Refused
from nss.notice.models import Mail, News
from tests import parts
from tests.sample_files import PDF

pytestmark = pytest.mark.django_db
WHERE = [("reason", "補記してください。")]


def queried() -> Application:
    """An application with an open query."""
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    decision.query(a.pk, parts.reviewer(), WHERE)
    a.refresh_from_db()
    return a


def reviewer() -> Client:
    return parts.signed_in(parts.Person.objects.get(login_id="shinsa"))


def press(a: Application, **data: str):
    client, path = reviewer(), f"/center/applications/{a.number}/query-back/"
    return client.post(path, {"seen": parts.seen(a), "reason": "誤って送信したため", **data})


def refusal(act) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return [p.code for p in refused.value.problems]


def test_a_query_that_is_taken_back_leaves_the_application_as_it_was_filed(moved_clock) -> None:
    # Holds N03.
    a = queried()
    filed = a.revisions.get(no=1)
    assert not Hold.objects.exists()
    moved_clock(1)
    empty = press(a, reason="")
    assert empty.status_code == 422 and "query-back-reason-error" in empty.content.decode()
    assert press(a).status_code == 302
    a.refresh_from_db()
    again = a.revisions.get(no=2)
    assert (a.state, a.revision_no, a.waiting_since) == ("resubmitted", 2, clock.today())
    assert (again.edits, again.wish_date, again.reason) == (filed.edits, filed.wish_date, filed.reason)
    assert again.saved_by == filed.saved_by and again.frozen_at is not None
    assert Hold.objects.filter(application=a).count() == 1, "its rows are taken again"
    assert Comment.objects.get().resolved_at is not None
    line = Record.objects.get(event="query_back")
    assert (line.source, line.target, line.actor.login_id) == ("query", "resubmitted", "shinsa")
    assert line.detail["reason"] == "誤って送信したため"
    told = Mail.objects.filter(kind="M03").order_by("-id")[0]
    assert "取り消しました" in told.body and "理由：誤って送信したため" in told.body
    assert (
        News.objects.filter(office=a.office)
        .order_by("-id")[0]
        .text_ja.startswith("確認事項が取り消されました")
    )
    parts.approve(a.pk, parts.second(), filed.wish_date)


def test_an_office_that_has_begun_to_answer_is_not_passed_over() -> None:
    a = queried()
    who = parts.Person.objects.get(login_id="hanako")
    revision = drafts.of_office(a.office, a.pk)

    def begun() -> list[str]:
        return refusal(lambda: queries.take_back(a.pk, parts.Person.objects.get(login_id="shinsa"), "x"))

    drafts.save(revision, who, reason="移転のため（補記）")
    assert begun() == ["answer_begun"]
    revision = drafts.of_office(a.office, a.pk)
    drafts.save(revision, who, reason=a.revisions.get(no=1).reason)
    comment = Comment.objects.get()
    queries.answer_comment(comment, "補記しました。")
    assert begun() == ["answer_begun"]
    queries.answer_comment(comment, "")
    revision = drafts.of_office(a.office, a.pk)
    drafts.save(revision, who, edits=[e.to_json() for e in parts.abolish(a.office, "1ANACA01")])
    assert begun() == ["answer_begun"]
    page = press(a)
    assert page.status_code == 422 and "取り消せません" in page.content.decode()
    a.refresh_from_db()
    assert a.state == "query" and a.revisions.get(no=2).frozen_at is None
    assert not Record.objects.filter(event="query_back").exists()


def test_a_file_that_came_or_went_is_a_beginning() -> None:
    a = queried()
    filed, again = Revision.objects.order_by("no")
    assert not queries.begun(again, filed)
    file = files.attach(a, "図.pdf", PDF)
    assert queries.begun(again, filed)
    file.added_in = 1
    file.save()
    assert not queries.begun(again, filed)
    file.removed_in = 2
    file.save()
    assert queries.begun(again, filed)


def test_only_an_open_query_of_the_center_is_taken_back_and_no_row_that_another_took() -> None:
    office, *_ = parts.shared_offices()
    a = parts.filed(office, parts.person(office), parts.abolish(office, codes=("1BNAC",)))
    boss = parts.reviewer()
    consent = a.consents.order_by("pk")[0]
    filing.answer_consent(consent.pk, consent.office, None, False, reason="使っている")
    assert refusal(lambda: queries.take_back(a.pk, boss, "x")) == ["not_a_query"]
    with pytest.raises(NotAllowed):
        other = parts.filed(
            office, parts.Person.objects.get(login_id="hanako"), parts.abolish(office, "1ANACA0A")
        )
        queries.take_back(other.pk, boss, "x")
    decision.query(other.pk, boss, WHERE)
    third = parts.filed(
        office, parts.Person.objects.get(login_id="hanako"), parts.abolish(office, "1ANACA0A")
    )
    assert refusal(lambda: queries.take_back(other.pk, boss, "x")) == ["row_in_open_application"]
    filing.withdraw(third.pk, boss, "x")
    assert queries.take_back(other.pk, boss, "x").state == "resubmitted"


def test_an_application_that_needs_consents_is_filed_again_by_its_office() -> None:
    office, *_ = parts.shared_offices()
    a = parts.filed(office, parts.person(office), parts.abolish(office, codes=("1BNAC",)))
    for c in a.consents.all():
        filing.answer_consent(c.pk, c.office, None, True)
    boss = parts.reviewer()
    decision.query(a.pk, boss, WHERE)
    assert refusal(lambda: queries.take_back(a.pk, boss, "x")) == ["asks_again"]


def test_the_days_that_went_by_do_not_keep_a_query_from_being_taken_back(moved_clock) -> None:
    a = queried()
    moved_clock(a.revisions.get(no=1).wish_date + timedelta(days=1))
    assert queries.take_back(a.pk, parts.Person.objects.get(login_id="shinsa"), "x").state == "resubmitted"
