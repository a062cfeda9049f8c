"""A bound on what one person may ask in a minute."""

from __future__ import annotations

from typing import Any

import pytest

from tests import parts

pytestmark = pytest.mark.django_db


def test_a_script_that_reads_on_and_on_is_told_to_wait_and_colleagues_are_not(
    settings: Any, monkeypatch: Any
) -> None:
    from types import SimpleNamespace

    from django.test import Client

    monkeypatch.setattr(
        "nss.web.rate_limit.time", SimpleNamespace(monotonic=lambda: 90.0)
    )  # no minute ends meanwhile
    settings.CALLS_PER_MINUTE = 5
    office = parts.guide_office()
    busy, colleague = Client(), Client()
    busy.force_login(parts.person(office))
    colleague.force_login(parts.person(office, login_id="jiro"))
    statuses = [busy.get("/applications/").status_code for _ in range(7)]
    assert statuses[:5] == [200] * 5
    assert 429 in statuses[5:]
    refused = next(r for r in (busy.get("/applications/") for _ in range(7)) if r.status_code == 429)
    assert 1 <= int(refused["Retry-After"]) <= 61
    assert "1分ほどお待ち" in refused.content.decode()
    assert colleague.get("/applications/").status_code == 200


def test_a_token_of_the_api_has_the_same_bound(settings: Any, monkeypatch: Any) -> None:
    from types import SimpleNamespace

    from django.test import Client

    from nss.account.tokens import create_token

    monkeypatch.setattr("nss.web.rate_limit.time", SimpleNamespace(monotonic=lambda: 90.0))
    settings.CALLS_PER_MINUTE = 5
    program = Client()
    office = parts.guide_office()
    one, other = (
        create_token(office, parts.person(office, login_id=name), name) for name in ("hanako", "jiro")
    )
    statuses = [
        program.get("/api/v1/contract", headers={"authorization": f"Bearer {one}"}).status_code
        for _ in range(7)
    ]
    assert statuses == [200] * 5 + [429] * 2
    answer = program.get("/api/v1/contract", headers={"authorization": f"Bearer {one}"})
    assert answer.headers["Retry-After"] and answer.json()["detail"]
    assert program.get("/api/v1/contract", headers={"authorization": f"Bearer {other}"}).status_code == 200
