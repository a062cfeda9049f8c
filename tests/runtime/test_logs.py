"""Log lines: one JSON object each, nothing secret."""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils.functional import SimpleLazyObject
from faults.door import expressions, slowest

from nss.web.logs import OneLine, request_id
from tests import parts


def line(message: str, *arguments: object, exc_info: Any = None) -> str:
    return OneLine().format(logging.LogRecord("nss.test", logging.INFO, "p", 1, message, arguments, exc_info))


def test_one_line_with_the_request() -> None:
    token = request_id.set("r-1")
    try:
        text = line("first %s\nsecond\u2028third", "口座")
    finally:
        request_id.reset(token)
    assert len(text.splitlines()) == 1
    record = json.loads(text)
    assert record["message"] == "first 口座\nsecond\u2028third"
    assert (record["request"], record["level"], record["logger"]) == ("r-1", "INFO", "nss.test")
    assert record["time"].endswith("+09:00")


@pytest.mark.parametrize(
    "text",
    [
        "password=hunter2 and more",
        "{'new_password': 'hunter2', 'x': 1}",
        "Authorization: Bearer hunter2",
        "postgresql://nss:hunter2@db/nss",
        'csrf_token : "hunter2"',
    ],
)
def test_secrets_are_masked(text: str) -> None:
    assert "hunter2" not in line(text)


def test_a_link_to_set_a_password_is_masked_wherever_its_address_is_named() -> None:
    for said in ("Not Found: %s", "Method Not Allowed (POST): %snothing/", "path %s?next=/"):
        text = line(said, "/password/reset/f3kPzq7-Token_of24letters/")
        assert "Token_of24" not in text and "/password/reset/***/" in text


def test_a_trace_is_masked_too() -> None:
    try:
        raise ValueError("secret=hunter2")
    except ValueError:
        text = line("failed", exc_info=sys.exc_info())
    assert "ValueError" in text
    assert "hunter2" not in text


@pytest.mark.parametrize(
    "text",
    [
        "password" * 2500,
        "a" * 20_000,
        'password="' * 2000,
        "token: " + " " * 20_000,
        "a://" * 5000,
        "x://a:" * 3500,
    ],
)
def test_what_a_stranger_writes_into_an_address_costs_no_time_in_the_log(text: str) -> None:
    """The processor's time, so that a busy machine does not matter. With open-ended repeats the first text took hours."""
    began = time.process_time()
    line("Not Found: /%s", text)
    assert time.process_time() - began < 1


def test_a_line_about_a_request_names_it_also_after_its_end() -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "p", 1, "Not Found: /x", (), None)
    record.request = type("Request", (), {"reference": "ABC"})()
    assert json.loads(OneLine().format(record))["request"] == "ABC"


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_logged_with_address_and_person(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    def said(path: str, **more: str) -> tuple[int, str, str | None]:
        caplog.clear()
        status = client.get(path, REMOTE_ADDR="192.0.2.7", **more).status_code
        record = next(r for r in caplog.records if r.name == "django.request")
        found = json.loads(OneLine().format(record))
        assert found["request"] and found["address"] == "192.0.2.7"
        return status, found["message"], found.get("person")

    assert said("/nowhere/") == (404, "Not Found: /nowhere/", None)
    person = parts.person(parts.office())
    client.force_login(person)
    assert said("/nowhere/") == (404, "Not Found: /nowhere/", person.username)


def test_nobody_is_looked_up_to_write_a_line() -> None:
    def nobody() -> None:
        raise AssertionError("the person was asked for")

    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "192.0.2.7"
    request.user = SimpleLazyObject(nobody)
    record = logging.LogRecord("django.request", logging.WARNING, "p", 1, "Not Found: /x", (), None)
    record.request = request
    found = json.loads(OneLine().format(record))
    assert found["address"] == "192.0.2.7" and "person" not in found


def test_no_command_begins_with_a_line_for_each_schedule() -> None:
    assert not logging.getLogger("procrastinate.periodic").isEnabledFor(logging.INFO)


def test_no_expression_of_the_product_takes_long_for_any_text() -> None:
    """The same look as row F21, with a wider bound. Milliseconds of the processor, so that a busy machine does not matter."""
    found = expressions()
    took, which = slowest(found)
    assert len(found) > 30 and took < 100, which
