"""Twelve companies with about thirty offices from a fixed seed."""

from __future__ import annotations

import random
from datetime import timedelta

from nss.account.models import Role

from . import rows as r
from .rows import SINCE

PLACES = (
    ("1", "東京都港区海岸", "1050022"),
    ("2", "神奈川県横浜市中区海岸通", "2310002"),
    ("3", "兵庫県神戸市中央区新港町", "6500041"),
    ("4", "大阪府大阪市港区築港", "5520021"),
    ("5", "愛知県名古屋市港区入船", "4550032"),
    ("6", "福岡県北九州市門司区西海岸", "8010841"),
)
NAMES = ("海運", "通商", "物流", "港運", "倉庫", "航空貨物", "貿易", "国際輸送")
HEADS = ("あおば", "みなと", "日東", "大和", "北星", "瑞穂", "三協", "東洋", "光洋", "新栄", "丸和", "富士見")
TRADES = (
    ("01", "sea"),
    ("10", "common"),
    ("03", "air"),
    ("08", "sea"),
    ("11", "sea"),
    ("12", "sea"),
    ("07", "common"),
    ("13", "sea"),
)


def load_other_companies(hashed: str) -> None:
    """Twelve companies with about thirty offices, always the same."""
    dice = random.Random(20261121)
    for n, head in enumerate(HEADS):
        code = "".join(dice.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(3))
        name = f"{head}{NAMES[n % len(NAMES)]}株式会社"
        made = r.company(
            code,
            name,
            "",
            f"{PLACES[n % 6][1]}1-{n + 1}",
            PLACES[n % 6][2],
            f"03{dice.randrange(10**7, 10**8)}",
            SINCE,
        )
        for k in range(dice.randint(2, 3)):
            customs, place, postal = PLACES[(n + k) % 6]
            office = r.office(
                made,
                f"{code}{k + 1:03d}",
                ("本店", "港営業所", "空港営業所")[k],
                name,
                f"{place}{k + 1}-{dice.randint(1, 20)}-{dice.randint(1, 9)}",
                postal,
                f"0{dice.randrange(10**8, 10**9)}",
                SINCE + timedelta(days=dice.randint(0, 2000)),
                customs=customs,
                billing_code=f"{2000 + n:07d}",
            )
            trade, system_class = dice.choice(TRADES)
            since = SINCE + timedelta(days=dice.randint(0, 2000))
            for letter in "ABCD"[k : k + 1] + ("K" if dice.random() < 0.3 else ""):
                value = f"{customs}{letter}{code}"
                r.user_code(
                    office,
                    value,
                    system_class,
                    since,
                    paid=dice.random() < 0.4,
                    storage=trade in ("10", "11"),
                )
                for i in range(dice.randint(1, 12)):
                    net = dice.random() < 0.4
                    number = f"A{i // 9}{'ABCDEFGHJ'[i % 9] if net else i % 9 + 1}"
                    r.user_id(
                        office,
                        value,
                        number,
                        [trade],
                        "net" if net else "interactive",
                        since + timedelta(days=30 * i),
                    )
            r.person(
                office,
                "tantou",
                ("担当", str(dice.choice(("葵", "蓮", "陽子", "健"))), "タントウ"),
                Role.MANAGER,
                hashed,
            )
