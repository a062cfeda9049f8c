"""Lists of an office: its applications, what goes on, and where an application begins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import RequestFactory

from nss.application import decision, drafts, filing, queue
from nss.application.lifecycle import INSIDE
from nss.application.models import Application, Revision
from nss.application.progress import timeline
from nss.base import clock
from nss.contract.models import Office
from nss.office.views import applications
from tests import parts
from tests.procedure.samples import stocked

from .every_draft import filled

pytestmark = pytest.mark.django_db


def test_applications_are_listed_newest_first_and_found_by_state_kind_and_words():
    # Holds S14.
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    b = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.query(a.pk, parts.reviewer(), [("reason", "補記してください。")])
    client = parts.signed_in(who)

    def listed(**query: str) -> list[str]:
        page = client.get("/applications/", query).content.decode()
        return sorted((n for n in (a.number, b.number) if n in page), key=page.index)

    assert listed() == [b.number, a.number]
    assert listed(state="query") == [a.number]
    assert listed(q=b.number) == [b.number]
    assert listed(series="B") == []


def test_the_list_as_it_opens_is_the_list_with_a_filter_that_leaves_nothing_out():
    office, other = parts.guide_office(), parts.office("NAC777")
    who = parts.person(office)
    first = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    second = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.query(first.pk, parts.reviewer(), [("reason", "補記してください。")])
    correction = Revision.objects.get(application=first, frozen_at=None)  # open for it, not yet filed
    Application.objects.filter(pk=second.pk).update(
        office=other
    )  # this office applied for another one's contract
    drafts.begin(office, who, items=["user-code"])  # no number: a draft is on no list

    def read(of: Office, **query: str) -> list[tuple[int, int]]:
        request = RequestFactory().get("/applications/", query)
        request.office = of
        return [(a.pk, r.pk) for a, r in applications.newest_of(request)]

    assert [pk for pk, _ in read(office)] == [second.pk, first.pk]
    assert dict(read(office))[first.pk] == correction.pk
    for of in (office, other, parts.office("NAC888")):
        assert read(of) == read(of, **{"from": "2000/01/01"})
    assert [pk for pk, _ in read(other)] == [second.pk] and read(parts.office("NAC889")) == []


def test_a_system_setting_is_looked_up_like_any_other_application():
    # Holds C10.
    _, who, revision = filled("specialist")
    a = filing.submit(revision.application_id, who)
    client = parts.signed_in(who)
    assert a.number in client.get("/applications/", {"series": a.number[-1]}).content.decode()
    assert client.get(f"/applications/{a.number}/").status_code == 200


def test_looking_at_where_an_application_begins_makes_no_draft_and_a_draft_is_offered_to_go_on_with():
    # Holds F-03.
    office = stocked()
    client = parts.signed_in(parts.person(office))
    client.get("/apply/specialist/begin/")
    assert not Application.objects.exists()
    client.post("/apply/specialist/begin/")
    (made,) = Application.objects.all()
    assert f"/drafts/{made.pk}/" in client.get("/apply/specialist/begin/").content.decode()


def test_progress_names_past_and_expected_steps_with_their_days():
    # Holds F-10.
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    today = clock.today()
    steps = timeline(a, today)
    assert [s.day for s in steps if not s.expected] == [today]
    assert [s.expected for s in steps][-1] and steps[-1].day >= today
    done = parts.approve(a.pk, parts.reviewer(), parts.revision_of(a).wish_date)
    ahead = {str(s.word): s.day for s in timeline(done, today) if s.expected}
    assert ahead["利用開始"] == done.start_date


def test_an_office_does_not_read_who_has_its_application_or_what_it_is_laid_aside_for():
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    queue.hold(a.pk, reviewer, "与信の確認待ち", clock.today() + timedelta(days=5))
    for event in INSIDE:
        drafts.record_event(a, event, reviewer, text="内部の事情")
    client = parts.signed_in(who)
    page = client.get(f"/applications/{a.number}/").content.decode()
    assert "利用申込" in page
    for word in ("与信", "内部の事情", "保留", "割当", "交代", "承認（", "承認の取りやめ"):
        assert word not in page
    review = parts.signed_in(reviewer).get(f"/center/applications/{a.number}/").content.decode()
    assert "与信の確認待ち" in review and review.count("内部の事情") == len(INSIDE), "the Center reads it"


def test_help_explains_the_words_of_the_field():
    # Holds C32.
    office = parts.office()
    page = parts.signed_in(parts.person(office)).get("/help/").content.decode()
    assert "識別番号" in page and "利用者コード" in page
