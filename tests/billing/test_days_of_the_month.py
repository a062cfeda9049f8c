"""A month is judged by all its days: what began, ended, moved or changed in it, and what is free."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from nss.billing import invoices
from nss.billing.charges import HeldRow, next_month, things
from nss.billing.models import Invoice, Month, Usage
from nss.contract.models import ROW_TYPES
from nss.notice.models import Mail
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.samples import stocked

from .samples import GOOD, ended, line, lines_of, loaded, pc, plain, plans

pytestmark = pytest.mark.django_db


def basic(n: int, side: str = "一般NACCS") -> list[object]:
    return [f"基本料金（{side}、Aプラン）", n, 5000, 5000 * n]


def used(plan: str, amount: int, side: str = "一般NACCS") -> list[object]:
    return [f"従量料金（{side}、{plan}プラン）", 1, amount, amount]


def statistics(n: int) -> list[object]:
    return ["管理統計資料（有料分）", n, 1000, 1000 * n]


# -- begin and end ------------------------------------------------------------------------------------------


def test_every_month_is_followed_by_the_next_one_february_too():
    months = [date(year, month, 1) for year in range(2024, 2030) for month in range(1, 13)]
    assert [next_month(m) for m in months[:-1]] == months[1:]


def test_a_contract_that_ended_in_the_month_pays_its_last_month_whole_and_on_its_own_plan():
    office = stocked()
    ended(office, date(2026, 10, 16))
    loaded(*GOOD)
    assert lines_of("NAC001") == [basic(3), used("A", 3000), used("B", 540, "netNACCS"), statistics(1)]
    assert Invoice.objects.get().method == "debit", "paid in the way that it was paid to the end"


def test_a_contract_that_ended_in_the_month_is_billed_without_any_use():
    ended(stocked(), date(2026, 10, 16))
    other = plain("CTO001")
    rows.user_code(other, "1ACTO", "sea", parts.SINCE)
    rows.user_id(other, "1ACTO", "A01", ["01"], "interactive", parts.SINCE)
    loaded(line("CTO001", "1ACTOA01"))
    assert lines_of("NAC001") == [basic(3), statistics(1)]


def test_a_terminal_costs_its_month_from_the_first_to_the_last_day_on_which_it_is_there():
    # Holds D-66.
    office = plain("NAC001", general="A")
    pc(office, "10001C", parts.SINCE, date(2026, 10, 30))
    pc(office, "10002C", date(2026, 10, 31))
    pc(office, "10003C", date(2026, 10, 10), date(2026, 10, 11))
    pc(office, "10004C", parts.SINCE, date(2026, 10, 1))  # its last day was the 30th of September
    pc(office, "10005C", date(2026, 11, 1))
    rows.row(office, "mailbox", parts.SINCE, date(2026, 10, 2), name="1ANAC001")
    parts.guide_office("CTO001")
    loaded(line("CTO001", "1ANACA01", price=30))
    assert lines_of("NAC001") == [basic(4)]


def test_a_terminal_that_gets_another_name_or_package_is_one_terminal():
    office = plain("NAC001", general="A")
    pc(office, "10001C", parts.SINCE, date(2026, 10, 15))
    first = ROW_TYPES["terminal"]._default_manager.get(name="10001C")
    pc(office, "10001M", date(2026, 10, 15))
    second = ROW_TYPES["terminal"]._default_manager.filter(name="10001M")
    second.update(identity=first.identity, previous_ends=date(2026, 10, 15))
    parts.guide_office("CTO001")
    loaded(line("CTO001", "1ANACA01", price=30))
    assert lines_of("NAC001") == [basic(1)]


def test_servers_are_no_charging_units():
    office = plain("NAC001", general="A")
    pc(office, "10001C")
    pc(office, "10002S", device="smtp")
    pc(office, "10003G", device="gw")
    parts.guide_office("CTO001")
    loaded(line("CTO001", "1ANACA01", price=30))
    assert lines_of("NAC001") == [basic(1)]


def test_paid_materials_cost_the_month_in_which_they_begin_and_end():
    # Holds D-37, D-66.
    office = plain("NAC001")
    for code, starts, ends in (
        ("1ANAC", parts.SINCE, date(2026, 10, 2)),
        ("1BNAC", date(2026, 10, 31), date(2027, 1, 1)),
        ("1CNAC", parts.SINCE, date(2026, 10, 1)),
    ):
        flags = {"stats_paid": True, "stats_free": True, "bonded_storage": code == "1BNAC"}
        rows.row(office, "user_code", starts, ends, code=code, system_class="sea", **flags)
    parts.guide_office("CTO001")
    loaded(line("CTO001", "1ANACA01", price=30))
    assert lines_of("NAC001") == [statistics(2), ["保税管理資料保存サービス", 1, 1000, 1000]]


# -- plan ---------------------------------------------------------------------------------------------------


def test_a_plan_is_that_of_its_month_whatever_comes_after_it():
    # Holds D-39.
    office = stocked()
    plans(office, "general", (parts.SINCE, "A"), (date(2026, 11, 1), "B"))
    loaded(*GOOD)
    assert lines_of("NAC001")[:2] == [basic(3), used("A", 3000)]


def test_a_plan_that_changes_in_the_middle_of_a_month_counts_from_the_next():
    # Holds D-39, D-67.
    office = stocked()
    plans(office, "general", (parts.SINCE, "B"), (date(2026, 10, 15), "A"))
    plans(office, "net", (parts.SINCE, "A"), (date(2026, 10, 15), "B"))
    loaded(line("NAC001", "1ANACA01"), line("NAC001", "1ANACA0A", "net", price=30))
    assert lines_of("NAC001") == [
        used("B", 360),
        basic(1, "netNACCS"),
        used("A", 300, "netNACCS"),
        statistics(1),
    ]


def test_a_contract_that_begins_in_the_month_is_on_its_first_plan():
    office = plain("NAC001", since=date(2026, 10, 20), general="A")
    pc(office, "10001C", date(2026, 10, 20))
    parts.guide_office("CTO001")
    loaded(line("CTO001", "1ANACA01", price=30))
    assert lines_of("NAC001") == [basic(1)]


# -- moved, shared, there twice -----------------------------------------------------------------------------


def test_what_moves_to_another_office_in_the_month_is_charged_once_where_it_was_first():
    # Holds D-68.
    old, new = plain("NAC001", general="A", net="A"), plain("NAC555", general="A", net="A")
    day = date(2026, 10, 14)
    for office, starts, *ends in ((old, parts.SINCE, day), (new, day)):
        pc(office, "10001C", starts, *ends)
        rows.row(office, "mailbox", starts, *ends, name="1ANAC001")
        rows.row(office, "net_terminal", starts, *ends, net_kind="net", name="10002N")
        flags = {"stats_paid": True, "stats_free": True, "bonded_storage": True}
        rows.row(office, "user_code", starts, *ends, code="1ANAC", system_class="sea", **flags)
        rows.user_id(office, "1ANAC", "A01", ["01"], "interactive", starts, *ends)
    loaded(line("NAC001", "1ANACA01", price=30), line("NAC555", "1ANACA01", price=30))
    assert lines_of("NAC001") == [
        basic(2),
        used("A", 300),
        basic(1, "netNACCS"),
        statistics(1),
        ["保税管理資料保存サービス", 1, 1000, 1000],
    ]
    assert lines_of("NAC555") == [used("A", 300)]


def test_what_comes_back_under_its_name_at_its_office_in_the_month_is_one_thing():
    def held(office: str, identity: int, starts: date, ends: date) -> HeldRow:
        return HeldRow(office, "mailbox", identity, "MBX01", starts, ends, {})

    first = held("NAC001", 1, parts.SINCE, date(2026, 10, 5))
    again = held("NAC001", 2, date(2026, 10, 9), date(2026, 10, 20))
    other = held("CTO001", 3, date(2026, 10, 9), date(2026, 10, 20))
    assert things([first, again, other]) == [[first, again], [other]]


def test_what_moves_from_plan_b_to_plan_a_is_charged_where_plan_a_is():
    old, new = plain("NAC001", general="B"), plain("NAC555", general="A")
    pc(old, "10001C", parts.SINCE, date(2026, 10, 14))
    pc(new, "10001C", date(2026, 10, 14))
    parts.guide_office("CTO001")
    loaded(line("CTO001", "1ANACA01", price=30))
    assert lines_of("NAC001") == [] and lines_of("NAC555") == [basic(1)]


def test_each_office_of_a_shared_code_pays_its_own_materials():
    parts.shared_offices()
    loaded(line("NAC555", "1BNACC01", price=30))
    assert lines_of("NAC001") == [basic(1), statistics(2)]
    assert lines_of("NAC555") == [basic(1), used("A", 300), statistics(1)]
    assert lines_of("CTO001") == [basic(1), statistics(1)]


def test_an_office_that_begins_to_share_a_code_does_not_ride_on_the_month_of_another():
    """On the day on which another office changes its own row of the code."""
    first, second = plain("NAC001"), plain("NAC555")
    day = date(2026, 10, 14)
    rows.user_code(first, "1BNAC", "common", parts.SINCE, paid=True)
    model = ROW_TYPES["user_code"]
    old = model._default_manager.get()
    model._default_manager.update(ends=day)
    rows.user_code(first, "1BNAC", "common", day, paid=True, storage=True)
    model._default_manager.filter(starts=day).update(identity=old.identity, previous_ends=day)
    rows.user_code(second, "1BNAC", "common", day, paid=True)
    parts.guide_office("CTO001")
    loaded(line("CTO001", "1ANACA01", price=30))
    assert lines_of("NAC001")[0] == lines_of("NAC555")[0] == statistics(1)


def test_a_code_cannot_stand_twice_in_the_register_of_an_office_and_so_be_charged_twice():
    office = plain("NAC001")
    rows.user_code(office, "1ANAC", "sea", parts.SINCE, paid=True)
    with pytest.raises(IntegrityError, match="usercode_office_code_once"), transaction.atomic():
        rows.user_code(office, "1ANAC", "sea", date(2026, 10, 20), paid=True)
    parts.guide_office("CTO001")
    loaded(line("CTO001", "1ANACA01", price=30))
    assert lines_of("NAC001") == [statistics(1)]


# -- free ---------------------------------------------------------------------------------------------------


def exporter(code: str = "FXX001", *ends: date) -> None:
    """An office of plan A that only uses the Foreign Exchange Act services."""
    office = plain(code, general="A", net="A")
    rows.row(office, "user_code", parts.SINCE, *ends, code="V1FXX", system_class="common", stats_paid=True)
    rows.user_id(office, "V1FXX", "A0A", ["18"], "web", parts.SINCE, *ends)
    rows.row(office, "net_terminal", parts.SINCE, *ends, net_kind="net", name="10001N")
    if ends:
        ended(office, ends[0])


def test_an_exporter_alone_pays_nothing():
    # Holds D-42.
    exporter()
    loaded(line("FXX001", "V1FXXA0A", "net", price=30))
    assert lines_of("FXX001") == []


def test_an_exporter_alone_whose_contract_ended_in_the_month_pays_nothing():
    exporter("FXX001", date(2026, 10, 16))
    loaded(line("FXX001", "V1FXXA0A", "net", price=30))
    assert lines_of("FXX001") == []


def test_an_office_without_any_id_is_not_free():
    office = plain("NAC001", net="A")
    rows.row(office, "net_terminal", parts.SINCE, net_kind="net", name="10001N")
    parts.guide_office("CTO001")
    loaded(line("CTO001", "1ANACA01", price=30))
    assert lines_of("NAC001") == [basic(1, "netNACCS")]


def test_a_free_id_beside_others_is_free_and_the_others_are_not():
    # Holds D-42, D-69.
    office = stocked()
    rows.user_code(office, "V1NAC", "common", parts.SINCE, paid=True)
    rows.user_id(office, "V1NAC", "A0A", ["18"], "web", parts.SINCE)
    loaded(*GOOD, line("NAC001", "V1NACA0A", "net", price=30))
    assert lines_of("NAC001") == [basic(3), used("A", 3000), used("B", 540, "netNACCS"), statistics(1)]


def test_an_exporter_that_begins_other_business_pays_from_that_month_on():
    exporter()
    office = ROW_TYPES["user_id"]._default_manager.get().office
    rows.user_code(office, "1AFXX", "sea", date(2026, 10, 31))
    rows.user_id(office, "1AFXX", "A0A", ["07"], "net", date(2026, 10, 31))
    loaded(line("FXX001", "1AFXXA0A", "net", price=30))
    assert lines_of("FXX001") == [basic(1, "netNACCS"), used("A", 300, "netNACCS")]


@pytest.mark.parametrize(("day", "paid"), [(date(2026, 10, 31), True), (date(2026, 11, 1), False)])
def test_a_code_that_is_free_for_part_of_the_month_pays_its_materials_from_its_first_other_day_on(day, paid):
    office = stocked()
    rows.user_code(office, "V1NAC", "common", parts.SINCE, paid=True)
    rows.user_id(office, "V1NAC", "A0A", ["18"], "web", parts.SINCE, day)
    rows.user_id(office, "V1NAC", "A0A", ["18", "07"], "web", day)
    loaded(*GOOD)
    assert lines_of("NAC001")[-1] == statistics(2 if paid else 1)


# -- minimum ------------------------------------------------------------------------------------------------


def test_plan_a_without_a_charging_unit_costs_one_unit():
    # Holds D-70.
    parts.guide_office()  # on plan A on the general side, without a terminal or mailbox
    loaded(line("NAC001", "1ANACA01", price=30))
    assert lines_of("NAC001") == [basic(1), used("A", 300), statistics(1)]


def test_plan_a_of_a_side_that_nobody_uses_costs_nothing():
    office = plain("NAC001", general="A")
    rows.user_code(office, "1ANAC", "sea", parts.SINCE)
    rows.user_id(office, "1ANAC", "A0A", ["01"], "net", parts.SINCE)
    loaded(line("NAC001", "1ANACA0A", "net"))
    assert lines_of("NAC001") == [used("B", 360, "netNACCS")]


def test_the_net_side_without_a_terminal_is_on_plan_b():
    office = plain("NAC001", net="A")
    rows.user_code(office, "1ANAC", "sea", parts.SINCE)
    rows.user_id(office, "1ANAC", "A0A", ["01"], "web", parts.SINCE)
    loaded(line("NAC001", "1ANACA0A", "net"))
    assert lines_of("NAC001") == [used("B", 360, "netNACCS")]


@pytest.mark.parametrize(("owner", "price", "plan"), [("A", 30, "A"), ("B", 36, "B")])
def test_use_through_the_smtp_server_of_another_office_is_on_the_plan_of_its_owner(owner, price, plan):
    # Holds D-71.
    host = plain("NAC001", general=owner)
    rows.row(host, "line", parts.SINCE, system_class="common", line_kind="leased", router="09143")
    pc(host, "10001S", device="smtp")
    guest = plain("NAC555", general="B" if owner == "A" else "A")
    for mine, other in ((host, "NAC555"), (guest, "NAC001")):
        rows.row(mine, "shared_use", parts.SINCE, use="equipment", partner=other, object="09143")
    rows.user_code(guest, "1BNAC", "sea", parts.SINCE)
    rows.user_id(guest, "1BNAC", "A01", ["01"], "smtp", parts.SINCE)
    loaded(line("NAC555", "1BNACA01", price=price))
    assert lines_of("NAC555") == [used(plan, 10 * price)], "and no minimum: its own plan has no use"


def test_use_through_an_smtp_server_of_ones_own_is_on_ones_own_plan_although_a_router_is_shared():
    # Holds D-71.
    host, guest = plain("NAC001", general="A"), plain("NAC555", general="B")
    for office, router, name in ((host, "09143", "10001S"), (guest, "09144", "10002S")):
        rows.row(office, "line", parts.SINCE, system_class="common", line_kind="leased", router=router)
        rows.row(
            office,
            "terminal",
            parts.SINCE,
            router=router,
            system_class="common",
            device="smtp",
            package="",
            name=name,
            address=None,
        )
    for mine, other in ((host, "NAC555"), (guest, "NAC001")):
        rows.row(mine, "shared_use", parts.SINCE, use="equipment", partner=other, object="09143")
    rows.user_code(guest, "1BNAC", "sea", parts.SINCE)
    rows.user_id(guest, "1BNAC", "A01", ["01"], "smtp", parts.SINCE)
    loaded(line("NAC555", "1BNACA01", price=36))
    assert lines_of("NAC555") == [used("B", 360)]


# -- of the whole month -------------------------------------------------------------------------------------


def test_tax_is_reckoned_once_a_bill_and_rounded_down():
    # Holds T-12.
    stocked()
    loaded(line("NAC001", "1ANACA01", count=1, price=30), line("NAC001", "1ANACA0A", "net", "IDC", 1, 54))
    invoice = Invoice.objects.get()
    assert (invoice.net, invoice.tax, invoice.total) == (16084, 1608, 17692)


def test_a_month_of_many_offices_is_drawn_up_in_few_statements(django_assert_max_num_queries):
    for n in range(30):
        office = plain(f"NAC{n:03d}", general="A")
        pc(office, f"{n:05d}C")
    parts.guide_office("CTO001")
    month = loaded(line("CTO001", "1ANACA01", price=30))
    with django_assert_max_num_queries(20):
        assert invoices.draw_up(month) == 31


def test_the_last_bill_of_an_ended_contract_reaches_its_last_billing_contact():
    office = stocked()
    ended(office, date(2026, 10, 16))
    month = loaded(*GOOD)
    invoices.fix(month.pk, None)
    assert Mail.objects.get(kind="M10").to == ["keiri-nac001@example.jp"]


def test_sums_that_pass_the_range_of_an_integer_are_billed():
    stocked()
    month = loaded(*GOOD)
    Usage.objects.update(amount=2**31 - 1)
    invoices.draw_up(Month.objects.get(pk=month.pk))
    assert Invoice.objects.get().net == 2 * (2**31 - 1) + 16000
