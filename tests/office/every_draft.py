"""A filled draft of every procedure, for what must hold on the pages of all of them."""

from __future__ import annotations

from typing import Any

from nss.account.models import Person
from nss.application import drafts, files
from nss.application.case import Case
from nss.application.models import Revision
from nss.base import clock
from nss.contract.models import Office
from nss.contract.snapshot import load
from nss.issuing import certificates
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit import schedule
from nss.procedure.kit.pages import FormPage
from nss.procedure.kit.selection import Group
from tests import parts
from tests.procedure.items import ITEMS
from tests.procedure.samples import neighbours, stocked
from tests.sample_files import PDF

KEYS = [*CATALOGUE.procedures]


def enter(revision: Revision, who: Person, key: str, slug: str, subject: str, typed: dict[str, Any]) -> None:
    """Fill a page of a draft as it is shown, with what is typed over it, and save it."""
    case = Case.of_draft(revision).reading(CATALOGUE[key].kinds)
    page = CATALOGUE[key].page(slug)
    assert isinstance(page, FormPage)
    shown = {
        k: v for k, v in page.form.initial_values(case, subject).items() if v is not None and v is not False
    }
    form = page.form(case, subject, {**shown, **typed})
    assert form.is_valid(), (key, form.errors)
    edits = [e.to_json() for e in form.all_edits()]
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
    item = ITEMS[key]
    for t in item.typed(office):
        enter(revision, who, t.key or key, t.slug, t.subject, t.values)
    kept = {**revision.extra, **item.other_pages(list(Case.of_draft(revision).requested))}
    drafts.save(revision, who, extra=kept)
    for name in item.files:
        files.attach(revision.application, name, PDF)
    case = Case.of_draft(revision)
    days = schedule.offered(clock.today(), case.need, 1)
    drafts.save(revision, who, wish_date=days[0], reason=parts.REASON, contact=dict(parts.CONTACT))
    left = [p.code for p in Case.of_draft(revision).problems if p.level == "stop"]
    assert not left, left
    return office, who, revision


def named(office: Office, kind: str) -> list[str]:
    """The names of an office's rows of a kind."""
    return [str(r.name) for r in load(office, clock.today(), (kind,)).of(kind)]
