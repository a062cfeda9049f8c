"""Somebody of the Center goes wherever the pages lead: each link that is shown is opened, and each form that would send something
is written down under the name of its address."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import resolve

ROOMS = ("/center/", "/account/", "/people/", "/password/", "/unsent/")
"""Where the Center's people have something to do."""
FILES = (".csv", ".pdf", ".ics")
MOST = 40
"""So many pages of one address are opened: of a longer list one page reads like the next."""
MOST_FILES = 2
MONTHS = {"center:works-calendar": 3}
"""Calendars, whose months lead to one another without end, with how many of them are opened."""


class Shown(HTMLParser):
    """Where the links and the sending forms of one page lead."""

    def __init__(self, here: str, page: str) -> None:
        super().__init__()
        self.here, self.sends = here, False
        self.links: list[str] = []
        self.acts: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {k: v or "" for k, v in attrs}
        if tag == "a" and a.get("href"):
            self.links.append(urljoin(self.here, a["href"]))
        if tag == "form":
            self.sends = a.get("method", "get").lower() == "post"
            if self.sends:
                self._act(a.get("action") or self.here)
        if "formaction" in a:
            self._act(a["formaction"])
        if "data-here" in a:
            self._act(a["data-here"])

    def _act(self, to: str) -> None:
        self.acts.add(urlsplit(urljoin(self.here, to)).path)


@dataclass
class Walked:
    """What came of it."""

    opened: set[str] = field(default_factory=set)
    """Names of the addresses that were opened."""
    acts: dict[str, str] = field(default_factory=dict)
    """Name of the address of each form that sends, with one place where it leads."""
    refused: list[str] = field(default_factory=list)
    """What was shown and would not open."""


def name_of(path: str) -> str:
    return resolve(path).view_name


def walk(client: Client, start: str, rooms: tuple[str, ...] = ROOMS) -> Walked:
    """Everything that is reached from an address by what is shown."""
    found, known = Walked(), {start}
    count: Counter[str] = Counter()
    waiting = deque([(start, "")])
    while waiting:
        address, shown_on = waiting.popleft()
        path = urlsplit(address).path
        name, is_file = name_of(path), path.endswith(FILES)
        count[name] += 1
        if count[name] > (MOST_FILES if is_file else MONTHS.get(name, MOST)):
            continue
        found.opened.add(name)
        answer = client.get(address, follow=True)
        if answer.status_code >= 400:
            found.refused.append(f"{address} ({answer.status_code}), shown on {shown_on}")
        if "html" not in answer.get("Content-Type", ""):
            continue
        page = Shown(answer.request["PATH_INFO"], answer.content.decode())
        found.acts |= {name_of(p): p for p in page.acts}
        for link in page.links:
            plain = link.split("#")[0]
            if plain not in known and plain.startswith(rooms):
                known.add(plain)
                waiting.append((plain, address))
    return found
