"""What a change of the schedule touches is read before it is stored, kept in the record, and told to the offices whose requested
day is another one by it (N07, N08)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nss.account.models import Access, Role
from nss.application import places, touched
from nss.application.models import Application, Work
from nss.base import clock
from nss.calendar.days import add_business_days
from nss.calendar.leads import LeadKind, lead
from nss.contract.models import Office
from nss.contract.snapshot import load
from nss.master import schedule, state
from nss.master.models import Capacity, ClosedDay, Lead, ScheduleDay
from nss.master.schedule import setting_deadline
from nss.notice.models import News
from nss.procedure.charges import fee_plan
from tests import parts

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)
ROW = re.compile(r'<td data-label="[^"]*">\s*(.*?)\s*</td>', re.S)


@pytest.fixture
def admin() -> Client:
    return parts.signed_in(parts.person(None, "kanri", Role.ADMIN))


@pytest.fixture
def office() -> Office:
    made = parts.guide_office()
    parts.person(made)
    return made


def ending(office: Office, nth: int = 0) -> Application:
    """An ID to be ended on the nth day that is possible."""
    edits = parts.abolish(office, "1ANACA0A")
    return parts.filed(office, office.people.get(), edits, wish_date=parts.wish(edits, nth))


def adding(office: Office, nth: int = 2) -> Application:
    """One more ID; it needs a setting."""
    edits = parts.ids_to_add("1ANAC")
    return parts.filed(office, office.people.get(), edits, wish_date=parts.wish(edits, nth))


def written(day: date) -> str:
    return f"{day:%Y/%m/%d}"


def asked(page: str) -> list[tuple[str, ...]]:
    """What a page names as touched: number, what, day, before, after."""
    if 'id="asked"' not in page:
        return []
    listed = page.partition('id="asked"')[2].partition("</table>")[0].partition("<tbody>")[2]
    cells = [re.sub(r"<[^>]+>", "", c).strip() for c in ROW.findall(listed)]
    rows = [cells[n : n + 6] for n in range(0, len(cells), 6)]
    return [(r[0], r[2], r[3].partition("（")[0], r[4], r[5]) for r in rows]


def mark(page: str) -> str:
    found = re.search(r'name="confirmed" value="(\w+)"', page)
    return found[1] if found else ""


def post(client: Client, path: str, sent: dict[str, str]) -> str:
    answer = client.post(f"/center/masters/{path}", sent, follow=True)
    state.refresh()
    return answer.content.decode()


def twice(client: Client, path: str, sent: dict[str, str]) -> list[tuple[str, ...]]:
    """Send a change and, once it was read, send it again; what it said that it touches."""
    page = post(client, path, sent)
    if mark(page):
        post(client, path, {**sent, "confirmed": mark(page)})
    return asked(page)


def told(office: Office) -> list[tuple[str, str]]:
    """Number and text of what the news said of the schedule."""
    found = News.objects.filter(office=office, text_ja__contains="スケジュールの変更").order_by("id")
    return list(found.values_list("number", "text_ja"))


def day_of(a: Application) -> date:
    day = places.day_of(a)
    assert day is not None
    return day


def jp(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def test_a_closed_day_is_read_first_with_what_it_touches_and_stored_by_a_second_press(admin, office):
    # Holds N08.
    a = ending(office)
    day = day_of(a)
    sent = {"day": written(day), "name_ja": "臨時休業"}
    page = post(admin, "closed/", sent)
    assert [(r[0], r[1], *r[3:]) for r in asked(page)] == [
        (a.number, "利用開始希望日", "登録日", "休業日（臨時休業）")
    ]
    assert office.code in page and 'value="臨時休業"' in page, "what was typed is still there"
    assert "1事業所の新着情報に表示します" in page
    assert not ClosedDay.objects.exists() and not Access.objects.filter(what="master").exists()
    assert not told(office)
    post(admin, "closed/", {**sent, "confirmed": mark(page)})
    assert ClosedDay.objects.get().day == day
    assert Access.objects.get(what="master").detail["touched"] == [a.number]
    assert f"影響する申込：{a.number}" in admin.get("/center/record/", {"kind": "access"}).content.decode()
    ((number, news),) = told(office)
    assert number == a.number and written(day) in news and "臨時休業" in news


def test_a_closed_day_that_nothing_stands_on_is_stored_at_once(admin, office):
    day = day_of(ending(office))
    assert twice(admin, "closed/", {"day": written(day + ONE), "name_ja": "休業"}) == []
    assert ClosedDay.objects.count() == 1
    assert Access.objects.get(what="master").detail["touched"] == []


def test_what_was_read_counts_for_just_that(admin, office):
    a = ending(office)
    sent = {"day": written(day_of(a)), "name_ja": "休業"}
    first = mark(post(admin, "closed/", sent))
    b = parts.filed(office, office.people.get(), parts.ids_to_add("1ANAC"), wish_date=day_of(a))
    page = post(admin, "closed/", {**sent, "confirmed": first})
    assert {r[0] for r in asked(page)} >= {a.number, b.number} and not ClosedDay.objects.exists()


def test_a_plan_begins_on_the_first_of_a_month_whether_the_center_works_on_it_or_not(admin, office):
    # Holds D-39.
    row = next(r for r in load(office, clock.today(), ("plan",)).rows if r.values["tab"] == "net")
    edits = [fee_plan.change(fee_plan.KEY, row, {"plan": "A"})]
    a = parts.filed(office, office.people.get(), edits)
    assert day_of(a).day == 1
    assert twice(admin, "closed/", {"day": written(day_of(a)), "name_ja": "休業"}) == []
    assert told(office) == []


def test_a_decided_start_and_its_deadline_are_named_and_stay_and_its_office_is_told_nothing(admin, office):
    a = adding(office)
    a = parts.approve(a.pk, parts.reviewer(), day_of(a))
    start, deadline = a.start_date, a.setting_deadline
    assert start is not None and deadline is not None
    rows = twice(admin, "schedule/", {"day": written(start)})
    assert [(r[0], r[1], *r[3:]) for r in rows] == [(a.number, "利用開始日", "登録日", "登録日ではない日")]
    (row,) = twice(admin, "closed/", {"day": written(deadline), "name_ja": "休業"})
    assert (row[0], row[1], *row[3:]) == (a.number, "システム設定申込締切日", "営業日", "休業日（休業）")
    a.refresh_from_db()
    assert (a.start_date, a.setting_deadline) == (start, deadline)
    assert told(office) == []


def test_a_day_taken_out_is_told_and_told_back_when_its_row_is_changed_or_deleted(admin, office):
    # Holds N07.
    a = ending(office)
    day = day_of(a)
    twice(admin, "schedule/", {"day": written(day)})
    path = f"schedule/{ScheduleDay.objects.get().pk}/"

    def seen() -> str:
        page = admin.get(f"/center/masters/{path}").content.decode()
        return parts.shown_by(page, f"/center/masters/{path}remove/#asked")

    rows = twice(admin, path, {"day": written(day), "offered": "on", "seen": seen()})
    assert [r[3:] for r in rows] == [("登録日ではない日", "登録日")]
    twice(admin, path, {"day": written(day), "seen": seen()})
    page = post(admin, path + "remove/", {"seen": seen()})
    assert [r[0] for r in asked(page)] == [a.number] and ScheduleDay.objects.exists()
    post(admin, path + "remove/", {"seen": seen(), "confirmed": mark(page)})
    assert not ScheduleDay.objects.exists()
    assert ["登録できる日になりました" in text for _, text in told(office)] == [False, True, False, True]
    assert Access.objects.filter(what="master").latest("id").detail["touched"] == [a.number]


def test_a_capacity_names_those_beyond_it_and_no_other(admin, office):
    # Holds N07.
    edits = parts.ids_to_add("1ANAC")
    day = parts.wish(edits, 2)
    who = office.people.get()
    a, b, c = (parts.filed(office, who, edits, wish_date=day) for _ in range(3))
    rows = twice(admin, "capacity/", {"since": written(day), "most": "2"})
    assert [(r[0], *r[3:]) for r in rows] == [(c.number, "登録日", "件数（2件）を超える")]
    rows = twice(admin, "schedule/", {"day": written(day), "offered": "on", "capacity": "1"})
    assert [(r[0], *r[3:]) for r in rows] == [
        (b.number, "登録日", "件数（1件）を超える"),
        (c.number, "件数（2件）を超える", "件数（1件）を超える"),
    ]
    assert [number for number, _ in told(office)] == [c.number, b.number], "c was beyond it before"
    assert a.number not in str(rows)
    row = re.search(rf"{jp(day)}.*?</tr>", admin.get("/center/calendar/").content.decode(), re.S)
    assert row is not None
    assert [re.sub(r"<[^>]+>|\s", "", c) for c in re.findall(r'class="num">(.*?)</td>', row[0], re.S)] == [
        "3",
        "1",
        "なし",
    ]


def test_a_capacity_from_the_next_day_on_touches_nobody(admin, office):
    day = day_of(ending(office))
    assert twice(admin, "capacity/", {"since": written(day + ONE), "most": "0"}) == []
    assert [r[3:] for r in twice(admin, "capacity/", {"since": written(day), "most": "0"})] == [
        ("登録日", "件数（0件）を超える")
    ]
    assert Capacity.objects.count() == 2
    page = post(admin, "closed/", {"day": written(day), "name_ja": "休業"})
    assert len(asked(page)) == 1 and "新着情報に表示します" not in page, "it was told that it cannot be met"


def test_another_lead_of_settings_names_the_wishes_whose_deadline_it_moves(admin, office):
    a, b = ending(office), adding(office)
    day = day_of(b)
    before, later = setting_deadline(day), add_business_days(day, -2)
    sent = {"kind": "setting", "days": "2"}
    assert twice(admin, "leads/", {**sent, "since": written(day + ONE)}) == []
    assert "新着情報に表示します" not in post(admin, "leads/", {**sent, "since": written(day)})
    rows = twice(admin, "leads/", {**sent, "since": written(day)})
    assert [(r[0], r[1], *r[3:]) for r in rows] == [
        (b.number, "システム設定申込締切日", written(before), written(later))
    ]
    assert setting_deadline(day) == later and a.number not in str(rows)
    assert told(office) == [], "no deadline was told before the decision"


def test_a_longer_lead_of_works_names_those_that_have_too_little_time_to_the_day(admin):
    office = parts.line_office()
    who, edits = parts.person(office), parts.server_edits(office)
    a = parts.filed(office, who, edits, extra=parts.line_extra(edits))
    assert Work.objects.get().kind == "remote"
    filed_on, day = a.received_on, day_of(a)
    assert filed_on is not None
    enough = next(n for n in range(200) if add_business_days(filed_on, n + 1) > day)
    tomorrow = written(clock.today() + ONE)
    sent = {"kind": "remote", "since": tomorrow}
    assert twice(admin, "leads/", {**sent, "days": str(enough)}) == []
    sent["since"] = written(clock.today() + 2 * ONE)
    rows = twice(admin, "leads/", {**sent, "days": str(enough + 1)})
    assert [(r[0], *r[3:]) for r in rows] == [(a.number, "日数が足りる", "日数が足りない")]
    assert lead(LeadKind.REMOTE, clock.today()) == 10, "it counts from its day on"


def test_a_day_on_which_works_are_fixed_is_named(admin):
    office = parts.line_office()
    who, edits = parts.person(office), parts.server_edits(office)
    a = parts.filed(office, who, edits, extra=parts.line_extra(edits))
    first, second = (add_business_days(clock.today(), n) for n in (3, 4))
    Work.objects.update(state="proposed", slots=[f"{first}/am", f"{second}/pm"])
    page = post(admin, "closed/", {"day": written(second), "name_ja": "休業"})
    assert (a.number, "工事の候補日") in [r[:2] for r in asked(page)]
    Work.objects.update(state="fixed", fixed=f"{first}/am")
    page = post(admin, "closed/", {"day": written(second), "name_ja": "休業"})
    assert not [r for r in asked(page) if r[1].startswith("工事")], "the other offered days count no more"
    page = post(admin, "closed/", {"day": written(first), "name_ja": "休業"})
    assert (a.number, "工事日") in [r[:2] for r in asked(page)]


def test_what_has_come_is_not_touched_any_more(moved_clock):
    office = parts.line_office()
    who, edits = parts.person(office), parts.server_edits(office)
    a = parts.filed(office, who, edits, extra=parts.line_extra(edits))
    start, works_on = day_of(a), add_business_days(clock.today(), 3)
    Work.objects.update(state="fixed", fixed=f"{works_on}/am")
    for key, day in (((a.works.get().pk, works_on), works_on), ((a.pk, "day"), start)):
        moved_clock(day - ONE)
        assert key in touched.standings()
        moved_clock(day)
        assert key not in touched.standings()


def test_a_file_that_touches_applications_is_read_first_and_need_not_be_chosen_again(admin, office):
    a = ending(office)
    body = f"day,works,name_ja,name_en\n{written(day_of(a))},—,休業,\n".encode()
    path = "closed/import/"
    page = post(admin, path, {"file": SimpleUploadedFile("kyugyo.csv", body)})
    assert [r[0] for r in asked(page)] == [a.number] and not ClosedDay.objects.exists()
    kept = re.search(r'name="file_body" value="([^"]*)"', page)
    assert kept is not None
    page = post(admin, path, {"confirmed": mark(page), "file_body": kept[1], "file_name": "kyugyo.csv"})
    assert "1行を取り込みました。" in page and ClosedDay.objects.count() == 1
    logged = Access.objects.get(what="master").detail
    assert (logged["imported"], logged["file"], logged["touched"]) == (1, "kyugyo.csv", [a.number])
    assert len(told(office)) == 1
    refused = post(admin, path, {"file_body": "%%", "file_name": "x"})
    assert "1MB以下のCSVファイルを選択してください。" in refused


def test_a_capacity_or_a_lead_of_a_colleague_is_not_written_over_unseen(admin):
    for key, sent, other in (
        ("capacity", {"since": "2027/04/01", "most": "20"}, {"most": "30"}),
        ("leads", {"kind": "laying", "days": "40", "since": "2027/04/01"}, {"days": "50"}),
    ):
        post(admin, f"{key}/", sent)
        model = {"capacity": Capacity, "leads": Lead}[key]
        path = f"{key}/{model.objects.get().pk}/"
        page = admin.get(f"/center/masters/{path}").content.decode()
        seen = parts.shown_by(page, f"/center/masters/{path}remove/#asked")
        post(admin, path, {**sent, **other, "seen": seen})
        answer = admin.post(f"/center/masters/{path}", {**sent, "seen": seen})
        assert answer.status_code == 422 and "ほかの担当者がこの行を変更しました" in answer.content.decode()
        assert post(admin, f"{key}/", sent).count("すでにあります") >= 1, "one row a day"


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        ("leads", {"kind": "setting", "days": "0", "since": "2027/04/01"}),
        ("leads", {"kind": "laying", "days": "251", "since": "2027/04/01"}),
        ("leads", {"kind": "laying", "days": "", "since": "2027/04/01"}),
        ("leads", {"kind": "x", "days": "5", "since": "2027/04/01"}),
        ("capacity", {"since": "2020/04/01", "most": "5"}),
        ("capacity", {"since": "2027/04/01", "most": "-1"}),
        ("schedule", {"day": "2027/04/01", "offered": "on", "capacity": "many"}),
    ],
)
def test_what_no_capacity_and_no_lead_can_be_is_said_beside_its_field(admin, key, sent):
    answer = admin.post(f"/center/masters/{key}/", sent)
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()


def test_the_pages_of_leads_and_capacity_say_what_counts_today(admin):
    page = admin.get("/center/masters/leads/").content.decode()
    assert "現在の基準" in page and "30営業日" in page
    assert "制限なし" in admin.get("/center/masters/capacity/").content.decode()
    post(admin, "capacity/", {"since": written(clock.today() + ONE), "most": "7"})
    assert "制限なし" in admin.get("/center/masters/capacity/").content.decode(), "it counts from tomorrow on"
    assert "現在の基準" not in admin.get("/center/masters/closed/").content.decode()


def test_the_days_of_a_month_are_in_sight_and_the_later_ones_folded(admin):
    page = admin.get("/center/calendar/").content.decode()
    near, _, later = page.partition("<details>")
    days = [r.day for r in schedule.registered(clock.today()) if r.day < clock.today() + 180 * ONE]
    assert len([d for d in days if jp(d) in later]) > 10
    for day in days:
        assert (f"day={written(day)}" in near) == (day < clock.today() + 31 * ONE)
        assert (f"day={written(day)}" in later) == (day >= clock.today() + 31 * ONE)


def test_who_decides_for_a_full_day_says_why_and_the_office_reads_of_it_where_it_chooses(admin, office):
    a = ending(office, 1)
    day = day_of(a)
    twice(admin, "schedule/", {"day": written(day), "offered": "on", "capacity": "0"})
    theirs = parts.signed_in(office.people.get()).get("/apply/calendar/").content.decode()
    assert "件数に達しました" in theirs
    center = parts.signed_in(parts.reviewer())
    path = f"/center/applications/{a.number}/"
    assert 'name="over_full"' not in center.get(path).content.decode(), "another day is proposed"
    shown = center.get(path, {"start": written(day)}).content.decode()
    assert 'name="over_full"' in shown and "登録できる件数（0件）に達しています" in shown
    sent = {"start": written(day), "seen": parts.seen(a)}
    refused = center.post(path + "approve/", sent)
    assert refused.status_code == 422 and 'name="over_full"' in refused.content.decode()
    center.post(path + "approve/", {**sent, "over_full": "月末のため"})
    a.refresh_from_db()
    assert a.start_date == day
    record = admin.get("/center/record/", {"kind": "application", "q": a.number}).content.decode()
    assert "件数に達した日に登録した理由：月末のため" in record
