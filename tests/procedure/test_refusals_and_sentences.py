"""What rules refuse at their boundary, and the sentences that say what something costs. Amounts are
those of the terms; their signs and multiples are reckoned here."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from nss.application.edits import Edit, add
from nss.base import clock
from nss.billing import fees
from nss.contract.models import ROW_TYPES, Office
from nss.contract.rows.ids import UserCode, UserId
from nss.contract.snapshot import load
from nss.procedure.beside.survey.sheet import blank_form, read_form
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.contact import REQUIRED, problem_of, problems_of
from nss.procedure.kit.pages import FormPage
from nss.procedure.lines.mailbox import has_code
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.samples import case_of, posted, stocked

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def errors(office: Office, key: str, slug: str = "form", **typed: object) -> set[str]:
    """The fields that a page complains about."""
    page = CATALOGUE[key].page(slug)
    assert isinstance(page, FormPage)
    form = page.form(case_of(office), "", typed)
    form.is_valid()
    return set(form.errors)


def sentences(office: Office, key: str, edits: list[Edit]) -> str:
    return "\n".join(n.ja for n in CATALOGUE[key].notes(case_of(office, edits)))


# -- money -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("had", "key", "column"), [(False, "statistics", "stats_paid"), (True, "statistics", "stats_paid")]
)
def test_a_material_that_is_taken_costs_more_and_one_that_is_given_up_costs_less(had, key, column):
    office = parts.guide_office()
    UserCode.objects.filter(office=office).update(**{column: had})
    row = load(office, clock.today(), ("user_code",)).rows[0]
    edits = posted(office, key, "form", **{f"{column}_{row.identity}": "0" if had else "1"}).edits
    fee = fees.on(clock.today()).stats_paid
    assert fee > 0
    assert f"{'-' if had else '+'}{fee:,}円" in sentences(office, key, edits)


def test_each_more_net_terminal_on_plan_a_costs_its_basic_fee_and_on_plan_b_nothing_is_said():
    office = parts.guide_office()
    edits = posted(office, "net-terminal", "form", net="2").edits
    assert "基本料金" not in sentences(office, "net-terminal", edits)
    ROW_TYPES["plan"]._default_manager.filter(office=office, tab="net").update(plan="A")
    assert f"+{2 * fees.on(clock.today()).basic:,}円" in sentences(office, "net-terminal", edits)


# -- codes and numbers ------------------------------------------------------------------------------------------


def test_no_number_is_added_under_a_code_whose_end_is_decided_for_a_later_day():
    office = parts.guide_office()
    edits = parts.ids_to_add("1ANAC")
    assert "code_ends" not in [p.code for p in case_of(office, edits, items=["user-code"]).problems]
    for model in (UserCode, UserId):
        model._default_manager.filter(office=office, code="1ANAC").update(ends=clock.today() + 200 * DAY)
    found = [p.code for p in case_of(office, edits, items=["user-code"]).problems]
    assert "code_ends" in found


def test_a_mailbox_may_be_ordered_together_with_the_offices_first_code():
    office = parts.office()
    box = add("mailbox", "mailbox", {"name": ""})
    first = add("user-code", "user_code", {"code": "", "system_class": "sea"}, ref="c1")
    assert [p.code for p in has_code(case_of(office, [box]))] == ["mailbox_without_code"]
    assert has_code(case_of(office, [box, first])) == []


def test_a_specialist_gets_a_number_under_a_brokers_code_only():
    office = parts.office()
    rows.user_code(office, "1CNAC", "sea", parts.SINCE)
    rows.user_id(office, "1CNAC", "C01", ["10"], "interactive", parts.SINCE)
    rows.user_code(office, "1ANAC", "sea", parts.SINCE)
    rows.user_id(office, "1ANAC", "A01", ["01"], "interactive", parts.SINCE)
    typed = {
        "method": "interactive",
        "name_0": "通関 太郎",
        "kana_0": "ツウカン タロウ",
        "licence_0": "12345",
    }
    assert errors(office, "specialist", code="1CNAC", **typed) == {"code"}
    assert errors(office, "specialist", code="1ANAC", **typed) == set()


def test_a_survey_form_of_another_code_is_refused_and_its_own_is_read():
    body = blank_form("1ANAC", "new", ["01"])
    other = [p.ja for p in read_form(body, "1BNAC", ["01"])[1]]
    own = [p.ja for p in read_form(body, "1ANAC", ["01"])[1]]
    assert any("1BNAC" in p and "B2" in p for p in other)
    assert not any("B2）" in p and "利用者コード" in p for p in own)


# -- sharing ------------------------------------------------------------------------------------------------------


CONSULTED = {"consulted_on": "2020/01/06", "consulted_with": "契約 一郎"}


def test_an_office_shares_nothing_with_itself():
    office = stocked()
    parts.office("NAC555")
    assert "partner" in errors(office, "joint-use", **CONSULTED, partner="NAC001")
    assert errors(office, "joint-use", **CONSULTED, partner="NAC555") == set()


def test_an_office_without_its_router_and_a_router_without_its_office_are_sent_back_for_the_other():
    office = stocked()
    assert errors(office, "equipment", **CONSULTED, partner="NAC555") == {"object"}
    assert errors(office, "equipment", **CONSULTED, object="09143") == {"partner"}


def test_ending_one_shared_router_leaves_the_other_sharings_with_that_partner():
    office, partner = stocked(), parts.office("NAC555")
    for router in ("09143", "09144"):
        for o, with_whom in ((office, "NAC555"), (partner, "NAC001")):
            rows.row(o, "shared_use", parts.SINCE, use="equipment", partner=with_whom, object=router)
    rows.row(partner, "shared_use", parts.SINCE, use="equipment", partner="XYZ001", object="09143")
    mine = load(office, clock.today(), ("shared_use",)).where("shared_use", object="09143")[0]
    sample = posted(office, "equipment", "form", **CONSULTED, **{f"end_{mine.identity}": "on"})
    asked = CATALOGUE["equipment"].consents(case_of(office, sample.edits, other="equipment"))
    theirs = [(e.action, e.before["partner"], e.before["object"]) for a in asked for e in a.edits]
    assert [a.office for a in asked] == [partner]
    assert theirs == [("end", "NAC001", "09143")]


def test_nothing_moves_to_an_office_of_another_company():
    office = stocked()
    parts.office("NAC555")
    parts.office("XYZ001")
    code = load(office, clock.today(), ("user_code",)).where("user_code", code="1ANAC")[0]
    sample = posted(office, "move", "form", **CONSULTED, to="NAC555", **{f"row_{code.identity}": "on"})
    asked = CATALOGUE["move"].consents(case_of(office, sample.edits, other="move"))
    assert [a.office.code for a in asked] == ["NAC555"]
    forged = [dataclasses.replace(e, options={**e.options, "to": "XYZ001"}) for e in sample.edits]
    assert CATALOGUE["move"].consents(case_of(office, forged, other="move")) == []


# -- days and telephones -------------------------------------------------------------------------------------------


def test_the_consultation_may_have_been_today_but_not_tomorrow():
    office, today = stocked(), clock.today()
    parts.office("NAC555")
    typed = {"consulted_with": "契約 一郎", "partner": "NAC555"}
    assert errors(office, "joint-use", consulted_on=f"{today:%Y/%m/%d}", **typed) == set()
    assert errors(office, "joint-use", consulted_on=f"{today + DAY:%Y/%m/%d}", **typed) == {"consulted_on"}


def test_a_telephone_number_has_nine_to_eleven_digits_and_begins_with_nought():
    verdicts = {n: problem_of("phone", ("03" + "1" * 20)[:n]) is None for n in (8, 9, 10, 11, 12, 13)}
    assert verdicts == {8: False, 9: True, 10: True, 11: True, 12: False, 13: False}
    assert problem_of("phone", "1312345678") is not None


def test_a_stored_contact_is_judged_field_by_field_and_each_problem_names_its_place():
    assert problems_of(parts.CONTACT) == []
    assert {p.where for p in problems_of({})} == {f"contact.{name}" for name in REQUIRED}
    for name in (*REQUIRED, "fax"):
        (problem,) = problems_of({**parts.CONTACT, name: "あ" * 101})
        assert (problem.code, problem.where) == (f"contact_{name}", f"contact.{name}")


# -- pages on which nothing was entered -------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "field"), [("equipment", "partner"), ("joint-use", "partner")])
def test_a_page_of_a_sharing_on_which_nothing_was_entered_is_sent_back(key, field):
    assert errors(stocked(), key, **CONSULTED) == {field}


# -- the end of a shared code -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "scope"), [({}, "all"), ({"scope": "all"}, "all"), ({"scope": "own"}, "own")]
)
@pytest.mark.parametrize("key", ["user-code", "id-number"])
def test_a_shared_code_whose_last_number_ends_does_so_for_whom_was_chosen_or_else_for_all(key, typed, scope):
    office, _, _ = parts.shared_offices()
    page = CATALOGUE[key].page("code")
    assert isinstance(page, FormPage)
    case = case_of(office)
    shown = page.form.initial_values(case, "1BNAC")
    del shown["scope"]
    form = page.form(case, "1BNAC", {**shown, **typed, "end_all": "on"})
    assert form.is_valid(), form.errors
    assert [e.options for e in form.edits() if e.kind == "user_code"] == [{"scope": scope}]
