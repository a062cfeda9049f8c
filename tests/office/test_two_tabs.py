"""What two tabs, or two colleagues, type into the same place: the second one reads what stands there, and nothing is dropped."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from nss.account.models import Role
from nss.application.models import Revision
from nss.notice import preferences
from tests import parts

pytestmark = pytest.mark.django_db


def hidden(html: str) -> dict[str, str]:
    """What a page's forms send along by themselves."""
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html))


def opened(client: Client, path: str) -> dict[str, str]:
    return hidden(client.get(path).content.decode())


def test_a_remark_that_another_tab_stored_is_not_written_over_unseen() -> None:
    # Holds F29.
    office = parts.guide_office()
    who = parts.person(office)
    pk = parts.draft(office, who, parts.abolish(office, "1ANACA0A")).application_id
    client, path = parts.signed_in(who), f"/drafts/{pk}/check/"
    one, two = opened(client, path), opened(client, path)
    stale = {**one, "digest": "x"}
    assert client.post(path, {**stale, "remark": "一つ目の備考"}).status_code == 422, "refused, but kept"
    answer = client.post(path, {**two, "remark": "二つ目の備考"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "一つ目の備考" in text and "二つ目の備考" in text
    assert Revision.objects.get().remark == "一つ目の備考"
    again = client.post(path, {**hidden(text), "remark": "二つ目の備考"})
    assert again.status_code == 302 and Revision.objects.get().remark == "二つ目の備考"


def test_of_two_who_set_the_mails_each_keeps_what_the_other_changed_elsewhere() -> None:
    # Holds F29.
    office = parts.office()
    path = "/news/settings/"
    tabs: list[tuple[Client, dict[str, Any]]] = []
    for name in ("ichiro", "jiro"):
        client = parts.signed_in(parts.person(office, name, Role.MANAGER))
        tabs.append((client, opened(client, path)))
    (first, one), (second, two) = tabs
    assert first.post(path, {**one, **ticks(one), "extra-M01": "keiri@example.jp"}).status_code == 302
    assert second.post(path, {**two, **ticks(two), "extra-M02": "soumu@example.jp"}).status_code == 302
    stored = preferences.settings_of(office)
    assert stored["M01"].extra == ["keiri@example.jp"] and stored["M02"].extra == ["soumu@example.jp"]
    answer = second.post(path, {**two, **ticks(two), "extra-M01": "soumu@example.jp"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "keiri@example.jp" in text and "soumu@example.jp" in text
    assert preferences.settings_of(office)["M01"].extra == ["keiri@example.jp"]


def ticks(shown: dict[str, Any]) -> dict[str, str]:
    """The ticks of the page as they stood."""
    found = {}
    for name, was in shown.items():
        kind = name.removeprefix("was-")
        if name != kind and was[0] == "1":
            found[f"mail-{kind}"] = "on"
        if name != kind and was[1] == "1":
            found[f"daily-{kind}"] = "on"
    return found
