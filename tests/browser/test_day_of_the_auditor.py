"""A day of the auditor: who decided, who read a password, whether a figure is what its file says, what a month was billed. By visible
labels only, every action counted; nothing is changed, and nothing to change is offered."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from nss.account.models import Access, Role
from nss.application import decision
from nss.application.models import Application
from nss.base import clock
from nss.billing import invoices
from nss.billing.models import BillCorrection
from nss.issuing import vault
from nss.issuing.models import Secret
from tests import parts
from tests.account.test_the_auditor import changed, tables
from tests.billing.samples import GOOD, loaded

from .steps import shows
from .test_days_of_the_roles import clean, colleague, offices
from .walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OF_ONESELF = {"/logout/", "/language/", "/account/", "/training-clock"}
"""Where the forms lead that everybody has; the last one stands in the demonstration alone."""
WRITTEN = {"people_access", "people_personsession", "people_person", "django_session"}
"""What reading writes: that it was done, and the sign-in."""


def lines(text: str) -> list[list[str]]:
    """The lines of a CSV under its heads."""
    return list(csv.reader(StringIO(text)))[1:]


def of_table(page: Any, caption: str) -> list[list[str]]:
    """What a table of the page shows, by its caption, the thousands without their commas."""
    rows = page.get_by_role("table", name=caption).locator("tbody tr").all()
    return [[cell.inner_text().replace(",", "") for cell in row.locator("th, td").all()] for row in rows]


def test_the_auditor_finds_who_did_what_compares_figures_and_bills_and_is_offered_nothing_to_change(
    browser_page: Any,
) -> None:
    # Holds N14, N18-N20.
    approver = colleague("shounin", Role.APPROVER, "承認", "一")
    biller = colleague("seikyuu", Role.BILLING, "請求", "一郎")
    who = colleague("kansa", Role.AUDITOR, "監査", "京子")
    office, *_ = parts.shared_offices()
    hanako = parts.person(office)
    done = parts.filed(office, hanako, parts.ids_to_add("1ANAC"))
    decision.approve(done.pk, approver, parts.revision_of(done).wish_date)
    secret = Secret.objects.get()
    vault.reveal(secret.pk, office, hanako.pk, secret.opens_on)
    first, refused = (clean(o) for o in offices("DAX001", "DBX001"))
    decision.refuse(refused.pk, approver, "要件を満たさないため")
    month = loaded(*GOOD, person=biller)
    invoices.fix(month.pk, biller)
    bill = month.invoices.get(office=office)
    amounts = {"quantity": 1, "price": -10, "net": -10, "tax": -1, "total": -11}
    BillCorrection.objects.create(
        invoice=bill,
        number="202610-NAC001-1",
        label="件数の誤り",
        reason="集計誤り",
        by=biller,
        at=clock.now(),
        confirmed_by=colleague("seikyuu2", Role.BILLING, "請求", "二郎"),
        confirmed_at=clock.now(),
        **amounts,
    )
    walk = Walk(browser_page, who)
    page, before = walk.page, tables()

    with walk.job("who decided an application", of=3):
        walk.follow("操作記録", exact=True)
        walk.act(lambda: page.get_by_label("受付番号・事業所").fill(str(refused.number)))
        walk.press("絞り込む")
    (line,) = [r for r in page.get_by_role("row").all() if "不承認" in r.inner_text()]
    assert "NACCS/shounin" in line.inner_text() and "要件を満たさないため" in line.inner_text()
    with walk.job("takes that along", of=1):
        taken = lines(walk.saved("CSVでダウンロードする"))
    assert {row[1] for row in taken} == {str(refused.number)}
    assert [row[6] for row in taken if row[3] == "不承認"] == ["NACCS/shounin"]
    with walk.job("who read a password of an office", of=3):
        walk.follow("パスワードの閲覧")
        walk.act(lambda: page.get_by_label("受付番号・事業所").fill("NAC001"))
        walk.press("絞り込む")
    shows(page, secret.label)
    shows(page, "NAC001/hanako")
    with walk.job("who took part of the record along", of=3):
        walk.follow("ログイン・管理操作")
        walk.act(lambda: page.get_by_role("combobox", name="種類").select_option(label="記録の出力"))
        walk.press("絞り込む")
    assert page.get_by_role("row").count() == 2, "the heads, and the file of a minute ago"
    shows(page, "NACCS/kansa")
    with walk.job("the figures of a month", of=3):
        walk.follow("統計", exact=True)
        walk.fill("期間（から）", f"{clock.today() - timedelta(days=30):%Y/%m/%d}")
        walk.press("表示する")
    counted = of_table(page, "申込分類・状態別の件数")
    with walk.job("the file of a figure", of=1):
        assert lines(walk.saved("CSVでダウンロードする 申込分類・状態別の件数")) == counted
    assert sum(int(n) for *_, n in counted) == Application.objects.count() == 3
    assert Counter(word for _, word, _ in counted)["不承認"] == 1
    with walk.job("a fixed month, and a bill of it", of=3):
        walk.follow("請求", exact=True)
        walk.follow("2026/10")
        of_month = lines(walk.saved("この月の請求（CSV）"))
    billed = {row[1]: int(row[8]) for row in of_month}
    assert billed["NAC001"] == bill.total and len(billed) == month.invoices.count()
    shows(page, f"{sum(billed.values()):,}")
    with walk.job("the lines of a bill with its corrections", of=1):
        walk.follow("NAC001", exact=True)
    for text in ("1ANACA01", "202610-NAC001-1", "件数の誤り", "請求 二郎"):
        shows(page, text)
    with walk.job("an application as it was reviewed", of=4):
        walk.follow("受付箱", exact=True)
        walk.act(lambda: page.get_by_label("検索（受付番号").fill(str(first.number)))
        walk.press("検索する")
        walk.follow(str(first.number))
    shows(page, "1ADAXA0A")
    with walk.job("an office's contract and people", of=4):
        walk.follow("事業所", exact=True)
        walk.act(lambda: page.get_by_label("検索する語").fill("NAC001"))
        walk.press("検索")
        walk.follow("担当者と役割を見る")
    shows(page, "hanako")
    with walk.job("who of the Center has which role", of=2):
        walk.follow("アカウント", exact=True)
        walk.follow("担当者と役割を見る")
    shows(page, "監査 京子")
    shows(page, "承認")
    for word in ("締切", "証明書", "外為法", "マスタ", "メール", "自動処理", "工事調整"):
        walk.follow(word, exact=True)
    assert not {p for m, p in walk.offered if m == "POST"} - OF_ONESELF
    assert changed(before) <= WRITTEN
    walk.ends()
    seen = Access.objects.filter(actor=who).values_list("what", flat=True)
    assert Counter(seen)["exported"] == 1 and Counter(seen)["office_seen"] == 1
