"""Applications in every state, made through the functions that the pages call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from nss.account.models import Person
from nss.application import after_decision, decision, drafts, filing, sweeps
from nss.application.case import Case
from nss.application.edits import Edit, add
from nss.application.models import Application
from nss.base import clock
from nss.base.words import W
from nss.contract.models import Office
from nss.contract.snapshot import load as book
from nss.notice import news
from nss.procedure.codes import user_code
from nss.procedure.kit import schedule

from . import rows as r
from .rows import SINCE

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
    office: Office,
    person: Person,
    edits: list[Edit],
    reason: str,
    wish: date | None = None,
    item: str = user_code.KEY,
    **more: Any,
) -> Application:
    """Draft and file an application for one item as the pages would."""
    day = wish or schedule.offered(clock.today(), Case.of_edits(office, edits).need, 1)[0]
    revision = drafts.begin(
        office,
        person,
        items=[item],
        edits=[e.to_json() for e in edits],
        wish_date=day,
        reason=reason,
        contact=CONTACT,
        **more,
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
            "Last month's bill is final. Please check the details of the bill.",
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
