"""An office of 300 IDs and 60 terminals: no page of it is over three screens or 100 KB before somebody asks for more."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from nss.account.models import Person
from tests import parts

from .large_office import large, world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTH, HEIGHT = 1280, 900
SCREENS, BYTES = 3, 100_000


UNTOUCHED = """() => { for (const e of document.querySelectorAll("main form [name]:not([type=hidden])")) {
  if (e.type === "checkbox" || e.type === "radio") e.checked = false; else if (e.tagName !== "BUTTON") e.value = ""; } }"""
"""A form in which nobody has chosen or typed anything."""
REFUSED = ("start", "line new", "line works")
"""Forms of the office that are looked at with what is wrong in them, too."""


def look_all(context: Any, address: str, who: Person, pages: dict[str, str]) -> list[str]:
    """Opens every page as somebody; gives those that are too long, with height and size."""
    session = parts.signed_in(who).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page = context.new_page()
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    found = []
    for name, path in pages.items():
        answer = page.goto(address + path)
        height = page.evaluate("document.documentElement.scrollHeight")
        size = len(answer.body())
        line = f"{name}: {answer.status} {height} px ({height / HEIGHT:.1f} screens) {size} bytes {path}"
        if answer.status != 200 or height > SCREENS * HEIGHT or size > BYTES:
            found.append(line)
        if name in REFUSED:
            page.evaluate(UNTOUCHED)
            with page.expect_navigation() as again:
                page.locator("main button.primary").last.click()
            height = page.evaluate("document.documentElement.scrollHeight")
            if again.value.status != 422 or height > SCREENS * HEIGHT:
                found.append(f"{name}, refused: {again.value.status} {height} px")
    page.close()
    return found


def test_no_page_is_over_three_screens_or_100_kilobytes(
    browser: Any, live_server: Any, browser_context_args: dict[str, Any]
) -> None:
    office = large()
    who, reviewer = (
        parts.person(office, role=parts.Role.MANAGER),
        parts.person(None, "kanri", parts.Role.ADMIN),
    )
    made = world(who, reviewer, office)
    over = []
    for person, pages in ((who, made.pages), (reviewer, made.center)):
        context = browser.new_context(**browser_context_args)
        over += look_all(context, live_server.url, person, pages)
        context.close()
    assert not over, "\n".join(over)
