"""What the masters answer for a day or a moment: from when a row counts, until when, and for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from nss.base import clock
from nss.base.words import W
from nss.calendar import days
from nss.master import state, terms
from nss.master.models import (
    Announcement,
    Blackout,
    BusinessGroup,
    BusinessOffer,
    ClosedDay,
    MailTemplate,
    MailText,
    NewsText,
    TermsVersion,
    Version,
)

pytestmark = pytest.mark.django_db

DAY = date(2027, 4, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def keep(model: Any, **values: Any) -> Any:
    row = model.objects.create(changed_at=clock.now(), **values)
    state.changed()
    state.refresh()
    return row


def test_without_an_edit_nothing_is_kept_and_everything_is_offered():
    assert not Version.objects.exists()
    assert state.refresh().no == 0
    assert state.offered("01", DAY)
    assert state.groups(DAY) == ()
    assert (state.mail_text("M01", DAY), state.mail_template("M01", DAY), state.news_text("x", DAY)) == (
        None,
    ) * 3


def test_an_edit_is_read_by_the_next_refresh_and_only_once(django_assert_num_queries):
    keep(BusinessOffer, code="01", since=DAY, offered=False)
    read = state.current()
    assert read.no == Version.objects.get(pk=1).no
    with django_assert_num_queries(1):
        assert state.refresh() is read


def test_a_business_type_is_closed_from_its_day_on_and_opened_again_on_the_next():
    keep(BusinessOffer, code="01", since=DAY, offered=False)
    keep(BusinessOffer, code="01", since=AFTER, offered=True)
    assert [state.offered("01", d) for d in (BEFORE, DAY, AFTER)] == [True, False, True]
    assert state.offered("02", DAY)


def test_groups_count_from_their_day_until_the_day_they_end_on():
    keep(BusinessGroup, name="甲", members=["01", "02"], since=DAY, until=AFTER)
    keep(BusinessGroup, name="乙", members=["03"], since=AFTER)
    assert [state.groups(d) for d in (BEFORE, DAY)] == [(), (frozenset({"01", "02"}),)]
    assert state.groups(AFTER) == state.groups(AFTER + timedelta(days=400)) == (frozenset({"03"}),)


def test_texts_count_from_their_day_on_and_an_empty_one_ends_them():
    keep(MailText, kind="M01", since=DAY, text_ja="追記", text_en="More")
    keep(MailText, kind="M01", since=AFTER)
    assert [state.mail_text("M01", d) and state.mail_text("M01", d).ja for d in (BEFORE, DAY, AFTER)] == [
        None,
        "追記",
        None,
    ]
    first = keep(MailTemplate, kind="M01", since=DAY, text_ja="本文")
    keep(MailTemplate, kind="M01", since=AFTER)
    assert [state.mail_template("M01", d) for d in (BEFORE, DAY, AFTER)] == [None, first, None]
    keep(NewsText, event="SENT", since=DAY, text_ja="届きました")
    assert state.news_text("SENT", BEFORE) is None
    assert state.news_text("SENT", DAY) == state.news_text("SENT", AFTER)
    assert state.news_text("SENT", DAY).ja == state.news_text("SENT", DAY).en == "届きました"
    assert (
        state.mail_text("M02", DAY) is state.mail_template("M02", DAY) is state.news_text("ELSE", DAY) is None
    )


def test_a_blackout_holds_from_its_first_moment_until_just_before_its_last():
    now = clock.now()
    hour, moment = timedelta(hours=1), timedelta(microseconds=1)
    row = keep(Blackout, first_at=now, last_at=now + hour, text_ja="保守")
    asked = (now - moment, now, now + hour - moment, now + hour)
    assert [state.blackout_at(m) for m in asked] == [None, row, row, None]
    assert [state.blackouts_ahead(m) for m in asked] == [[row], [row], [row], []]


def test_an_announcement_is_seen_by_its_audience_from_its_first_moment_until_just_before_its_last():
    now, hour = clock.now(), timedelta(hours=1)
    period = {"first_at": now, "last_at": now + hour, "text_ja": "x"}
    every = keep(Announcement, audience="everybody", title_ja="全員", **period)
    offices = keep(Announcement, audience="offices", title_ja="事業所", **period)
    one = keep(Announcement, audience="named", codes=["NAC001"], title_ja="一社", **period)

    def seen(office: str, moment: Any = now) -> set[str]:
        return {a.title_ja for a in state.announcements(moment, office)}

    assert seen("") == {every.title_ja}
    assert seen("NAC001") == {every.title_ja, offices.title_ja, one.title_ja}
    assert seen("OSK002") == {every.title_ja, offices.title_ja}
    assert seen("NAC001", now - timedelta(microseconds=1)) == seen("NAC001", now + hour) == set()


def test_of_very_many_announcements_the_five_hundred_newest_are_kept():
    now, hour = clock.now(), timedelta(hours=1)
    Announcement.objects.bulk_create(
        Announcement(
            first_at=now - n * hour,
            last_at=now + hour,
            audience="everybody",
            title_ja=str(n),
            text_ja="x",
            changed_at=now,
        )
        for n in range(501)
    )
    state.changed()
    state.refresh()
    assert {a.title_ja for a in state.announcements(now)} == {str(n) for n in range(500)}


def test_a_request_asks_at_most_once_a_second_whether_a_master_was_edited(monkeypatch):
    asked, time = [], 1000.0
    monkeypatch.setattr(state.time, "monotonic", lambda: time)

    def refresh() -> None:
        asked.append(time)
        state._asked = time

    monkeypatch.setattr(state, "refresh", refresh)
    fresh = state.RefreshMasters(lambda request: HttpResponse())
    for time, path in (  # noqa: B007  (the clock reads it)
        *((1000.0, "/"), (1000.5, "/"), (1001.0, "/"), (1001.1, "/static/x.css"), (1001.2, "/healthz")),
        *((1001.5, "/menu/"), (1001.6, "/menu/")),
    ):
        fresh(RequestFactory().get(path))
    assert asked == [1000.0, 1001.5]


def test_terms_in_force_are_the_newest_that_have_begun():
    keep(TermsVersion, version="第2版", since=DAY, text_ja="第1条\n利用。")
    keep(TermsVersion, version="第3版", since=AFTER, text_ja="第1条\n利用。")
    known = [terms.in_force(d)[0] for d in (BEFORE, DAY, AFTER, AFTER + timedelta(days=1))]
    assert known == [terms.VERSION, "第2版", "第3版", "第3版"]


def test_an_article_without_english_is_read_in_japanese():
    found = terms.articles("第1条\n利用。\n\n第2条\n料金。\n支払。", "Article 1\nUse.")
    assert found == (
        (W("第1条", "Article 1"), W("利用。", "Use.")),
        (W("第2条", "第2条"), W("料金。\n支払。", "料金。\n支払。")),
    )


def test_a_closed_day_is_called_by_its_name_in_english_and_else_by_the_japanese_one():
    keep(ClosedDay, day=DAY, name_ja="創立記念日", name_en="Founders' day")
    keep(ClosedDay, day=AFTER, name_ja="停電", name_en="")
    assert days.closed_name(DAY) == W("創立記念日", "Founders' day")
    assert days.closed_name(AFTER) == W("停電", "停電")
