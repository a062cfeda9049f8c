"""What each step of an application leaves behind: its line in the record, its mail, its news, and what is stored of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from nss.account.models import Person
from nss.application import after_decision, decision, drafts, figures, filing, queries, retention, tasks
from nss.application.announce import reminders
from nss.application.lifecycle import Event, NotAllowed
from nss.application.models import Application, Comment, Consent, Hold, Presence, Record, Revision
from nss.base import clock
from nss.contract.models import ROW_TYPES, Office
from nss.master.models import Announcement
from nss.notice.models import Mail, News
from tests import parts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CONTACT = parts.CONTACT["email"]


def manager(office: Office) -> str:
    return str(ROW_TYPES["manager"]._default_manager.get(office=office).email)


def record(a: Application) -> list[tuple[str, str, str, str, dict[str, Any]]]:
    found = Record.objects.filter(application=a).select_related("actor").order_by("id")
    return [(r.event, r.source, r.target, r.actor.login_id if r.actor else "", r.detail) for r in found]


def mails(a: Application) -> list[tuple[str, list[str]]]:
    found = Mail.objects.filter(application_id=a.pk).order_by("id")
    assert all(m.office_id == a.office_id for m in found if m.kind != "M09")
    return [(m.kind, m.to) for m in found]


def told(office: Office) -> list[tuple[str, str, str]]:
    found = News.objects.filter(office=office).order_by("id")
    return [(n.category, n.number, n.link) for n in found]


def test_a_whole_life_is_written_down_line_by_line(moved_clock: Any) -> None:
    office = parts.guide_office()
    who, center, other = parts.person(office), parts.reviewer(), parts.second()
    a = parts.filed(
        office, who, parts.ids_to_add("1ANAC"), wish_date=parts.wish(parts.ids_to_add("1ANAC"), 6)
    )
    wished = a.revisions.get().wish_date
    assert wished is not None
    filed = clock.today()
    assert (a.needs_setting, a.serves, a.received_on, a.waiting_since, a.answered_on) == (
        True,
        None,
        filed,
        filed,
        None,
    )
    decision.take(a.pk, center)
    decision.take(a.pk, center)
    assert decision.take(a.pk, other).claimed_by == other
    sent = decision.query(a.pk, other, [("reason", "補記"), ("wish_date", "日")])
    assert (sent.answered_on, sent.revision_no, sent.held_until) == (filed, 2, None)
    assert sent.query_due is not None and sent.query_due > filed
    moved_clock(1)
    again = filing.submit(a.pk, who)
    assert (again.received_on, again.waiting_since, again.number) == (filed, clock.today(), a.number)
    done = decision.approve(a.pk, center, wished)
    deadline = done.setting_deadline
    assert (done.decided_on, done.start_date, done.answered_on) == (clock.today(), wished, filed)
    assert deadline is not None and clock.today() <= deadline < wished
    after_decision.extend(a.pk, other, wished - DAY, "遅れるため")
    after_decision.setting_done(a.pk, other, "済み")
    ended = after_decision.revoke(a.pk, other, "誤り")
    assert (ended.state, ended.closing_reason) == ("withdrawn", "誤り")
    assert record(a) == [
        ("submit", "draft", "received", "hanako", {"revision": 1}),
        ("take", "received", "reviewing", "shinsa", {}),
        ("taken_over", "", "", "kakunin", {"to": other.full_name}),
        ("send_back", "reviewing", "query", "kakunin", {"pinned": 2}),
        ("answer", "query", "resubmitted", "hanako", {"revision": 2}),
        ("take", "resubmitted", "reviewing", "shinsa", {}),
        (
            "approve_wait",
            "reviewing",
            "setting_wait",
            "shinsa",
            {"wished": str(wished), "decided": str(wished)},
        ),
        ("extend", "setting_wait", "setting_wait", "kakunin", {"text": "遅れるため"}),
        ("setting_done", "setting_wait", "approved", "kakunin", {"text": "済み"}),
        ("revoke", "approved", "withdrawn", "kakunin", {"reason": "誤り"}),
    ]
    both = [*dict.fromkeys([CONTACT, manager(office)])]
    assert mails(a) == [(kind, both) for kind in ("M01", "M03", "M01", "M02", "M07", "M04")]
    line = (str(a.number), f"/applications/{a.number}/")
    assert [(n, where) for _, n, where in told(office)] == [line] * 5
    pinned = Comment.objects.filter(application=a).order_by("id")
    assert [(c.where, c.text, c.revision_no, c.author) for c in pinned] == [
        ("reason", "補記", 1, other),
        ("wish_date", "日", 1, other),
    ]
    queries.answer_comment(pinned[0], "追記しました")
    pinned[0].refresh_from_db()
    assert (pinned[0].answer, pinned[0].answered_at is None) == ("追記しました", False)


@pytest.mark.parametrize("how", ["refuse", "withdraw"])
def test_what_ends_undecided_says_why_and_lets_go_of_its_rows(how: str) -> None:
    office = parts.guide_office()
    who, center = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    held = Hold.objects.filter(application=a)
    assert [(h.office, h.kind, h.action) for h in held] == [(office, "user_id", "end")]
    before = len(mails(a))
    ended = decision.refuse(a.pk, center, "理由") if how == "refuse" else filing.withdraw(a.pk, who, "理由")
    assert ended.closing_reason == "理由" and not held.all().exists()
    assert ended.decided_on == (clock.today() if how == "refuse" else None)
    assert record(a)[-1][0] == how and record(a)[-1][4] == {"reason": "理由"}
    assert [kind for kind, _ in mails(a)[before:]] == ["M06" if how == "refuse" else "M04"]
    assert len(told(office)) == 1


def asked() -> tuple[list[Office], list[Person], Application]:
    offices = list(parts.shared_offices())
    people = [parts.person(o, f"p{n}") for n, o in enumerate(offices)]
    edits = parts.abolish(offices[0], codes=("1BNAC",))
    return offices, people, parts.filed(offices[0], people[0], edits, wish_date=parts.wish(edits, 5))


def test_each_office_that_is_asked_has_its_request_its_holds_its_mail_and_its_news() -> None:
    offices, people, a = asked()
    wish = a.revisions.get().wish_date
    consents = {c.office_id: c for c in a.consents.all()}
    assert set(consents) == {o.pk for o in offices[1:]}
    for o in offices[1:]:
        c = consents[o.pk]
        assert (c.company_id, c.revision_no, c.code, c.wish_date, c.state) == (
            o.company_id,
            1,
            "1BNAC",
            wish,
            "requested",
        )
        assert {e.kind for e in c.edit_list} == {"user_code", "user_id"}
        assert {(h.kind, h.action) for h in Hold.objects.filter(office=o)} == {
            ("user_code", "end"),
            ("user_id", "end"),
        }
        assert told(o) == [("application", "", f"/consents/{c.pk}/")]
        mail = Mail.objects.get(office=o)
        assert (mail.kind, mail.to, mail.dedupe) == ("M09", [manager(o)], f"ask:{c.pk}")
        assert f"/consents/{c.pk}/" in mail.body
        assert f"回答期限：{c.due.year}年{c.due.month}月{c.due.day}日" in mail.body
    first, second = consents[offices[1].pk], consents[offices[2].pk]
    filing.mark_seen(first)
    assert first.state == "seen" == Consent.objects.get(pk=first.pk).state
    with pytest.raises(Consent.DoesNotExist):
        filing.answer_consent(first.pk, offices[2], people[2], True)
    one = filing.answer_consent(first.pk, offices[1], people[1], True, "よい")
    assert (one.state, one.answered_by, one.reason, one.evidence) == ("agreed", people[1], "よい", "")
    assert one.answered_at is not None
    filing.mark_seen(one)
    assert Consent.objects.get(pk=first.pk).state == "agreed", "an answer stays"
    with pytest.raises(NotAllowed):
        filing.answer_consent(first.pk, offices[1], people[1], False)
    a.refresh_from_db()
    assert a.state == "consent" and a.waiting_since is None
    center = parts.reviewer()
    written = filing.answer_consent(second.pk, None, center, True, evidence="電話")
    assert (written.evidence, written.answered_by) == ("電話", center)
    a.refresh_from_db()
    assert (a.state, a.waiting_since) == ("received", clock.today())
    assert record(a)[-1] == ("agreed", "consent", "received", "shinsa", {})
    newest = Mail.objects.filter(office=offices[2]).latest("id")
    assert newest.dedupe.startswith(f"entered:{second.pk}:")


def test_the_first_refusal_sends_it_back_and_tells_the_others_that_nothing_comes_of_it() -> None:
    offices, people, a = asked()
    first, second = (Consent.objects.get(office=o) for o in offices[1:])
    filing.answer_consent(first.pk, offices[1], people[1], False, "使っています")
    a.refresh_from_db()
    assert (a.state, a.revision_no) == ("query", 2) and not Hold.objects.exists()
    detail = {"office": "NAC555", "why": "NAC555 使っています"}
    assert record(a)[-1] == ("refused_consent", "consent", "query", "p1", detail)
    assert [Consent.objects.get(pk=c.pk).state for c in (first, second)] == ["refused", "cancelled"]
    assert Mail.objects.filter(office=offices[2]).latest("id").dedupe == f"dropped:{second.pk}"
    old, new = a.revisions.order_by("no")
    for name in (
        "items",
        "other",
        "extra",
        "wish_date",
        "reason",
        "remark",
        "contact",
        "saved_by_id",
        "company_id",
    ):
        assert getattr(new, name) == getattr(old, name)
    assert new.frozen_at is None and [e.to_json() for e in new.edit_list] == [
        e.to_json() for e in old.edit_list if not e.derived
    ]


def test_a_draft_goes_into_the_bin_comes_back_and_is_gone_after_its_terms(moved_clock: Any) -> None:
    office = parts.guide_office()
    who = parts.person(office)
    revision = parts.draft(office, who, parts.abolish(office, "1ANACA0A"), remark="備考")
    a = revision.application
    copied = drafts.duplicate(revision, who)
    for name in ("items", "other", "extra", "wish_date", "reason", "remark", "contact", "edits"):
        assert getattr(copied, name) == getattr(revision, name)
    copied.application.delete()
    assert reminders.remind_drafts() == 0
    Revision.objects.filter(pk=revision.pk).update(saved_at=clock.now() - timedelta(days=24, hours=23))
    assert reminders.remind_drafts() == 0
    Revision.objects.filter(pk=revision.pk).update(saved_at=clock.now() - timedelta(days=25, minutes=1))
    assert [reminders.remind_drafts(), reminders.remind_drafts()] == [1, 0]
    mail = Mail.objects.get(kind="M13")
    assert (mail.to, mail.dedupe, mail.office_id) == ([who.email], "M13:1", office.pk)
    assert f"/drafts/{a.pk}/" in mail.body

    def tidied(days: int, minutes: int = 0) -> str | None:
        past = clock.now() - timedelta(days=days, minutes=minutes)
        Revision.objects.filter(application=a).update(saved_at=past)
        Application.objects.filter(pk=a.pk).update(changed_at=past)
        tasks.tidy_drafts(0)
        return Application.objects.filter(pk=a.pk).values_list("state", flat=True).first()

    assert tidied(29, 1439) == "draft"
    assert tidied(30, 1) == "discarded"
    assert record(a)[-1] == ("discard", "draft", "discarded", "", {})
    back = drafts.restore(office, a.pk, who)
    assert (back.application.state, back.version) == ("draft", 2) and clock.now() - back.saved_at < timedelta(
        hours=1
    )
    assert record(a)[-1] == ("restore", "discarded", "draft", "hanako", {})
    drafts.discard(back, who)
    assert tidied(29, 1439) == "discarded"
    assert tidied(30, 1) is None


def test_an_announcement_is_mailed_once_to_those_that_it_is_for_once_it_has_begun() -> None:
    one, other = parts.office(), parts.office("XYZ001")
    Office.objects.filter(pk=parts.office("NEW001").pk).update(provisional=True)
    now = clock.now()
    plain: dict[str, Any] = {
        "title_ja": "停止",
        "text_ja": "本文",
        "mail": True,
        "last_at": now + DAY,
        "changed_at": now,
    }
    every = Announcement.objects.create(first_at=now - DAY, audience="offices", **plain)
    named = Announcement.objects.create(first_at=now - DAY, audience="named", codes=["XYZ001"], **plain)
    later = Announcement.objects.create(first_at=now + timedelta(hours=1), audience="offices", **plain)
    past = Announcement.objects.create(
        first_at=now - 2 * DAY, audience="offices", **{**plain, "last_at": now - DAY}
    )
    silent = Announcement.objects.create(first_at=now - DAY, audience="offices", **{**plain, "mail": False})
    assert [reminders.broadcast(), reminders.broadcast()] == [3, 0]
    sent = Mail.objects.filter(kind="notice").values_list("application_id", "dedupe", "office")
    assert set(sent) == {
        (every.pk, "NAC001", one.pk),
        (every.pk, "XYZ001", other.pk),
        (named.pk, "XYZ001", other.pk),
    }
    mailed = {a.pk: a.mailed_at is not None for a in Announcement.objects.all()}
    assert mailed == {every.pk: True, named.pk: True, later.pk: False, past.pk: False, silent.pk: False}


def test_the_figures_of_a_period_count_its_days_and_no_others() -> None:
    office = parts.guide_office()
    who, center = parts.person(office), parts.reviewer()
    for code in ("A02", "A03"):
        parts.rows.user_id(office, "1ANAC", code, ["01"], "net", parts.SINCE)
    some = [parts.filed(office, who, parts.abolish(office, f"1ANAC{n}")) for n in ("A0A", "A02", "A03")]
    first, last = date(2026, 9, 1), date(2026, 9, 30)
    for a, day, answered in zip(some, (first, last, last + DAY), (1, 4, 30), strict=True):
        Application.objects.filter(pk=a.pk).update(received_on=day, answered_on=day + answered * DAY)
    series = str(some[0].number)[-1]
    assert figures.by_state(first, last) == [(series, "received", 2)]
    assert figures.by_state(first + DAY, last - DAY) == []
    decision.refuse(some[0].pk, center, "理由")
    assert figures.by_state(first, last + DAY) == [(series, "received", 2), (series, "rejected", 1)]
    months = figures.by_month(last + DAY)
    assert (len(months), months[0], months[-2:]) == (12, ("2025/11", 0), [("2026/09", 2), ("2026/10", 1)])
    assert figures.by_month(last, 1) == [("2026/09", 2)]
    found = figures.speed(first, last)
    # Tuesday to Wednesday is one business day, Wednesday to Sunday two.
    assert (found.count, found.median, found.next_day) == (2, 1.5, 0.5) and found.p90 > 1.5
    assert figures.speed(first, first) == figures.Speed(1, 1, 1.0, 1.0)
    assert figures.speed(first - DAY, first - DAY) == figures.Speed(0, 0, 0, 0)
    made = [("b", 2), ("a", 2), ("c", 1), *((f"x{n:02}", 1) for n in range(12))]
    for where, times in made:
        for _ in range(times):
            Comment.objects.create(application=some[1], revision_no=1, where=where, text="t", at=clock.now())
    today = clock.today()
    backs = figures.send_backs(today, today)
    assert backs[:4] == [("a", 2), ("b", 2), ("c", 1), ("x00", 1)] and len(backs) == 15
    assert figures.send_backs(today - DAY, today - DAY) == [] == figures.send_backs(today + DAY, today + DAY)


def test_contact_persons_are_forgotten_when_an_application_has_ended_long_ago() -> None:
    office = parts.guide_office()
    who = parts.person(office)
    ended, still = (parts.filed(office, who, parts.abolish(office, n)) for n in ("1ANACA0A", "1ANACA01"))
    filing.withdraw(ended.pk, who, "理由")
    now = clock.now()
    presence, contacts, _notes = retention.TERMS
    assert [(t.key, t.keep.days) for t in (presence, contacts)] == [("presence", 1), ("contacts", 3653)]
    assert [contacts.erase(now + n * DAY) for n in (-1, 1, 1)] == [0, 1, 0]
    assert ended.revisions.get().contact == {} and still.revisions.get().contact != {}
    Presence.objects.create(application=still, person=who, seen_at=now)
    assert [presence.erase(now + n * DAY) for n in (0, 1)] == [0, 1]


def test_what_a_record_only_event_moves_is_nothing() -> None:
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    line = drafts.record_event(a, Event.HELD, who, text="x")
    assert (line.event, line.source, line.target, line.detail, line.company_id) == (
        "held",
        "",
        "",
        {"text": "x"},
        office.company_id,
    )
