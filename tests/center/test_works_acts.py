"""Acts on works: done only on what the page showed, with errors beside their fields and what was typed kept."""

from __future__ import annotations

from datetime import date

import pytest

from nss.account.models import Role
from nss.application import works
from nss.application.models import ConnectionTest, Work
from nss.base import clock
from nss.calendar.days import add_business_days
from tests import parts

from .test_acts import LONG, beside, value

pytestmark = pytest.mark.django_db


def arranged() -> Work:
    office = parts.line_office()
    edits = parts.server_edits(office)
    return parts.filed(office, parts.person(office), edits, extra=parts.line_extra(edits)).works.get()


def day(n: int) -> date:
    return add_business_days(clock.today(), n)


def sent(work: Work, url: str, **data: str):
    who = parts.Person.objects.filter(login_id="kouji").first() or parts.person(None, "kouji", Role.WORKS)
    work.refresh_from_db()
    found = {"seen": works.shown(work), **data}
    answer = parts.signed_in(who).post(f"/center/works/{work.pk}/{url}/", found)
    work.refresh_from_db()
    return answer, answer.content.decode()


def test_dates_are_offered_fixed_and_finished():
    # Holds N09.
    work = arranged()
    answer, _ = sent(work, "propose", day_0=f"{day(5):%Y/%m/%d}", half_0="pm", remark="午後を希望")
    assert answer.status_code == 302
    assert (work.state, work.slots, work.note) == ("proposed", [f"{day(5)}/pm"], "午後を希望")
    answer, _ = sent(work, "fix", day_0=f"{day(6):%Y/%m/%d}", half_0="am")
    assert answer.status_code == 302 and work.fixed == f"{day(6)}/am"
    answer, _ = sent(work, "finish", done="1", result="完了しました。")
    assert answer.status_code == 302 and (work.state, work.result) == ("done", "完了しました。")


def test_one_of_the_offices_dates_is_fixed_and_no_other():
    work = arranged()
    sent(work, "propose", day_0=f"{day(5):%Y/%m/%d}", half_0="am")
    works.counter(work.pk, parts.Person.objects.get(login_id="hanako"), [f"{day(7)}/pm"])
    _, page = sent(work, "fix", slot=f"{day(8)}/pm")
    assert "選び直してください" in beside(page, f"work-fix-{work.pk}-slot")
    _, page = sent(work, "fix")
    assert "日を選択してください" in beside(page, f"work-fix-{work.pk}-slot")
    assert work.state == "countered"
    answer, _ = sent(work, "fix", slot=f"{day(7)}/pm")
    assert answer.status_code == 302 and work.fixed == f"{day(7)}/pm"


def test_what_is_wrong_with_a_date_stands_beside_it_and_everything_typed_stays():
    work = arranged()
    key = f"work-propose-{work.pk}"
    answer, page = sent(
        work, "propose", day_0="あした", day_1=f"{day(5):%Y/%m/%d}", half_1="pm", remark="午後"
    )
    assert answer.status_code == 422
    assert beside(page, f"{key}-day_0") and not beside(page, f"{key}-day_1")
    assert [value(page, f"{key}-{n}") for n in ("day_0", "day_1", "remark")] == [
        "あした",
        f"{day(5):%Y/%m/%d}",
        "午後",
    ]
    _, page = sent(work, "propose", day_0=f"{clock.today():%Y/%m/%d}", half_0="am", remark=LONG)
    assert "241文字あります" in beside(page, f"{key}-remark") and value(page, f"{key}-remark") == LONG
    _, page = sent(work, "propose", day_0=f"{clock.today():%Y/%m/%d}", half_0="am", remark="本日")
    assert beside(page, f"{key}-day_0") and value(page, f"{key}-remark") == "本日"
    assert work.state == "waiting"


def test_works_that_changed_since_the_page_was_shown_are_left_alone_and_the_text_stays():
    work = arranged()
    old = works.shown(work)
    sent(work, "propose", day_0=f"{day(5):%Y/%m/%d}", half_0="am")
    answer, page = sent(work, "propose", seen=old, day_0=f"{day(6):%Y/%m/%d}", half_0="am", remark="二度目")
    assert answer.status_code == 422 and "工事の状態が変わりました" in page
    assert value(page, f"work-propose-{work.pk}-remark") == "二度目"
    assert work.slots == [f"{day(5)}/am"]
    sent(work, "fix", day_0=f"{day(5):%Y/%m/%d}", half_0="am")
    old = works.shown(work)
    sent(work, "finish", done="0", result="不在")
    answer, page = sent(work, "finish", seen=old, done="1", result="完了しました。")
    assert answer.status_code == 422 and work.state == "failed"
    assert "入力されていた内容" in page and "完了しました。" in page


def test_the_page_of_the_works_role_carries_the_forms_with_what_it_shows():
    work = arranged()
    who = parts.person(None, "kouji", Role.WORKS)
    page = parts.signed_in(who).get(f"/center/applications/{work.application.number}/").content.decode()
    assert f"/center/works/{work.pk}/propose/" in page and f'value="{works.shown(work)}"' in page
    reader = parts.signed_in(parts.person(None, "uketsuke", Role.RECEPTION))
    assert "/propose/" not in reader.get(f"/center/applications/{work.application.number}/").content.decode()


def test_an_answer_to_a_bad_connection_is_asked_for_beside_its_box():
    # Holds N09.
    a = arranged().application
    test = ConnectionTest.objects.create(
        company_id=a.company_id, application=a, tested_on=clock.today(), good=False, at=clock.now()
    )
    client = parts.signed_in(parts.person(None, "kouji", Role.WORKS))
    page = client.post(f"/center/tests/{test.pk}/answer/", {"answer": ""}).content.decode()
    assert beside(page, f"test-answer-{test.pk}-answer")
    page = client.post(f"/center/tests/{test.pk}/answer/", {"answer": LONG}).content.decode()
    assert value(page, f"test-answer-{test.pk}-answer") == LONG
    assert client.post(f"/center/tests/{test.pk}/answer/", {"answer": "配線を確認"}).status_code == 302
    test.refresh_from_db()
    assert test.answer == "配線を確認"


def test_of_three_dates_that_can_be_offered_neither_day_nor_half_is_marked_as_required():
    work = arranged()
    _, page = sent(work, "propose")
    form = page[page.index(f'action="/center/works/{work.pk}/propose/"') :].split("</form>")[0]
    assert form.count("<select") == 3 and "※必須" not in form


def test_connections_that_do_not_work_are_listed_until_they_are_answered():
    a = arranged().application
    test = ConnectionTest.objects.create(
        company_id=a.company_id, application=a, tested_on=clock.today(), good=True, at=clock.now()
    )
    client = parts.signed_in(parts.person(None, "kouji", Role.WORKS))

    def listed() -> bool:
        return f"/center/applications/{a.number}/#tests" in client.get("/center/works/").content.decode()

    assert not listed(), "it works"
    ConnectionTest.objects.filter(pk=test.pk).update(good=False)
    assert listed()
    ConnectionTest.objects.filter(pk=test.pk).update(answered_at=clock.now())
    assert not listed()


def test_there_is_no_calendar_entry_of_works_without_a_day():
    work = arranged()
    client = parts.signed_in(parts.person(None, "kouji", Role.WORKS))
    assert client.get(f"/center/works/{work.pk}.ics").status_code == 404
