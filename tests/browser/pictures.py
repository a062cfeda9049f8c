"""Pictures of every page for somebody to look at: `make pictures TO=folder`, and in English with LANGUAGE=en.

Not collected with the tests, as its name does not begin with test_. Each page is pictured whole at the widths of
a desk and of a phone: those of `pages.build()`, forms with what is wrong in them, an office of 300 IDs, and whatever the links of
the demonstration's sample companies lead to. Each file is named for its address; `wide.txt` names what scrolls sideways."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import Resolver404, resolve

from nss.account.models import Role
from nss.runtime.demo import load
from nss.runtime.demo.rows import PASSWORD
from tests import parts

from . import large_office
from .pages import build
from .steps import sign_in
from .test_every_page import ACTIONS, FILES

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = ((1280, 900), (360, 740))
KINDS_SHOWN = {"tab", "kind", "view"}
"""Parts of a query that make another page; any other is one more page of the same kind."""


class Camera:
    """A signed-in person's browser that pictures pages into a folder."""

    def __init__(self, browser: Any, args: dict[str, Any], url: str, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.page = browser.new_context(base_url=url, **args).new_page()
        self.url = url
        self.count = 0

    def sign_in(self, office: str, who: str, password: str = parts.PASSWORD) -> None:
        """By the Japanese page; what comes after it is in the language of the pictures."""
        sign_in(self.page, office, who, password)
        self.page.wait_for_load_state()
        language = os.environ.get("NSS_PICTURES_LANGUAGE", "ja")
        self.page.context.add_cookies([{"name": "nss_lang", "value": language, "url": self.url}])

    def picture(self, name: str) -> None:
        """The page that is open, at both widths."""
        self.count += 1
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            wide = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if wide > 0:
                with (self.folder / "wide.txt").open("a", encoding="utf-8") as note:
                    note.write(f"{name} at {width}: {wide} px\n")
            self.page.screenshot(path=self.folder / f"{self.count:03d}-{name}-{width}.png", full_page=True)

    def open(self, path: str) -> None:
        """Open an address and picture it."""
        self.page.goto(path)
        self.picture(slug(path))

    def press(self, path: str, button: str) -> None:
        """Press a button of a page before anything is filled in: the form comes back with what is wrong. A page that has no such
        button is left out: it takes nothing that could be wrong."""
        self.page.goto(path)
        self.page.evaluate("document.querySelectorAll('form').forEach(f => f.noValidate = true)")
        pressed = self.page.locator("main").get_by_role("button", name=re.compile(button))
        if not pressed.count():
            return
        pressed.first.click()
        self.page.wait_for_load_state()
        self.picture(f"wrong-{slug(path)}")

    def unfolded(self, path: str) -> None:
        """Open everything that is folded on a page."""
        self.page.goto(path)
        self.page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        self.picture(f"unfolded-{slug(path)}")

    def follow(self, begin: str) -> None:
        """Picture everything that links lead to, each kind of page once."""
        waiting, seen = [begin], set[tuple[object, ...]]()
        while waiting:
            path = waiting.pop(0)
            if (kind := kind_of(path)) is None or kind in seen:
                continue
            seen.add(kind)
            self.open(path)
            links = self.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
            host = urlsplit(self.page.url).netloc
            waiting += [
                u.path + (f"?{u.query}" if u.query else "") for u in map(urlsplit, links) if u.netloc == host
            ]


def slug(path: str) -> str:
    """A name for a file; the long number of a draft says nothing to whoever looks."""
    return re.sub(r"[^0-9A-Za-z]+", "-", re.sub(r"\d{12,}", "n", path)).strip("-")[:80] or "menu"


def kind_of(path: str) -> tuple[object, ...] | None:
    """What makes two addresses the same kind of page; None for a file or a place outside."""
    address = urlsplit(path)
    try:
        found = resolve(address.path)
    except Resolver404:
        return None
    if found.view_name in ACTIONS | FILES or re.search(r"\.\w+$", address.path):
        return None
    steps = tuple(
        v for k, v in sorted(found.kwargs.items()) if k in ("procedure", "step", "page", "key", "slug")
    )
    return (found.view_name, *steps, *((k, v) for k, v in parse_qsl(address.query) if k in KINDS_SHOWN))


@pytest.fixture
def camera(browser: Any, live_server: Any, browser_context_args: dict[str, Any]) -> Callable[[str], Camera]:
    folder = Path(os.environ["NSS_PICTURES"])
    return lambda name: Camera(browser, browser_context_args, live_server.url, folder / name)


def each(camera: Camera, paths: Iterable[str]) -> None:
    for path in paths:
        camera.open(path)


def test_pages_of_the_list(camera: Callable[[str], Camera]) -> None:
    pages = build()
    each(camera("free"), pages.free.values())
    office = camera("office")
    office.sign_in("NAC001", "hanako")
    each(office, pages.of_office())
    office.press(pages.office["office:start"], "進む|Continue")
    office.press(pages.office["office:answer"], "")
    office.press(pages.office["office:new-office"], "")
    for path in pages.more_office:
        if "/item/" in path and not path.endswith(("/list/", "/works/")):
            office.press(
                path, "^(入力|次へ|この内容|保存|進む|追加|変更|Next|Save|Continue|Add|Change|Enter)"
            )
    for name in ("office:contact", "office:notices", "office:application"):
        office.unfolded(pages.office[name])
    center = camera("center")
    center.sign_in("NACCS", "kanri")
    each(center, pages.of_center())
    for name in ("center:application", "center:billing-month", "center:desk", "center:offices"):
        center.unfolded(pages.center[name])


def test_pages_of_a_large_office(camera: Callable[[str], Camera]) -> None:
    office = large_office.large()
    who = parts.person(office, role=Role.MANAGER)
    reviewer = parts.person(None, "shinsa", Role.ADMIN)
    world = large_office.world(who, reviewer, office)
    large = camera("large")
    large.sign_in("NAC001", "hanako")
    each(large, world.pages.values())
    center = camera("large-center")
    center.sign_in("NACCS", "shinsa")
    each(center, world.center.values())


@pytest.mark.parametrize("office, who", [("NAC001", "hanako"), ("NAC555", "jiro"), ("NACCS", "kanri")])
def test_pages_of_the_demonstration(camera: Callable[[str], Camera], office: str, who: str) -> None:
    load.load()
    followed = camera(f"demo-{who}")
    followed.sign_in(office, who, PASSWORD)
    followed.follow(urlsplit(followed.page.url).path)
