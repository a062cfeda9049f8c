"""A small register as files: one company with an office that has everything, one that shares with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from nss.runtime.register.forms import forms

ADDRESS = {"postal_code": "150-0002", "address": "東京都渋谷区渋谷1-2-3", "phone": "03-1234-5678"}
CONTRACT = {"customs": "東京税関", "system_class": "共用", "billing_code": "1000001"}
LINE = {
    "system_class": "共用",
    "connection": "一般",
    "edifact": "否",
    "line_kind": "専用線",
    "speed": "128kbps",
    "wiring": "自社手配",
    "maintenance": "平日",
    "router": "09143",
    "postal_code": "1500002",
    "address": "東京都渋谷区渋谷1-2-3",
    "spare_router": "なし",
}
MANAGER = {
    "name": "管理 一郎",
    "name_kana": "カンリ イチロウ",
    "phone": "0312345678",
    "email": "kanri@nac.example",
}
ONE: Mapping[str, list[dict[str, str]]] = {
    "company": [{"company_code": "NAC", "name": "ナックス商事株式会社", "name_kana": "ナックスショウジ"}],
    "head_office": [{"company_code": "NAC", **ADDRESS}],
    "contract": [{"office_code": "NAC001", **CONTRACT}],
    "office": [{"office_code": "NAC001", "name": "第一営業部", **ADDRESS}],
    "holder": [{"office_code": "NAC001", "name": "輸出入 太郎", "title": "代表取締役"}],
    "manager": [{"office_code": "NAC001", **MANAGER}],
    "contractor_class": [{"office_code": "NAC001", "value": "民間利用者"}],
    "business": [{"office_code": "NAC001", "system_class": "海上", "business": "通関"}],
    "user_code": [
        {
            "office_code": "NAC001",
            "system_class": "海上",
            "code": "1ANAC",
            "stats_paid": "要",
            "stats_free": "否",
            "bonded_storage": "否",
        }
    ],
    "user_id": [
        {
            "office_code": "NAC001",
            "business": "通関、保税",
            "method": "インタ",
            "code": "1ANAC",
            "number": "A01",
        },
        {"office_code": "NAC001", "business": "通関", "method": "net", "code": "1ANAC", "number": "A0A"},
    ],
    "line": [{"office_code": "NAC001", **LINE}],
    "address_block": [{"office_code": "NAC001", "router": "09143", "network": "10.20.13.248/29"}],
    "terminal": [
        {
            "office_code": "NAC001",
            "router": "09143",
            "system_class": "共用",
            "device": "PC",
            "package": "インタ",
            "name": "27264C",
            "address": "10.20.13.251",
        }
    ],
    "net_terminal": [{"office_code": "NAC001", "net_kind": "netNACCS", "name": "31002N"}],
    "mailbox": [{"office_code": "NAC001", "name": "1ANAC001"}],
    "plan": [
        {"office_code": "NAC001", "tab": "netNACCS", "plan": "Bプラン"},
        {"office_code": "NAC001", "tab": "一般NACCS", "plan": "Aプラン"},
    ],
    "billing": [
        {
            "office_code": "NAC001",
            "name": "ナックス商事株式会社",
            "postal_code": "1500002",
            "address": "東京都",
        }
    ],
    "payment": [{"office_code": "NAC001", "method": "口座振替"}],
    "people": [
        {
            "office_code": "NAC001",
            "login_id": "hanako",
            "family_name": "通関",
            "given_name": "花子",
            "kana": "ツウカン ハナコ",
            "phone": "0120-794-550",
            "email": "hanako@nac.example",
            "role": "管理責任者",
        }
    ],
}
"""Lines by their files; every line begins on SINCE unless it says otherwise."""
SINCE = "2018/11/01"

Rows = dict[str, list[dict[str, str]]]


def register(**more: list[dict[str, str]]) -> Rows:
    """The sample register with further lines."""
    found = {key: [dict(line) for line in lines] for key, lines in ONE.items()}
    for key, lines in more.items():
        found[key] = found.get(key, []) + lines
    return found


def written(
    folder: Path, rows: Mapping[str, list[dict[str, str]]], encoding: str = "utf-8", labels: str = ""
) -> Path:
    """The lines as files of a folder; `labels` writes the heads in Japanese (ja) or English (en)."""
    folder.mkdir(parents=True, exist_ok=True)
    by_key = {form.key: form for form in forms()}
    for key, lines in rows.items():
        columns = by_key[key].columns
        out = io.StringIO()
        table = csv.writer(out)
        table.writerow(getattr(c.label, labels) if labels else c.name for c in columns)
        for line in lines:
            whole = {"starts": SINCE, **line}
            table.writerow(whole.get(c.name, "") for c in columns)
        (folder / f"{key}.csv").write_bytes(out.getvalue().encode(encoding))
    return folder
