"""Set-up that tests share: offices with a contract, people, applications, each with keyword overrides."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from nss.account import tasks
from nss.account.models import Person, Role
from nss.application import decision, drafts, filing
from nss.application.case import Case
from nss.application.edits import Edit
from nss.application.models import Application, Attachment, Proposal, Revision, Vendor, Work
from nss.application.shown import ShownCase, case_of, last_filed
from nss.base import clock
from nss.calendar.verdict import Need
from nss.contract.models import Company, Office
from nss.contract.snapshot import load
from nss.notice import sealed_links
from nss.notice.models import Mail
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.codes import user_code
from nss.procedure.kit import schedule
from nss.procedure.lines import drawing
from nss.runtime.demo import rows

SINCE = date(2018, 11, 1)
PASSWORD = "correct horse battery staple"
HASHED: dict[str, str] = {}
CONTACT = {
    "family_name": "通関",
    "given_name": "花子",
    "family_kana": "ツウカン",
    "given_kana": "ハナコ",
    "department": "第一営業部通関課",
    "title": "係長",
    "phone": "0120794550",
    "fax": "",
    "email": "tsukan-hanako@naccs.jp",
}
REASON = "利用者の減少により、使用しない識別番号を廃止するため"
NEWCOMER = {
    "company": "みらい通商株式会社",
    "family_name": "未来",
    "given_name": "花子",
    "family_kana": "ミライ",
    "given_kana": "ハナコ",
    "phone": "0312345678",
    "email": "hanako@mirai.example",
}
"""Somebody of a company that has no contract yet, as /new/ asks."""


def person(
    office: Office | None, login_id: str = "hanako", role: Role = Role.APPLICANT, **more: Any
) -> Person:
    """Somebody who can sign in with PASSWORD."""
    if "hash" not in HASHED:
        HASHED["hash"] = make_password(PASSWORD)
    names = more.pop("names", ("通関", "花子", "ツウカン ハナコ"))
    return rows.person(office, login_id, names, role, HASHED["hash"], phone="0120794550", **more)


def office(code: str = "NAC001", **more: Any) -> Office:
    """An office with the rows that every office has, without user codes."""
    company = Company.objects.filter(code=code[:3]).first() or rows.company(
        code[:3], "ナックス商事株式会社", "", "東京都渋谷区渋谷1-2-3", "1500002", "0312345678", SINCE
    )
    return rows.office(
        company,
        code,
        more.pop("name", "第一営業部"),
        more.pop("company_name", "ナックス商事株式会社"),
        "東京都渋谷区渋谷1-2-3",
        "1500002",
        "0312345678",
        SINCE,
        **more,
    )


def guide_office(code: str = "NAC001") -> Office:
    """NAC001 with code 1ANAC (A01 インタ, A0A net) of guide ⑩."""
    made = office(code)
    rows.user_code(made, "1ANAC", "sea", SINCE, paid=True, free=True)
    rows.user_id(made, "1ANAC", "A01", ["01"], "interactive", SINCE)
    rows.user_id(made, "1ANAC", "A0A", ["01"], "net", SINCE)
    return made


def line_office(code: str = "NAC001", spare: bool = False) -> Office:
    """An office with router 09143, block 10.20.13.248/29 and the terminals of guide SMTP."""
    guide = guide_office(code)
    give_line(guide, spare)
    return guide


def give_line(made: Office, spare: bool = False) -> None:
    """The rows of `line_office`."""
    terminals = (("25130M", "mail", "10.20.13.250"), ("27264C", "interactive", "10.20.13.251"))
    place = ("1500002", "東京都渋谷区渋谷1-2-3")
    rows.leased_line(made, "09143", "10.20.13.248/29", place, terminals, spare)
    rows.counter("terminal", 60776)
    rows.counter("router", 9143)


def server_edits(o: Office, count: int = 1) -> list[Edit]:
    """What the page of line 09143 makes of one more SMTP server."""
    after = {
        "router": "09143",
        "system_class": "common",
        "device": "smtp",
        "package": "",
        "name": "",
        "address": None,
    }
    return [
        Edit(
            "terminal",
            "add",
            "terminal",
            None,
            {},
            after,
            count=count,
            ref="t-09143-smtp",
            options={"works": "remote"},
        )
    ]


def line_extra(edits: list[Edit]) -> dict[str, Any]:
    """Contact for works and the confirmed drawing."""
    contact = {
        "family_name": "船舶",
        "given_name": "二郎",
        "family_kana": "センパク",
        "given_kana": "ジロウ",
        "phone": "06456789123",
        "attendant": "same",
    }
    return {"works": contact, "drawing": {"way": "drawn", "seen": drawing.digest(edits)}}


def shared_offices() -> tuple[Office, Office, Office]:
    """Three offices, two of one company and one of another, that share 1BNAC."""
    made = (guide_office("NAC001"), office("NAC555"), office("CTO001", company_name="ヘルプデスク株式会社"))
    for o, letter in zip(made, "BCD", strict=True):
        rows.user_code(o, "1BNAC", "common", SINCE, paid=True)
        rows.user_id(o, "1BNAC", f"{letter}01", ["10"], "interactive", SINCE)
        rows.user_id(o, "1BNAC", f"{letter}0{letter}", ["10"], "net", SINCE)
    return made


def reviewer() -> Person:
    return person(None, "shinsa", Role.APPROVER)


def link_in(mail: Mail) -> str:
    """The one-time link of a mail that has not gone yet; the stored text does not hold it."""
    found = re.search(r"/password/reset/\S+/", sealed_links.text_to_send(mail))
    assert found is not None
    return found[0]


def send_asked_links() -> None:
    """What the worker does with links that were asked for on the page."""
    name = tasks.send_asked_links.name
    for job in ProcrastinateJob.objects.filter(task_name=name).order_by("id"):
        tasks.send_asked_links(**job.args)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [name])


def signed_in(who: Person) -> Client:
    """A client of somebody who has signed in."""
    client = Client()
    client.force_login(who)
    return client


def second() -> Person:
    """Another reviewer, for what two people have to decide."""
    return Person.objects.filter(login_id="kakunin").first() or person(None, "kakunin", Role.APPROVER)


def approve(pk: int, who: Person, start: date, *args: Any, **more: Any) -> Application:
    """Approved, and confirmed by a second person where that is needed."""
    done = decision.approve(pk, who, start, *args, **more)
    return decision.confirm(pk, second()) if Proposal.objects.filter(application=done).exists() else done


def seen(a: Application, day: date | None = None) -> str:
    """What the page of a reviewer sends along with a decision, as it is now: judged for a day, or for the wished one."""
    a.refresh_from_db()
    return str(ShownCase.of(case_of(a, day or last_filed(a).wish_date)))


def shown_by(page: str, action: str) -> str:
    """What the form with this address carries of what its page shows, for what it would write over."""
    found = re.search(rf'action="{re.escape(action)}".*?name="seen" value="(\w*)"', page, re.DOTALL)
    assert found, action
    return found[1]


def abolish(o: Office, *names: str, codes: tuple[str, ...] = ()) -> list[Edit]:
    """Edits that end the named IDs (1ANACA0A) or whole codes."""
    snapshot = load(o, clock.today(), ("user_code", "user_id"))
    return user_code.abolish(
        snapshot, [r.identity for r in snapshot.of("user_id") if str(r.name) in names], codes
    )


def ids_to_add(code: str, count: int = 1, method: str = "net") -> list[Edit]:
    after = {"code": code, "number": "", "business": ["01"], "method": method}
    return [Edit(user_code.KEY, "add", "user_id", None, {}, after, count=count)]


def need(edits: list[Edit]) -> Need:
    """What these edits need of their start day."""
    stored = [e.to_json() for e in edits]
    return Case.of_filed(Revision(application=Application(office=Office()), edits=stored)).need


def wish(edits: list[Edit], nth: int = 0) -> date:
    """A permitted start day for these edits."""
    return schedule.offered(clock.today(), need(edits), nth + 1)[nth]


def draft(o: Office, who: Person, edits: list[Edit], **more: Any) -> Any:
    return drafts.begin(
        o,
        who,
        items=more.pop("items", [p.key for p in CATALOGUE.of([e.procedure for e in edits])]),
        edits=[e.to_json() for e in edits],
        wish_date=more.pop("wish_date", wish(edits)),
        reason=REASON,
        contact=dict(CONTACT),
        **more,
    )


def filed(o: Office, who: Person, edits: list[Edit], **more: Any) -> Application:
    """An application under its number."""
    return filing.submit(draft(o, who, edits, **more).application_id, who)


def works_of_line() -> Work:
    """Works that nobody has arranged yet, of an application for one more server on the office's line."""
    made = line_office()
    edits = server_edits(made)
    return filed(made, person(made), edits, extra=line_extra(edits)).works.get()


def vendor(name: str = "渋谷通信工事", **more: Any) -> Vendor:
    """Somebody who carries works out."""
    return Vendor.objects.create(**{"name": name, "since": SINCE, "changed_at": clock.now(), **more})


def attached(application: Application, name: str = "a.pdf") -> Attachment:
    """A file of an application, as small as one can be."""
    return Attachment.objects.create(
        company_id=application.company_id,
        application=application,
        name=name,
        content_type="application/pdf",
        size=5,
        sha256="",
        body=b"%PDF-",
        at=clock.now(),
    )


def revision_of(application: Application) -> Revision:
    """The one revision of an application that was never sent back."""
    revision = application.revisions.get()
    revision.application = application
    return revision


def names_on(o: Office, day: date) -> set[str]:
    """The user IDs that an office has on a day."""
    return {str(r.name) for r in load(o, day, ("user_code", "user_id")).of("user_id")}


def snapshot(o: Office, days: int = 200) -> list[tuple[date, tuple[Any, ...]]]:
    """The contract of an office on every 5th day of a stretch, for 'exactly as it was'."""
    found = []
    for n in range(0, days, 5):
        day = clock.today() + timedelta(days=n)
        found.append(
            (
                day,
                tuple(
                    (r.key, tuple(sorted((k, str(v)) for k, v in r.values.items())), r.starts, r.ends)
                    for r in load(o, day).rows
                ),
            )
        )
    return found
