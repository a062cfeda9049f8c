"""Acts on works: done only on what the page showed, with errors beside their fields and what was typed kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nss.account.models import Role
from nss.application import works
from nss.application.models import ConnectionTest, Work
from nss.base import clock
from nss.calendar.days import add_business_days
from tests import parts

from .test_acts import LONG, beside, value

pytestmark = pytest.mark.django_db


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
    work = parts.works_of_line()
    answer, _ = sent(work, "propose", day_0=f"{day(5):%Y/%m/%d}", half_0="pm", remark="午後を希望")
    assert answer.status_code == 302
    assert (work.state, work.slots, work.note) == ("proposed", [f"{day(5)}/pm"], "午後を希望")
    answer, _ = sent(work, "fix", day_0=f"{day(6):%Y/%m/%d}", half_0="am")
    assert answer.status_code == 302 and work.fixed == f"{day(6)}/am"
    answer, _ = sent(work, "finish", done="1", result="完了しました。")
    assert answer.status_code == 302 and (work.state, work.result) == ("done", "完了しました。")


def test_one_of_the_offices_dates_is_fixed_and_no_other():
    work = parts.works_of_line()
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
    work = parts.works_of_line()
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
    work = parts.works_of_line()
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
    work = parts.works_of_line()
    who = parts.person(None, "kouji", Role.WORKS)
    page = parts.signed_in(who).get(f"/center/applications/{work.application.number}/").content.decode()
    assert f"/center/works/{work.pk}/propose/" in page and f'value="{works.shown(work)}"' in page
    reader = parts.signed_in(parts.person(None, "uketsuke", Role.RECEPTION))
    assert "/propose/" not in reader.get(f"/center/applications/{work.application.number}/").content.decode()


def test_an_answer_to_a_bad_connection_is_asked_for_beside_its_box():
    # Holds N09.
    a = parts.works_of_line().application
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
    work = parts.works_of_line()
    _, page = sent(work, "propose")
    form = page[page.index(f'action="/center/works/{work.pk}/propose/"') :].split("</form>")[0]
    assert form.count("<select") == 3 and "※必須" not in form


def test_connections_that_do_not_work_are_listed_until_they_are_answered():
    a = parts.works_of_line().application
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
    work = parts.works_of_line()
    client = parts.signed_in(parts.person(None, "kouji", Role.WORKS))
    assert client.get(f"/center/works/{work.pk}.ics").status_code == 404


def test_works_are_given_to_a_vendor_called_off_and_taken_up_again_on_their_page():
    # Holds N09.
    work, one = parts.works_of_line(), parts.vendor()
    parts.vendor("終了", until=clock.today() - timedelta(days=1))
    _, page = sent(work, "propose")
    assert (
        "渋谷通信工事" in page
        and "終了" not in page.split(f"work-vendor-{work.pk}-vendor")[1].split("</select>")[0]
    )
    answer, _ = sent(work, "vendor", vendor=str(one.pk))
    assert answer.status_code == 302 and work.vendor == one
    answer, _ = sent(work, "vendor", vendor="")
    assert answer.status_code == 302 and work.vendor is None
    _, page = sent(work, "vendor", vendor="1")
    assert "選び直してください" in beside(page, f"work-vendor-{work.pk}-vendor")
    _, page = sent(work, "call-off", reason="")
    assert beside(page, f"work-off-{work.pk}-reason") and work.state == "waiting"
    sent(work, "call-off", reason="不要のため")
    assert work.state == "cancelled"
    answer, page = sent(work, "call-off", reason="二度目")
    assert answer.status_code == 422 and "入力されていた内容" in page and "二度目" in page
    sent(work, "take-back", reason="必要のため")
    assert work.state == "waiting"


def test_a_vendor_is_not_changed_on_a_page_that_a_colleague_made_old():
    work, one, other = parts.works_of_line(), parts.vendor(), parts.vendor("目黒通信")
    old = works.shown(work)
    sent(work, "vendor", vendor=str(one.pk))
    answer, page = sent(work, "vendor", seen=old, vendor=str(other.pk))
    assert answer.status_code == 422 and "工事の状態が変わりました" in page and work.vendor == one


def test_works_that_were_not_done_need_to_say_why():
    work = parts.works_of_line()
    sent(work, "propose", day_0=f"{day(5):%Y/%m/%d}", half_0="am")
    sent(work, "fix", day_0=f"{day(5):%Y/%m/%d}", half_0="am")
    _, page = sent(work, "finish", done="0", result="")
    assert "理由を入力" in beside(page, f"work-finish-{work.pk}-result") and work.state == "fixed"
    answer, _ = sent(work, "finish", done="0", result="業者が来なかった")
    assert answer.status_code == 302 and work.state == "failed"


def test_what_was_said_about_works_is_noted_and_struck_out_on_their_page():
    # Holds N09.
    work = parts.works_of_line()
    said = {"at": "2026/01/05 10:00", "whom": "vendor", "by": "phone", "text": "翌週なら可\n午後のみ"}
    _, page = sent(work, "notes", **said | {"at": f"{day(3):%Y/%m/%d} 10:00"})
    key = f"work-note-{work.pk}"
    assert "現在より後" in beside(page, f"{key}-at") and "翌週なら可" in page
    answer, _ = sent(work, "notes", **said)
    note = work.notes.get()
    assert answer.status_code == 302 and note.text == "翌週なら可\n午後のみ"
    client = parts.signed_in(parts.Person.objects.get(login_id="kouji"))
    at = f"/center/applications/{work.application.number}/"
    assert f"/center/works/notes/{note.pk}/strike/" in client.get(at).content.decode()
    assert client.post(f"/center/works/notes/{note.pk}/strike/", {"reason": "誤記"}).status_code == 302
    page = client.get(at).content.decode()
    assert "<del>翌週なら可" in page and "誤記" in page and "/strike/" not in page
    answer = client.post(f"/center/works/notes/{note.pk}/strike/", {"reason": "二度目"})
    assert answer.status_code == 422 and "二度目" in answer.content.decode()
    reader = parts.signed_in(parts.person(None, "kansa", Role.AUDITOR))
    page = reader.get(at).content.decode()
    assert "<del>翌週なら可" in page and "/notes/" not in page
