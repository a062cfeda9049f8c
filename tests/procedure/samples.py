"""A well-stocked office, its neighbours, and what a page of a procedure makes of typed values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nss.application.case import Case
from nss.application.edits import Edit
from nss.base import clock
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
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


def neighbours() -> None:
    """The offices that changes of others are about: another one of the company, and one of a company that goes."""
    parts.office("NAC555", name="東京港営業所")
    gone = parts.office("XYZ001", company_name="消滅商事株式会社")
    rows.user_code(gone, "1AXYZ", "sea", parts.SINCE)
    rows.user_id(gone, "1AXYZ", "A01", ["01"], "interactive", parts.SINCE)


def case_of(office: Office, edits: Iterable[Edit] = (), **fields: Any) -> Case:
    """A case of these edits on the whole contract of today; `fields` are those of its revision."""
    return Case.of_edits(office, edits, **fields).reading(ROW_TYPES)


def posted(office: Office, key: str, slug: str, subject: str = "", **typed: Any) -> Sample:
    """Fill a page as it is shown, with what was typed over it."""
    page = CATALOGUE[key].page(slug)
    assert isinstance(page, FormPage)
    c = case_of(office)
    shown = {
        k: v for k, v in page.form.initial_values(c, subject).items() if v is not None and v is not False
    }
    form = page.form(c, subject, {**shown, **typed})
    assert form.is_valid(), (key, form.errors)
    return Sample(form.edits(), form.extras())


def first(office: Office, kind: str, **values: Any) -> int:
    return load(office, clock.today(), (kind,)).where(kind, **values)[0].identity
