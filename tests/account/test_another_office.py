"""Whoever belongs to another office, and has everything that an office can have, sees and changes nothing of the first one's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from django.test import Client

from nss.account import unsent
from nss.account.models import Role
from nss.api.routes import api
from nss.office.views.contract import TABS
from nss.runtime import roles

from . import second_office
from . import world as worlds
from .second_office import CODE, Second
from .world import PATHS, World

pytestmark = pytest.mark.django_db
ROOMS = ("office", "signed in")
NAMES_NOTHING = {"office:begin", "office:bill", "office:invoice", "office:usage"}
"""Addresses with a part that names no object of an office: everybody gets an own page of it."""
NOTHING_THERE = {"office:tested", "office:ending", "office:application-drawing", "office:work-calendar"}
"""What the second office has none of."""
FOUND, MISSING, WHATEVER = (200, 302, 405), (404,), ()
"""What an answer may say by its status; 405 is an address that is only sent to."""
GOES_ON = {"office:detach"}
"""What leads back to the own page, whatever it found."""
Look = tuple[Client, str, tuple[int, ...]]
"""Who opens which address, and with which status."""
SENT = {"what": "end", "answer": "agree", "reason": "x", "slot": "x", "to": "x"}


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def second(world: World) -> Second:
    return second_office.beside(world)


def addresses() -> list[roles.Address]:
    """Those of the offices' pages and of one's own account."""
    found = [a for a in roles.addresses() if a.audience is not None and a.audience.room in ROOMS]
    return [a for a in found if not a.name.startswith("mfa_") and a.name != "account_reauthenticate"]


def named(a: roles.Address, world: World, second: Second) -> Iterator[tuple[str, bool]]:
    """The address with each mixture of own objects and another's, and whether all are own."""
    pattern = PATHS.get(a.name, a.route)
    names = re.findall(r"{(\w+)}", pattern)
    for own in product((True, False), repeat=len(names)):
        if all(name in second.things for name, mine in zip(names, own, strict=True) if mine):
            chosen = {n: (second if mine else world).things[n] for n, mine in zip(names, own, strict=True)}
            yield pattern.format(**chosen), all(own)


def test_no_page_and_no_answer_to_another_office_names_anything_of_this_one(
    world: World, second: Second
) -> None:
    # Holds F14, F16.
    looks = [*own_pages(world, second), *calls(world, second)]
    looks += [
        (world.clients["admin"], f"/center/offices/{CODE}/{page}", FOUND)
        for page in ("", "people/", "register/")
    ]
    wrong = []
    for client, path, expected in looks:
        answer = client.get(path)
        betrayed = second.betrayed(answer.content.decode("utf-8", "replace") + answer.get("Location", ""))
        if betrayed or (expected and answer.status_code not in expected):
            wrong.append(f"{path}: {answer.status_code} {betrayed}")
    assert not wrong, "\n".join(wrong)
    assert not second.clients["manager"].session.get(unsent.FLAG), (
        "what somebody else has sent waits for nobody here"
    )


def own_pages(world: World, second: Second) -> Iterator[Look]:
    """What the people of the second office can open of their own, or be refused: a refusal names whom to ask."""
    for tab in TABS:
        yield second.clients["manager"], f"/contract/?tab={tab}", FOUND
    for a in addresses():
        for path, own in named(a, world, second):
            if own and a.name not in NOTHING_THERE and not path.endswith((".pdf", ".xlsx")):
                for role, client in second.clients.items():
                    yield client, path, FOUND if roles.allowed(a, Role(role)) else WHATEVER


def calls(world: World, second: Second) -> Iterator[Look]:
    """Every call of the API with the second office's token, about its own objects and about another's."""
    client = Client(headers={"authorization": f"Bearer {second.token}"})
    for path in api.default_router.path_operations:
        for whose, status in ((second, FOUND), (world, MISSING if "{" in path else FOUND)):
            filled = path.format(pk=whose.things["draft"], number=whose.things["done"])
            yield client, f"/api/v1/{filled.lstrip('/')}", status


def test_whoever_is_of_another_office_changes_nothing_of_this_one(world: World, second: Second) -> None:
    # Holds F14, F16.
    client, wrong = second.clients["manager"], []
    before = second_office.all_rows()
    for a in addresses():
        for path, own in named(a, world, second):
            if own or a.name in NAMES_NOTHING:
                continue
            for method in ("get", "post"):
                answer = getattr(client, method)(path, SENT if method == "post" else {})
                if answer.status_code not in (404, 405) and a.name not in GOES_ON:
                    wrong.append(f"{method} {path} ({a.name}): {answer.status_code}")
    for path, sent in by_fields(world, second):
        assert client.post(path, sent).status_code == 302, path
    after = second_office.all_rows()
    gone, new = before - after, after - before
    wrong += [f"{table} was changed: {text}" for table, text in gone if second.is_anothers(table, text)]
    wrong += [f"{table} names another's: {text}" for table, text in new if second.betrayed(text)]
    assert not wrong, "\n".join(wrong)


def by_fields(world: World, second: Second) -> list[tuple[str, dict[str, object]]]:
    """What names another's object in a field of an own form, and what goes over a whole list."""
    theirs = world.things
    return [
        (f"/drafts/{second.things['draft']}/hand-over/", {"to": theirs["person"]}),
        ("/contract/abolish/", {"row": f"user_id:{theirs['row_of_id']}", "code": "1ANAC"}),
        ("/unsent/", {"form": theirs["parked"]}),
        ("/news/read/", {unsent.AGAIN: theirs["parked"]}),
        ("/account/", {}),
    ]


def test_pages_of_the_other_room_do_not_exist(world: World) -> None:
    # Holds F14.
    wrong = []
    for a in roles.addresses():
        if a.audience is None or a.audience.room not in ("office", "center"):
            continue
        who = world.clients["manager" if a.audience.room == "center" else "admin"]
        answer = who.get(str(world.path(a)))
        if answer.status_code != 404 and a.name != "office:menu":
            wrong.append(f"{a.name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert world.clients["admin"].get("/").headers["Location"] == "/center/"
