"""A person of the Center at work in a browser: every click, choice and filled field counted, job by job, and everything that is
shown on the way looked at for what its reader may not do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.urls import resolve

from nss.account.models import Person

from .labels import fill, go
from .steps import sign_in, sign_out

FORM_AGAIN = 422
"""A form that comes again with what is wrong in it: the one answer below 500 that is no refusal."""
HOME = "/"
"""Where the sign in the head leads: the menu of an office, which sends the Center's people on to their queue."""
SHOWN = """() => {
  const links = [...document.querySelectorAll("a[href]")].map(a => ["GET", a.href]);
  const acts = [...document.querySelectorAll("form")].flatMap(f =>
    [f, ...f.querySelectorAll("[formaction]")].map(e => [
      (e.getAttribute("formmethod") || f.getAttribute("method") || "get").toUpperCase(),
      e.hasAttribute("formaction") ? e.formAction : f.action || location.href,
    ]));
  return [...links, ...acts];
}"""
"""Each address that the page leads to, with the method that is sent there."""


class Walk:
    """One person's day. `actions` holds how many actions each job took; nothing is counted outside of a job."""

    def __init__(self, page: Any, person: Person) -> None:
        self.page, self.person = page, person
        self.actions: Counter[str] = Counter()
        self.job_now = ""
        self.refused: list[str] = []
        """What was answered with an error."""
        self.offered: set[tuple[str, str]] = set()
        """What was shown: method and path."""
        page.on("response", self._note)
        sign_in(page, "NACCS", person.login_id)
        self._look()

    def _note(self, answer: Any) -> None:
        if answer.status >= 400 and answer.status != FORM_AGAIN:
            self.refused.append(f"{answer.request.method} {answer.url}: {answer.status}")

    def _look(self) -> None:
        here = urlsplit(self.page.url).netloc
        for method, address in self.page.evaluate(SHOWN):
            found = urlsplit(address)
            if found.netloc == here and found.path != HOME:
                self.offered.add((method, found.path))

    @contextmanager
    def job(self, name: str, of: int) -> Iterator[None]:
        """What is done in the block is one job; it takes exactly `of` actions."""
        self.job_now = name
        yield
        self.job_now = ""
        assert self.actions[name] == of, (name, self.actions[name])

    def act(self, do: Callable[[], object]) -> None:
        """One action, whatever it is."""
        if self.job_now:
            self.actions[self.job_now] += 1
        do()

    def follow(self, name: Any, within: Any = None, exact: bool = False) -> None:
        """Follow a link by its words."""
        found = (within or self.page).get_by_role("link", name=name, exact=exact).first
        self.act(lambda: go(found))
        self._look()

    def press(self, name: str, within: Any = None, exact: bool = False) -> None:
        """Press a button; what it is called stands once on the page, or once in that part of it."""
        self.act(lambda: go((within or self.page).get_by_role("button", name=name, exact=exact)))
        self._look()

    def fill(self, label: str, text: str) -> None:
        """Fill the field of this label."""
        self.act(lambda: fill(self.page, label, text))

    def tick(self, label: str) -> None:
        """Choose what has this label."""
        self.act(lambda: self.page.get_by_label(label).first.check())

    def choose(self, label: str, option: str) -> None:
        """Choose in the list of this label."""
        self.act(lambda: self.page.get_by_label(label).first.select_option(label=option))

    def unfold(self, summary: str) -> None:
        """Open what is folded under these words; a page does not unfold by itself what nobody typed into."""
        found = self.page.locator("summary", has_text=summary).first
        assert found.evaluate("e => e.parentElement.open") is False, f"{summary} is open already"
        self.act(found.click)

    def saved(self, name: str, within: Any = None) -> str:
        """Follow a link to a file; its text."""
        with self.page.expect_download() as download:
            self.act((within or self.page).get_by_role("link", name=name).first.click)
        return str(download.value.path().read_text(encoding="utf-8-sig"))

    def ends(self) -> None:
        """The day is over: nothing was refused on the way, and nothing that was shown would have been."""
        sign_out(self.page)
        assert not self.refused, self.refused
        assert not self.shut(), self.shut()
        print(self.person.login_id, dict(self.actions))

    def shut(self) -> list[str]:
        """Links and buttons that were shown to somebody who may not use them."""
        found = []
        for method, path in sorted(self.offered):
            audience = getattr(resolve(path).func, "audience", None)
            if audience is not None and not audience.holds(self.person, method):
                found.append(f"{method} {path}")
        return found
