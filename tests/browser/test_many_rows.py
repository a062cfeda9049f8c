"""An office of three hundred IDs and sixty terminals: no page is longer than three screens unasked."""

from __future__ import annotations

import os
from typing import Any

import pytest

from nss.base import clock
from nss.contract.snapshot import load
from nss.procedure.codes import user_code
from nss.runtime.demo import rows
from tests import parts

from .steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREEN = 900


def test_no_page_of_a_large_office_is_longer_than_three_screens(browser_page: Any) -> None:
    page = browser_page
    office = parts.line_office()
    for n in range(300):
        number = f"{chr(70 + n // 100)}{n % 100:02d}"
        rows.row(office, "user_id", parts.SINCE, code="1ANAC", number=number, business=["01"], method="net")
    for n in range(60):
        rows.row(office, "terminal", parts.SINCE, router="09143", name=f"26{n:03d}M")
    who = parts.person(office)
    ids = [r.identity for r in load(office, clock.today(), ("user_id",)).of("user_id")][-200:]
    edits = user_code.abolish(load(office, clock.today(), ("user_code", "user_id")), ids)
    pk = parts.draft(office, who, edits).application_id
    page.set_viewport_size({"width": 1280, "height": SCREEN})
    sign_in(page, "NAC001", "hanako")
    addresses = {
        "contract-net": "/contract/?tab=net",
        "contract-general": "/contract/?tab=general",
        "list": f"/drafts/{pk}/item/user-code/list/",
        "code": f"/drafts/{pk}/item/user-code/code/1ANAC/",
        "check": f"/drafts/{pk}/check/",
    }
    heights = {}
    for name, address in addresses.items():
        page.goto(address)
        heights[name] = page.evaluate("document.documentElement.scrollHeight")
        if folder := os.environ.get("NSS_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-1280.png", full_page=True)
    fixed = heights.pop("code")
    assert fixed < 5 * SCREEN, "the blocks for additions and materials take three screens of it"
    assert {name: height for name, height in heights.items() if height > 3 * SCREEN} == {}
    page.set_viewport_size({"width": 360, "height": 740})
    for name, address in addresses.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        if folder := os.environ.get("NSS_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-360.png", full_page=True)
