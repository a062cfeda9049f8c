"""Walking one form of the table: its page is opened as a browser does, something is typed, and it is sent in a bad moment."""

from __future__ import annotations

import copy
import re
import time
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.urls import resolve

from nss.account.models import Person
from nss.account.unsent import MARKS
from nss.runtime import roles
from nss.web.typed import entries, labels
from nss.web.unsent_words import OTHER

from .page_forms import Page, PageForm, Sent
from .test_unsent import OWN, Browser
from .ways_row import Row
from .ways_to_lose import FORMS
from .ways_world import SECOND
from .world import World

TOO_LONG = "長すぎる文" * 1000
REFUSALS = ("error-summary", "aria-invalid", "message-error")
"""By which a page shows that something was refused."""


@dataclass
class Opened:
    """A form on a page that somebody has open."""

    browser: Browser
    page: str
    form: PageForm

    def send(self, typed: Sent, **more: str) -> Any:
        """Send it as a browser does."""
        files = {c.name for c in self.form.controls if c.kind == "file"}
        sent: dict[str, Any] = dict(self.form.filled(typed))
        for name in files & set(sent):
            sent[name] = SimpleUploadedFile(sent[name][0], b"day,name_ja\n")
        return self.browser.post(
            self.form.action,
            sent,
            headers={"Origin": OWN, "Referer": OWN + self.page, **more},
        )


def every_field_has_its_word(path: str, form: PageForm) -> None:
    """Where a form is shown again in words, nothing that somebody typed or chose stands there without its own."""
    found = resolve(path.partition("?")[0])
    words = labels(found.view_name, found.kwargs)
    sent = [(c.name, "x") for c in form.controls if c.name and c.kind != "file" and c.name not in MARKS]
    nameless = [name for name, value in sent if OTHER in [w for w, _ in entries([(name, value)], words)]]
    assert not nameless, f"fields of {path} without words in web/unsent_words.py: {nameless}"


class Walk:
    """What the ways have in common."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.by_name = {a.name: a for a in reversed(roles.addresses())}

    def text(self, text: str) -> str:
        return text.format(**self.world.things)

    def row(self, name: str) -> Row:
        return FORMS[name]

    def path(self, name: str) -> str:
        found = FORMS[name].path or self.world.path(self.by_name[name])
        assert found is not None
        return self.text(found)

    def page(self, name: str) -> str:
        return self.text(FORMS[name].page) or self.path(name)

    def who(self, name: str) -> Person | None:
        return self.world.people.get(FORMS[name].who)

    def colleague(self, name: str) -> Person | None:
        """Somebody else with the same role; the same person in another tab where it is theirs alone."""
        row = FORMS[name]
        other = row.who.removesuffix(SECOND) if row.who.endswith(SECOND) else row.who + SECOND
        return self.who(name) if row.own else self.world.people.get(other)

    def typed(self, name: str) -> Sent:
        return {self.text(k): [self.text(v)] for k, v in FORMS[name].typed.items()}

    def theirs(self, name: str) -> Sent:
        """What a colleague types: as the row says, else a sentence of their own wherever a text is asked for."""
        row = FORMS[name]
        said = {self.text(k): [self.text(v)] for k, v in row.theirs.items()}
        own = {k: [f"別の{v[::-1]}"] for k, (v,) in self.typed(name).items() if not v.isascii()}
        return {**self.typed(name), **(said or own)}

    def wrong(self, name: str, form: PageForm) -> Sent:
        """What is typed so that it is refused."""
        row, typed = FORMS[name], self.typed(name)
        if row.wrong:
            return {**typed, **{self.text(k): [self.text(v)] for k, v in row.wrong.items()}}
        first = next((c.name for c in form.texts() if not typed.get(c.name, ["x"])[0].isascii()), "")
        return {**typed, first: [TOO_LONG]} if first else {k: [""] for k in typed}

    def open(self, name: str, person: Person | None = None) -> Opened:
        """The form on its page, as its person has it open, or somebody else."""
        browser = Browser()
        row = FORMS[name]
        someone = person or self.who(name)
        if someone is not None:
            browser.force_login(someone)
        if row.before is not None and person is None:
            row.before(self.world, browser)
        address = self.page(name)
        answer = browser.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        page = Page(address, answer.content.decode())
        form = page.form(self.path(name), set(self.typed(name)))
        every_field_has_its_word(self.path(name), form)
        return Opened(browser, address, form)

    def look(self, browser: Browser, answer: Any) -> Page:
        """The page that is shown in the end."""
        address = answer.wsgi_request.get_full_path()
        for _ in range(4):
            if answer.status_code not in (301, 302, 303):
                break
            address = answer["Location"]
            answer = browser.get(address)
        return Page(address, answer.content.decode())

    def chosen(self, typed: Sent, form: PageForm) -> Sent:
        """What was typed or chosen, without the button and without files, which no page gives back."""
        return {c.name: typed[c.name] for c in form.typed() if c.name in typed and c.kind != "file"}

    def missing(self, typed: Sent, *pages: Page) -> dict[str, list[str]]:
        """What was typed and stands on none of these pages."""
        return {n: v for n, v in typed.items() if not any(p.shows(n, x) for p in pages for x in v)}


def refused(answer: Any, page: Page) -> bool:
    """Whether it was not carried out, as the answer says; another page that it leads to may have errors of its own."""
    if answer.status_code in (301, 302, 303):
        return "message-error" in page.source
    return answer.status_code >= 400 or any(sign in page.source for sign in REFUSALS)


def nothing_lost(walk: Walk, typed: Sent, *pages: Page) -> None:
    missing = walk.missing(typed, *pages)
    assert not missing, f"lost: {missing}"


def ended(walk: Walk, name: str) -> None:
    """The session ends before it is sent: signed in again, its person finds it."""
    opened, typed = walk.open(name), walk.typed(name)
    session = opened.browser.session
    session["seen"] = time.time() - 31 * 60
    session.save()
    answer = opened.send(typed)
    assert answer.status_code == 302 and re.search(r"ended=[23]$", answer["Location"]), answer.headers.get(
        "Location"
    )
    found_again(walk, name, typed)


def found_again(walk: Walk, name: str, typed: Sent) -> None:
    """Its person signs in and finds it, in its page or in the list."""
    browser, person = Browser(), walk.who(name)
    assert person is not None
    browser.force_login(person)
    page = Page(walk.page(name), browser.open(walk.page(name)))
    listed = Page("/unsent/", browser.open("/unsent/"))
    nothing_lost(walk, typed, page, listed)


def another_sign_in(opened: Opened, person: Person) -> None:
    """In another tab of the same browser somebody signs in, who then has a page open."""
    opened.browser.cookies.clear()
    opened.browser.force_login(person)
    opened.browser.get("/help/")


def anew(walk: Walk, name: str) -> None:
    """The same person has signed in anew in another tab: they are led to it."""
    opened, typed, person = walk.open(name), walk.typed(name), walk.who(name)
    assert person is not None
    another_sign_in(opened, person)
    answer = opened.send(typed)
    assert answer.status_code == 302 and not answer["Location"].startswith("/login/"), answer.status_code
    nothing_lost(walk, typed, walk.look(opened.browser, answer))


def somebody_else(walk: Walk, name: str) -> None:
    """Somebody else has signed in: they see nothing of it, and it waits for who typed it."""
    opened, typed = walk.open(name), walk.typed(name)
    other = walk.world.people["reader" if FORMS[name].who != "reader" else "manager"]
    another_sign_in(opened, other)
    answer = opened.send(typed)
    assert answer.status_code == 403
    text = answer.content.decode() + opened.browser.open("/unsent/")
    assert not [v for (v,) in typed.values() if not v.isascii() and v in text]
    found_again(walk, name, typed)


def plain(answer: Any) -> tuple[int, str]:
    """An answer without the keys of what it made."""
    return answer.status_code, re.sub(r"\d{6,}[A-Z]?", "N", answer.headers.get("Location", ""))


def language(walk: Walk, name: str) -> None:
    """The language is switched in another tab: the form is taken as if it had not been."""
    opened, typed = walk.open(name), walk.typed(name)
    cookies = copy.deepcopy(opened.browser.cookies)
    with transaction.atomic():
        expected = plain(opened.send(typed))
        transaction.set_rollback(True)
    opened.browser.cookies = cookies
    hidden = {"csrfmiddlewaretoken": opened.form.filled({})["csrfmiddlewaretoken"][0]}
    opened.browser.post("/language/", {**hidden, "language": "en", "next": "/help/"}, headers={"Origin": OWN})
    assert opened.browser.cookies["nss_lang"].value == "en"
    assert plain(opened.send(typed)) == expected and expected[0] < 400


def error(walk: Walk, name: str) -> None:
    """It is refused for an error: what was typed stands on the page that says so."""
    opened = walk.open(name)
    typed = walk.wrong(name, opened.form)
    answer = opened.send(typed)
    page = walk.look(opened.browser, answer)
    assert refused(answer, page), "it was not refused"
    if name.startswith("center:"):
        assert answer.status_code in (302, 422), "neither led on nor unprocessable"
    nothing_lost(walk, walk.chosen(typed, opened.form), page)


def back(walk: Walk, name: str) -> None:
    """Neither a refusal nor a page that says that it is done asks to send again when somebody goes back to it."""
    opened = walk.open(name)
    cookies = copy.deepcopy(opened.browser.cookies)
    for typed in (walk.wrong(name, opened.form), walk.typed(name)):
        with transaction.atomic():
            answer = opened.send(typed)
            if answer.status_code != 302 and "html" in answer["Content-Type"]:
                page = walk.look(opened.browser, answer)
                assert "data-answers" in page.body, "going back to it asks to send it again"
                again = page.body["data-answers"] or answer.wsgi_request.get_full_path()
                assert opened.browser.get(again).status_code in (200, 302), f"{again} cannot be opened"
            transaction.set_rollback(True)
        opened.browser.cookies = copy.deepcopy(cookies)


def faster(walk: Walk, name: str) -> None:
    """A colleague, or the person in another tab, has sent the same form meanwhile. If mine is refused, all of it is still there;
    if it is carried out, both texts stand. In no case is the colleague's gone."""
    mine = walk.open(name)
    other = walk.open(name, walk.colleague(name))
    typed, theirs = walk.typed(name), walk.theirs(name)
    first = other.send(theirs)
    assert not refused(first, walk.look(other.browser, first)), "the colleague's was not taken"
    answer = mine.send(typed)
    shown = walk.look(mine.browser, answer)
    pages = [shown]
    for address in (walk.page(name), *(told(walk.text(t), shown) for t in FORMS[name].told)):
        pages.append(Page(address, mine.browser.open(address)))
    texts = {c.name for c in mine.form.texts()}
    if refused(answer, shown):
        nothing_lost(walk, {k: v for k, v in typed.items() if k in texts}, shown)
    else:
        nothing_lost(walk, free(typed, texts), *pages)
    unseen = walk.missing(free(theirs, texts), *pages)
    assert not unseen, f"written over unseen: {unseen}"


def told(address: str, shown: Page) -> str:
    """An address, or with a star that of the first link of the answer that begins so."""
    if not address.startswith("*"):
        return address
    found = re.search(f'href="({re.escape(address[1:])}[^"]*)"', shown.source)
    assert found, address
    return found[1]


def free(typed: Sent, texts: set[str]) -> Sent:
    """The sentences and the addresses of mail among it, which a page shows as they were typed."""
    return {k: v for k, v in typed.items() if k in texts and (not v[0].isascii() or "@" in v[0])}


def outage(walk: Walk, name: str) -> None:
    """The database is away while it is sent: the page that says so holds it, and sends it once it is back."""
    opened, typed = walk.open(name), walk.typed(name)
    opened.browser.raise_request_exception = False
    cookies = copy.deepcopy(opened.browser.cookies)
    with transaction.atomic():
        expected = plain(opened.send(typed))
        transaction.set_rollback(True)
    opened.browser.cookies = cookies

    def away(*_: Any) -> None:
        raise OperationalError("the connection is closed")

    with connection.execute_wrapper(away):
        answer = opened.send(typed)
    assert answer.status_code == 503
    page = Page(opened.page, answer.content.decode())
    nothing_lost(walk, typed, page)
    again = Opened(opened.browser, opened.page, page.form(walk.path(name), set(typed)))
    files = {c.name: typed[c.name] for c in again.form.controls if c.kind == "file"}
    assert plain(again.send(files)) == expected
