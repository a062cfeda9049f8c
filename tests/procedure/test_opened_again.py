"""A page that is opened again shows what was entered on it: pressed again as it stands it asks for the same."""

from __future__ import annotations

from typing import Any

import pytest

from nss.application.case import Case
from nss.base import clock
from nss.contract.snapshot import load
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.pages import FormPage
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.items import ITEMS
from tests.procedure.other.steps import CONSULTED
from tests.procedure.samples import case_of, neighbours, stocked

pytestmark = pytest.mark.django_db


def asked(edits: Any) -> list[Any]:
    """What edits ask for, without the marks by which they refer to one another."""
    return sorted(
        repr((e.kind, e.action, e.target, e.count, sorted(e.after.items()), sorted(e.options.items()), e.day))
        for e in edits
    )


def saved(page: FormPage, case: Case, subject: str, typed: dict[str, Any]) -> Any:
    """The page's form, sent as it is shown, with what was typed over it."""
    shown = {k: v for k, v in page.form.initial_values(case, subject).items() if v not in (None, False)}
    form = page.form(case, subject, {**shown, **typed})
    assert form.is_valid(), (shown, form.errors)
    return form


@pytest.mark.parametrize("key", ITEMS)
def test_a_page_that_is_opened_again_and_saved_as_it_stands_asks_for_the_same(key):
    office = stocked()
    neighbours()
    steps: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for typed in ITEMS[key].typed(office):
        steps.setdefault((typed.key or key, typed.slug, typed.subject), []).append(typed.values)
    for (owner, slug, subject), presses in steps.items():
        page = CATALOGUE[owner].page(slug)
        assert isinstance(page, FormPage)
        case = case_of(office)
        for values in presses:
            before = saved(page, case, subject, values)
            case = case_of(office, before.edits(), extra=before.extras())
        new = next((e.ref for e in before.edits() if slug == "new" and e.kind == "user_code"), "")
        again = saved(page, case, subject or new, {})
        assert asked(again.edits()) == asked(before.edits())
        assert again.extras() == before.extras()


def test_what_ends_is_ticked_when_the_page_of_a_line_is_opened_again():
    office = stocked()
    ending = load(office, clock.today(), ("terminal",)).where("terminal", router="09143")[0]
    page = CATALOGUE["line"].page("line")
    assert isinstance(page, FormPage)
    before = saved(page, case_of(office), "09143", {f"end_{ending.identity}": "on"})
    again = page.form.initial_values(case_of(office, before.edits()), "09143")
    assert [k for k, v in again.items() if k.startswith("end_") and v] == [f"end_{ending.identity}"]


def test_what_changes_of_a_line_stands_there_when_its_page_is_opened_again():
    office = stocked()
    page = CATALOGUE["line"].page("line")
    assert isinstance(page, FormPage)
    typed = {"speed": "1Mbps", "interactive": "2"}
    before = saved(page, case_of(office), "09143", typed)
    again = page.form.initial_values(case_of(office, before.edits()), "09143")
    assert (again["speed"], again["interactive"]) == ("1Mbps", 2)
    assert asked(saved(page, case_of(office, before.edits()), "09143", {}).edits()) == asked(before.edits())


def test_what_ends_is_ticked_when_the_page_of_shared_equipment_is_opened_again():
    office = stocked()
    neighbours()
    rows.row(office, "shared_use", parts.SINCE, use="equipment", partner="NAC555", object="09143")
    shared = load(office, clock.today(), ("shared_use",)).of("shared_use")[0]
    page = CATALOGUE["equipment"].page("form")
    assert isinstance(page, FormPage)
    before = saved(page, case_of(office), "", CONSULTED | {f"end_{shared.identity}": "on"})
    again = page.form.initial_values(case_of(office, before.edits(), extra=before.extras()), "")
    assert again[f"end_{shared.identity}"]
