"""Fees, the rate of tax and prices are masters with a day from which they count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nss.account.models import Role
from nss.application.edits import Edit, change, end
from nss.base.problems import Refused
from nss.billing import fees, prices
from nss.billing.models import Fee, Invoice, Month, Price
from nss.document.invoice import invoice_pdf
from nss.master import state
from nss.master.sheet import store
from nss.procedure.catalogue import CATALOGUE
from tests import parts
from tests.document.test_paper import text_of
from tests.procedure.samples import case_of, stocked

from .samples import GOOD, MONTH, lines_of, loaded, plans

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 15)


@pytest.fixture(autouse=True)
def _today(moved_clock):
    moved_clock(TODAY)


def fee(kind: str, amount: int, since: date = MONTH) -> None:
    store(fees.SHEET, None, {"kind": kind, "amount": amount, "since": since}, None)


def test_without_any_entry_the_fees_of_the_terms_count():
    # Holds D-37, D-38.
    state.refresh()
    assert fees.on(MONTH) == fees.DEFAULTS == fees.Fees(5000, 1000, 1000, 10)


def test_a_fee_counts_from_its_month_on():
    # Holds D-73.
    for kind, amount in (("basic", 6000), ("stats_paid", 1100), ("bonded_storage", 1200), ("tax", 12)):
        fee(kind, amount)
    fee("basic", 7000, date(2026, 11, 1))
    state.refresh()
    assert fees.on(date(2026, 9, 1)) == fees.DEFAULTS
    assert fees.on(MONTH) == fees.on(date(2026, 10, 31)) == fees.Fees(6000, 1100, 1200, 12)
    assert fees.on(date(2026, 11, 1)).basic == 7000


def test_an_invoice_is_drawn_up_and_printed_at_the_fees_and_the_tax_of_its_month():
    stocked()
    fee("basic", 6000)
    fee("tax", 12)
    loaded(*GOOD)
    invoice = Invoice.objects.get()
    assert lines_of("NAC001")[0] == ["基本料金（一般NACCS、Aプラン）", 3, 6000, 18000]
    assert (invoice.net, invoice.tax, invoice.tax_percent) == (22540, 2704, 12)
    assert "消費税（12%対象）" in text_of(invoice_pdf(invoice))


def test_the_page_of_a_bill_names_the_rate_that_it_was_drawn_up_with():
    office = stocked()
    month = loaded(*GOOD)
    Month.objects.filter(pk=month.pk).update(state="fixed")
    Invoice.objects.update(tax_percent=8)
    page = parts.signed_in(parts.person(office)).get("/billing/2026-10/").content.decode()
    assert "消費税（8%）" in page and "10%" not in page


@pytest.mark.parametrize(
    ("kind", "amount", "since", "field"),
    [
        ("basic", 6000, date(2026, 9, 1), "since"),
        ("basic", 6000, date(2026, 10, 2), "since"),
        ("basic", -1, MONTH, "amount"),
        ("tax", 101, MONTH, "amount"),
    ],
)
def test_a_fee_of_the_past_of_a_part_of_a_month_or_out_of_range_is_refused(kind, amount, since, field):
    with pytest.raises(Refused) as refused:
        fee(kind, amount, since)
    assert [p.where for p in refused.value.problems] == [field]
    assert not Fee.objects.exists()


def test_a_fee_of_the_month_that_begins_today_comes_too_late_and_one_of_tomorrow_does_not(moved_clock):
    moved_clock(MONTH)
    with pytest.raises(Refused):
        fee("basic", 6000)
    moved_clock(MONTH - timedelta(days=1))
    fee("basic", 6000)
    assert Fee.objects.get().since == MONTH


@pytest.mark.parametrize(("kind", "amount"), [("tax", 100), ("tax", 0), ("basic", 0), ("basic", 101)])
def test_a_fee_may_be_nothing_and_a_rate_the_whole(kind, amount):
    fee(kind, amount)
    assert Fee.objects.get().amount == amount


@pytest.mark.parametrize(
    ("prices_of", "wrong"),
    [((-1, 0), ["plan_a"]), ((0, -1), ["plan_b"]), ((None, -1), ["plan_b"]), ((0, 0), [])],
)
def test_a_price_below_nothing_is_refused_beside_its_field(prices_of, wrong):
    typed = dict(zip(("plan_a", "plan_b"), prices_of, strict=True))
    found = prices.check({"transaction": "IDA", "since": MONTH, **typed}, date(2026, 9, 15))
    assert [p.where for p in found] == wrong


def test_a_fee_that_has_begun_stays_as_it_is(moved_clock):
    fee("basic", 6000)
    moved_clock(MONTH)
    with pytest.raises(Refused):
        store(
            fees.SHEET, Fee.objects.get().pk, {"kind": "basic", "amount": 1, "since": date(2026, 11, 1)}, None
        )


def price(transaction: str, since: date) -> None:
    store(prices.SHEET, None, {"transaction": transaction, "plan_a": 30, "plan_b": 36, "since": since}, None)


def test_a_price_of_today_or_before_is_refused_where_there_is_one():
    price("IDA", date(2026, 9, 16))
    Price.objects.update(since=date(2026, 8, 1))
    for since in (TODAY, date(2026, 8, 1)):
        with pytest.raises(Refused):
            price("IDA", since)


def test_a_price_that_was_forgotten_may_be_entered_for_a_month_that_is_yet_to_be_billed():
    for since in (date(2026, 7, 31), date(2020, 1, 1)):
        with pytest.raises(Refused):
            price("IDA", since)
    price("IDA", date(2026, 8, 1))
    assert Price.objects.count() == 1


def test_a_price_is_never_entered_for_a_month_that_is_fixed():
    stocked()
    month = loaded(*GOOD)
    Month.objects.filter(pk=month.pk).update(state="fixed", month=date(2026, 8, 1))
    with pytest.raises(Refused):
        price("NEW", date(2026, 8, 31))
    price("NEW", date(2026, 9, 1))
    Month.objects.update(month=date(2026, 6, 1))
    price("OLD", date(2026, 7, 1))


def test_what_pages_and_notes_say_of_fees_is_what_counts_on_the_day_of_the_application():
    for kind, amount in (("basic", 6000), ("stats_paid", 1100), ("bonded_storage", 1200)):
        fee(kind, amount)
    state.refresh()
    office = stocked()
    plans(office, "net", (parts.SINCE, "A"))
    for day, basic, paid, stored in ((None, 5000, 1000, 1000), (MONTH, 6000, 1100, 1200)):

        def page(key: str, slug: str, subject: str = "", day: date | None = day) -> str:
            case = case_of(office, wish_date=day)
            form = CATALOGUE[key].page(slug).form
            return str([s.note for s in form(case, subject, form.initial_values(case, subject)).sections()])

        def note(*edits: Edit, day: date | None = day) -> str:
            return str([w.ja for w in CATALOGUE.notes(case_of(office, edits, wish_date=day))])

        assert f"月額{basic:,}円（税抜）の基本料金" in page("fee-plan", "plan")
        assert f"月額{paid:,}円（税抜）" in page("statistics", "form")
        assert f"月額{stored:,}円（税抜）" in page("storage", "form")
        both = f"{paid:,} / {stored:,}" if paid != stored else f"{paid:,}"
        assert f"月額{both}円（税抜）" in page("user-code", "code", "1ANAC")
        contract = case_of(office).contract
        code = contract.where("user_code", code="1ANAC")[0]
        for key, kind in (("mailbox", "mailbox"), ("terminal", "terminal"), ("net-terminal", "net_terminal")):
            assert f"月額{-basic:+,}円" in note(end(key, contract.of(kind)[0]))
        assert f"月額料金が{-paid:+,}円" in note(change("statistics", code, {"stats_paid": False}))
        assert f"月額料金が{stored:+,}円" in note(change("storage", code, {"bonded_storage": True}))
        assert f"月額が{stored:+,}円" in note(change("user-code", code, {"bonded_storage": True}))
        assert f"（月額{paid:,}円、税抜）も終了" in note(end("user-code", code))


def test_fees_and_prices_are_kept_among_the_masters() -> None:
    client = parts.signed_in(parts.person(None, "kanri", Role.ADMIN))
    page = client.get("/center/masters/").content.decode()
    for sheet in (fees.SHEET, prices.SHEET):
        assert f"/center/masters/{sheet.key}/" in page
        assert client.get(f"/center/masters/{sheet.key}/").status_code == 200
