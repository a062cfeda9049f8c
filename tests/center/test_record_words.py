"""The record in the words of the trade and of its reader: no name of a table, a column or a value as it is stored, no key, no JSON."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import nss
from nss.account.models import Access, Person, Role
from nss.base import clock
from nss.base.columns import ChoiceColumn, CodesColumn, Column, DateColumn, FlagColumn, MomentColumn
from nss.base.words import W, speak
from nss.center.record_details import DETAILS, access_detail
from nss.center.record_words import changes, row_name, tables
from nss.contract.models import Office
from nss.issuing.models import Secret
from nss.issuing.vault import WindowClosed, reveal
from nss.master.models import ReplyText
from nss.master.sheets import SHEETS
from nss.record.models import History
from nss.record.triggers import HIDDEN, watched
from nss.runtime.demo import load
from tests import parts

KEYS_OF_ROWS = {"mail", "job"}
"""In the detail of a line: its reader has the subject and the task."""
INTERNAL = {
    *("id", "identity", "office_id", "company_id", "month_id", "by_application", "changed_by_id"),
    *("previous_ends", "valid", "changed_at", "username"),
}
"""Columns that say nothing to a reader: keys, and what another column of the line says."""
KINDS = ("application", "access", "history", "password")
STORED = re.compile(
    r"""(?![0-9a-f]{64}$)[a-z][a-z0-9_-]*  # an identifier; no digest
      | .*[a-z]_[a-z].*             # one within a text
      | (True|False|None)
      | .*[\[{]["'\[{].*            # JSON
      | (19|20|99)\d\d-[01]\d-[0-3]\d(\D.*)?  # a day as it is stored
      | .*(?<![0-9a-f])\d{15}.*    # a key; no digest
    """,
    re.VERBOSE,
)


def cells(client, kind: str) -> Iterator[tuple[str, str]]:
    """What stands in each line of a part of the record: the head and one value at a time, without the label before it."""
    lines = csv.reader(
        io.StringIO(client.get("/center/record.csv", {"kind": kind}).content.decode("utf-8-sig"))
    )
    heads = next(lines)
    for line in lines:
        for head, cell in zip(heads, line, strict=True):
            for part in re.split("[、：→]", cell):
                yield head, part.strip()


def rich_day() -> Person:
    """The demonstration's data, and what else somebody of the Center and of an office may do."""
    load.load()
    admin = Person.objects.get(username="NACCS/kanri")
    client = parts.signed_in(admin)
    office = Office.objects.get(code="NAC001")
    client.post("/login/", {"office_code": "NAC001", "login_id": "nobody", "password": "x"})
    client.get("/center/offices/NAC001/")
    client.post("/center/offices/NAC001/view/", {"reason": "電話での確認"})
    for path in ("/", "/contract/", "/news/", "/drafts/"):
        client.get(path)
    client.post("/center/view/end/")
    client.post("/center/masters/replies/", {"use": "query", "name": "型の名", "text": "本文です"})
    reply = ReplyText.objects.get(name="型の名")
    client.get("/center/queue.csv", {"view": "todo"})
    client.get(
        "/center/record.csv",
        {"kind": "history", "q": "NAC001", "event": "contract_userid", "from": "2026/01/01"},
    )
    person = parts.person(office, "jiro", Role.READER)
    person.role = Role.APPLICANT
    person.save()
    reply.name = "別の名"
    reply.save()
    for secret in Secret.objects.select_related("office").order_by("id")[:3]:
        with suppress(WindowClosed):
            reveal(secret.pk, secret.office, person.pk, clock.today())
    return admin


@pytest.mark.django_db
def test_no_part_of_the_record_shows_how_something_is_stored():
    client = parts.signed_in(rich_day())
    assert {"insert", "update"} <= set(History.objects.values_list("action", flat=True))
    for kind in KINDS:
        found = list(cells(client, kind))
        assert found, kind
        names = {"net", "web", *Person.objects.values_list("login_id", flat=True)}
        strange = {f"{head}：{cell}" for head, cell in found if STORED.fullmatch(cell) and cell not in names}
        assert not strange, f"{kind}: {sorted(strange)[:20]}"
        page = client.get("/center/record/", {"kind": kind}).content.decode()
        assert "<tbody>" in page


def test_every_column_whose_changes_are_kept_has_its_word():
    for model in watched():
        table, hidden = tables()[model._meta.db_table], HIDDEN.get(model._meta.label, ())
        kept = {f.column for f in model._meta.concrete_fields} - INTERNAL - set(hidden)
        assert kept <= set(table.columns), model._meta.label
        assert table.word.ja and table.word.en and table.word.ja != table.word.en


def test_of_a_changed_row_what_differs_is_said_of_a_new_one_all_and_each_is_called_by_its_name():
    ids = tables()["contract_userid"]
    before = {"company_id": 5, "code": "1ANAC", "number": "A0A", "method": "net", "ends": "9999-12-31"}
    after = {**before, "method": "web", "ends": "2026-12-04"}
    assert changes(ids.columns, before, after, {}) == ["処理方式：net → web", "利用終了日：— → 2026/12/04"]
    all_of_it = ["利用者コード：1ANAC", "識別番号：A0A", "処理方式：web", "利用終了日：2026/12/04"]
    assert changes(ids.columns, {}, after, {}) == changes(ids.columns, after, {}, {}) == all_of_it
    assert row_name(ids, after, {}) == "1ANACA0A" and row_name(ids, {"ends": "2026-12-04"}, {}) == ""
    sharing = tables()["contract_shareduse"]
    assert row_name(sharing, {"partner": "NAC555", "object": "09143"}, {}) == "NAC555 09143"


@pytest.mark.parametrize(
    ("table", "value", "read"),
    [
        ("people_apitoken", {"person_id": 7}, "発行者：NAC001/hanako"),
        ("contract_headoffice", {"postal_code": "1500002"}, "本社郵便番号：〒150-0002"),
        (
            "billing_invoice",
            {"lines": [["基本料金", 2, 1500, 3000], ["従量料金", 1, 9, 9]]},
            "内訳：基本料金 2件 3,000円、従量料金 1件 9円",
        ),
        (
            "issuing_certificate",
            {"stops_before": [{"on": "2026-12-04", "by": 1}]},
            "端末の利用終了日：2026/12/04",
        ),
        ("issuing_certificate", {"application_id": 8}, "申込受付番号：260001A"),
        (
            "notice_noticesetting",
            {"kind": "M10", "extra": ["a@example.jp", "b@example.jp"]},
            "通知の種類：請求額の確定、追加の宛先：a@example.jp b@example.jp",
        ),
    ],
)
def test_values_that_are_keys_or_lists_are_read_out(table, value, read):
    names = {7: "NAC001/hanako", 8: "260001A"}
    assert "、".join(changes(tables()[table].columns, {}, value, names)) == read


def keys_written() -> set[str]:
    """What any call of `log`, or of what hands its values on to it, writes into the detail of a line."""
    keys = set()
    for file in Path(nss.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            name = getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.Call) and name in ("log", "_logged"):
                keys |= {k.arg for k in node.keywords if k.arg and k.arg != "about"}
    return keys


def test_every_value_that_a_line_of_the_record_holds_is_read_out_or_says_nothing():
    assert keys_written() - {"imported"} and keys_written() <= set(DETAILS) | KEYS_OF_ROWS


def sample(column: Column) -> Any:
    """A value that a column may hold."""
    if isinstance(column, DateColumn):
        return clock.today() + timedelta(days=40)
    if isinstance(column, MomentColumn):
        return clock.now()
    if isinstance(column, FlagColumn):
        return True
    if isinstance(column, ChoiceColumn):
        return column.pairs[0][0]
    return ["NAC001"] if isinstance(column, CodesColumn) else "文"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("key", SHEETS)
def test_a_row_of_a_master_that_was_added_is_read_out_as_it_was_stored(key: str, language: str) -> None:
    fields = SHEETS[key].fields
    stored = {c.name: c.cell(sample(c)) for c in fields}
    speak(language)
    try:
        said = access_detail(Access(what="master", detail={"sheet": key, "before": {}, "after": stored}))
        for c in fields:
            assert f"{c.label}{W('：', ': ')}{c.show(sample(c))}" in said
    finally:
        speak("ja")


def test_a_day_that_could_not_be_typed_any_more_is_read_out_as_it_was_stored():
    detail = {"sheet": "closed", "before": {"day": "1926/12/25", "name_ja": "休"}, "after": {}}
    assert access_detail(Access(what="master", detail=detail)).endswith("日付：1926/12/25、名称：休")


@pytest.mark.parametrize(
    ("what", "detail", "read"),
    [
        (
            "role",
            {"about": "NAC001/jiro", "before": "reader", "after": "applicant"},
            "対象：NAC001/jiro、変更前：参照のみ、変更後：申込担当者",
        ),
        (
            "master",
            {"sheet": "replies", "before": {"name": "型"}, "after": {"name": "別"}},
            "マスタ：定型文、名称：型 → 別",
        ),
        (
            "master",
            {
                "sheet": "closed",
                "before": {},
                "after": {"day": "2026/12/28", "works": "—", "name_ja": "休"},
            },
            "マスタ：休業日、日付：2026/12/28、業務を行う日とする：—、名称：休",
        ),
        (
            "master",
            {"sheet": "prices", "imported": 1200, "file": "tanka.csv"},
            "マスタ：料金表、ファイル：tanka.csv、取り込んだ行：1,200",
        ),
        (
            "master",
            {"sheet": "closed", "imported": 3, "by": "load-masters"},
            "マスタ：休業日、取り込んだ行：3、方法：コマンド（マスタの一括登録）",
        ),
        (
            "exported",
            {
                "kind": "history",
                "query": "kind=history&q=NAC001&event=contract_userid&from=2026%2F12%2F01&to=",
                "lines": 12,
            },
            "種類：データの変更、検索条件：NAC001 識別番号 2026/12/01〜、明細行：12",
        ),
        (
            "exported",
            {"kind": "application", "query": "event=refuse", "lines": 1},
            "種類：申込、検索条件：不承認、明細行：1",
        ),
        (
            "exported",
            {"kind": "access", "query": "event=failed", "lines": 1},
            "種類：ログイン・管理操作、検索条件：ログイン失敗、明細行：1",
        ),
        (
            "exported",
            {"queue": "near", "search": "ナックス", "lines": 2},
            "受付箱の表示：締切間近、検索条件：ナックス、明細行：2",
        ),
        ("viewed_as", {"path": "/"}, "画面：ホーム"),
        ("viewed_as", {"path": "/applications/260014A/ids/"}, "画面：申込内容確認 260014A"),
        ("viewed_as", {"path": "/files/77/"}, "画面：書類・その他の画面"),
        ("factor", {"kind": "totp", "ended": 2}, "種類：認証アプリ、ログアウトした端末：2"),
        ("job", {"task": "nss.deliver", "job": 5}, "処理：メールの送信"),
        ("office_seen", {"day": "2026-12-01"}, "契約内容の日付：2026/12/01"),
        ("erased", {"mails": 1200, "links": 0, "attempts": 3}, "ログイン試行：3、メールの宛先と本文：1,200"),
        (
            "imported",
            {"by": "import-register", "files": {"line.csv": "ab12"}, "counts": {"line.csv": 1200}},
            "ファイル：line.csv（SHA-256 ab12）、取り込んだ行：line.csv 1,200、方法：コマンド（契約情報の取込み）",
        ),
        ("mail_read", {"subject": "件名です", "mail": 12345}, "件名：件名です"),
    ],
)
def test_a_line_of_the_accesses_says_in_words_what_was_done(what, detail, read):
    assert access_detail(Access(what=what, detail=detail)) == read


def test_an_english_reader_reads_the_record_in_english():
    speak("en")
    detail = {
        "sheet": "replies",
        "before": {"use": "query", "name": "型"},
        "after": {"use": "refuse", "name": "別"},
    }
    assert access_detail(Access(what="master", detail=detail)) == (
        "Master: Prepared texts, Used for: Query → Refusal, Name: 型 → 別"
    )


def test_an_office_that_has_a_column_of_its_own_is_not_named_once_more():
    office = Office(code="NAC001")
    assert access_detail(Access(what="office_seen", office=office, detail={"about": "NAC001"})) == ""
    assert (
        access_detail(Access(what="link", office=office, detail={"about": "NAC001/jiro"}))
        == "対象：NAC001/jiro"
    )
