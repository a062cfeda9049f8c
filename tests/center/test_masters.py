"""Master data: what the Center edits counts from its day on, for every channel, and stands in the record."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nss.account.models import Access, Role
from nss.application import decision, filing
from nss.application.announce import reminders
from nss.application.announce.reach import Reach, reach
from nss.application.filing import Refused
from nss.application.models import Record
from nss.base import clock
from nss.calendar.days import add_business_days, is_business_day
from nss.calendar.verdict import Need
from nss.contract.rows.office import SystemManager
from nss.master import sheet_checks, state
from nss.master.models import (
    Announcement,
    Audience,
    Blackout,
    ClosedDay,
    MailTemplate,
    MailText,
    ScheduleDay,
    TermsVersion,
)
from nss.master.sheets import SHEETS
from nss.master.terms import in_force
from nss.notice import preferences
from nss.notice.models import Mail, News
from nss.procedure.codes.business_rules import business_problem
from nss.procedure.kit import schedule
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    client = Client()
    client.force_login(parts.person(None, "kanri", Role.ADMIN))
    return client


def edit(client, key, **values):
    answer = client.post(f"/center/masters/{key}/", values)
    state.refresh()
    return answer


def day(d):
    return f"{d:%Y/%m/%d}"


def test_a_registration_day_that_is_taken_out_is_offered_to_nobody_and_warned_about(admin):
    # Holds N07.
    first = schedule.offered(clock.today(), Need(), 3)
    answer = edit(admin, "schedule", day=day(first[1]), note="臨時休業のため")
    assert answer.status_code == 302
    assert first[1] not in schedule.offered(clock.today(), Need(), 3)
    verdict = schedule.judge(first[1], clock.today(), Need())
    assert verdict.allowed and not verdict.advised
    logged = Access.objects.get(what="master")
    assert logged.actor.login_id == "kanri" and logged.detail["after"]["note"] == "臨時休業のため"


def test_a_registration_day_that_is_added_has_its_own_deadlines_also_in_the_decision(admin):
    # Holds N07.
    office = parts.guide_office()
    free = next(
        d
        for n in range(20, 60)
        if is_business_day(d := clock.today() + timedelta(days=n))
        and d not in {r.day for r in schedule.registered(clock.today())}
    )
    by = add_business_days(free, -6)
    edit(admin, "schedule", day=day(free), offered="on", apply_by=day(clock.today()), setting_by=day(by))
    assert free in schedule.offered(clock.today(), Need(), 60)
    a = parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC"), wish_date=free)
    done = decision.approve(a.pk, parts.reviewer(), free)
    assert done.setting_deadline == by


def test_a_schedule_that_moves_between_the_confirm_page_and_filing_is_caught_and_nothing_is_lost(admin):
    # Holds X-04.
    office = parts.guide_office()
    who = parts.person(office)
    wish = schedule.offered(clock.today(), Need(), 2)[1]
    revision = parts.draft(office, who, parts.abolish(office, "1ANACA0A"), wish_date=wish)
    client = Client()
    client.force_login(who)
    path = f"/drafts/{revision.application_id}/check/"
    page = client.get(path).content.decode()
    hidden = {n: page.split(f'name="{n}" value="')[1].split('"')[0] for n in ("digest", "shown")}
    edit(admin, "schedule", day=day(wish), note="取りやめ")
    answer = client.post(path, {**hidden, "remark": "控えあり"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "もう一度ご確認ください" in text and "システム登録日ではない" in text and "控えあり" in text
    revision.refresh_from_db()
    assert revision.remark == "控えあり" and revision.wish_date == wish


def test_a_closed_day_counts_in_every_count_of_business_days(admin):
    # Holds N08, D-18.
    tomorrow = add_business_days(clock.today(), 1)
    after = add_business_days(clock.today(), 2)
    edit(admin, "closed", day=day(tomorrow), name_ja="創立記念日", name_en="Founders' day")
    assert not is_business_day(tomorrow)
    assert add_business_days(clock.today(), 1) == after
    found = schedule.judge(tomorrow, clock.today(), Need())
    assert "創立記念日" in str(found.reasons[0].text)


def test_a_holiday_that_is_worked_is_a_business_day(admin):
    # Holds N08.
    holiday = next(
        d
        for n in range(1, 400)
        if (d := clock.today() + timedelta(days=n)).weekday() < 5 and not is_business_day(d)
    )
    edit(admin, "closed", day=day(holiday), works="on", name_ja="臨時営業")
    assert is_business_day(holiday)


def test_nothing_can_be_filed_in_a_blackout_and_the_draft_stays(admin):
    office = parts.guide_office()
    who = parts.person(office)
    revision = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    now = clock.now()
    answer = edit(
        admin,
        "blackout",
        first_at=f"{now - timedelta(hours=1):%Y/%m/%d %H:%M}",
        last_at=f"{now + timedelta(hours=1):%Y/%m/%d %H:%M}",
        text_ja="システム更改",
        text_en="Upgrade",
    )
    assert answer.status_code == 302
    with pytest.raises(Refused) as refused:
        filing.submit(revision.application_id, who)
    assert "システム更改" in str(refused.value.problems[0].text)
    client = Client()
    client.force_login(who)
    assert "システム更改" in client.get("/").content.decode()
    Blackout.objects.all().delete()
    state.changed()
    state.refresh()
    assert filing.submit(revision.application_id, who).number


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("schedule", {"day": "2020/01/08", "offered": "on"}),
        ("closed", {"day": "2020/01/08", "name_ja": "x"}),
        ("prices", {"transaction": "IDA", "plan_a": "1", "plan_b": "2", "since": "2020/01/01"}),
        ("terms", {"version": "x", "since": "2020/01/01", "text_ja": "a"}),
        ("mail-texts", {"kind": "M01", "since": "2020/01/01"}),
        ("blackout", {"first_at": "2027/01/02 10:00", "last_at": "2027/01/02 09:00", "text_ja": "x"}),
        (
            "announcements",
            {
                "title_ja": "x",
                "text_ja": "x",
                "first_at": "2027/01/02",
                "last_at": "2027/01/03",
                "audience": "named",
            },
        ),
        ("schedule", {"day": "明日", "offered": "on"}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(admin, key, values):
    answer = admin.post(f"/center/masters/{key}/", values)
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()


def test_what_has_begun_to_count_stays(admin):
    row = ClosedDay.objects.create(day=clock.today(), name_ja="本日", changed_at=clock.now())
    assert (
        admin.post(
            f"/center/masters/closed/{row.pk}/",
            {"day": day(clock.today() + timedelta(days=9)), "name_ja": "別"},
        ).status_code
        == 422
    )
    admin.post(f"/center/masters/closed/{row.pk}/remove/")
    row.refresh_from_db()
    assert row.name_ja == "本日"


def seen_of(client: Client, path: str) -> str:
    """What the page of a row carries of it."""
    return parts.shown_by(client.get(path).content.decode(), path + "remove/#asked")


def test_a_row_that_a_colleague_changed_meanwhile_is_neither_written_over_nor_deleted(admin):
    later = add_business_days(clock.today(), 30)
    edit(admin, "closed", day=day(later), name_ja="棚卸")
    path = f"/center/masters/closed/{ClosedDay.objects.get().pk}/"
    colleague = parts.signed_in(parts.person(None, "kanri2", Role.ADMIN))
    seen = seen_of(colleague, path)
    first = {"day": day(later), "name_ja": "点検", "seen": seen}
    assert admin.post(path, first).status_code == 302
    answer = colleague.post(path, {**first, "name_ja": "停電"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "点検" in page and 'value="停電"' in page
    said = colleague.post(path + "remove/", {"seen": seen}, follow=True).content.decode()
    assert "ほかの担当者がこの行を変更しました" in said and "点検" in said
    assert ClosedDay.objects.get().name_ja == "点検"
    again = {**first, "name_ja": "停電", "seen": parts.shown_by(page, path + "remove/#asked")}
    assert colleague.post(path, again).status_code == 302
    assert ClosedDay.objects.get().name_ja == "停電"


def test_a_row_that_does_not_count_yet_is_changed_and_deleted_with_before_and_after(admin):
    later = add_business_days(clock.today(), 30)
    edit(admin, "closed", day=day(later), name_ja="棚卸")
    row = ClosedDay.objects.get()
    path = f"/center/masters/closed/{row.pk}/"
    admin.post(path, {"day": day(later), "name_ja": "棚卸（変更）", "seen": seen_of(admin, path)})
    admin.post(path + "remove/", {"seen": seen_of(admin, path)})
    assert not ClosedDay.objects.exists()
    changes = [
        (a.detail["before"].get("name_ja"), a.detail["after"].get("name_ja"))
        for a in Access.objects.filter(what="master").order_by("id")
    ]
    assert changes == [(None, "棚卸"), ("棚卸", "棚卸（変更）"), ("棚卸（変更）", None)]
    record = admin.get("/center/record/", {"kind": "access"}).content.decode()
    assert "名称：棚卸 → 棚卸（変更）" in record and record.count(f"日付：{day(later)}") == 2


def test_an_import_takes_all_rows_or_none_and_names_each_bad_one(admin):
    good, bad = add_business_days(clock.today(), 40), "2020/01/01"
    text = f"day,offered,apply_by,setting_by,capacity,note\n{day(good)},—,,,,a\n{bad},—,,,,b\nx,—,,,,c\n"
    answer = admin.post(
        "/center/masters/schedule/import/", {"file": SimpleUploadedFile("s.csv", text.encode())}, follow=True
    )
    page = answer.content.decode()
    assert "3行目" in page and "4行目" in page and not ScheduleDay.objects.exists()
    fine = text.splitlines()[0] + f"\n{day(good)},—,,,,a\n"
    admin.post("/center/masters/schedule/import/", {"file": SimpleUploadedFile("s.csv", fine.encode())})
    assert ScheduleDay.objects.get().day == good
    assert day(good) in admin.get("/center/masters/schedule.csv").content.decode("utf-8-sig")


def test_a_file_of_more_than_a_megabyte_and_none_at_all_are_refused_with_a_sentence(admin):
    head = b"day,works,name_ja,name_en\n"
    for sent in ({}, {"file": SimpleUploadedFile("closed.csv", head + b"x" * 1_000_000)}):
        page = admin.post("/center/masters/closed/import/", sent, follow=True).content.decode()
        assert "1MB以下のCSVファイルを選択してください。" in page
    sent = {"file": SimpleUploadedFile("closed.csv", head + "2030/01/10,—,休業,\n".encode())}
    page = admin.post("/center/masters/closed/import/", sent, follow=True).content.decode()
    assert "1行を取り込みました。" in page and ClosedDay.objects.count() == 1
    logged = Access.objects.get(what="master")
    assert logged.detail["imported"] == 1 and logged.detail["file"] == "closed.csv"


def test_days_prices_and_fees_can_be_read_from_a_file_and_nothing_else(admin):
    read = {"schedule", "closed", "capacity", "leads", "fees", "prices"}
    assert read < set(SHEETS)
    for key in (key for key, sheet in SHEETS.items() if not sheet.apart):
        shown = f"/center/masters/{key}/import/" in admin.get(f"/center/masters/{key}/").content.decode()
        taken = admin.post(f"/center/masters/{key}/import/", {}).status_code == 302
        assert (key, shown, taken) == (key, key in read, key in read)


def taken_in(admin, key, text):
    file = SimpleUploadedFile("s.csv", text.encode("utf-8-sig"))
    page = admin.post(f"/center/masters/{key}/import/", {"file": file}, follow=True).content.decode()
    state.refresh()
    return page


def test_a_yes_that_a_spreadsheet_wrote_is_a_yes(admin):
    taken_in(
        admin, "schedule", "day,offered,apply_by,setting_by,capacity,note\n2027/03/02,TRUE,,,,臨時の登録日\n"
    )
    assert ScheduleDay.objects.get().offered is True


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "day,offered,apply_by,setting_by,capacity,note\n2027/03/02,maybe,,,,a\n",
            "2行目「登録日とする」（offered）",
        ),
        (
            "day,offered,apply_by,setting_by,capacity,note\n2027/03/02,,,,,a\n",
            "2行目「登録日とする」（offered）：空欄",
        ),
        ("day,ofered,apply_by,setting_by,capacity,note\n2027/03/02,○,,,,a\n", "わからない見出し ofered"),
        ("day,apply_by,setting_by,capacity,note\n2027/03/02,,,,a\n", "不足している見出し offered"),
        ("day,offered,apply_by,setting_by,capacity,note\n,○,,,,a\n", "2行目「システム登録日」（day）"),
    ],
)
def test_what_is_not_understood_in_an_import_is_named_with_line_and_column(admin, text, said):
    assert said in taken_in(admin, "schedule", text)
    assert not ScheduleDay.objects.exists()


def test_a_closed_day_with_any_name_goes_out_as_csv_and_comes_in_the_same(admin):
    names = ["-臨時休業", "'かぎ", "＝等号", 'a,b"c', "塚\ufa10"]
    for n, name in enumerate(names):
        edit(admin, "closed", day=f"2027/05/{19 + n}", name_ja=name)
    text = admin.get("/center/masters/closed.csv").content.decode("utf-8-sig")
    ClosedDay.objects.all().delete()
    assert f"{len(names)}行を取り込みました" in taken_in(admin, "closed", text)
    assert sorted(ClosedDay.objects.values_list("name_ja", flat=True)) == sorted(names)


@pytest.mark.parametrize("day", ["9999/12/31", "2127/01/06", "0001/01/01", "2026/13/01"])
def test_a_day_out_of_reach_is_refused_beside_its_field(admin, day):
    answer = edit(admin, "closed", day=day, name_ja="休業")
    assert answer.status_code == 422 and not ClosedDay.objects.exists()


def test_terms_change_on_their_day_and_an_acceptance_names_its_version(admin, moved_clock):
    # Holds D-51.
    old = in_force(clock.today())[0]
    since = clock.today() + timedelta(days=10)
    edit(admin, "terms", version="2027年版", since=day(since), text_ja="第1条\n利用の申込\n\n第2条\n料金")
    assert in_force(clock.today())[0] == old
    moved_clock(10)
    version, articles = in_force(clock.today())
    assert version == "2027年版" and [str(a[0]) for a in articles] == ["第1条", "第2条"]
    assert "2027年版" in Client().get("/new/").content.decode()
    assert TermsVersion.objects.count() == 1


def test_an_addition_stands_in_the_mails_from_its_day_on(admin, moved_clock):
    since = clock.today() + timedelta(days=1)
    edit(
        admin,
        "mail-texts",
        kind="M01",
        since=day(since),
        text_ja="年末年始は休業します。",
        text_en="Closed at the turn of the year.",
    )
    row = MailText.objects.get()
    assert "年末年始は休業します。" in admin.get(f"/center/masters/mail-texts/{row.pk}/").content.decode()
    office = parts.guide_office()
    who = parts.person(office)
    parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    moved_clock(1)
    parts.filed(office, who, parts.ids_to_add("1ANAC"))
    first, later = Mail.objects.filter(kind="M01").order_by("id")
    assert "年末年始" not in first.body and "年末年始" in later.body and "turn of the year" in later.body


def test_mails_are_worded_anew_from_their_day_on_with_their_slots_filled(admin, moved_clock):
    # Holds N17.
    since = clock.today() + timedelta(days=1)
    edit(
        admin,
        "mail-templates",
        kind="M01",
        since=day(since),
        subject="お申し込みを承りました",
        text_ja="{担当者}様のお申し込み（{受付番号}）を承りました。\n希望日：{希望日}\n理由：{理由}",
        text_en="Thank you for {number}.",
    )
    row = MailTemplate.objects.get()
    page = admin.get(f"/center/masters/mail-templates/{row.pk}/").content.decode()
    assert "【NSS】お申し込みを承りました（260001A）" in page and "Thank you for 260001A." in page
    office = parts.guide_office()
    who = parts.person(office)
    parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    moved_clock(1)
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    first, later = Mail.objects.filter(kind="M01").order_by("id")
    assert first.subject.startswith("【NSS】利用申込受付完了のお知らせ")
    assert later.subject == f"【NSS】お申し込みを承りました（{a.number}）"
    assert (
        f"お申し込み（{a.number}）を承りました。" in later.body and f"Thank you for {a.number}." in later.body
    )
    assert (
        f"/applications/{a.number}/" in later.body
        and "ヘルプデスク" in later.body
        and "理由：—" in later.body
    )


SLOTS = {"subject": "", "text_ja": "{受付番後}{氏名だ}", "text_en": ""}


def test_a_price_without_the_day_from_which_it_counts_is_refused_beside_it(admin):
    sent = {"transaction": "IDA", "plan_a": "20", "plan_b": "24", "since": ""}
    answer = admin.post("/center/masters/prices/", sent)
    assert answer.status_code == 422
    assert re.search(r'<input[^>]*name="since"[^>]*aria-invalid="true"', answer.content.decode())


def test_a_slot_that_stands_for_nothing_is_refused_with_those_that_do(admin):
    since = day(clock.today() + timedelta(days=1))
    given = {"kind": "M01", "since": since, "subject": "", "text_ja": "{受付番後}{氏名だ}", "text_en": ""}
    answer = admin.post("/center/masters/mail-templates/", given)
    assert answer.status_code == 422
    assert "{受付番後}という差し込みはありません" in answer.content.decode(), "the first of them"
    (problem,) = sheet_checks.template({"since": clock.today() + timedelta(days=1), **SLOTS}, clock.today())
    assert "{受付番後}という" in problem.text.ja and "no slot {受付番後}." in problem.text.en
    assert not MailTemplate.objects.exists()


def announcement(**values):
    """An announcement by mail as its form sends it."""
    now = clock.now()
    return {
        "title_ja": "回線の保守",
        "text_ja": "12月1日に行います。",
        "first_at": f"{now - timedelta(hours=1):%Y/%m/%d %H:%M}",
        "last_at": f"{now + timedelta(days=3):%Y/%m/%d %H:%M}",
        "audience": "offices",
        "mail": "on",
        **values,
    }


def confirmed(page):
    """What the page that says whom it reaches sends along."""
    return re.search(r'name="confirmed" value="(\w+)"', page)[1]


def announced(admin, **values):
    """Add it, by the second press."""
    sent = announcement(**values)
    page = edit(admin, "announcements", **sent).content.decode()
    assert not Announcement.objects.exists(), "the first press only says whom it reaches"
    assert edit(admin, "announcements", **sent, confirmed=confirmed(page)).status_code == 302


def test_whom_an_announcement_reaches_is_said_before_it_is_mailed(admin):
    # Holds N16.
    office, other = parts.guide_office(), parts.office("XYZ001")
    for n, login in enumerate(("hanako", "taro", "ziro")):
        parts.person(office, login, is_active=n < 2)
    parts.person(other, "x")
    preferences.store(other, "notice", mail=False, extra=[])
    sent = announcement()
    page = edit(admin, "announcements", **sent).content.decode()
    assert "3人（2事業所）の画面に表示し" in page and "1事業所の管理責任者へメールを送信します" in page
    assert 'value="回線の保守"' in page, "what was typed stays"
    assert "登録後まもなく1事業所" in page, "it has begun"
    later = f"{clock.now() + timedelta(days=1):%Y/%m/%d %H:%M}"
    assert (
        f"{later}に1事業所" in edit(admin, "announcements", **announcement(first_at=later)).content.decode()
    )
    named = announcement(audience="named", codes="NAC001")
    page = edit(admin, "announcements", **named).content.decode()
    assert "2人（1事業所）の画面に表示し" in page
    parts.person(office, "new")
    again = edit(admin, "announcements", **named, confirmed=confirmed(page)).content.decode()
    assert "3人（1事業所）の画面に表示し" in again, "others than were read of: asked again"
    assert not Announcement.objects.exists()
    changed = {**named, "codes": "NAC001 XYZ001", "confirmed": confirmed(again)}
    assert "（2事業所）" in edit(admin, "announcements", **changed).content.decode()
    assert edit(admin, "announcements", **named, confirmed=confirmed(again)).status_code == 302
    path = f"/center/masters/announcements/{Announcement.objects.get().pk}/"
    seen = parts.shown_by(admin.get(path).content.decode(), path + "remove/#asked")
    more = announcement(audience="offices", seen=seen)
    page = admin.post(path, more).content.decode()
    assert "（2事業所）" in page and Announcement.objects.get().audience == "named"
    assert admin.post(path, {**more, "confirmed": confirmed(page)}).status_code == 302
    quiet = {k: v for k, v in announcement(title_ja="画面だけ").items() if k != "mail"}
    assert edit(admin, "announcements", **quiet).status_code == 302, "without mail at the first press"


def test_as_many_are_mailed_as_were_said(admin):
    other = parts.office("XYZ001")
    parts.guide_office()
    parts.office("XYZ002")
    preferences.store(other, "notice", mail=False, extra=[])
    assert reach(Audience.OFFICES, []) == Reach(3, 0, 2)
    gone = SystemManager.objects.get(office=parts.office("XYZ003"))
    for ends, mails in ((clock.today(), 2), (clock.today() + timedelta(days=1), 3)):
        SystemManager.objects.filter(pk=gone.pk).update(ends=ends)
        assert reach(Audience.OFFICES, []).mails == mails, "a manager until the day before"
    SystemManager.objects.filter(pk=gone.pk).update(ends=clock.today())
    announced(admin)
    assert reminders.broadcast() == 2


def test_an_announcement_is_shown_to_its_offices_while_it_lasts_and_mailed_once(admin):
    # Holds N16.
    office, other = parts.guide_office(), parts.office("XYZ001", company_name="別会社")
    announced(admin, audience="named", codes="NAC001")
    seen = {}
    for o, login in ((office, "hanako"), (other, "x")):
        client = Client()
        client.force_login(parts.person(o, login))
        seen[o.code] = "回線の保守" in client.get("/").content.decode()
    assert seen == {"NAC001": True, "XYZ001": False}
    assert "回線の保守" not in Client().get("/login/").content.decode()
    assert reminders.broadcast() == 1 and reminders.broadcast() == 0
    assert Announcement.objects.get().mailed_at and Mail.objects.filter(kind="notice").count() == 1


def test_only_administrators_edit_and_everybody_of_the_center_reads():
    client = Client()
    client.force_login(parts.reviewer())
    assert client.get("/center/masters/closed/").status_code == 200
    assert client.post("/center/masters/closed/", {"day": "2027/01/06", "name_ja": "x"}).status_code == 403
    assert client.post("/center/masters/closed/1/remove/").status_code == 403


def test_a_business_type_that_is_no_longer_offered_cannot_be_added_and_what_is_held_stays(admin, moved_clock):
    # Holds D-10.
    office = parts.guide_office()
    who = parts.person(office)
    since = clock.today() + timedelta(days=1)
    edit(admin, "business-types", code="01", since=day(since))
    assert parts.filed(office, who, parts.ids_to_add("1ANAC")).number
    moved_clock(1)
    with pytest.raises(Refused) as refused:
        parts.filed(office, who, parts.ids_to_add("1ANAC"))
    assert refused.value.problems[0].code == "business_not_offered" and "通関" in str(
        refused.value.problems[0].text
    )
    assert parts.filed(office, who, parts.abolish(office, "1ANACA0A")).number


def test_groups_of_the_center_replace_the_built_in_ones_while_they_count(admin, moved_clock):
    # Holds D-34, N20.
    usual, own = ["01", "08"], ["01", "10"]
    assert business_problem(usual) is None and business_problem(own) is not None
    since = clock.today() + timedelta(days=1)
    assert (
        admin.post(
            "/center/masters/business-groups/", {"name": "x", "members": "01 99", "since": day(since)}
        ).status_code
        == 422
    )
    edit(
        admin,
        "business-groups",
        name="通関と保税",
        members="01 10",
        since=day(since),
        until=day(since + timedelta(days=9)),
    )
    assert business_problem(usual) is None
    moved_clock(1)
    assert business_problem(own) is None and business_problem(usual) is not None
    moved_clock(11)
    assert business_problem(usual) is None


def test_the_center_words_the_news_itself(admin, moved_clock):
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    edit(
        admin,
        "news-texts",
        event="refuse",
        since=day(clock.today() + timedelta(days=1)),
        text_ja="承認できませんでした。理由をご確認ください。",
        text_en="Not approved: see why.",
    )
    moved_clock(1)
    decision.refuse(a.pk, parts.reviewer(), "見本")
    assert News.objects.latest("pk").text_ja == "承認できませんでした。理由をご確認ください。"


def test_a_withdrawal_on_request_is_entered_with_its_reason_and_who_entered_it():
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    client = Client()
    client.force_login(parts.reviewer())
    assert client.post(f"/center/applications/{a.number}/withdraw/", {"reason": ""}).status_code == 422
    client.post(
        f"/center/applications/{a.number}/withdraw/", {"reason": "11/21に電話で依頼", "seen": parts.seen(a)}
    )
    a.refresh_from_db()
    assert a.state == "withdrawn" and a.closing_reason == "11/21に電話で依頼"
    assert Record.objects.filter(application=a, event="withdraw").get().actor.login_id == "shinsa"
