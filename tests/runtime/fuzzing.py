"""Every form and every address of the site, as every role, with what no hand types: which of it ends in a fault of ours.

The pages themselves say what can be sent: each is opened as each role and its forms are read. What a request did is undone."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import encode_multipart

from nss.runtime import roles
from tests.account.world import World

VALUES = (
    "a\0b",
    "9" * 5000,
    "9999-12-31",
    "0001-01-01",
    "2026-02-30",
    "²",
    "-1",
    "a" * 16_000,
    "",
)
"""NUL, more digits than Python reads, the ends of the calendar, a digit that is no number, too long, nothing."""
MORE_VALUES = (
    "9" * 20,
    "2147483648",
    "9223372036854775808",
    "1e309",
    "NaN",
    "٣",
    "＝1+1",
    "令和99999年1月1日",
    "9999-12",
    "0000-00",
    "2026-10-25T99:99",
    "\ud800",
    "\u202eabc",
    "\r\nBcc: x@example.jp",
    "<script>alert(1)</script>",
    "{{ 7*7 }} %(x)s {0} %s",
    "[]",
    '{"a": {"a": []}}',
    "../../etc/passwd",
    "//evil.example/",
    "a" * 70_000,
)
"""What the large fuzz adds: sizes of columns, other digits, broken days, halves of characters, texts of other languages."""
MACHINES = {"metrics", "training-clock", "notice:mails", "healthz", "readyz"}
BOUNDARY = "BoUnDaRyStRiNg"
FILE = "\0file"
"""A file where a text belongs, or under a name that the page does not have."""


@dataclass
class Form:
    """One form of a page: where it goes, how, and what stands in it; the files that it takes."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self.area = path, [], ""
        self.loose: dict[str, list[tuple[str, str]]] = {}

    found: list[Form]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {k: v or "" for k, v in attrs}
        if tag == "form":
            action = urljoin(self.path, a.get("action") or self.path)
            self.found.append(Form(a.get("method", "get").upper(), urlsplit(action).path))
        name = a.get("name")
        if not (self.found and name) or tag not in ("input", "select", "textarea", "button"):
            return
        form = self.found[-1]
        if a.get("type") == "file":
            form.files.add(name)
        elif tag == "input" and (a.get("type") not in ("radio", "checkbox") or "checked" in a):
            form.fields[name] = a.get("value", "")
        else:
            form.fields.setdefault(name, a.get("value", ""))


def forms_of(client: Client, path: str) -> list[Form]:
    answer = client.get(path)
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return []
    parser = Forms(path)
    parser.feed(answer.content.decode())
    return parser.found


@dataclass
class Fuzz:
    """What was asked, and what of it was a fault: who, how, where, which field, which value, what went wrong."""

    world: World
    asked: int = 0
    addresses: set[str] = field(default_factory=set)
    fields: set[tuple[str, str]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def try_one(self, who: str, form: Form, changed: Mapping[str, str], what: str) -> None:
        client = self.world.clients[who]
        client.raise_request_exception = False
        kept = copy.deepcopy(client.cookies)
        try:
            with transaction.atomic():
                answer = self.send(client, form, {**form.fields, **changed})
                transaction.set_rollback(True)
        finally:
            client.cookies = kept
        self.asked += 1
        self.addresses.add(form.action)
        self.fields |= {(form.action, name) for name in changed}
        if answer.status_code >= 500:
            cause = answer.exc_info[1] if getattr(answer, "exc_info", None) else answer.status_code
            self.faults.append(f"{who} {form.method} {form.action} {what}: {cause!r:.300}")

    def send(self, client: Client, form: Form, fields: Mapping[str, str]) -> Any:
        """As a browser with a form of several parts does, NUL and halves of characters included."""
        texts = {k: v for k, v in fields.items() if v != FILE}
        if form.method == "GET":
            return client.get(form.action, {k: v.encode("utf-8", "surrogatepass") for k, v in texts.items()})
        files = {k: SimpleUploadedFile("x.pdf", b"%PDF-\0") for k, v in fields.items() if v == FILE}
        parts: dict[Any, Any] = {k: v.encode("utf-8", "surrogatepass") for k, v in texts.items()}
        body = encode_multipart(BOUNDARY, {k: v.decode("latin-1") for k, v in parts.items()} | files)
        for k, v in parts.items():  # the encoder knows texts only: the bytes as they are in their place
            old = f'name="{k}"\r\n\r\n'.encode() + v.decode("latin-1").encode()
            body = body.replace(old, f'name="{k}"\r\n\r\n'.encode() + v, 1)
        return client.post(form.action, body, content_type=f"multipart/form-data; boundary={BOUNDARY}")


def all_forms(world: World, shard: int = 0, shards: int = 1) -> Iterator[tuple[str, Form]]:
    """Each form of each page that each role may open; and each address that only takes posts, with the names that
    forms anywhere have for it or, where none has, with the usual ones."""
    usual = dict.fromkeys(
        ("reason", "day", "date", "what", "text", "name", "seen", "page", "before", "who"), ""
    )
    seen: set[tuple[str, str, str, tuple[str, ...]]] = set()
    addresses = [a for a in roles.addresses() if a.name not in MACHINES]
    for a in addresses[shard::shards]:
        path = world.path(a)
        if path is None or "<" in path:
            continue
        for who, client in world.clients.items():
            found = [
                *forms_of(client, path),
                Form("GET", path, dict(usual)),
                Form("POST", path, dict(usual)),
            ]
            for form in found:
                key = (who, form.method, form.action, tuple(sorted({*form.fields, *form.files})))
                if key not in seen:
                    seen.add(key)
                    yield who, form


def small(world: World, seed: int, shard: int, shards: int) -> Fuzz:
    """Each form of each role with each value in all fields at once, every field alone with one value by chance, a file
    in the place of a text, and one under a name that nobody asked for."""
    fuzz, dice = Fuzz(world), random.Random(seed)
    done: set[tuple[str, str, tuple[str, ...]]] = set()
    for who, form in all_forms(world, shard, shards):
        key = (form.method, form.action, tuple(sorted(form.fields)))
        if key in done and dice.random() > 0.1:  # the same form of another role: now and then
            continue
        done.add(key)
        names = [*form.fields, *form.files]
        if not names:
            continue
        for value in dice.sample(VALUES, 3):
            fuzz.try_one(who, form, dict.fromkeys(names, value), f"all fields {value[:12]!r}")
        name, value = dice.choice(names), dice.choice(VALUES)
        fuzz.try_one(who, form, {name: value}, f"{name}={value[:12]!r}")
        if form.method == "POST":
            fuzz.try_one(who, form, {name: FILE, "other": FILE}, f"a file as {name}")
    return fuzz


def large(world: World, seed: int, shard: int, shards: int) -> Fuzz:
    """Each form of each role. The first role that has it: each value in all fields at once, every field alone with several by
    chance, files in place of texts; the other roles: several values in all fields at once."""
    fuzz, dice = Fuzz(world), random.Random(seed)
    values = (*VALUES, *MORE_VALUES, FILE)
    done: set[tuple[str, str, tuple[str, ...]]] = set()
    for who, form in all_forms(world, shard, shards):
        names = [*form.fields, *form.files]
        key = (form.method, form.action, tuple(sorted(names)))
        first = key not in done
        done.add(key)
        for value in values if first else dice.sample(values, 4):
            fuzz.try_one(who, form, dict.fromkeys(names, value), f"all fields {value[:12]!r}")
        for name in names if first else ():
            for value in dice.sample(values, 6):
                fuzz.try_one(who, form, {name: value}, f"{name}={value[:12]!r}")
        if first:
            fuzz.try_one(who, form, {"other": FILE}, "a file under another name")
    return fuzz
