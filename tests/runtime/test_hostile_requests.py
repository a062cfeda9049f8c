"""Malformed and hostile requests: an answer of the 4xx kind with a clear page, and nothing stored that cannot be shown."""

from __future__ import annotations

import http.client
import socket
import unicodedata
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nss.application.models import Revision
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    office = parts.guide_office()
    who = parts.person(office)
    client = Client()
    client.force_login(who)
    revision = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    return client, f"/drafts/{revision.application_id}/contact/", revision


HOSTILE = (
    "\0",
    "a\0b",
    "\ud800",
    "\u202eabc",
    "\ufeff",
    "𠮷野家",
    "ﾂｳｶﾝ",
    "が",
    "<script>alert(1)</script>",
    "'; DROP TABLE x; --",
    "=1+1",
    "\r\nBcc: x@example.jp",
    "a" * 5000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: repr(t[:12]))
@pytest.mark.parametrize("field", ["family_name", "department", "email", "phone"])
def test_no_text_breaks_a_page_or_is_stored_as_it_must_not_be(draft, text, field):
    # Holds F11, F-25.
    client, path, revision = draft
    data = {**parts.CONTACT, field: text, "email_again": text if field == "email" else parts.CONTACT["email"]}
    body = "&".join(f"{k}={_quoted(v)}" for k, v in data.items())
    answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (302, 400, 422)
    page = client.get(path)
    assert page.status_code == 200 and "<script>alert(1)" not in page.content.decode()
    stored = str(Revision.objects.get(pk=revision.pk).contact.get(field, ""))
    assert unicodedata.is_normalized("NFC", stored) and not any(
        unicodedata.category(c) in ("Cc", "Cs", "Cf") for c in stored
    )


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(
            ["items", "wish_day", "wish_typed", "reason", "reason_pick", "has_other", "other", "base"]
        ),
        st.text(max_size=40),
    )
)
def test_any_text_in_the_selection_is_answered(draft, data):
    client, path, _ = draft
    answer = client.post(
        path.replace("contact", "items"), {k: v.encode("utf-8", "replace").decode() for k, v in data.items()}
    )
    assert answer.status_code in (302, 400, 409, 422)


@pytest.mark.parametrize(
    "path",
    [
        "/applications/%00/",
        "/applications/../../etc/passwd/",
        "/drafts/99999999999999999999999/",
        "/contract/?day=%00",
        "/contract/?tab=%ff",
        "/applications/?before=" + "9" * 400,
        "/news/?before=" + "9" * 400,
        "/center/?page=" + "9" * 40,
        "/files/-1/",
        "/news/?before=²",
        "/applications/?before=²",
        "/center/?page=²",
        "/center/?who=²",
        "/center/record/?before=²",
        "/center/mails/?before=²",
        *(
            f"{p}={'9' * 5000}"
            for p in ("/applications/?before", "/news/?before", "/center/?who", "/center/mails/?before")
        ),
        *(f"{p}={'9' * 5000}" for p in ("/center/record/?before", "/center/?page", "/center/record/?q")),
        "/applications/?q=%00",
        "/center/?q=%00",
    ],
)
def test_no_address_is_a_fault(draft, path):
    # Holds F11.
    client = draft[0]
    assert client.get(path).status_code < 500
    center = Client()
    center.force_login(parts.reviewer())
    assert center.get(path).status_code < 500


@pytest.mark.parametrize(
    "text", ["²", "2026-02-30", "a\0b", "//evil.example/", "https://evil.example/", "/a\r\nX: y"]
)
def test_what_is_no_address_of_ours_leads_home(text):
    answer = Client().post("/language/", {"next": text, "language": "en"})
    assert answer.status_code == 302 and answer.headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/logout/", "/language/", "/drafts/{pk}/drawing/", "/drafts/{pk}/discard/"])
def test_the_address_of_a_button_opened_by_hand_says_so_and_leads_on(draft, path):
    client, _, revision = draft
    answer = client.get(path.format(pk=revision.application_id))
    page = answer.content.decode()
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"
    assert "この画面は直接開けません" in page and 'href="/"' in page


def test_ten_thousand_fields_are_refused(draft):
    client, path, _ = draft
    assert client.post(path, {f"f{n}": "x" for n in range(10_000)}).status_code == 400


def raw(address: str, data: bytes, close: bool = False) -> bytes:
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as s:
        s.sendall(data)
        if close:
            return b""
        try:
            return s.recv(200)
        except (TimeoutError, ConnectionResetError):
            return b""


@pytest.mark.django_db(transaction=True)
def test_a_broken_connection_leaves_the_server_answering(live_server: Any) -> None:
    for data in (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc",
        b"\x16\x03\x01\x02\x00",
        b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 20\r\n\r\n--x\r\nContent-Disp",
    ):
        raw(live_server.url, data, close=True)
    line = http.client.HTTPConnection(live_server.url.removeprefix("http://"), timeout=20)
    line.request("GET", "/healthz")
    assert line.getresponse().status == 200


def test_robots_are_told_to_stay_away() -> None:
    answer = Client().get("/robots.txt")
    assert answer.status_code == 200 and b"Disallow: /\n" in b"".join(answer)  # a file comes in parts
