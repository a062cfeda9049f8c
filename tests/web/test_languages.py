"""Text in Japanese on an English page stands in an element that says so; nothing else of a page changes by that."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client

from nss.web.languages import JAPANESE, marked
from tests import parts

VOID = {"meta", "link", "input", "br", "img", "hr", "path", "rect", "line", "circle"}


class Reader(HTMLParser):
    """Collects the texts in Japanese that no element says to be so."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.unmarked: list[str] = []
        self.japanese = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            language = dict(attrs).get("lang") or (self.open[-1][1] if self.open else "")
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self.open[-1] if self.open else ("", "")
        if JAPANESE.search(data) and tag != "title":
            self.japanese += 1
            if language != "ja":
                self.unmarked.append(data.strip()[:60])


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Office 第一営業部 of</p>", '<p>Office <span lang="ja">第一営業部</span> of</p>'),
        ("<td>通関 花子</td>", '<td><span lang="ja">通関 花子</span></td>'),
        ("<p>通関 and 海上</p>", '<p><span lang="ja">通関</span> and <span lang="ja">海上</span></p>'),
        ('<option value="1">東京</option>', '<option lang="ja" value="1">東京</option>'),
        ('<text x="1">東京</text>', '<text lang="ja" x="1">東京</text>'),
        ("<textarea>東京</textarea>", '<textarea lang="ja">東京</textarea>'),
        ('<button lang="ja">日本語</button>', '<button lang="ja">日本語</button>'),
        ('<input value="東京"> x', '<input value="東京"> x'),
        ("<title>請求</title>", "<title>請求</title>"),
        ("<p>a・b（c）</p>", "<p>a・b（c）</p>"),
        ("<!-- 東京 --><p>x</p>", "<!-- 東京 --><p>x</p>"),
    ],
)
def test_runs_of_japanese_text_are_marked_and_attributes_stay(html, expected):
    assert marked(html) == expected


def test_a_page_that_is_marked_twice_is_as_marked_once():
    once = marked('<p>Office 第一営業部</p><option>東京</option><dd class="x">海上</dd>')
    assert marked(once) == once


@pytest.fixture
def pages(db) -> tuple[Client, Client, list[str], list[str]]:
    office = parts.line_office()
    who, reviewer = (
        parts.person(office, role=parts.Role.MANAGER),
        parts.person(None, "kanri", parts.Role.ADMIN),
    )
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    edits = parts.server_edits(office)
    pk = parts.draft(office, who, edits, extra=parts.line_extra(edits)).application_id
    mine = [
        "/",
        *(f"/contract/?tab={t}" for t in ("office", "net", "general", "billing", "code", "history")),
        "/applications/",
        f"/applications/{a.number}/",
        "/apply/change/items/",
        "/drafts/",
        f"/drafts/{pk}/",
        f"/drafts/{pk}/contact/",
        f"/drafts/{pk}/item/terminal/list/",
        f"/drafts/{pk}/item/terminal/line/09143/",
        f"/drafts/{pk}/check/",
        "/news/",
        "/people/",
        "/account/",
        "/billing/",
    ]
    theirs = [
        "/center/",
        f"/center/applications/{a.number}/",
        "/center/offices/NAC001/",
        "/center/offices/NAC001/register/",
        "/center/mails/",
        "/center/masters/",
    ]
    return parts.signed_in(who), parts.signed_in(reviewer), mine, theirs


def test_every_japanese_text_of_the_english_pages_says_that_it_is_japanese(pages):
    mine, theirs, addresses, of_center = pages
    found = {}
    seen = 0
    for client, paths in ((mine, addresses), (theirs, of_center)):
        client.cookies["nss_lang"] = "en"
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert answer.get("Content-Length", str(len(answer.content))) == str(len(answer.content))
            reader = read(answer.content.decode())
            seen += reader.japanese
            if reader.unmarked:
                found[path] = reader.unmarked[:5]
    assert not found
    assert seen > 100


def test_a_japanese_page_is_left_as_it_is(pages):
    client = pages[0]
    page = client.get("/contract/?tab=office").content.decode()
    assert '<span lang="ja">' not in page and "ナックス商事株式会社" in page
