"""A fixed bill is never changed: what is wrong in it becomes a document of its own, by two people, on the next invoice."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nss.account.models import Access, Role
from nss.base.problems import Refused
from nss.billing import charges, invoices
from nss.billing.models import BillCorrection, Invoice, Month, MonthState
from nss.document.invoice import correction_pdf, invoice_pdf
from nss.notice.models import Mail, News
from tests import parts
from tests.document.test_paper import text_of
from tests.procedure.samples import stocked

from .samples import GOOD, loaded, plain

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)
CREDIT = {
    "way": "back",
    "label": "IDCの件数の誤り",
    "quantity": "3",
    "price": "54",
    "reason": "件数の集計誤り",
}


def biller(login: str) -> Client:
    return parts.signed_in(parts.person(None, login, Role.BILLING, names=("請求", login, "セイキュウ")))


@pytest.fixture
def one(db: None) -> Client:
    return biller("ichi")


@pytest.fixture
def two(db: None) -> Client:
    return biller("ni")


@pytest.fixture
def bill(db: None) -> Invoice:
    """The fixed bill of October: 19,540 yen and 1,954 of tax."""
    stocked()
    invoices.fix(loaded(*GOOD).pk, None)
    return Invoice.objects.get()


def of_november(*lines: str) -> Month:
    return loaded(*(x.replace("2026/10", "2026/11") for x in lines), month=NOVEMBER)


def entered(client: Client, bill: Invoice, **more: str) -> str:
    """The page after a correction was entered, with what the page knew of those before."""
    from nss.billing import corrections

    sent = {"seen": corrections.shown(bill), **CREDIT, **more}
    return client.post(f"/center/billing/invoices/{bill.pk}/", sent, follow=True).content.decode()


def pressed(client: Client, what: str) -> str:
    pk = BillCorrection.objects.order_by("-id")[0].pk
    return client.post(f"/center/billing/corrections/{pk}/{what}/", follow=True).content.decode()


def corrected(one: Client, two: Client, bill: Invoice, **more: str) -> BillCorrection:
    """A correction that both have seen to."""
    entered(one, bill, **more)
    pressed(two, "confirm")
    return BillCorrection.objects.order_by("-id")[0]


def named(client: Client) -> str:
    """What the paper of the last correction is called when it is kept."""
    pk = BillCorrection.objects.order_by("-id")[0].pk
    kept = client.get(f"/center/billing/corrections/{pk}.pdf")["Content-Disposition"]
    return str(kept).partition('filename="')[2].rstrip('"')


def test_a_correction_takes_two_people_and_changes_nothing_that_was_fixed(one, two, bill):
    # Holds N14, D-74.
    before = Invoice.objects.values().get()
    paper = invoice_pdf(bill)
    assert "別の担当者の確認で有効になり" in entered(one, bill)
    assert News.objects.filter(category="fee").count() == 1, "of the month only: nobody is told of it yet"
    assert "別の担当者の確認が必要です" in pressed(one, "confirm")
    assert named(one) == "correction-202610-NAC001.pdf", "a draft has no number of its own"
    page = two.get(f"/center/billing/invoices/{bill.pk}/").content.decode()
    for shown in ("IDCの件数の誤り", "件数の集計誤り", "請求 ichi", "-162", "-179", "内容を確認し、訂正する"):
        assert shown in page
    assert "請求を訂正し、事業所に通知しました" in pressed(two, "confirm")
    found = BillCorrection.objects.get()
    assert (found.number, found.net, found.tax, found.total) == ("202610-NAC001-1", -162, -17, -179)
    assert named(one) == "correction-202610-NAC001-1.pdf"
    assert Invoice.objects.values().get() == before and invoice_pdf(bill) == paper
    told = [(a.what, a.office.code) for a in Access.objects.filter(what__startswith="credit").order_by("id")]
    assert told == [("credit_asked", "NAC001"), ("credited", "NAC001")]
    record = two.get("/center/record/", {"kind": "access", "q": "NAC001"}).content.decode()
    line = "請求番号：202610-NAC001、訂正番号：202610-NAC001-1、項目：IDCの件数の誤り、税込（円）：-179"
    assert "請求の訂正の登録" in record and line in record


def test_a_correction_that_waits_stands_above_the_months_with_the_way_to_it(one, two, bill):
    # Holds N14.
    entered(one, bill)
    page = two.get("/center/billing/").content.decode()
    assert "請求の訂正が1件" in page and f"/center/billing/invoices/{bill.pk}/" in page
    assert "IDCの件数の誤り（請求 ichi）" in " ".join(page.split())
    pressed(two, "confirm")
    assert "請求の訂正が" not in two.get("/center/billing/").content.decode()


def test_the_office_is_told_reads_it_and_has_the_document(one, two, bill):
    corrected(one, two, bill)
    mail = Mail.objects.order_by("-id")[0]
    assert mail.to == ["keiri-nac001@example.jp"] and "2026年10月分の請求訂正" in mail.subject
    assert "-179円" in mail.body and "件数の集計誤り" in mail.body and "202610-NAC001-1" in mail.body
    assert "2026/10の請求を訂正しました（-179円、税込）" in News.objects.order_by("-id")[0].text_ja
    client = parts.signed_in(parts.person(bill.office))
    for path in ("/billing/", "/billing/2026-10/"):
        page = client.get(path).content.decode()
        assert "202610-NAC001-1" in page and "-179" in page and "件数の集計誤り" in page
    assert client.get("/billing/corrections/202610-NAC001-1.pdf").content.startswith(b"%PDF")
    stranger = parts.signed_in(parts.person(parts.office("XYZ001"), "x"))
    assert stranger.get("/billing/corrections/202610-NAC001-1.pdf").status_code == 404
    text = text_of(correction_pdf(BillCorrection.objects.get()))
    for shown in (
        "返還請求書",
        "202610-NAC001-1",
        "202610-NAC001（2026年10月分）",
        "-162",
        "-17",
        "-179",
        "件数の集計誤り",
    ):
        assert shown in text, shown
    assert "T0000000000000" in text and "第一営業部" in text


def test_it_stands_on_the_next_invoice_to_the_yen(one, two, bill, moved_clock):
    moved_clock(date(2026, 12, 7))
    corrected(one, two, bill)
    november = of_november(*GOOD)
    made = november.invoices.get()
    assert (made.net, made.tax, made.total, made.carried, made.payable) == (19540, 1954, 21494, -179, 21315)
    invoices.fix(november.pk, None)
    assert "21,315円" in Mail.objects.order_by("-id")[0].body
    text = text_of(invoice_pdf(made))
    assert "訂正202610-NAC001-1（2026年10月分" in text.replace(" ", "").replace("　", "")
    assert "21,315円" in text.replace(" ", "")
    page = parts.signed_in(parts.person(bill.office)).get("/billing/2026-11/").content.decode()
    assert "21,315" in page and "202610-NAC001-1" in page
    december = loaded(*(x.replace("2026/10", "2026/12") for x in GOOD), month=date(2026, 12, 1))
    assert december.invoices.get().carried == 0, "once"


def test_a_month_that_is_loaded_already_takes_it_up_and_is_asked_for_anew(one, two, bill):
    november = of_november(*GOOD)
    corrected(one, two, bill, way="more", quantity="1", price="5000", label="基本料金の計上漏れ")
    made = Invoice.objects.get(month=november)
    assert (made.carried, made.payable) == (5500, 26994)
    assert BillCorrection.objects.get().stands_on == made
    again = of_november(GOOD[0])
    assert again.invoices.get().carried == 5500, "loading again keeps it"


def test_an_office_without_anything_to_pay_gets_what_is_given_back(one, two, bill):
    from nss.contract.models import ROW_TYPES

    corrected(one, two, bill)
    for kind in ("plan", "terminal", "mailbox", "net_terminal", "user_code", "user_id"):
        ROW_TYPES[kind]._default_manager.update(ends=date(2026, 11, 1))
    other = plain("NAC777")
    from nss.runtime.demo import rows

    rows.user_id(other, "1CNAC", "A01", ["01"], "interactive", parts.SINCE)
    november = of_november("2026/10,,NAC777,1CNAC,A01,一般,IDA,1,36,36")
    made = november.invoices.get(office=bill.office)
    assert (made.lines, made.total, made.carried, made.payable) == ([], 0, -179, -179)
    assert "ご返金額" in text_of(invoice_pdf(made))


def test_what_stands_on_a_later_month_moves_to_the_one_whose_turn_it_is(one, two, bill):
    december = loaded(*(x.replace("2026/10", "2026/12") for x in GOOD), month=date(2026, 12, 1))
    corrected(one, two, bill)
    assert Invoice.objects.get(month=december).carried == -179
    november = of_november(*GOOD)
    assert november.invoices.get().carried == -179
    assert invoices.outdated(december) and not invoices.outdated(november)
    invoices.draw_up(december)
    assert Invoice.objects.get(month=december).carried == 0
    assert BillCorrection.objects.get().stands_on.month == november


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"quantity": "0"}, "0円の訂正は登録できません"),
        ({"quantity": "19541", "price": "1"}, "請求した額（税抜19,540円）より多くは減額できません"),
        ({"reason": ""}, "理由"),
        ({"label": ""}, "項目"),
        ({"seen": "1.True"}, "この画面を開いた後に、この請求の訂正が登録されました"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_kept(one, bill, more, reason):
    page = entered(one, bill, **more)
    assert reason in page and "error-summary" in page
    assert not BillCorrection.objects.exists()


def test_no_more_is_given_back_than_was_billed_however_often(one, two, bill):
    corrected(one, two, bill, quantity="1", price="19540")
    found = BillCorrection.objects.get()
    assert (found.net, found.tax, found.total) == (-19540, -1954, -21494)
    assert "税抜0円）より多くは" in entered(one, bill, quantity="1", price="1")
    assert corrected(one, two, bill, way="more", quantity="1", price="19").number == "202610-NAC001-2"


def test_one_waits_at_a_time_and_either_of_the_two_takes_it_back(one, two, bill):
    entered(one, bill)
    assert "確認を待っている訂正があります" in entered(two, bill)
    assert "請求の訂正を取りやめました" in pressed(two, "drop")
    assert "すでに取りやめられています" in pressed(two, "confirm")
    assert BillCorrection.objects.get().number == "" and Mail.objects.count() == 1
    corrected(one, two, bill)
    assert "すでに反映されています" in pressed(two, "confirm")
    assert "すでに反映されています" in pressed(two, "drop")
    assert BillCorrection.objects.filter(dropped_at=None).get().number == "202610-NAC001-1"


def test_a_bill_that_is_not_fixed_is_loaded_again_instead(one, bill):
    made = of_november(*GOOD).invoices.get()
    assert "この請求は確定していません" in entered(one, made)
    assert not BillCorrection.objects.exists()
    assert "この請求を訂正する" not in one.get(f"/center/billing/invoices/{made.pk}/").content.decode()
    assert "請求書（確定前）" in text_of(invoice_pdf(made))


@given(
    net=st.integers(0, 10**7),
    percent=st.sampled_from((0, 8, 10, 12)),
    steps=st.lists(st.integers(-(10**6), 10**6), max_size=4),
)
def test_bill_and_corrections_together_carry_the_tax_of_a_right_bill(net, percent, steps):
    # Holds D-74, T-12.
    from unittest.mock import Mock

    from nss.billing import corrections

    bill, at, tax = Mock(tax_percent=percent), net, net * percent // 100
    for step in (s for s in steps):
        if at + step < 0:
            continue
        corrections_before, at = at, at + step
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(corrections, "corrected_net", lambda invoice, n=corrections_before: n)
            tax += corrections.tax_of(bill, step)
    assert tax == at * percent // 100 == charges.with_tax(at, percent)[0]


def test_the_clerk_opens_an_invoice_its_paper_and_the_month_as_csv(one, bill):
    month = bill.month
    page = one.get(f"/center/billing/{month.pk}/").content.decode()
    assert f"/center/billing/invoices/{bill.pk}/" in page and f"/center/billing/{month.pk}.csv" in page
    page = one.get(f"/center/billing/invoices/{bill.pk}/").content.decode()
    for shown in ("基本料金（一般NACCS、Aプラン）", "15,000", "21,494", "1ANACA0A", "この請求を訂正する"):
        assert shown in page
    assert one.get(f"/center/billing/invoices/{bill.pk}.pdf").content.startswith(b"%PDF")
    text = one.get(f"/center/billing/{month.pk}.csv").content.decode("utf-8-sig")
    head, row = text.splitlines()
    assert head.startswith("請求番号,事業所コード,企業名")
    assert row.split(",")[:4] == ["202610-NAC001", "NAC001", "ナックス商事株式会社", "第一営業部"]
    assert row.split(",")[5:11] == ["19540", "10", "1954", "21494", "0", "21494"]
    reader = parts.signed_in(parts.person(None, "uketsuke", Role.RECEPTION))
    page = reader.get(f"/center/billing/invoices/{bill.pk}/").content.decode()
    assert "15,000" in page and "この請求を訂正する" not in page


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (date(2026, 9, 1), date(2026, 11, 2)),  # 31 October is a Saturday
        (date(2026, 10, 1), date(2026, 11, 30)),
        (date(2026, 11, 1), date(2027, 1, 4)),  # the year's end
        (date(2026, 12, 1), date(2027, 2, 1)),  # a Sunday
    ],
)
def test_a_bill_is_due_on_a_business_day(month, due):
    # Holds D-28.
    assert invoices.due_day(month) == due


def test_a_bill_that_is_paid_by_transfer_names_the_account_and_keeps_it(bill, settings):
    Invoice.objects.update(method="transfer")
    settings.BANK_ACCOUNT = "別の銀行"
    bill.refresh_from_db()
    text = text_of(invoice_pdf(bill))
    assert "見本銀行" in text and "別の銀行" not in text
    bill.method = "debit"
    assert "見本銀行" not in text_of(invoice_pdf(bill))


def test_nothing_fixed_is_loaded_drawn_or_fixed_again(one, bill):
    before = list(Invoice.objects.values())
    with pytest.raises(Refused):
        loaded(*GOOD)
    with pytest.raises(Refused):
        invoices.fix(bill.month_id, None)
    one.post(f"/center/billing/{bill.month_id}/draw-up/")
    assert list(Invoice.objects.values()) == before
    assert Month.objects.get().state == MonthState.FIXED


def test_what_is_given_back_has_a_price_below_zero_and_what_is_charged_beside_one_above(one, two, bill):
    for way, price in (("back", -54), ("more", 54)):
        made = corrected(one, two, bill, way=way)
        assert (made.quantity, made.price, made.net) == (3, price, 3 * price)
        assert made.is_credit is (price < 0)
    assert not BillCorrection(net=0).is_credit
