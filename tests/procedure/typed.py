"""What pages do with what is typed on them, told in one line each, for tables of tests."""

from __future__ import annotations

import re
from typing import Any

from nss.base import clock
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.pages import FormPage, ItemForm

from .samples import case_of


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
