"""What pages do with what is typed on them, told in one line each, for tables of tests."""

from __future__ import annotations

import re
from typing import Any

from nss.base import clock
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.issuing import certificates
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.pages import FormPage, ItemForm
from nss.runtime.demo import rows
from tests import parts

from .samples import case_of, neighbours, stocked


def page_with(office: Office, key: str, slug: str, subject: str, typed: dict[str, Any]) -> ItemForm:
    """A page as it is shown, with what is typed over it; `None` sends no such field. In the names of fields a row is called
    {by its name}."""
    page = CATALOGUE[key].page(slug)
    assert isinstance(page, FormPage)
    case = case_of(office)
    shown = {k: v for k, v in page.form.initial_values(case, subject).items() if v not in (None, False)}
    known = {str(r.name): str(r.identity) for r in load(office, clock.today(), ROW_TYPES).rows}
    over = {re.sub(r"{(.+)}", lambda m: known[m[1]], k): v for k, v in typed.items()}
    return page.form(case, subject, {k: v for k, v in {**shown, **over}.items() if v is not None})


def complaints(office: Office, key: str, slug: str, subject: str, typed: dict[str, Any]) -> set[str]:
    """The fields beside which the page complains, rows by their names; '' above all."""
    form = page_with(office, key, slug, subject, typed)
    form.is_valid()
    names = {str(r.identity): str(r.name) for r in load(office, clock.today(), ROW_TYPES).rows}
    found = (re.sub(r"\d{6,}|(?<=_)\d+$", lambda m: _called(names, m[0]), f) for f in form.errors)
    return {"" if f == "__all__" else f for f in found}


def _called(names: dict[str, str], identity: str) -> str:
    return f"{{{names[identity]}}}" if identity in names else identity


def world() -> Office:
    """A well-stocked office that shares a code, a router and more with others."""
    office = stocked()
    neighbours()
    other = Office.objects.get(code="NAC555")
    certificates.issue("31003W", office, 1, clock.today())
    for o, letter in ((office, "B"), (other, "C")):
        rows.user_code(o, "1BNAC", "common", parts.SINCE, paid=True)
        rows.user_id(o, "1BNAC", f"{letter}01", ["10"], "interactive", parts.SINCE)
    line = {"system_class": "sea", "connection": "general", "line_kind": "optical", "wiring": "own"}
    line |= {"maintenance": "weekdays", "postal_code": "1500002", "address": "東京都渋谷区渋谷1-2-3"}
    rows.row(
        other, "line", parts.SINCE, router="09999", edifact=False, spare_router=True, speed="1Mbps", **line
    )
    for o, partner in ((office, "NAC555"), (other, "NAC001")):
        rows.row(o, "shared_use", parts.SINCE, use="equipment", partner=partner, object="09999")
        rows.row(o, "shared_use", parts.SINCE, use="joint", partner=partner, object="")
    server = {"system_class": "sea", "device": "smtp", "package": "", "name": "30001S"}
    rows.row(office, "terminal", parts.SINCE, router="09999", address="10.20.14.1", **server)
    rows.row(office, "mail_address", parts.SINCE, terminal="30001S", address="a@b.example")
    return office
