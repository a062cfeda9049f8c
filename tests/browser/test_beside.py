"""Applications of their own menu entries: system setting on screen and as a file, customs specialists, certificates, lost
passwords."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook

from nss.application import decision, sweeps
from nss.application.models import Application
from nss.base import clock
from nss.issuing.models import Certificate, Secret
from nss.notice.models import News
from tests import parts
from tests.procedure.samples import stocked

from .labels import fill
from .steps import confirm_by_a_second, go, number_on, press, shows, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def begin(page: Any, name: str) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    press(page, "新しく申し込む")


def file_it(page: Any) -> str:
    press(page, "次へ進む")
    page.wait_for_url(re.compile("/(contact|start)/"))
    if "/start/" in page.url:
        page.locator("input[name=wish_day]").first.check()
        press(
            page, "次へ進む" if page.get_by_role("button", name="次へ進む").count() else "保存して確認へ進む"
        )
        page.wait_for_url("**/contact/")
    press(page, "次へ進む")
    page.wait_for_url("**/check/")
    press(page, "申込内容を登録する")
    return number_on(page)


def approve(page: Any, number: str) -> None:
    sign_out(page)
    sign_in(page, "NACCS", "shinsa")
    go(page.get_by_role("link", name=number))
    press(page, "審査を終了する")
    assert "実行できませんでした" not in page.get_by_role("main").inner_text()
    confirm_by_a_second(page, number)
    sign_out(page)
    sign_in(page, "NAC001", "hanako")


@pytest.fixture
def office() -> Any:
    made = stocked()
    parts.person(made)
    parts.reviewer()
    return made


def waiting(office: Any) -> Application:
    a = parts.filed(office, office.people.get(), parts.ids_to_add("1ANAC"))
    return decision.approve(a.pk, parts.Person.objects.get(login_id="shinsa"), a.revisions.get().wish_date)


ANSWERS = (
    ("利用者名称（英字）", "NACS SHOJI CO., LTD."),
    ("責任者氏名", "通関 花子"),
    ("責任者電話番号", "03-1234-5678"),
    ("出力先（論理端末名またはメールボックスID）", "27264c"),
    ("通関業許可番号", "東税123"),
    ("主に申告する官署", "東京税関本関"),
)


def choose_code(page: Any) -> None:
    page.get_by_label("1ANAC", exact=True).check()
    page.get_by_label("変更（現在の利用者コード）").check()
    press(page, "次へ進む")
    page.get_by_label(re.compile("^利用者名称")).wait_for()


def test_a_survey_form_on_screen_completes_the_application_that_waits(browser_page: Any, office: Any) -> None:
    # Holds C09, D-01, D-49, N11.
    page = browser_page
    a = waiting(office)
    sign_in(page, "NAC001", "hanako")
    begin(page, "システム設定の申込")
    choose_code(page)
    press(page, "次へ進む")
    shows(page, "利用者名称（英字）を入力してください")
    for label, text in ANSWERS:
        fill(page, label, text)
    number = file_it(page)
    assert number.endswith("B")
    approve(page, number)
    page.goto("/")
    shows(page, "システム設定申込の審査を終了しました")
    a.refresh_from_db()
    assert a.state == "approved"


def test_a_survey_form_as_a_file_is_checked_cell_by_cell_whatever_its_name(
    browser_page: Any, office: Any
) -> None:
    # Holds D-23, D-49.
    page = browser_page
    waiting(office)
    sign_in(page, "NAC001", "hanako")
    begin(page, "システム設定の申込")
    choose_code(page)
    blank = page.request.get(page.get_by_role("link", name="調査票の様式").get_attribute("href")).body()
    book = load_workbook(io.BytesIO(blank))
    sheet = book.worksheets[0]

    def filled(**wrong: str) -> bytes:
        for row in sheet.iter_rows(min_row=5):
            for label, text in ANSWERS:
                if row[0].value == label:
                    row[1].value = wrong.get(label, text)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def send(name: str, body: bytes) -> None:
        page.get_by_label("添付するファイル").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": body}
        )
        press(page, "次へ進む")

    send("なんでも.xlsx", filled(責任者電話番号="12"))
    shows(page, "責任者電話番号（セルB7）")
    send("調査票 最終版(2).xlsx", filled())
    page.wait_for_url("**/contact/")
    press(page, "次へ進む")
    press(page, "申込内容を登録する")
    assert number_on(page).endswith("B")
    assert (
        Application.objects.get(number__endswith="B").revisions.get().extra["survey"]["answers"]["phone"]
        == "0312345678"
    )


def test_a_submitted_survey_keeps_its_application_from_becoming_void_until_it_is_sent_back(
    browser_page: Any, office: Any, moved_clock: Any
) -> None:
    # Holds D-17, N11.
    page = browser_page
    a = waiting(office)
    sign_in(page, "NAC001", "hanako")
    begin(page, "システム設定の申込")
    choose_code(page)
    for label, text in ANSWERS:
        fill(page, label, text)
    number = file_it(page)
    moved_clock((a.setting_deadline - clock.today()).days + 1)
    assert sweeps.sweep_deadlines() == []
    survey = Application.objects.get(number=number)
    decision.query(
        survey.pk, parts.Person.objects.get(login_id="shinsa"), [("survey", "出力先が正しくありません。")]
    )
    assert sweeps.sweep_deadlines() == [str(Application.objects.get(pk=a.pk))]
    a.refresh_from_db()
    assert a.state == "void"


def test_customs_specialists_get_a_number_each(browser_page: Any, office: Any) -> None:
    # Holds C11, D-01, D-50.
    page = browser_page
    sign_in(page, "NAC001", "hanako")
    begin(page, "通関士IDの追加")
    page.locator("input[name=name_0]").fill("通関 太郎")
    page.locator("input[name=kana_0]").fill("つうかん たろう")
    page.locator("input[name=licence_0]").fill("１２３")
    press(page, "次へ進む")
    shows(page, "4〜15桁")
    page.locator("input[name=licence_0]").fill("12345")
    page.locator("input[name=name_1]").fill("通関 次郎")
    page.locator("input[name=kana_1]").fill("ツウカン ジロウ")
    page.locator("input[name=licence_1]").fill("12346")
    number = file_it(page)
    assert number.endswith("C")
    approve(page, number)
    page.goto(f"/applications/{number}/ids/")
    shows(page, "通関士")
    a = Application.objects.get(number=number)
    assert a.state == "approved" and not a.needs_setting
    assert Secret.objects.filter(application_id=a.pk).count() == 2
    assert len(parts.names_on(office, a.start_date)) == 6


def test_a_certificate_is_re_issued_and_fetched(browser_page: Any, office: Any) -> None:
    # Holds C12, C13, D-01, D-48.
    page = browser_page
    sign_in(page, "NAC001", "hanako")
    begin(page, "デジタル証明書の再発行")
    press(page, "次へ進む")
    shows(page, "再発行する証明書を選択してください")
    page.get_by_label("31002Nを再発行する").check()
    page.get_by_label("PCを交換した").check()
    number = file_it(page)
    assert number.endswith("D")
    approve(page, number)
    assert News.objects.filter(category="certificate").count() == 1
    page.goto("/certificates/")
    go(page.get_by_role("button", name="取得を記録する 31002N"))
    shows(page, "利用中")
    assert Certificate.objects.get().fetched_on == clock.today()


def test_a_lost_password_is_re_issued_with_a_new_window(browser_page: Any, office: Any) -> None:
    # Holds D-01, D-64.
    page = browser_page
    sign_in(page, "NAC001", "hanako")
    begin(page, "利用者パスワードの再発行")
    page.get_by_label("1ANACA01のパスワードを再発行する").check()
    number = file_it(page)
    assert number.endswith("E")
    approve(page, number)
    page.goto(f"/applications/{number}/ids/")
    press(page, "表示する 1ANACA01")
    assert re.fullmatch(r"[A-Z0-9]{8}", page.locator("#secret-text").inner_text())
