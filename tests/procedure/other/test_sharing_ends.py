"""What two offices share ends or moves at both of them, whatever ends or moves it at one."""

from __future__ import annotations

import pytest

from nss.base import clock
from nss.base.problems import Refused
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.procedure.kit import schedule
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.samples import first, posted, stocked

from .steps import CONSULTED, agree, decide, file

pytestmark = pytest.mark.django_db


def sharing_router() -> tuple[Office, Office]:
    """NAC001, whose router 09143 the office CTO001 of another company shares and has a server behind."""
    owner, sharer = stocked(), parts.office("CTO001", company_name="ヘルプデスク株式会社")
    shared(owner, sharer, "equipment", "09143")
    server = {"system_class": "common", "device": "smtp", "package": "", "name": "30001S"}
    rows.row(sharer, "terminal", parts.SINCE, router="09143", address="10.20.13.252", **server)
    rows.row(sharer, "mail_address", parts.SINCE, terminal="30001S", address="a@b.example")
    return owner, sharer


def shared(one: Office, other: Office, use: str, what: str) -> None:
    for o, partner in ((one, other), (other, one)):
        rows.row(o, "shared_use", parts.SINCE, use=use, partner=partner.code, object=what)


def partners(o: Office, day: object) -> list[str]:
    return [str(r.values["partner"]) for r in load(o, day, ("shared_use",)).of("shared_use")]  # type: ignore[arg-type]


def test_a_line_that_is_abolished_ends_its_sharing_at_both_offices_with_the_servers_behind_it():
    owner, sharer = sharing_router()
    ended = posted(owner, "line", "end", "09143", sure="on")
    edits = ended.edits
    extra = parts.line_extra(edits)
    a = parts.filed(
        owner,
        parts.person(owner),
        edits,
        extra=extra,
        wish_date=schedule.offered(clock.today(), parts.need(edits), 4)[3],
    )
    assert [(c.office.code, c.purpose) for c in a.consents.all()] == [("CTO001", "share_end")]
    agree(a)
    start = decide(a)
    assert partners(owner, start) == partners(sharer, start) == []
    assert not load(sharer, start, ROW_TYPES).of("terminal", "mail_address")


@pytest.mark.parametrize("who", ["NAC001", "CTO001"])
def test_the_cancellation_of_either_office_ends_what_they_share(who):
    owner, sharer = sharing_router()
    shared(owner, sharer, "joint", "")
    leaves, stays = (owner, sharer) if who == "NAC001" else (sharer, owner)
    a = file(leaves, parts.person(leaves), "cancel", posted(leaves, "cancel", "form", sure="on"))
    assert {(c.office, c.purpose) for c in a.consents.all()} == {(stays, "share_end"), (stays, "joint_end")}
    agree(a)
    start = decide(a)
    assert partners(owner, start) == partners(sharer, start) == []
    assert bool(load(stays, start, ("line",)).of("line")) == (stays == owner)


def test_a_line_that_moves_is_shared_with_its_new_office():
    owner, sharer = sharing_router()
    new = parts.office("NAC555", name="東京港営業所")
    moved = posted(owner, "move", "form", **CONSULTED, to="NAC555", **{f"row_{first(owner, 'line')}": "on"})
    a = file(owner, parts.person(owner), "move", moved)
    assert {c.office.code for c in a.consents.all()} == {"NAC555", "CTO001"}
    agree(a)
    start = decide(a)
    assert (partners(owner, start), partners(new, start), partners(sharer, start)) == (
        [],
        ["CTO001"],
        ["NAC555"],
    )
    assert load(sharer, start, ("terminal",)).of("terminal")


def test_a_line_that_moves_to_the_office_that_shares_it_is_no_longer_shared():
    owner, new = stocked(), parts.office("NAC555", name="東京港営業所")
    shared(owner, new, "equipment", "09143")
    moved = posted(owner, "move", "form", **CONSULTED, to="NAC555", **{f"row_{first(owner, 'line')}": "on"})
    a = file(owner, parts.person(owner), "move", moved)
    agree(a)
    start = decide(a)
    assert partners(owner, start) == partners(new, start) == []


def test_what_goes_over_to_another_office_later_does_not_end_before():
    owner, _ = sharing_router()
    heir = parts.office("HEI001")
    taken = posted(heir, "succession", "form", **CONSULTED, case="4", source="NAC001")
    a = file(heir, parts.person(heir), "succession", taken, nth=3)
    agree(a)
    decide(a)
    with pytest.raises(Refused) as refused:
        file(owner, parts.person(owner), "cancel", posted(owner, "cancel", "form", sure="on"))
    assert "row_later" in {p.code for p in refused.value.problems}


@pytest.mark.parametrize(("case", "heirs"), [("4", ["HEI001"]), ("3", [])])
def test_what_a_vanishing_office_shares_goes_to_its_successor_or_ends(case, heirs):
    owner, sharer = sharing_router()
    heir = parts.office("HEI001")
    shared(owner, heir, "joint", "")
    taken = posted(heir, "succession", "form", **CONSULTED, case=case, source="NAC001")
    a = file(heir, parts.person(heir), "succession", taken)
    agree(a)
    start = decide(a)
    assert partners(heir, start) == (["CTO001"] if heirs else [])
    assert partners(owner, start) == []
    assert partners(sharer, start) == heirs
