"""Two open applications of one office that cannot both be approved: the reviewer reads it before the first is decided."""

from __future__ import annotations

import pytest

from nss.application import filing
from nss.application.models import Application, Revision
from nss.contract.models import Office
from nss.contract.snapshot import load
from nss.procedure.other import cancel
from tests import parts

pytestmark = pytest.mark.django_db


def whole_code(office: Office, who) -> Application:
    return parts.filed(office, who, parts.abolish(office, codes=("1ANAC",)))


def whole_office(office: Office, who) -> Application:
    edits = cancel.end_of_everything(load(office, parts.wish([])))
    return parts.filed(office, who, edits, items=[], other=cancel.KEY, wish_date=parts.wish([]))


@pytest.mark.parametrize("ends", [whole_code, whole_office])
def test_the_page_of_either_names_the_other_until_that_is_over(ends):
    office = parts.guide_office()
    who = parts.person(office)
    adding = parts.filed(office, who, parts.ids_to_add("1ANAC"), wish_date=parts.wish([], 2))
    ending = ends(office, who)
    client = parts.signed_in(parts.reviewer())

    def warned(a: Application) -> bool:
        return "とは両立しません" in client.get(f"/center/applications/{a.number}/").content.decode()

    assert warned(adding) and warned(ending)
    filing.withdraw(ending.pk, who, "見直し")
    assert not warned(adding)


def test_applications_that_go_together_are_not_named():
    office = parts.guide_office()
    who = parts.person(office)
    one = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    parts.filed(office, who, parts.ids_to_add("1ANAC"))
    page = parts.signed_in(parts.reviewer()).get(f"/center/applications/{one.number}/").content.decode()
    assert "とは両立しません" not in page


def test_an_application_is_judged_by_its_newest_filing():
    office = parts.guide_office()
    who = parts.person(office)
    adding = parts.filed(office, who, parts.ids_to_add("1ANAC"), wish_date=parts.wish([], 2))
    corrected = whole_code(office, who)
    first = corrected.revisions.get()
    Revision.objects.create(
        application=corrected,
        company_id=office.company_id,
        no=2,
        items=first.items,
        wish_date=first.wish_date,
        contact=first.contact,
        saved_at=first.saved_at,
        edits=[e.to_json() for e in parts.abolish(office, "1ANACA0A")],
    )
    path = f"/center/applications/{adding.number}/"
    client = parts.signed_in(parts.reviewer())
    named = "とは両立しません"
    assert named in client.get(path).content.decode(), "a correction that is not filed does not count"
    corrected.revisions.filter(no=2).update(frozen_at=first.frozen_at)
    assert named not in client.get(path).content.decode()
