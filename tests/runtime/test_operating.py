"""docs/operating.md leads from an empty machine to the first day, and to a new version, by what stands there alone (F30)."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests import parts
from tests.runtime import newcomer as steps
from tests.runtime import register
from tests.runtime.machine import NOBODY, Machine, empty_machine
from tests.runtime.newcomer import follow
from tests.runtime.proxies import ROOT, Visitor, token

DOCUMENT = ROOT / "docs/operating.md"


def typed(chapter: str) -> list[str]:
    """The blocks of a chapter that are to be typed."""
    text = DOCUMENT.read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(chapter)}\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
    assert found, chapter
    return re.findall(r"^```sh\n(.*?)^```$", found[1], re.MULTILINE | re.DOTALL)


@pytest.fixture
def machine() -> Iterator[Machine]:
    base = Path(tempfile.mkdtemp(dir="/tmp", prefix="nss-machine-"))
    base.chmod(0o755)
    try:
        with empty_machine(base) as made:
            yield made
    finally:
        shutil.rmtree(base, ignore_errors=True)


def enter(visitor: Visitor, machine: Machine, address: str, office: str, person: str) -> str:
    """From a mailed link to a password and through the sign-in page; the page that comes then."""
    found = re.search(r"https://localhost:\d+(/password/reset/\S+/)", machine.mail_to(address))
    assert found
    page = follow(visitor, found[1])
    fields = {"csrfmiddlewaretoken": token(page), "new": parts.PASSWORD, "again": parts.PASSWORD}
    assert visitor.ask("POST", "/password/set/", urlencode(fields))[0].status == 302
    page = visitor.ask("GET", "/login/")[1]
    fields = {"csrfmiddlewaretoken": token(page), "password": parts.PASSWORD}
    answer, _ = visitor.ask(
        "POST", "/login/", urlencode({**fields, "office_code": office, "login_id": person})
    )
    assert answer.status == 302
    return follow(visitor, answer.headers["Location"])


def brought(machine: Machine, rows: register.Rows) -> None:
    """The register of before, as somebody has copied it to the machine."""
    folder = register.written(machine.base / "var/lib/nss/register", rows)
    if os.getuid() == 0:
        for path in (folder.parents[1], folder.parent, folder, *folder.iterdir()):
            os.chown(path, NOBODY, NOBODY)


def test_the_document_leads_from_an_empty_machine_to_a_newcomers_first_application_and_to_a_new_version(
    machine: Machine,
) -> None:
    first, later = typed("From an empty machine to the first day"), typed("A new version, and back")
    assert len(first) == 11 and len(later) == 3
    brought(machine, register.register())
    machine.type("\n".join(first))
    assert "user_id.csv: 2 new" in (machine.base / "logs/typed").read_text()
    center, newcomer = Visitor(machine.port, machine.cert), Visitor(machine.port, machine.cert, "127.0.0.3")
    assert "二段階認証" in enter(center, machine, "yamada@example.jp", "NACCS", "kanri")
    steps.prove(center)
    steps.invite(center, "shinsa", "suzuki@example.jp", "reviewer")
    reviewer = Visitor(machine.port, machine.cert, "127.0.0.4")
    assert "二段階認証" in enter(reviewer, machine, "suzuki@example.jp", "NACCS", "shinsa")
    steps.prove(reviewer)
    assert "みらい通商株式会社" not in follow(reviewer, "/center/")
    page = newcomer.ask("GET", "/new/")[1]
    said = {
        "company": "みらい通商株式会社",
        "family_name": "未来",
        "given_name": "花子",
        "family_kana": "ミライ",
    }
    said |= {"given_kana": "ハナコ", "phone": "0312345678", "email": "hanako@mirai.example", "terms": "on"}
    answer, text = newcomer.ask("POST", "/new/", urlencode({**said, "csrfmiddlewaretoken": token(page)}))
    assert answer.status == 200 and "hanako@mirai.example" in text
    assert "みらい通商株式会社" in enter(newcomer, machine, "hanako@mirai.example", "T00001", "kari")
    number = steps.first_application(newcomer)
    for person in (center, reviewer):
        queue = follow(person, "/center/")
        assert number in queue and "みらい通商株式会社" in queue, steps.words(queue)
    assert "みらい通商株式会社" in follow(reviewer, f"/center/applications/{number}/")
    assert len(list((machine.base / "var/backups/nss").glob("nss-*.dump"))) == 1
    machine.type(later[0])
    assert "みらい通商株式会社" in follow(newcomer, "/"), "signed in still, after the new version"
    machine.type(later[1])
    answer, text = newcomer.ask("GET", "/")
    assert answer.status == 503 and "メンテナンス中です" in text
    machine.type(later[2])
    assert number in follow(reviewer, "/center/"), "in the queue still, after the stop"
