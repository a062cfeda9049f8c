"""400 % zoom, WCAG 1.4.12 text spacing, text at 200 %, sizes of targets (F-24)."""

from __future__ import annotations

from typing import Any

import pytest

from tests import parts
from tests.procedure.samples import stocked

from .steps import sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SPACING = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}"
LARGE = "html{font-size:200%!important}"
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CLIPPED = """() => [...document.querySelectorAll('button, .button, .chip, .badge, legend, dt, dd, label')]
  .filter(e => e.offsetParent && !e.classList.contains('hidden') && getComputedStyle(e).overflow !== 'visible' && e.scrollHeight > e.clientHeight + 2)
  .map(e => e.outerHTML.slice(0, 120))"""
SMALL = """() => { const bad = [];
  for (const e of document.querySelectorAll('button, a.button, input:not([type=hidden]), select, textarea, summary, label.choice, nav a')) {
    const b = e.getBoundingClientRect();
    if (!b.width || e.closest('.hidden') || e.type === 'checkbox' && e.closest('label') || e.type === 'radio' && e.closest('label')) continue;
    if (b.width < 24 || b.height < 24) bad.push(Math.round(b.width) + 'x' + Math.round(b.height) + ' ' + e.outerHTML.slice(0, 100));
    if (e.matches('.primary') && b.height < 44) bad.push('primary ' + Math.round(b.height));
  } return bad; }"""


def look(page: Any, path: str, problems: list[str]) -> None:
    for name, width, css in (
        ("400 %", 320, ""),
        ("spacing", 1280, SPACING),
        ("spacing on a phone", 360, SPACING),
        ("text x2", 1280, LARGE),
    ):
        page.set_viewport_size({"width": width, "height": 640 if width < 400 else 800})
        page.goto(path)
        if css:
            page.add_style_tag(content=css)
        wide = page.evaluate(WIDE)
        if wide > 0:
            problems.append(f"{path} at {name}: {wide} px too wide")
        problems += [f"{path} at {name}: clipped {x}" for x in page.evaluate(CLIPPED)]
        problems += [f"{path} at {name}: small {x}" for x in page.evaluate(SMALL)]


def test_pages_stay_whole_at_four_hundred_percent_with_wide_text_and_large_letters(
    browser: Any, live_server: Any, browser_context_args: dict[str, Any]
) -> None:
    context = browser.new_context(base_url=live_server.url, bypass_csp=True, **browser_context_args)
    page = context.new_page()
    office = stocked()
    who = parts.person(office, role=parts.Role.MANAGER)
    parts.reviewer()
    edits = parts.server_edits(office)
    filed = parts.filed(office, who, edits, extra=parts.line_extra(edits))
    draft = parts.draft(office, who, edits, items=["user-code", "terminal"]).application_id
    problems: list[str] = []
    for path in ("/login/", "/new/"):
        look(page, path, problems)
    sign_in(page, "NAC001", "hanako")
    for path in (
        "/",
        "/contract/?tab=code",
        "/apply/change/items/",
        f"/drafts/{draft}/contact/",
        f"/drafts/{draft}/item/terminal/list/",
        f"/drafts/{draft}/item/terminal/line/09143/",
        f"/drafts/{draft}/item/user-code/code/1ANAC/",
        f"/drafts/{draft}/check/",
        "/applications/",
        f"/applications/{filed.number}/",
        f"/applications/{filed.number}/works/",
        "/billing/",
        "/people/",
    ):
        look(page, path, problems)
    sign_out(page)
    sign_in(page, "NACCS", "shinsa")
    for path in ("/center/", f"/center/applications/{filed.number}/", "/center/works/", "/center/billing/"):
        look(page, path, problems)
    context.close()
    assert not problems, "\n".join(dict.fromkeys(problems))
