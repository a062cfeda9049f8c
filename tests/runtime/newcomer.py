"""What people do over HTTP in the walk of docs/operating.md: the second factor, an invitation, and a newcomer's first application,
every page filled over what it shows, as a browser sends it."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from urllib.parse import urlencode

from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time

from tests import parts
from tests.runtime.proxies import Visitor, token

Pairs = list[tuple[str, str]]
COMPANY, ADDRESS, PHONE = "みらい通商株式会社", "東京都江東区青海2-7-11", "0312345678"
ENTERED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("new-contract", "", {"wish": "mri"}),
    (
        "office-data",
        "",
        {
            "company.name": COMPANY,
            "office.name": "本店",
            "office.postal_code": "1350064",
            "office.address": ADDRESS,
            "office.phone": PHONE,
        },
    ),
    ("holder", "", {"holder.name": "未来 太郎", "holder.title": "代表取締役"}),
    (
        "head-office",
        "",
        {
            "head_office.postal_code": "1350064",
            "head_office.address": ADDRESS,
            "head_office.phone": PHONE,
        },
    ),
    (
        "manager",
        "",
        {
            "manager.name": "未来 次郎",
            "manager.name_kana": "ミライ ジロウ",
            "manager.phone": PHONE,
            "manager.email": "jiro@mirai.example",
        },
    ),
    (
        "user-code",
        "new/",
        {
            "system_class": "sea",
            "add_business_0": "01",
            "add_method_0": "interactive",
            "add_count_0": "2",
            "stats_paid": "0",
            "stats_free": "0",
            "bonded_storage": "0",
        },
    ),
    ("fee-plan", "", {"plan_general": "A"}),
    (
        "billing",
        "",
        {"billing.name": COMPANY, "billing.postal_code": "1350064", "billing.address": ADDRESS},
    ),
    (
        "billing-contact",
        "",
        {
            "billing_contact.name": "経理 花",
            "billing_contact.phone": PHONE,
            "billing_contact.email": "keiri@mirai.example",
        },
    ),
    ("payment", "", {"payment.method": "transfer"}),
)
"""The items of a new contract in the order of its steps: the item, what follows its address, what is typed."""


ON_OFF = ("radio", "checkbox", "file")
"""What a browser sends only where somebody has ticked it, or chosen a file."""


class MainForm(HTMLParser):
    """What a browser sends of the longest form of a page when nothing was typed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Pairs] = []
        self.select = self.area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.forms.append([])
        name = found.get("name", "")
        if tag == "select":
            self.select = name
        elif tag == "option" and "selected" in found and self.forms:
            self.forms[-1].append((self.select, found.get("value", "")))
        elif tag == "textarea":
            self.area = name
        elif (
            tag == "input" and name and self.forms and (found.get("type") not in ON_OFF or "checked" in found)
        ):
            self.forms[-1].append((name, found.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self.area and self.forms:
            self.forms[-1].append((self.area, data.strip()))
            self.area = ""

    def handle_endtag(self, tag: str) -> None:
        self.area = ""

    def sent(self, typed: dict[str, str]) -> Pairs:
        shown = [pair for pair in max(self.forms, key=len) if pair[0] not in typed]
        return [*shown, *typed.items()]


def follow(visitor: Visitor, path: str) -> str:
    """The page at the end of redirections."""
    for _ in range(5):
        answer, text = visitor.ask("GET", path)
        if answer.status not in (302, 303):
            assert answer.status == 200, (path, text[:500])
            return text
        path = answer.headers["Location"]
    raise AssertionError(path)


def send(visitor: Visitor, path: str, page: str, fields: Pairs) -> str:
    """Press the button of a form; where it leads. What is wrong with the form fails the test by its own words."""
    body = [("csrfmiddlewaretoken", token(page)), *(f for f in fields if f[0] != "csrfmiddlewaretoken")]
    answer, text = visitor.ask("POST", path, urlencode(body))
    assert answer.status in (302, 303), f"{path}: {answer.status} {words(text)}"
    return str(answer.headers["Location"])


def words(page: str) -> str:
    """The beginning of what a page says, without its tags: a refused form says first what is wrong."""
    return re.sub(r"(<[^>]*>|\s)+", " ", page.partition("<main")[2])[:1000]


def prove(visitor: Visitor) -> None:
    """Set up an app as second factor, with the code that it shows now."""
    path = "/account/factor/totp/activate/"
    page = follow(visitor, path)
    if 'type="password"' in page:  # asked again before something sensitive
        again = f"/account/again/?{urlencode({'next': path})}"
        page = follow(visitor, send(visitor, again, page, [("password", parts.PASSWORD)]))
    key = re.search(r'<span class="code">([A-Z2-7]{16,})</span>', page)
    assert key, words(page)
    left = 30 - time.time() % 30
    if left < 10:
        time.sleep(left)  # a code counts while the app shows it
    code = f"{hotp_value(key[1], next(yield_hotp_counters_from_time())):06d}"
    send(visitor, path, page, [("code", code)])


def invite(visitor: Visitor, login_id: str, email: str, role: str) -> None:
    """Invite somebody on the page 利用者."""
    names = [("family_name", "審査"), ("given_name", "次郎"), ("role", role), ("reason", "開業の準備のため")]
    send(visitor, "/people/", follow(visitor, "/people/"), [("login_id", login_id), ("email", email), *names])


def first_application(visitor: Visitor) -> str:
    """From the newcomer's first page to the receipt; its number."""
    draft = re.search(r'href="(/drafts/\d+/)', follow(visitor, "/"))
    assert draft, "the first page leads to the draft"
    for item, after, typed in ENTERED:
        page = follow(visitor, draft[1])
        place = re.search(rf'href="({draft[1]}item/{item}/)([\w-]+/)', page)
        assert place, (item, page)
        path = place[1] + (after or place[2])
        page = follow(visitor, path)
        send(visitor, path, page, MainForm(page).sent(typed))
    path = f"{draft[1]}items/"
    page = follow(visitor, path)
    days = re.findall(r'name="wish_day"[^>]*value="(\d[^"]+)"', page)
    send(visitor, path, page, MainForm(page).sent({"wish_day": days[3]}))
    path = f"{draft[1]}check/"
    page = follow(visitor, path)
    place = send(visitor, path, page, MainForm(page).sent({}))
    number = re.fullmatch(r"/applications/(\w+)/received/", place)
    assert number, place
    return number[1]
