"""Papers to set: one helper with keyword overrides."""

from __future__ import annotations

from datetime import date
from typing import Any

from nss.document.data import ADD, CHANGE, END, FORM, Cell, Item, Paper, Party, Section

CENTER = Party("輸出入・港湾関連情報処理センター株式会社")
PARTY = Party("ナックス商事株式会社", "第一営業部", "NAC001", "輸出入 太郎")

ADDED = Item(True, "論理端末", ADD, "25130M", (Cell("論理端末名", "", "25130M"), Cell("旧ID", "", "")))
CHANGED = Item(
    True,
    "識別番号",
    CHANGE,
    "A01",
    (Cell("利用者コード", "1ANAC", "1ANAC"), Cell("利用種別", "照会のみ", "全業務")),
)
ENDED = Item(
    True,
    "メールボックス",
    END,
    "NAC2",
    (
        Cell("廃止の範囲", "", "自事業所の共用だけ"),
        Cell("利用終了日", "", "2026/12/31"),
        Cell("メールアドレス", "nac@example.jp", ""),
    ),
)
UNTOUCHED = Item(
    False, "契約者", "", "", (Cell("契約者名", "輸出入 次郎", "輸出入 次郎"), Cell("契約者の役職", "", ""))
)


def terminals(count: int) -> tuple[Item, ...]:
    return tuple(
        Item(
            True,
            "論理端末",
            ADD,
            f"25{i:03d}M",
            (Cell("端末名", "", f"25{i:03d}M"), Cell("設置場所", "", f"本社{i}階")),
        )
        for i in range(count)
    )


def paper(**values: Any) -> Paper:
    """A paper with four items; keywords replace its values."""
    usual: dict[str, Any] = {
        "kind": FORM,
        "number": "260008A",
        "issued_on": date(2026, 11, 21),
        "addressed_to": CENTER,
        "party": PARTY,
        "wish_on": date(2026, 12, 2),
        "sections": (Section("一般NACCS", (ADDED, CHANGED, ENDED, UNTOUCHED)),),
        "reason": "取扱量の増加に伴うもの",
        "contact": (("電話番号", "03-1234-5678"),),
        "attachments": (("システム構成図.xlsx", 182_345),),
        "notes": ("この申込書の郵送は不要です。",),
    }
    return Paper(**(usual | values))
