"""An address of something that the Center does not have: it is not found, whatever is sent there, and nothing fails over it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from nss.account.models import Role
from nss.application import decision
from nss.contract.rows.office import OfficeProfile
from nss.master.sheets import SHEETS
from nss.runtime import roles
from tests import parts

pytestmark = pytest.mark.django_db
NOBODYS = {"int": "999999999999999", "str": "ZZZ999", "slug": "nothing"}
"""By the kind of a part of an address: what no object is called."""
GONE_IS_SAID = "center:saved-view-remove"
"""The second press of a button leads back to the queue, which says that the view is gone: test_saved_views.py."""


@pytest.fixture
def admin() -> Client:
    return parts.signed_in(parts.person(None, "kanri", Role.ADMIN))


def unknown() -> Iterator[tuple[str, str]]:
    """Each address of the Center that names something, with the name of nothing."""
    for a in roles.addresses():
        if a.name.startswith("center:") and "<" in a.route and a.name != GONE_IS_SAID:
            yield a.name, re.sub(r"<(\w+):\w+>", lambda part: NOBODYS[part[1]], a.route)


def answers(client: Client, address: str) -> set[int]:
    """What asking for an address and sending a form to it give; 405 where it is not for that."""
    return {client.get(address).status_code, client.post(address).status_code}


def test_what_no_address_leads_to_is_not_found(admin: Client) -> None:
    found = {name: answers(admin, address) for name, address in unknown()}
    assert len(found) > 60
    assert {n: codes for n, codes in found.items() if codes - {405} != {404}} == {}


def test_what_belongs_to_something_else_is_not_found_there(admin: Client) -> None:
    office, other = parts.guide_office(), parts.office("XYZ001")
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    theirs = OfficeProfile.objects.get(office=other)
    waits = ProcrastinateJob.objects.filter(status="todo").first()
    kept = [key for key, sheet in SHEETS.items() if not sheet.imports]
    for address in (
        f"/center/applications/{a.number}/nothing.pdf",
        f"/center/applications/{a.number}/ending/XYZ001.pdf",
        f"/center/applications/{a.number}/drawing.pdf",
        f"/center/offices/NAC001/register/office/{theirs.pk}/",
        f"/center/offices/NAC001/register/nothing/{theirs.pk}/",
        f"/center/jobs/{waits.pk}/again/",
        f"/center/masters/closed/{NOBODYS['int']}/",
        f"/center/masters/closed/{NOBODYS['int']}/remove/",
        *(f"/center/masters/{key}/import/" for key in kept),
    ):
        assert answers(admin, address) - {405} == {404}, address


def test_a_comment_is_ticked_off_at_its_own_application_alone(admin: Client) -> None:
    office = parts.guide_office()
    who = parts.person(office)
    a, b = (parts.filed(office, who, parts.ids_to_add("1ANAC")) for _ in range(2))
    decision.query(b.pk, parts.reviewer(), [("reason", "補記してください。")])
    comment = b.comments.get()
    for number, ticked in ((a.number, False), (b.number, True)):
        admin.post(f"/center/applications/{number}/comments/{comment.pk}/resolve/")
        comment.refresh_from_db()
        assert (comment.resolved_at is not None) is ticked
