"""請求: the usage file is taken whole or not at all, invoices follow contract and use, an office sees its own after fixing."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from nss.account.models import Role
from nss.base import clock
from nss.base.problems import Refused
from nss.billing import invoices, usage
from nss.billing.models import Invoice, Month, MonthState, Price, Usage
from nss.contract.models import ROW_TYPES
from nss.contract.snapshot import load
from nss.document.invoice import invoice_pdf
from nss.notice.models import Mail, News
from nss.runtime.demo import rows
from tests import parts
from tests.document.test_paper import text_of
from tests.procedure.samples import stocked

from .samples import GOOD, MONTH, ended, file, line, prices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prices(db):
    prices()


def test_an_invoice_adds_units_usage_and_materials_and_rounds_tax_down():
    # Holds D-28, D-37, D-38, T-12.
    office = stocked()
    usage.load(MONTH, "u.csv", file(*GOOD), None)
    invoice = Invoice.objects.get()
    assert invoice.lines == [
        ["基本料金（一般NACCS、Aプラン）", 3, 5000, 15000],  # two PCs and a mailbox
        ["従量料金（一般NACCS、Aプラン）", 1, 3000, 3000],
        ["従量料金（netNACCS、Bプラン）", 1, 540, 540],
        ["管理統計資料（有料分）", 1, 1000, 1000],
    ]
    assert (invoice.net, invoice.tax, invoice.total) == (19540, 1954, 21494)
    assert invoice.due == date(2026, 11, 30)
    assert not invoices.of_office(office), "an office sees nothing before the month is fixed"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2026/09,,NAC001,1ANAC,A01,一般,IDA,1,30,30", "請求年月が2026/10ではありません"),
        ("2026/10,,ZZZ999,1ANAC,A01,一般,IDA,1,30,30", "登録されていません"),
        ("2026/10,,NAC001,1ANAC,A01,一般,IDA,1,30,31", "一致しません"),
        ("2026/10,,NAC001,1ANAC,A01,一般,IDA,-1,30,-30", "数字"),
        ("2026/10,,NAC001,1ANAC,A01,電話,IDA,1,30,30", "利用方式区分"),
        ("2026/10,,NAC001,1ANAC", "列数が正しくありません（正：10列"),
        ("2026/10,,NAC001,1ANA,A01,一般,IDA,1,30,30", "桁数"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_nothing_is_stored(line, reason):
    # Holds D-27, F13.
    stocked()
    with pytest.raises(Refused) as refused:
        usage.load(MONTH, "u.csv", file(GOOD[0], line, GOOD[1]), None)
    assert refused.value.problems[0].text.ja.startswith("3行目：")
    assert reason in refused.value.problems[0].text.ja
    assert not Month.objects.exists() and not Usage.objects.exists()


@pytest.mark.parametrize("body", [b"", "件数".encode("cp932"), b"a,b,c\r\n1,2,3"])
def test_a_file_that_is_no_usage_file_is_refused(body):
    with pytest.raises(Refused):
        usage.load(MONTH, "u.csv", body, None)


LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def test_a_hundred_thousand_lines_with_one_percent_bad_name_every_bad_one():
    # Holds F13.
    office = stocked()
    ids = [(f"9{a}{b}AC", f"{a}{b}1") for a in LETTERS for b in LETTERS]
    model = ROW_TYPES["user_id"]
    common = {"company_id": office.company_id, "office": office, "starts": parts.SINCE, "business": ["01"]}
    model._default_manager.bulk_create(
        model(code=code, number=number, method="interactive", **common) for code, number in ids
    )
    jobs = [f"T{n:03d}" for n in range(200)]
    Price.objects.bulk_create(Price(transaction=job, plan_a=30, plan_b=36, since=parts.SINCE) for job in jobs)
    each = itertools.islice(itertools.product(jobs, ids), 100_000)
    good = [line("NAC001", code + number, job=job, price=30) for job, (code, number) in each]
    lines = [x if n % 100 else x + "1" for n, x in enumerate(good)]
    found = usage.read(file(*lines), MONTH)
    assert found.count == 100_000 and len(found.bad) == 1000
    assert usage.read(file(*good), MONTH).bad == []
    with pytest.raises(Refused) as refused:
        usage.load(MONTH, "u.csv", file(*lines), None)
    assert len(refused.value.problems) == usage.SHOWN + 1


def test_fixing_tells_each_office_once_and_a_fixed_month_is_not_loaded_again():
    # Holds N14.
    office = stocked()
    kanri = parts.person(None, "kanri", Role.ADMIN)
    month = usage.load(MONTH, "u.csv", file(*GOOD), kanri)
    again = usage.load(MONTH, "u2.csv", file(GOOD[0]), kanri)
    assert not Month.objects.filter(pk=month.pk).exists()
    invoices.fix(again.pk, kanri)
    with pytest.raises(Refused):
        invoices.fix(again.pk, kanri)
    with pytest.raises(Refused):
        usage.load(MONTH, "u.csv", file(*GOOD), kanri)
    assert Mail.objects.filter(kind="M10").count() == 1
    assert News.objects.filter(office=office, category="fee").count() == 1


def test_an_office_reads_its_bill_and_a_stranger_finds_none():
    # Holds C14, C15, C16, D-27, D-61.
    office = stocked()
    month = usage.load(MONTH, "u.csv", file(*GOOD), None)
    invoices.fix(month.pk, None)
    mine, other = Client(), Client()
    mine.force_login(parts.person(office))
    other.force_login(parts.person(parts.office("XYZ001"), "x"))
    page = mine.get("/billing/2026-10/").content.decode()
    assert "21,494" in page and "1ANACA0A" in page and "T0000000000000" in page
    assert "21,494" in mine.get("/billing/").content.decode()
    assert mine.get("/billing/2026-10/invoice.pdf").content.startswith(b"%PDF")
    text = mine.get("/billing/2026-10/usage.csv").content.decode("utf-8-sig")
    assert usage.read(text.encode(), MONTH).count == 2, "what is given out can be read in again"
    for path in (
        "/billing/2026-10/",
        "/billing/2026-10/invoice.pdf",
        "/billing/2026-10/usage.csv",
        "/billing/2026-99/",
    ):
        assert other.get(path).status_code == 404
    assert mine.get("/billing/debit-form.pdf").content.startswith(b"%PDF")


def test_the_estimate_says_which_plan_is_cheaper_from_real_use():
    # Holds D-26, D-38.
    office = stocked()
    month = usage.load(MONTH, "u.csv", file("2026/10,,NAC001,1ANAC,A01,一般,IDA,100,30,3000"), None)
    named = {"code": "1XYZC", "number": "A01", "tab": "general", "transaction": "IDA"}
    Usage.objects.create(
        month=month, office=parts.office("XYZ001"), **named, count=500, price=36, amount=18000
    )
    invoices.fix(month.pk, None)
    found = {e.tab: e for e in invoices.estimate(office, load(office, MONTH))}
    general = found["general"]
    assert (general.plan_a, general.plan_b, general.cheaper) == (3000 + 15000, 3600, "B")


def test_the_estimate_is_of_the_twelve_newest_months_and_of_those_of_them_with_use():
    office = stocked()
    used = {"office": office, "code": "1ANAC", "number": "A01", "tab": "general", "transaction": "IDA"}
    for year, number in [(2025, n) for n in range(1, 13)] + [(2026, 1)]:
        month = Month.objects.create(
            month=date(year, number, 1), file_name="u.csv", sha256="", rows=0, loaded_at=clock.now()
        )
        Month.objects.filter(pk=month.pk).update(state=MonthState.FIXED)
        count = 100_000 if (year, number) == (2025, 1) else 0 if number == 6 else 110
        if count:
            Usage.objects.create(**used, month=month, count=count, price=30, amount=30 * count)
    (general,) = invoices.estimate(office, load(office, MONTH))[:1]
    assert (general.tab, general.months, general.plan_a, general.plan_b) == (
        "general",
        11,
        110 * 30 + 15000,
        110 * 36,
    )


def test_what_has_no_price_of_its_own_is_reckoned_a_sixth_cheaper_on_plan_a():
    # Holds D-38: the middle of 13.4 to 20 %.
    office = stocked()
    month = usage.load(MONTH, "u.csv", file("2026/10,,NAC001,1ANAC,A01,一般,IDA,100,30,3000"), None)
    Price.objects.filter(transaction="IDA").delete()
    invoices.fix(month.pk, None)
    found = {e.tab: e for e in invoices.estimate(office, load(office, MONTH))}["general"]
    on_b = found.plan_b
    assert (found.plan_a - 15000) / on_b == pytest.approx(0.835, abs=0.001)


def test_an_office_sees_its_fixed_invoices_of_two_years_newest_first():
    office = stocked()
    for n in range(25):
        first = date(2024 + n // 12, n % 12 + 1, 1)
        month = Month.objects.create(month=first, state=MonthState.FIXED, rows=0, loaded_at=clock.now())
        amounts = {"net": 0, "tax": 0, "total": 0, "due": first, "method": "transfer"}
        Invoice.objects.create(
            month=month, office=office, company=office.company, number=f"{first:%Y%m}", **amounts
        )
    found = [i.month.month for i in invoices.of_office(office)]
    assert len(found) == 24
    assert (found[0], found[-1]) == (date(2026, 1, 1), date(2024, 2, 1))


def test_an_office_under_the_foreign_exchange_act_alone_pays_nothing():
    # Holds D-42.
    office = parts.office("FXX001")
    rows.user_code(office, "V1FXX", "common", parts.SINCE)
    rows.user_id(office, "V1FXX", "A0A", ["18"], "web", parts.SINCE)
    usage.load(MONTH, "u.csv", file("2026/10,,FXX001,V1FXX,A0A,net,JAA,5,30,150"), None)
    assert not Invoice.objects.filter(office=office).exists()


@pytest.mark.parametrize(
    ("fixed", "day"),
    [
        (datetime(2026, 11, 8, 23, 30, tzinfo=UTC), "2026年11月9日"),
        (datetime(2026, 11, 9, 14, 59, tzinfo=UTC), "2026年11月9日"),
    ],
)
def test_an_invoice_is_dated_in_tokyo_and_names_the_payer_of_that_day(fixed, day):
    office = stocked()
    ended(office, date(2026, 11, 9), "billing")
    rows.row(office, "billing", date(2026, 11, 9), name="新しい請求先", postal_code="", address="")
    month = usage.load(MONTH, "u.csv", file(*GOOD), None)
    invoices.fix(month.pk, None)
    Month.objects.update(fixed_at=fixed)
    text = text_of(invoice_pdf(Invoice.objects.get()))
    assert day in text and "新しい請求先" in text


def test_the_last_invoice_of_an_ended_contract_keeps_the_payer_and_his_address():
    office = stocked()
    ended(office, date(2026, 10, 16))
    month = usage.load(MONTH, "u.csv", file(*GOOD), None)
    invoices.fix(month.pk, None)
    text = text_of(invoice_pdf(Invoice.objects.get()))
    assert "1500002" in text.replace("-", "") and "渋谷" in text
