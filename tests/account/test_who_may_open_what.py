"""Every page by every kind of person: what is another office's does not exist."""

from __future__ import annotations

import pytest
from django.test import Client

from . import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    found = worlds.build()
    clients = {**found.clients, "stranger": found.clients["stranger"]}
    return clients, found.things


def test_a_strangers_404_says_nothing_that_a_missing_things_404_does_not(world):
    # Holds F14.
    clients, things = world
    stranger = clients["stranger"]
    theirs = stranger.get(f"/applications/{things['done']}/").content.decode()
    nothing = stranger.get("/applications/269999A/").content.decode()

    def plain(text: str) -> str:
        """Without what differs from one answer to the next: the form's token, what was signed in that second, the reference."""
        import re

        signed = r":[A-Za-z0-9]{6}:[\w-]{43}"
        return re.sub(
            rf'value="[A-Za-z0-9]{{60,}}"|{signed}|<span class="code">[A-Z2-7]{{10}}</span>|/applications/\w+/',
            "",
            text,
        )

    assert plain(theirs) == plain(nothing)


def test_without_a_token_nothing_is_taken(world):
    _, things = world
    from nss.account.models import Person

    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(username="NAC001/manager"))
    assert client.post(f"/drafts/{things['draft']}/check/", {}).status_code == 403
