"""A filled draft of every procedure, for what must hold on the pages of all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nss.account.models import Person
from nss.application import drafts, files
from nss.application.case import Case
from nss.application.models import Revision
from nss.base import clock
from nss.contract.book import load
from nss.contract.models import Office
from nss.issuing import certificates
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit import schedule
from nss.procedure.kit.pages import FormPage
from nss.procedure.kit.selection import Group
from nss.runtime.demo import rows
from tests import parts
from tests.procedure.samples import SAMPLES, first, stocked

CONSULTED = {"consulted_on": "2020/01/06", "consulted_with": "契約 一郎"}
Pages = list[tuple[str, str, str, dict[str, Any]]]
"""(procedure, page, what the page is about, what is typed)."""


def one(key: str, **typed: Any) -> Callable[[Office], Pages]:
    return lambda o: [(key, "form", "", typed)]


TYPED: dict[str, Callable[[Office], Pages]] = {
    "equipment": one("equipment", **CONSULTED, partner="NAC555", object="09143"),
    "joint-use": one("joint-use", **CONSULTED, partner="NAC555"),
    "joint-new": one("joint-new", **CONSULTED, name="青海営業所"),
    "move": lambda o: [
        (
            "move",
            "form",
            "",
            {
                **CONSULTED,
                "to": "NAC555",
                f"row_{first(o, 'user_code', code='1ANAC')}": "on",
                f"row_{first(o, 'line')}": "on",
            },
        )
    ],
    "succession": one("succession", **CONSULTED, case="3", source="XYZ001"),
    "cancel": one("cancel", sure="on"),
    "survey": lambda o: [
        ("survey", "form", "", {"code": "1ANAC", "kind": "new"}),
        (
            "survey",
            "form",
            "",
            {
                "q_latin_name": "NACS SHOJI CO., LTD.",
                "q_responsible": "通関 花子",
                "q_phone": "03-1234-5678",
                "q_destination": "27264c",
                "q_licence": "東税123",
                "q_customs_office": "東京税関本関",
            },
        ),
    ],
    "specialist": one("specialist", name_0="通関 太郎", kana_0="つうかん たろう", licence_0="12345"),
    "certificate": lambda o: [
        ("certificate", "form", "", {f"one_{first(o, 'web_certificate')}": "on", "reason": "expired"})
    ],
    "reissue": lambda o: [("reissue", "form", "", {f"one_{first(o, 'user_id', number='A0A')}": "on"})],
    "new-contract": lambda o: [
        ("new-contract", "form", "", {"customs": "1", "system_class": "sea", "cyber_port": "0"}),
        (
            "office-data",
            "form",
            "",
            {
                "office.name": "本店",
                "office.postal_code": "1350064",
                "office.address": "東京都江東区青海2-7-11",
                "office.phone": "0312345678",
            },
        ),
        ("holder", "form", "", {"holder.name": "未来 太郎", "holder.title": "代表取締役"}),
        (
            "manager",
            "form",
            "",
            {
                "manager.name": "未来 次郎",
                "manager.name_kana": "ミライ ジロウ",
                "manager.phone": "0312345678",
                "manager.email": "jiro@mirai.example",
            },
        ),
        (
            "user-code",
            "new",
            "",
            {
                "system_class": "sea",
                "add_business_0": ["01"],
                "add_method_0": "interactive",
                "add_count_0": "2",
                "stats_paid": "0",
                "stats_free": "0",
                "bonded_storage": "0",
            },
        ),
        ("fee-plan", "plan", "", {"plan_general": "A"}),
        (
            "billing",
            "form",
            "",
            {
                "billing.name": "みらい通商株式会社",
                "billing.postal_code": "1350064",
                "billing.address": "東京都江東区青海2-7-11",
            },
        ),
        (
            "billing-contact",
            "form",
            "",
            {
                "billing_contact.name": "経理 花",
                "billing_contact.phone": "0312345678",
                "billing_contact.email": "keiri@mirai.example",
            },
        ),
        ("payment", "form", "", {"payment.method": "transfer"}),
    ],
}
"""Procedures that no sample of the first frame shows."""
KEYS = [*CATALOGUE.procedures]


def neighbours() -> None:
    """The offices that other changes are about."""
    parts.office("NAC555")
    gone = parts.office("XYZ001", company_name="消滅商事株式会社")
    rows.user_code(gone, "1AXYZ", "sea", parts.SINCE)
    rows.user_id(gone, "1AXYZ", "A01", ["01"], "interactive", parts.SINCE)


def enter(revision: Revision, who: Person, key: str, slug: str, subject: str, typed: dict[str, Any]) -> None:
    """Fill a page of a draft as it is shown, with what is typed over it, and save it."""
    case = Case.of_draft(revision).reading(CATALOGUE[key].kinds)
    page = CATALOGUE[key].page(slug)
    assert isinstance(page, FormPage)
    shown = {k: v for k, v in page.form.start(case, subject).items() if v is not None and v is not False}
    form = page.form(case, subject, {**shown, **typed})
    assert form.is_valid(), (key, form.errors)
    edits = [e.to_json() for e in form.replaced()]
    drafts.save(revision, who, edits=edits, extra={**revision.extra, **form.extras()})


def begun(key: str) -> tuple[Office, Person, Revision]:
    """A draft of one item in which nothing is entered yet."""
    office = stocked()
    who = parts.person(office)
    neighbours()
    certificates.issue("31003W", office, 1, clock.today())
    group = CATALOGUE[key].entry.group
    if group is Group.NEW:
        client = parts.signed_in(who)
        address = client.post("/apply/new-office/", {"terms": "1"}).headers["Location"]
        revision = drafts.of_office(office, int(address.split("/")[2]))
        return office, who, revision
    chosen: dict[str, Any] = {"other": key} if group is Group.OTHER else {"items": [key]}
    return office, who, drafts.begin(office, who, contact=dict(parts.CONTACT), **chosen)


def filled(key: str) -> tuple[Office, Person, Revision]:
    """A draft of one item that can be filed."""
    office, who, revision = begun(key)
    if key in SAMPLES:
        sample = SAMPLES[key](office)
        drafts.save(revision, who, edits=[e.to_json() for e in sample.edits], extra=sample.extra)
    for page in TYPED[key](office) if key in TYPED else []:
        enter(revision, who, *page)
    if key == "files":
        files.attach(revision.application, "委任状.pdf", b"%PDF-1.7 %%EOF")
    case = Case.of_draft(revision)
    days = schedule.offered(clock.today(), case.need, 1)
    drafts.save(revision, who, wish_date=days[0], reason=parts.REASON, contact=dict(parts.CONTACT))
    left = [p.code for p in Case.of_draft(revision).problems if p.level == "stop"]
    assert not left, left
    return office, who, revision


def named(office: Office, kind: str) -> list[str]:
    """The names of an office's rows of a kind."""
    return [str(r.name) for r in load(office, clock.today(), (kind,)).of(kind)]
