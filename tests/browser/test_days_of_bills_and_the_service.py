"""A day of the roles of the Center that applications do not pass through: billing, who only looks, administration. By visible
labels only, every action counted, and what came of it in the database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from nss.account.models import Access, OneTimeLink, Person, Role
from nss.base import clock
from nss.billing.models import BillCorrection, Invoice, Month
from nss.master.models import Announcement, ClosedDay
from nss.notice.models import Mail
from tests.billing.samples import GOOD, file, prices, worked
from tests.procedure.samples import stocked

from .steps import shows
from .test_days_of_the_roles import clean, colleague, offices
from .walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_month_is_loaded_fixed_by_two_and_a_bill_corrected_by_two(browser_page: Any, tmp_path: Any) -> None:
    # Holds N14.
    one, two = (
        colleague("seikyuu", Role.BILLING, "請求", "一郎"),
        colleague("seikyuu2", Role.BILLING, "請求", "二郎"),
    )
    stocked()
    prices()
    usage = tmp_path / "usage-202610.csv"
    usage.write_bytes(file(*GOOD))
    walk = Walk(browser_page, one)
    page = walk.page
    with walk.job("loads a usage file", of=4):
        walk.follow("請求", exact=True)
        walk.fill("請求年月", "2026-10")
        walk.act(lambda: page.get_by_label("ファイル（CSV").set_input_files(usage))
        walk.press("取り込む")
    shows(page, "2行中0行を確認しました")
    worked()
    shows(page, "21,494")
    with walk.job("asks for it to be fixed", of=2):
        walk.act(lambda: page.get_by_label("確認する担当者への連絡").fill("前月との差を確認しました。"))
        walk.press("確定を依頼する")
    assert not page.get_by_role("button", name="確定して通知する").count()
    walk.ends()

    walk = Walk(page, two)
    with walk.job("confirms what a colleague asked for", of=3):
        walk.follow("請求", exact=True)
        walk.follow("2026/10")
        walk.press("金額を確認し、確定して通知する")
    shows(page, "請求額を確定し、各事業所に通知しました")
    month = Month.objects.get()
    assert (month.state, month.fixed_by, Mail.objects.filter(kind="M10").count()) == ("fixed", two, 1)
    with walk.job("corrects a bill", of=8):
        walk.follow("NAC001", exact=True)
        walk.unfold("この請求を訂正する")
        walk.tick("減額（返還）")
        walk.fill("項目", "IDCの件数の誤り")
        walk.fill("数量", "3")
        walk.fill("単価（税抜・円）", "54")
        walk.fill("理由（事業所に通知します）", "件数の集計誤り")
        walk.press("訂正を登録する")
    shows(page, "訂正を登録しました")
    walk.ends()

    walk = Walk(page, one)
    with walk.job("confirms the correction of a colleague", of=3):
        walk.follow("請求", exact=True)
        walk.follow("202610-NAC001")
        walk.press("内容を確認し、訂正する")
    shows(page, "請求を訂正し、事業所に通知しました")
    walk.follow("請求", exact=True)
    assert "請求の訂正が" not in page.get_by_role("main").inner_text()
    walk.ends()
    made = BillCorrection.objects.get()
    assert (made.total, made.by, made.confirmed_by) == (-179, two, one)
    assert Invoice.objects.get().total == 21494, "what was fixed stays"


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.BILLING])
def test_record_and_figures_are_read_by_everybody_and_offer_nothing_to_change(
    browser_page: Any, role: Role
) -> None:
    # Holds N19, N20.
    who = colleague("miru", role, "閲覧", "京子")
    (office,) = offices("DAX001")
    a = clean(office)
    walk = Walk(browser_page, who)
    page = walk.page
    walk.offered.clear()
    with walk.job("looks through the record", of=5):
        walk.follow("操作記録", exact=True)
        walk.act(lambda: page.get_by_label("受付番号・事業所").fill(str(a.number)))
        walk.press("絞り込む")
        walk.follow("データの変更")
        walk.follow("ログイン・管理操作")
    shows(page, "NACCS/miru")
    with walk.job("looks at the figures", of=3):
        walk.follow("統計", exact=True)
        walk.fill("期間（から）", f"{clock.today() - timedelta(days=30):%Y/%m/%d}")
        walk.press("表示する")
    with walk.job("takes the figures along", of=1):
        assert walk.saved("CSVでダウンロードする").count("\n") > 1
    changing = {p for m, p in walk.offered if m == "POST" and p.startswith("/center/")}
    assert not changing, changing
    walk.follow("操作記録", exact=True)
    export = page.get_by_role("link", name="CSVでダウンロードする")
    assert bool(export.count()) == who.may_review
    if who.may_review:
        with walk.job("takes the record along", of=1):
            assert str(a.number) in walk.saved("CSVでダウンロードする")
        assert Access.objects.filter(actor=who, what="exported").exists()
    walk.ends()


def test_an_administrator_keeps_masters_people_announcements_mails_and_tasks(browser_page: Any) -> None:
    # Holds N08, N16-N18, N20.
    who = colleague("kanri", Role.ADMIN, "管理", "太郎")
    first, _ = offices("DAX001", "DBX001")
    clean(first)
    failed = Mail.objects.get()
    Mail.objects.update(state="failed", last_error="550 User unknown")
    job = ProcrastinateJob.objects.filter(task_name="nss.deliver").order_by("id")[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job.pk])
    walk = Walk(browser_page, who)
    page, now = walk.page, clock.now()
    with walk.job("a row of a master", of=5):
        walk.follow("マスタ", exact=True)
        walk.follow("休業日", exact=True)
        walk.fill("日付", "2027/08/13")
        walk.fill("名称", "設備点検")
        walk.press("追加する")
    assert ClosedDay.objects.get().day == date(2027, 8, 13)
    with walk.job("a person", of=9):
        walk.follow("アカウント", exact=True)
        walk.follow("担当者を管理する")
        walk.fill("担当者ID", "shinjin")
        walk.fill("姓", "新人")
        walk.fill("名", "学")
        walk.fill("E-mailアドレス", "shinjin@example.jp")
        walk.tick("工事")
        walk.act(lambda: page.get_by_label("理由").last.fill("4月1日付の着任"))
        walk.press("登録する")
    new = Person.objects.get(login_id="shinjin")
    assert (new.role, new.office) == ("works", None) and OneTimeLink.objects.filter(person=new).exists()
    with walk.job("an announcement by mail", of=10):
        walk.follow("マスタ", exact=True)
        walk.follow("お知らせの配信")
        walk.fill("件名", "回線の保守")
        walk.fill("本文", "深夜に30分ほど利用できません。")
        walk.fill("開始", f"{now - timedelta(hours=1):%Y/%m/%d %H:%M}")
        walk.fill("終了", f"{now + timedelta(days=2):%Y/%m/%d %H:%M}")
        walk.tick("全事業所")
        walk.tick("管理責任者にE-mailも送る")
        walk.press("追加する")
        shows(page, "2人（2事業所）の画面に表示し")
        shows(page, "登録後まもなく2事業所の管理責任者へメールを送信します")
        assert not Announcement.objects.exists()
        walk.press("追加する")
    assert Announcement.objects.get().title_ja == "回線の保守"
    with walk.job("a failed mail to another address", of=6):
        walk.follow("メール", exact=True)
        walk.act(lambda: page.get_by_label("状態").select_option("failed"))
        walk.press("絞り込む")
        walk.follow("利用申込受付完了")
        walk.fill("別の宛先", "soumu@example.jp")
        walk.press("もう一度送信する")
    failed.refresh_from_db()
    assert (failed.state, failed.to) == ("queued", ["soumu@example.jp"])
    with walk.job("a task run again", of=2):
        walk.follow("自動処理", exact=True)
        walk.press("もう一度実行する")
    newest = ProcrastinateJob.objects.filter(task_name="nss.deliver", args=job.args).order_by("-id")[0]
    assert newest.pk != job.pk and newest.status == "todo"
    walk.ends()
    done = set(Access.objects.filter(actor=who).values_list("what", flat=True))
    assert done >= {"mail", "invited", "job"}, done
