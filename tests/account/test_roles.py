"""Every address of the URL map, by everybody, with GET and POST: no cell unasked; and every call of the API."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from nss.account.models import CENTER_ROLES, Role
from nss.account.tokens import create_token
from nss.api.routes import api
from nss.runtime import roles
from tests import parts

from . import world as worlds

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
SHARDS = 4
FOREIGN_PAGES = "mfa_"
"""allauth's own pages guard themselves; only that nobody gets in without signing in is asked of them."""
OWN_OBJECT = "<"
"""An address that names an object."""
NOT_BOUND = {"office:begin", "web:postal", "account:reset", "office:bill", "office:invoice", "office:usage"}
"""Addresses with a part that names no object of an office: a stranger gets his own page, or none of his own (404)."""
NOT_YET = {"office:tested", "office:ending", "center:ending"}
"""What nobody may do before the start date of our sample; that others may not is asked all the same."""
ONE_PERSONS = {"center:saved-view", "center:saved-view-remove"}
"""About what is one person's own of the Center: in our sample the reviewer's."""
SENT = {"what": "end"}


def ask(client: Client, method: str, path: str) -> str:
    """allowed or refused, by what comes back, or that there is no such method; whatever it did is undone."""
    kept = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.post(path, SENT) if method == "POST" else client.get(path)
        transaction.set_rollback(True)
    client.cookies = kept
    if answer.status_code == 405:
        return "no such method"
    to = answer.headers.get("Location", "")
    if (
        answer.status_code in (403, 404)
        or to.startswith("/login/?next=")
        or (to == "/center/" and path == "/")
    ):
        return "refused"
    assert answer.status_code < 500, path
    return "allowed"


@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_address_answers_those_it_is_for_and_nobody_else(shard):
    # Holds F14.
    world = worlds.build()
    wrong = []
    for a in [x for x in roles.addresses() if not x.name.startswith(FOREIGN_PAGES)][shard::SHARDS]:
        path = world.path(a)
        assert OWN_OBJECT not in path, f"{a.name}: give it an object in tests/account/world.py"
        if a.name in roles.MACHINES or a.name in ("training-clock", "notice:mails"):
            continue
        for who, client in world.clients.items():
            for method in ("GET", "POST"):
                role = (
                    {"nobody": None, "stranger": Role.MANAGER}.get(who)
                    if who in ("nobody", "stranger")
                    else Role(who)
                )
                may = roles.allowed(a, role, method)
                bound = OWN_OBJECT in a.route and a.name not in NOT_BOUND
                theirs = who == "stranger" or (role in CENTER_ROLES and a.name.startswith("account:"))
                theirs = theirs or (a.name in ONE_PERSONS and who != Role.REVIEWER.value)
                if theirs and bound and a.audience is not None:
                    may = False
                found = ask(client, method, path)
                if (a.name in NOT_BOUND and who == "stranger") or (a.name in NOT_YET and may):
                    continue
                if found != "no such method" and found != ("allowed" if may else "refused"):
                    wrong.append(f"{method} {path} ({a.name}) as {who}: {found}")
    assert not wrong, "\n".join(wrong)


def test_strangers_get_nothing_of_anothers_bills():
    world = worlds.build()
    for path in ("/billing/2026-10/", "/billing/2026-10/invoice.pdf", "/billing/2026-10/usage.csv"):
        assert world.clients["stranger"].get(path).status_code == 404


def test_second_factor_pages_are_for_the_signed_in():
    names = [a for a in roles.addresses() if a.name.startswith(FOREIGN_PAGES)]
    assert names
    for a in names:
        if OWN_OBJECT not in a.route:
            answer = Client().get(a.route)
            assert answer.status_code in (302, 403, 404, 405), a.route


def test_every_call_of_the_api_needs_a_token_and_sees_its_own_office_only():
    world = worlds.build()
    stranger = create_token(parts.Office.objects.get(code="XYZ001"), world.people["stranger"], "x")
    filled = {"pk": world.things["draft"], "number": world.things["done"]}
    paths = [
        (method, "/api/v1/" + path.lstrip("/").format(**filled))
        for path, view in api.default_router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]
    assert len(paths) >= 4
    for method, path in paths:
        call = getattr(Client(), method.lower())
        assert call(path).status_code == 401, path
        assert call(path, headers={"authorization": "Bearer nss_wrong"}).status_code == 401
        assert call(path, headers={"authorization": f"Bearer {world.token}"}).status_code == 200, path
        theirs = call(path, headers={"authorization": f"Bearer {stranger}"})
        assert theirs.status_code in (200, 404)
        assert "NAC001" not in theirs.content.decode() and "1ANAC" not in theirs.content.decode()
    signed_in = world.clients["manager"]
    assert all(getattr(signed_in, m.lower())(p).status_code == 401 for m, p in paths), "a session is no token"


def test_the_table_in_the_docs_is_that_of_the_url_map():
    assert (ROOT / "docs" / "roles.md").read_text(encoding="utf-8") == roles.markdown()


def test_a_new_address_must_say_whom_it_is_for():
    with pytest.raises(roles.Undeclared):
        roles._audience("office:new-thing", lambda request: None)
