"""Terminals behind the router of another office, which is shared (機器共用)."""

from __future__ import annotations

import pytest

from nss.application import filing
from nss.application.edits import Edit
from nss.base import clock
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.notice.models import News
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.lines import drawing
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.samples import case_of, posted, stocked

pytestmark = pytest.mark.django_db


def sharer() -> Office:
    """CTO001, which shares router 09143 of NAC001 and has no line of its own."""
    owner, made = stocked(), parts.office("CTO001")
    for one, other in ((owner, made), (made, owner)):
        rows.row(one, "shared_use", parts.SINCE, use="equipment", partner=other.code, object="09143")
    return made


def on_shared(office: Office, **typed: str) -> list[Edit]:
    return posted(office, "terminal", "line", "09143", **typed).edits


def test_the_page_of_a_shared_router_opens_and_shows_the_line_without_fields_for_it():
    office = sharer()
    listed = parts.signed_in(parts.person(office, "cto"))
    revision = parts.drafts.begin(
        office, parts.Person.objects.get(login_id="cto"), items=["terminal"], wish_date=parts.wish([])
    )
    where = f"/drafts/{revision.application_id}/item/terminal"
    lines = listed.get(f"{where}/list/").content.decode()
    assert f"{where}/line/09143/" in lines
    assert "/end/09143/" not in lines, "nor to abolish"
    page = listed.get(f"{where}/line/09143/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "NAC001" in text, "whose line it is"
    assert 'name="interactive"' in text
    assert 'name="speed"' not in text, "the line is not its own to change"


def test_a_terminal_is_added_behind_it_gets_an_address_of_the_router_and_needs_no_consent_again():
    office = sharer()
    edits = on_shared(office, interactive="2")
    assert [(e.kind, e.action, e.count) for e in edits] == [("terminal", "add", 2)]
    a = parts.filed(office, parts.person(office, "cto"), edits, extra=parts.line_extra(edits))
    assert not a.consents.exists()
    start = a.revisions.get().wish_date
    parts.approve(a.pk, parts.reviewer(), start)
    made = load(office, start, ROW_TYPES).of("terminal")
    assert [r.values["router"] for r in made] == ["09143", "09143"]
    assert {r.values["address"].rsplit(".", 1)[0] for r in made} == {"10.20.13"}


def test_a_server_needs_works_on_the_router_so_that_the_office_of_the_line_is_asked_and_told_the_day():
    office = sharer()
    owner = Office.objects.get(code="NAC001")
    edits = on_shared(office, smtp="1", mail="1")
    a = parts.filed(office, parts.person(office, "cto"), edits, extra=parts.line_extra(edits))
    (consent,) = a.consents.all()
    assert (consent.office, str(consent.about)) == (owner, "共用している機器の工事（09143）")
    filing.answer_consent(consent.pk, owner, parts.person(owner), True)
    start = a.revisions.get().wish_date
    parts.approve(a.pk, parts.reviewer(), start)
    assert [r.values["device"] for r in load(office, start, ROW_TYPES).of("terminal")] == ["smtp"]
    assert f"{start:%Y/%m/%d}に決まりました" in News.objects.filter(office=owner).latest("id").text_ja
    assert [(w.kind, w.line) for w in a.works.all()] == [("remote", "09143")]


def test_its_terminals_are_abolished_on_the_same_page():
    office = sharer()
    rows.row(
        office,
        "terminal",
        parts.SINCE,
        router="09143",
        system_class="common",
        device="pc",
        package="mail",
        name="30001M",
        address="10.20.13.252",
    )
    (mine,) = load(office, clock.today(), ("terminal",)).of("terminal")
    (edit,) = on_shared(office, **{f"end_{mine.identity}": "on"})
    assert (edit.action, edit.target) == ("end", mine.identity)


def test_the_rule_is_silent_for_a_line_that_stays_and_names_its_end_where_the_owner_ends_it():
    office = sharer()
    edits = on_shared(office, interactive="1")
    assert "line_ends" not in {p.code for p in case_of(office, edits, items=["terminal"]).problems}
    for kind in ("line", "shared_use"):
        ROW_TYPES[kind]._default_manager.update(ends=parts.wish(edits, 6))
    found = {p.code: p for p in case_of(office, edits, items=["terminal"]).problems}
    assert "回線09143は廃止される" in found["line_ends"].text.ja


def test_a_router_that_is_neither_its_own_nor_shared_is_said_to_be_unknown_and_not_to_end():
    office = parts.office("CTO001")
    stocked()
    edits = parts.server_edits(office)
    problem = next(p for p in case_of(office, edits, items=["terminal"]).problems if p.code == "line_ends")
    assert "廃止されるため" not in problem.text.ja
    assert "機器共用" in problem.text.ja


def test_the_drawing_shows_the_shared_router_with_what_the_office_has_behind_it():
    office = sharer()
    (site,) = drawing.sites(case_of(office, on_shared(office, interactive="1"), items=["terminal"]))
    assert (site.router, site.shared, [n.mark for n in site.nodes]) == ("09143", True, ["add"])


def test_the_line_item_has_no_page_to_abolish_a_line_of_another_office():
    office = sharer()
    with pytest.raises(LookupError):
        CATALOGUE["line"].page("end").form(case_of(office), "09143")
