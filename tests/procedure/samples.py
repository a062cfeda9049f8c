"""A well-stocked office, and for every item of the selection screen a sample of what its page makes of typed values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from nss.application.case import Case
from nss.application.edits import Edit
from nss.base import clock
from nss.contract.book import load
from nss.contract.models import ROW_TYPES, Office
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.pages import FormPage
from nss.runtime.demo import rows
from tests import parts


@dataclass
class Sample:
    """What one item contributes to an application."""

    edits: list[Edit] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)


def stocked(code: str = "NAC001") -> Office:
    """An office with a row of every kind."""
    office = parts.line_office(code)
    rows.row(office, "business", parts.SINCE, system_class="sea", business="01")
    rows.row(office, "business", parts.SINCE, system_class="common", business="10")
    rows.user_code(office, "1DNAC", "common", parts.SINCE, free=True)
    rows.user_id(office, "1DNAC", "D01", ["10"], "interactive", parts.SINCE)
    rows.user_id(office, "1DNAC", "D0D", ["10"], "net", parts.SINCE)
    rows.row(office, "net_terminal", parts.SINCE, net_kind="net", name="31002N")
    rows.row(office, "web_certificate", parts.SINCE, name="31003W", expires=None)
    rows.row(office, "mailbox", parts.SINCE, name="1ANAC001")
    for kind, value in (("terminal", "31002N"), ("terminal", "31003W"), ("mailbox", "1ANAC001")):
        rows.issued(office, kind, value)
    return office


def case_of(office: Office, edits: Iterable[Edit] = (), **fields: Any) -> Case:
    """A case of these edits on the whole contract of today; `fields` are those of its revision."""
    return Case.of_edits(office, edits, **fields).reading(ROW_TYPES)


def posted(office: Office, key: str, slug: str, subject: str = "", **typed: Any) -> Sample:
    """Fill a page as it is shown, with what was typed over it."""
    page = CATALOGUE[key].page(slug)
    assert isinstance(page, FormPage)
    c = case_of(office)
    shown = {k: v for k, v in page.form.start(c, subject).items() if v is not None and v is not False}
    form = page.form(c, subject, {**shown, **typed})
    assert form.is_valid(), (key, form.errors)
    return Sample(form.edits(), form.extras())


def first(office: Office, kind: str, **values: Any) -> int:
    return load(office, clock.today(), (kind,)).where(kind, **values)[0].identity


def _line(office: Office) -> Sample:
    made = posted(office, "line", "line", "09143", maintenance="always")
    return Sample(made.edits, parts.line_extra(made.edits))


def _terminal(office: Office) -> Sample:
    made = posted(office, "terminal", "line", "09143", smtp="1")
    return Sample(made.edits, parts.line_extra(made.edits))


def _new_end(key: str, kind: str) -> Callable[[Office], Sample]:
    def make(office: Office) -> Sample:
        names = {"net-terminal": {"net": "1"}}.get(key, {"count": "1"})
        return posted(office, key, "form", **names, **{f"end_{first(office, kind)}": "on"})

    return make


SAMPLES: dict[str, Callable[[Office], Sample]] = {
    "office-data": lambda o: posted(o, "office-data", "form", **{"office.phone": "03-9999-0000"}),
    "holder": lambda o: posted(o, "holder", "form", **{"holder.title": "執行役員"}),
    "head-office": lambda o: posted(
        o, "head-office", "form", **{"head_office.address": "東京都千代田区丸の内1-1-1"}
    ),
    "manager": lambda o: posted(o, "manager", "form", **{"manager.emergency_fax": "03-1111-2222"}),
    "business": lambda o: posted(o, "business", "form", add_0="08", class_0="sea"),
    "user-code": lambda o: posted(
        o,
        "user-code",
        "code",
        "1ANAC",
        add_business_0=["01"],
        add_method_0="net",
        add_count_0="1",
        **{f"end_{first(o, 'user_id', number='A0A')}": "on"},
    ),
    "id-number": lambda o: posted(
        o, "id-number", "code", "1DNAC", add_business_0=["10"], add_method_0="interactive", add_count_0="2"
    ),
    "setting": lambda o: posted(o, "setting", "form", code="1ANAC", kind="change", what="出力先の変更"),
    "contractor": lambda o: posted(o, "contractor", "form", **{"contractor_class.value": "public"}),
    "net-terminal": _new_end("net-terminal", "net_terminal"),
    "web-certificate": _new_end("web-certificate", "web_certificate"),
    "line": _line,
    "terminal": _terminal,
    "mailbox": _new_end("mailbox", "mailbox"),
    "fee-plan": lambda o: posted(o, "fee-plan", "plan", plan_net="A"),
    "statistics": lambda o: posted(
        o, "statistics", "form", **{f"stats_paid_{first(o, 'user_code', code='1DNAC')}": "1"}
    ),
    "storage": lambda o: posted(
        o, "storage", "form", **{f"bonded_storage_{first(o, 'user_code', code='1DNAC')}": "1"}
    ),
    "billing": lambda o: posted(o, "billing", "form", **{"billing.name": "ナックス商事株式会社 経理部"}),
    "billing-contact": lambda o: posted(
        o, "billing-contact", "form", **{"billing_contact.name": "経理 次郎"}
    ),
    "payment": lambda o: posted(o, "payment", "form", **{"payment.method": "transfer"}),
    "files": lambda o: posted(o, "files", "form", about="委任状"),
}
"""Items of the first frame; each may stand with any other."""
