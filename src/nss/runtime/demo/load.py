"""The sample data: companies and offices of the guides, some thirty others from a fixed seed, and applications in
every state, made through the same functions that the pages call."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from nss.account.models import Person, Role
from nss.application import after_decision, decision, drafts, filing, sweeps
from nss.application.case import Case
from nss.application.edits import Edit, add
from nss.application.models import Application
from nss.base import clock
from nss.base.words import W
from nss.billing import usage, usage_lines
from nss.billing.models import Month, Price
from nss.contract.book import load as book
from nss.contract.choices import NET_METHODS
from nss.contract.models import Office
from nss.contract.rows.ids import UserId
from nss.issuing import certificates
from nss.notice import news
from nss.procedure.codes import user_code
from nss.procedure.kit import schedule

from . import masters
from . import rows as r
from .rows import PASSWORD

SINCE = date(2018, 11, 1)
CONTACT = {
    "family_name": "通関",
    "given_name": "花子",
    "family_kana": "ツウカン",
    "given_kana": "ハナコ",
    "department": "第一営業部通関課",
    "title": "係長",
    "phone": "0120794550",
    "fax": "",
    "email": "tsukan-hanako@naccs.example",
}


def accounts() -> list[dict[str, str]]:
    """Who may sign in to the demonstration."""
    wanted = [
        "NAC001/hanako",
        "NAC001/ichiro",
        "NAC001/reader",
        "NAC555/jiro",
        "CTO001/saburo",
        "NACCS/shinsa",
        "NACCS/kanri",
    ]
    found = {p.username: p for p in Person.objects.filter(username__in=wanted).select_related("office")}
    return [
        {
            "事業所コード / office": name.split("/")[0],
            "担当者ID / person": name.split("/")[1],
            "パスワード / password": PASSWORD,
            "役割 / role": f"{found[name].full_name} {Role.word_of(found[name].role)}",
        }
        for name in wanted
        if name in found
    ]


def load() -> None:
    """Fill an empty database."""
    hashed = make_password(PASSWORD)
    nac1, nac5, cto = guides(hashed)
    others(hashed)
    center = {
        "shinsa": r.person(None, "shinsa", ("審査", "次郎", "シンサ ジロウ"), Role.REVIEWER, hashed),
        "kanri": r.person(None, "kanri", ("管理", "三郎", "カンリ サブロウ"), Role.ADMIN, hashed),
        "uketsuke": r.person(None, "uketsuke", ("受付", "花", "ウケツケ ハナ"), Role.RECEPTION, hashed),
    }
    masters.load(center["kanri"])
    bills(center["kanri"])
    for name in ("31002N", "31003W"):
        certificates.issue(name, nac1, 0, clock.today() - timedelta(days=40))
    applications(nac1, nac5, cto, center["shinsa"])


def guides(hashed: str) -> tuple[Office, Office, Office]:
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
    r.row(
        nac1,
        "line",
        SINCE,
        system_class="common",
        connection="general",
        edifact=False,
        line_kind="leased",
        speed="128kbps",
        wiring="own",
        maintenance="weekdays",
        router="09143",
        postal_code="1500002",
        address="東京都渋谷区渋谷1-2-3 ×ビル6階",
        spare_router=False,
    )
    r.row(
        nac1,
        "terminal",
        SINCE,
        router="09143",
        system_class="common",
        device="pc",
        package="mail",
        name="25130M",
        address="10.20.13.250",
    )
    r.row(
        nac1,
        "terminal",
        SINCE,
        router="09143",
        system_class="common",
        device="pc",
        package="interactive",
        name="27264C",
        address="10.20.13.251",
    )
    r.row(nac1, "net_terminal", SINCE, net_kind="net", name="31002N")
    r.row(nac1, "web_certificate", SINCE, name="31003W", expires=None)
    r.row(nac1, "mailbox", SINCE, name="1ANAC001")
    r.row(nac1, "mailbox", SINCE, name="1ANAC002")
    r.row(nac1, "address_block", SINCE, router="09143", network="10.20.13.248/29")
    for kind, value in (
        ("terminal", "25130M"),
        ("terminal", "27264C"),
        ("terminal", "31002N"),
        ("terminal", "31003W"),
        ("router", "09143"),
        ("block", "10.20.13.248/29"),
        ("address", "10.20.13.250"),
        ("address", "10.20.13.251"),
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


def others(hashed: str) -> None:
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


PRICES = (
    ("IDA", 30, 36),
    ("IDC", 45, 54),
    ("EDA", 28, 33),
    ("EDC", 40, 48),
    ("MFI", 22, 26),
    ("BIC", 18, 21),
    ("DLH01", 4, 5),
)
"""Sample transactions with their prices on plan A and B; the real table is the Center's (D-26)."""


def bills(person: Person) -> None:
    """Twelve fixed months of use, always the same, and the one before today loaded but not fixed."""
    Price.objects.bulk_create(Price(transaction=t, plan_a=a, plan_b=b, since=SINCE) for t, a, b in PRICES)
    dice = random.Random(1017)
    ids = list(UserId.objects.select_related("office").order_by("office__code", "code", "number"))
    month = clock.today().replace(day=1)
    months = []
    for _ in range(13):
        month = (month - timedelta(days=1)).replace(day=1)
        months.append(month)
    for n, month in enumerate(reversed(months)):
        lines = [",".join(usage_lines.COLUMNS)]
        for u in ids:
            if not u.starts <= month < u.ends or u.office is None:
                continue
            side = "net" if u.method in NET_METHODS else "一般"
            for transaction, a, b in dice.sample(PRICES[:6], 2):
                count, price = dice.randint(5, 400), a if side == "一般" else b
                lines.append(
                    f"{month:%Y/%m},{u.office.billing_code},{u.office.code},{u.code},{u.number},{side},{transaction},{count},{price},{count * price}"
                )
        made = usage.load(month, f"usage-{month:%Y%m}.csv", "\r\n".join(lines).encode(), person)
        if n < 12:
            Month.objects.filter(pk=made.pk).update(
                state="fixed", fixed_by=person, fixed_at=clock.now() - timedelta(days=30 * (12 - n))
            )


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """Let the clock stand some days back, for things that happened before today."""
    before = clock._offset_days
    clock.set_source(lambda: (before() if before else 0) - days)
    try:
        yield
    finally:
        clock.set_source(before)


def file(
    office: Office, person: Person, edits: list[Edit], reason: str, wish: date | None = None
) -> Application:
    """Draft and file an application as the pages would."""
    day = wish or schedule.offered(clock.today(), Case.of_edits(office, edits).need, 1)[0]
    revision = drafts.begin(
        office,
        person,
        items=[user_code.KEY],
        edits=[e.to_json() for e in edits],
        wish_date=day,
        reason=reason,
        contact=CONTACT,
    )
    return filing.submit(revision.application_id, person)


def share_and_ask(asker: Office, other: Office, people: dict[int | None, Person], reason: str) -> None:
    """A code that two offices share, with the request to abolish it still unanswered."""
    code = f"{asker.customs}S{asker.code[:3]}"
    for office, letter in ((asker, "P"), (other, "Q")):
        r.user_code(office, code, "common", SINCE)
        r.user_id(office, code, f"{letter}01", ["10"], "interactive", SINCE)
    file(
        asker,
        people[asker.pk],
        user_code.abolish(book(asker, clock.today(), ("user_code", "user_id")), codes=(code,)),
        reason,
    )


def applications(nac1: Office, nac5: Office, cto: Office, reviewer: Person) -> None:
    """Applications in every state, older ones first."""
    jiro, saburo = Person.objects.get(username="NAC555/jiro"), Person.objects.get(username="CTO001/saburo")
    hanako = Person.objects.get(username="NAC001/hanako")

    def grow(office: Office, method: str = "net", count: int = 1) -> list[Edit]:
        code = book(office, clock.today(), ("user_code",)).of("user_code")[0].values["code"]
        return [
            add(
                user_code.KEY,
                "user_id",
                {"code": code, "number": "", "business": ["01"], "method": method},
                count=count,
            )
        ]

    with days_ago(60):
        a = file(nac1, hanako, grow(nac1), "利用者の増加により、識別番号を追加するため")
        decision.approve(a.pk, reviewer, a.revisions.get().wish_date or clock.today())
        after_decision.setting_done(a.pk, reviewer, "調査票を受領しました。")
    offices = list(
        Office.objects.exclude(code__startswith="NAC").exclude(code__startswith="CTO").order_by("code")
    )
    people = {p.office_id: p for p in Person.objects.filter(login_id="tantou")}

    def shrink(office: Office) -> list[Edit]:
        contract = book(office, clock.today(), ("user_code", "user_id"))
        return user_code.abolish(contract, [contract.of("user_id")[-1].identity])

    reason = "利用者の減少により、使用しない識別番号を廃止するため"
    with days_ago(12):
        a = file(offices[0], people[offices[0].pk], shrink(offices[0]), reason)
        filing.withdraw(a.pk, people[offices[0].pk], "申込内容を見直すため")
        a = file(offices[1], people[offices[1].pk], shrink(offices[1]), reason)
        decision.refuse(a.pk, reviewer, "契約者からの確認が取れないため")
        a = file(
            offices[2],
            people[offices[2].pk],
            grow(offices[2]),
            "利用者の増加により、識別番号を追加するため",
            clock.today() + timedelta(days=9),
        )
        decision.approve(a.pk, reviewer, clock.today() + timedelta(days=9), reason="")
        a = file(offices[3], people[offices[3].pk], shrink(offices[3]), reason)
        decision.approve(a.pk, reviewer, a.revisions.get().wish_date or clock.today())
    sweeps.sweep_deadlines()
    with days_ago(3):
        a = file(nac5, jiro, grow(nac5, "interactive", 2), "利用者の増加により、識別番号を追加するため")
        decision.query(a.pk, reviewer, [("reason", "追加する2名の業務内容を理由に補記してください。")])
        a = file(
            offices[4],
            people[offices[4].pk],
            grow(offices[4]),
            "新しい拠点での業務開始に伴い、識別番号を追加するため",
        )
        decision.approve(a.pk, reviewer, a.revisions.get().wish_date or clock.today())
    with days_ago(2):
        a = file(offices[9], people[offices[9].pk], shrink(offices[9]), reason)
        decision.query(a.pk, reviewer, [("reason", "退職者の人数を補記してください。")])
        filing.submit(a.pk, people[offices[9].pk])
        share_and_ask(offices[10], offices[11], people, reason)
    for office in offices[5:9]:
        with days_ago(offices.index(office) - 5):
            a = file(office, people[office.pk], shrink(office), reason)
    decision.take(a.pk, reviewer)
    drafts.begin(cto, saburo, items=[user_code.KEY], reason=reason, contact=CONTACT)
    news.post(
        nac1,
        "fee",
        W(
            "前月分の請求額が確定しました。請求情報の詳細画面から内容を確認してください。",
            "Last month's amount is fixed.",
        ),
    )
    news.post(
        nac1,
        "certificate",
        W(
            "デジタル証明書を再発行しました。NACCS掲示板より取得の上、適用作業を実施願います。",
            "A certificate was re-issued.",
        ),
    )
