"""A paper is issued once, and anybody who holds it can check it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nss.contract.models import Company, Office
from nss.document import codes, store, views
from nss.document.data import APPROVAL
from nss.document.models import Document
from tests.document.papers import paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    cache.clear()
    company = Company.objects.create(code="NAC")
    return Office.objects.create(company=company, code="NAC001")


@pytest.fixture
def document(office: Office) -> Document:
    return store.issue(paper(), 1, office, 1)


def post(client: Client, code: str, body: bytes | None = None) -> Any:
    values: dict[str, Any] = {"code": code}
    if body is not None:
        values["file"] = SimpleUploadedFile("paper.pdf", body, "application/pdf")
    return client.post("/verify/", values)


def test_issuing_twice_gives_the_same_paper(document: Document, office: Office) -> None:
    again = store.issue(paper(issued_on=date(2027, 1, 1)), 1, office, 1)
    assert again.pk == document.pk and bytes(again.pdf) == bytes(document.pdf)
    assert again.issued_on == date(2026, 11, 21)


def test_another_kind_or_revision_is_another_paper(document: Document, office: Office) -> None:
    made = {
        store.issue(paper(), 1, office, 2).code,
        store.issue(paper(kind=APPROVAL), 1, office, 1).code,
        document.code,
    }
    assert len(made) == 3


def test_a_code_is_read_however_it_is_typed(document: Document) -> None:
    shown = codes.grouped(document.code)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in document.code.lower())
    for typed in (
        shown,
        document.code,
        shown.replace("-", " ").lower(),
        wide,
        document.code.replace("0", "O"),
    ):
        found = store.verify(typed)
        assert found is not None and found.pk == document.pk


def test_an_unknown_code_is_nothing(document: Document) -> None:
    for typed in ("", "x", codes.new_code(), document.code[:-1], "' or 1=1 --", "\x00" * 28):
        assert store.verify(typed) is None


def test_one_changed_byte_is_reported(document: Document) -> None:
    # Holds X-17.
    body = bytearray(bytes(document.pdf))
    assert store.is_issued_file(document, bytes(body))
    body[len(body) // 2] ^= 1
    assert not store.is_issued_file(document, bytes(body))


def test_a_record_that_was_tampered_with_is_not_confirmed(document: Document) -> None:
    document.paper["reason"] = "書き換え"
    document.save()
    assert store.verify(document.code) is None


def test_the_page_is_public_and_answers_the_qr_code(client: Client, document: Document) -> None:
    # Holds X-17.
    assert client.get("/verify/").status_code == 200
    address = store.verify_url(document.code)
    answer = client.get(address[address.index("/verify/") :])
    text = answer.content.decode()
    assert "この書類は発行されています" in text
    assert "260008A" in text and "NAC001" in text and document.digest in text
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    assert "取扱量の増加" not in text


def test_the_page_compares_a_file(client: Client, document: Document) -> None:
    body = bytes(document.pdf)
    assert "改変されていません" in post(client, document.code, body).content.decode()
    assert "発行時のものと一致しません" in post(client, document.code, body + b" ").content.decode()
    assert "発行時のものと一致しません" in post(client, document.code, b"").content.decode()
    refused = post(client, document.code, b"0" * 1_000_001)
    assert refused.status_code == 422 and "1MBを超えています" in refused.content.decode()


def test_the_page_says_that_it_knows_no_such_paper(client: Client, office: Office) -> None:
    assert "この検証コードの書類はありません" in post(client, codes.new_code()).content.decode()
    nothing = post(client, "")
    assert nothing.status_code == 422 and "検証コードを入力してください" in nothing.content.decode()


def test_too_many_checks_from_one_address_wait(client: Client, document: Document) -> None:
    for _ in range(views.TRIES):
        assert post(client, document.code).status_code == 200
    answer = post(client, document.code)
    assert answer.status_code == 429 and "260008A" not in answer.content.decode()
