"""The companies of the guides, NAC and CTO, with the rows that the guides show."""

from __future__ import annotations

from datetime import date
from typing import Any

from nss.account.models import Role
from nss.contract.models import Office

from . import rows as r
from .rows import SINCE


def load_guide_companies(hashed: str) -> tuple[Office, Office, Office]:
    """NAC and CTO with the rows of the guides."""
    nac = r.company(
        "NAC",
        "ナックス商事株式会社",
        "ナックスショウジ",
        "東京都渋谷区渋谷1-2-3",
        "1500002",
        "0312345678",
        SINCE,
    )
    cto = r.company(
        "CTO",
        "NACCSセンター ヘルプデスク",
        "ナックスセンター",
        "神奈川県川崎市幸区堀川町580",
        "2120013",
        "0445206266",
        SINCE,
    )
    common: dict[str, Any] = {"customs": "1", "system_class": "common"}
    nac1 = r.office(
        nac,
        "NAC001",
        "第一営業部",
        "ナックス商事株式会社",
        "東京都渋谷区渋谷1-2-3 ×ビル6階",
        "1500002",
        "0312345678",
        SINCE,
        billing_code="1000001",
        **common,
    )
    nac5 = r.office(
        nac,
        "NAC555",
        "東京港営業所",
        "ナックス商事株式会社",
        "東京都江東区青海2-7-11",
        "1350064",
        "0355001234",
        SINCE,
        billing_code="1000001",
        **common,
    )
    cto1 = r.office(
        cto,
        "CTO001",
        "ヘルプデスク",
        "NACCSセンター ヘルプデスク",
        "神奈川県川崎市幸区堀川町580",
        "2120013",
        "0445206266",
        SINCE,
        billing_code="1000002",
        **common,
    )
    r.user_code(nac1, "1ANAC", "sea", SINCE, paid=True, free=True)
    r.user_id(nac1, "1ANAC", "A01", ["01"], "interactive", SINCE)
    r.user_id(nac1, "1ANAC", "A0A", ["01"], "net", SINCE)
    r.user_id(nac1, "1ANAC", "A02", ["01"], "interactive", SINCE, date(2023, 4, 1))
    for office, letter in ((nac1, "B"), (nac5, "C"), (cto1, "D")):
        r.user_code(office, "1BNAC", "common", SINCE, paid=office is nac1, free=False, storage=office is nac1)
        r.user_id(office, "1BNAC", f"{letter}01", ["10"], "interactive", SINCE)
        r.user_id(office, "1BNAC", f"{letter}0{letter}", ["10"], "net", SINCE)
    r.user_code(nac5, "1CNAC", "sea", SINCE)
    r.user_id(nac5, "1CNAC", "A01", ["01", "08"], "interactive", SINCE)
    r.user_id(nac5, "1CNAC", "A02", ["01"], "interactive", SINCE)
    r.user_id(nac5, "1CNAC", "A0A", ["01", "08"], "net", SINCE)
    r.row(nac1, "business", SINCE, system_class="sea", business="01")
    r.row(nac1, "business", SINCE, system_class="common", business="10")
    place = ("1500002", "東京都渋谷区渋谷1-2-3 ×ビル6階")
    terminals = (("25130M", "mail", "10.20.13.250"), ("27264C", "interactive", "10.20.13.251"))
    r.leased_line(nac1, "09143", "10.20.13.248/29", place, terminals)
    r.row(nac1, "net_terminal", SINCE, net_kind="net", name="31002N")
    r.row(nac1, "web_certificate", SINCE, name="31003W", expires=None)
    r.row(nac1, "mailbox", SINCE, name="1ANAC001")
    r.row(nac1, "mailbox", SINCE, name="1ANAC002")
    for kind, value in (
        ("terminal", "31002N"),
        ("terminal", "31003W"),
        ("mailbox", "1ANAC001"),
        ("mailbox", "1ANAC002"),
    ):
        r.issued(nac1, kind, value)
    r.counter("terminal", 60776)
    r.counter("router", 9143)
    r.person(
        nac1,
        "hanako",
        ("通関", "花子", "ツウカン ハナコ"),
        Role.APPLICANT,
        hashed,
        email="tsukan-hanako@naccs.example",
        department="第一営業部通関課",
        title="係長",
        phone="0120794550",
    )
    r.person(
        nac1,
        "ichiro",
        ("管理", "一郎", "カンリ イチロウ"),
        Role.MANAGER,
        hashed,
        email="manager-nac001@example.jp",
        phone="0312345678",
    )
    r.person(nac1, "reader", ("閲覧", "四郎", "エツラン シロウ"), Role.READER, hashed)
    r.person(nac5, "jiro", ("船舶", "二郎", "センパク ジロウ"), Role.MANAGER, hashed, phone="0355001234")
    r.person(cto1, "saburo", ("混載", "三郎", "コンサイ サブロウ"), Role.MANAGER, hashed, phone="0445206266")
    return nac1, nac5, cto1
