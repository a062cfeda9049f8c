"""What a page of the offices says once, and what it leaves out because there is nothing to say."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import get_template

from nss.account.models import Role
from nss.application import decision
from nss.application.edits import Edit
from nss.base import clock
from nss.base.problems import STOP, WARN, Problem
from nss.base.words import W
from nss.contract.rows.office import HeadOffice
from nss.master import state
from nss.master.models import Announcement
from nss.procedure.kit import schedule
from tests import parts


def template(name: str) -> Any:
    """A template of the offices' pages, without a page around it; no database is asked."""
    return get_template(name).template


PARTS = template("office/_parts.html").module


def squeezed(html: object) -> str:
    return " ".join(str(html).split())


def summary(*levels: str, wrong: bool = False) -> str:
    problems = [Problem(f"p{n}", W(f"{n}の文", f"{n}"), level=level) for n, level in enumerate(levels)]
    return squeezed(PARTS.summary(problems, None, wrong))


def test_what_has_to_be_put_right_is_said_in_the_heading_and_not_in_each_line_again() -> None:
    html = summary(STOP, STOP, WARN)
    assert 'class="error-summary" id="error-summary" tabindex="-1" role="alert"' in html
    assert html.count("修正が必要です") == 1 and html.count("<strong>ご確認ください</strong> 2の文") == 1


def test_what_is_only_to_be_known_is_a_notice_and_takes_no_focus() -> None:
    html = summary(WARN, WARN)
    assert 'class="notice"' in html and "error-summary" not in html and "alert" not in html
    assert html.count("ご確認ください") == 1 and "修正が必要です" not in html


def test_an_answer_that_is_missing_is_an_error_whatever_else_there_is_to_know() -> None:
    html = summary(WARN, wrong=True)
    assert 'class="error-summary"' in html and "<strong>ご確認ください</strong> 0の文" in html


def test_what_is_wrong_with_many_rows_alike_is_said_once_with_how_many_they_are() -> None:
    many = [Problem("business", W("組み合わせできません。", "No."), f"user_id:{n}") for n in range(9)]
    html = squeezed(
        PARTS.summary([*many, Problem("day", W("日がありません。", "No day."))], lambda where: f"#{where}")
    )
    assert re.findall(r"<li .*?>(.*?)</li>", html) == [
        ' 組み合わせできません。 （9件） <a href="#user_id:0">この項目へ</a> ',
        ' 日がありません。 <a href="#">この項目へ</a> ',
    ]
    assert "<details>" not in html


def test_steps_keep_their_numbers_where_a_phone_shows_only_some_of_them() -> None:
    html = squeezed(PARTS.steps_of([("一", "/1/"), ("二", "/2/"), ("三", "/3/")], "/2/"))
    assert re.findall(r'<li value="(\d)" (.*?)>', html) == [
        ("1", ""),
        ("2", 'aria-current="step"'),
        ("3", ""),
    ]


def test_one_of_many_rows_does_not_say_its_name_twice() -> None:
    values = {"router": "09140", "kind": "回線"}
    row = SimpleNamespace(name="09140", values=values, fields=(), opens="", opened="", ticks=())
    html = squeezed(template("office/_row.html").render(r=row, tight=True, s=None, form=None))
    assert '<span class="code">09140</span> <span class="meta">回線</span>' in html


@pytest.mark.django_db
def test_an_application_says_nothing_of_a_remark_and_of_days_that_there_are_not() -> None:
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    client = parts.signed_in(who)

    def facts(number: str) -> set[str]:
        page = client.get(f"/applications/{number}/").content.decode()
        return set(re.findall(r"<dt>(.*?)</dt>", page)) & {"備考", "審査終了日", "システム設定申込締切日"}

    plain = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    assert facts(plain.number) == set()
    decision.approve(plain.pk, reviewer, plain.revisions.get().wish_date)
    assert facts(plain.number) == {"審査終了日"}
    told = parts.filed(office, who, parts.ids_to_add("1ANAC"), remark="控え")
    assert facts(told.number) == {"備考"}
    decision.approve(told.pk, reviewer, told.revisions.get().wish_date)
    assert facts(told.number) == {"備考", "審査終了日", "システム設定申込締切日"}


@pytest.mark.django_db
def test_a_draft_is_headed_by_what_is_left_to_do() -> None:
    office = parts.guide_office()
    who = parts.person(office)
    client = parts.signed_in(who)
    edits = parts.abolish(office, "1ANACA0A")
    days = schedule.calendar(clock.today(), parts.need(edits))
    doubtful = next(v.day for v in days if v.allowed and not v.advised)

    def heading(draft: Any) -> str:
        page = client.get(f"/drafts/{draft.application_id}/").content.decode()
        return " ".join(re.findall(r"<h2>\s*(.*?)\s*</h2>", page)[0].split())

    assert heading(parts.draft(office, who, edits)) == "確認と登録"
    assert heading(parts.draft(office, who, edits, wish_date=doubtful)) == "ご確認ください"
    assert heading(parts.draft(office, who, [], items=["user-code"])) == "未入力の項目"


@pytest.mark.django_db
def test_who_does_not_accept_the_terms_reads_it_at_the_tick() -> None:
    client = parts.signed_in(parts.person(parts.guide_office()))
    assert "aria-invalid" not in client.get("/apply/new-office/").content.decode()
    answer = client.post("/apply/new-office/", {})
    page = answer.content.decode()
    tick = re.search(r'<input type="checkbox"\s+name="terms"[^>]*>', page)
    assert answer.status_code == 422 and tick
    assert 'aria-invalid="true" aria-describedby="terms-error"' in tick[0]
    assert page.count('id="terms-error"') == 1 and page.count("利用規程への同意が必要です") == 1


@pytest.mark.django_db
def test_a_fact_that_is_under_an_application_says_so_and_a_number_is_read_sign_by_sign() -> None:
    office = parts.guide_office()
    who = parts.person(office)
    place = HeadOffice.objects.get(company=office.company)
    edit = Edit(
        "head-office",
        "change",
        "head_office",
        place.identity,
        {"phone": place.phone},
        {"phone": "0312340000"},
    )
    number = parts.filed(office, who, [edit]).number
    page = parts.signed_in(who).get("/contract/", {"tab": "office"}).content.decode()
    assert re.findall(r'<h2 class="h3">([^<]*) <span class="held">(.*?)</span>', page) == [
        ("本社", f"申込中：変更（{number}）")
    ]
    assert '<dt>本社電話番号</dt><dd class="code phone">' in page and "<dt>本社所在地</dt><dd>" in page


@pytest.mark.django_db
def test_an_item_without_anything_registered_says_so_once() -> None:
    office = parts.guide_office()
    who = parts.person(office)
    draft = parts.drafts.begin(office, who, other="equipment", reason="x")
    page = parts.signed_in(who).get(f"/drafts/{draft.application_id}/item/equipment/form/").content.decode()
    assert page.count("登録はありません。") == 1


@pytest.mark.django_db
def test_the_days_to_choose_from_say_their_weekday_where_a_phone_has_no_heads() -> None:
    office = parts.guide_office()
    who = parts.person(office)
    draft = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    path = f"/drafts/{draft.application_id}/day/"
    client = parts.signed_in(who)
    wish = draft.wish_date
    shown = (
        client.get(path)
        .content.decode()
        .partition(f'value="{wish.isoformat()}"')[2]
        .partition("</button>")[0]
    )
    assert f'{wish.day}<span class="weekday">（{"月火水木金土日"[wish.weekday()]}）</span>' in squeezed(shown)
    client.cookies["nss_lang"] = "en"
    assert f'<span class="weekday"> {wish:%a}</span>' in client.get(path).content.decode()


@pytest.mark.django_db
def test_the_calendar_of_the_center_belongs_to_its_masters() -> None:
    admin = parts.signed_in(parts.person(None, "kanri", Role.ADMIN))
    nav = (
        admin.get("/center/calendar/").content.decode().partition('class="global"')[2].partition("</nav>")[0]
    )
    assert re.findall(r'aria-current="page"\s*>(.*?)<', nav) == ["マスタ"]


@pytest.mark.django_db
def test_what_is_to_be_done_stands_before_what_the_center_announces() -> None:
    office = parts.guide_office()
    who = parts.person(office)
    now = clock.now()
    span = {"first_at": now - timedelta(hours=1), "last_at": now + timedelta(hours=1)}
    Announcement.objects.create(title_ja="年末年始", text_ja="休業します。", changed_at=now, **span)
    state.reset()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.query(a.pk, parts.reviewer(), [("reason", "補記してください。")])
    page = parts.signed_in(who).get("/").content.decode()
    assert 0 < page.index("確認事項に回答してください") < page.index("年末年始") < page.index('id="menu"')


@pytest.mark.django_db
def test_what_comes_next_is_said_until_the_center_has_decided() -> None:
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    client, path = parts.signed_in(who), f"/applications/{a.number}/received/"
    assert "審査します" in client.get(path).content.decode()
    parts.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)
    page = client.get(path).content.decode()
    assert a.number in page and "審査します" not in page and "以降になります" not in page
