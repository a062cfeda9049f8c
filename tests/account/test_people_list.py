"""The list of an office's people as the Center sees it: what can be done stands open beside few of them only."""

from __future__ import annotations

import re

import pytest

from nss.account.models import Access, Person, Role
from tests import parts

pytestmark = pytest.mark.django_db
PAGE = "/center/offices/NAC001/people/"


def folds(page: str) -> list[bool]:
    """Of each fold of the list whether it is open."""
    return ["open" in found for found in re.findall(r'<details class="another"([^>]*)>', page)]


def test_in_a_long_list_of_people_only_the_one_who_was_acted_on_stands_open() -> None:
    office = parts.guide_office()
    people = [parts.person(office, f"p{n}", role=Role.MANAGER) for n in range(3)]
    admin = parts.signed_in(parts.person(None, "kanri", Role.ADMIN))
    few = admin.get(PAGE).content.decode()
    assert folds(few) == [] and len(re.findall(r'id="id_reason_\d+"', few)) == 3
    people.append(parts.person(office, "p3"))
    assert folds(admin.get(PAGE).content.decode()) == [False] * 4
    refused = admin.post(f"/center/people/{people[1].pk}/act/", {"what": "link", "reason": ""})
    page = refused.content.decode()
    assert refused.status_code == 422 and sorted(folds(page)) == [False, False, False, True]
    assert 'aria-invalid="true"' in page.partition('class="another" open')[2].partition("</details>")[0]


def test_the_manager_of_an_office_gives_no_reasons_and_has_nothing_to_open() -> None:
    office = parts.guide_office()
    manager = parts.signed_in(parts.person(office, role=Role.MANAGER))
    for n in range(4):
        parts.person(office, f"p{n}")
    page = manager.get("/people/").content.decode()
    assert folds(page) == [] and page.count('value="link"') == 4


def test_an_act_that_there_is_not_is_no_page_and_changes_nobody() -> None:
    office = parts.guide_office()
    person = parts.person(office, "p1")
    manager = parts.signed_in(parts.person(office, role=Role.MANAGER))
    admin = parts.signed_in(parts.person(None, "kanri", Role.ADMIN))
    before = (Person.objects.filter(pk=person.pk).values().get(), Access.objects.count())
    for what in ("", "invite", "Stop"):
        sent = {"what": what, "reason": "確認のため", "role": Role.MANAGER}
        assert manager.post(f"/people/{person.pk}/act/", sent).status_code == 404
        assert admin.post(f"/center/people/{person.pk}/act/", sent).status_code == 404
    assert (Person.objects.filter(pk=person.pk).values().get(), Access.objects.count()) == before
