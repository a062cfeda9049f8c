"""What a person chose or typed can be read wherever it matters: on the confirm page, by the office and by the Center, before
and after the decision. Asked of every field of every procedure; none of them is listed here but those that say more."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.test import Client

from nss.account.models import Person
from nss.application import drafts, files, filing
from nss.application.case import Case
from nss.application.models import Revision
from nss.base import clock
from nss.contract.models import Office
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit import schedule
from nss.runtime.demo import rows
from tests import parts
from tests.office.every_draft import begun, enter
from tests.sample_files import PDF

from . import fields
from .fields import Field
from .items import ITEMS

pytestmark = pytest.mark.django_db
DAY_BEFORE = "2020/01/07"
NEW_LINE = {
    "system_class": "sea",
    "connection": "general",
    "edifact": "0",
    "line_kind": "leased",
    "speed": "1Mbps",
    "wiring": "own",
    "maintenance": "weekdays",
    "postal_code": "1500002",
    "address": "東京都渋谷区渋谷1-2-3",
    "spare_router": "0",
    "interactive": "1",
}
PAGES: dict[str, dict[str, Any]] = {
    "user-code/share": {
        "partner": "XYZ001",
        "code": "1AXYZ",
        "add_business_0": ["01"],
        "add_method_0": "net",
        "add_count_0": "1",
    },
    "line/new": NEW_LINE,
    "line/end": {"sure": "on"},
    "line/works": {"attendant": "other", "a_family_name": "立会"},
    "terminal/new": NEW_LINE,
    "terminal/end": {"sure": "on"},
    "terminal/works": {},
}
"""What is typed on pages that the tests of their items do not open."""
VALUES: dict[str, Any] = {
    "user-code/share/partner": "XYZ002",
}
"""What else can be typed where nothing in the field says so."""
WITH: dict[str, dict[str, Any]] = {}
"""What has to be typed beside a field, so that the page accepts it."""
UNREAD: dict[str, str] = {}
"""Fields that nobody reads afterwards, each with the reason."""


def text_of(client: Client, url: str, number: str | None = None) -> str:
    """What a page shows, without tags, white space and reception number; what lies in boxes is not shown to a reader."""
    answer = client.get(url)
    assert answer.status_code == 200, f"{answer.status_code} {url}"
    html = answer.content.decode()
    body = html[html.index("<main") : html.index("</main>")]
    body = re.sub(r"<(textarea|select|script|style)\b.*?</\1>", "", body, flags=re.S)
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]+>", " ", body))).replace(number or "#", "#")


def pages_of(key: str, revision: Revision, who: Person, office: Office) -> dict[str, str]:
    """The texts of the pages of both sides on which a draft is read, from the confirm page to the contract."""
    case = Case.of_draft(revision)
    if key in ("files",):
        files.attach(revision.application, "proxy.pdf", PDF)
    days = schedule.offered(clock.today(), case.need, 1)
    drafts.save(revision, who, wish_date=days[0], reason=parts.REASON, contact=dict(parts.CONTACT))
    pk, browser = revision.application_id, parts.signed_in(who)
    found = {"confirm": text_of(browser, f"/drafts/{pk}/check/")}
    a = filing.submit(pk, who)
    center = parts.signed_in(Person.objects.get(login_id="shinsa"))
    found["application"] = text_of(browser, f"/applications/{a.number}/", a.number)
    found["review"] = text_of(center, f"/center/applications/{a.number}/", a.number)
    for c in a.consents.all():
        filing.answer_consent(c.pk, c.office, None, True)
    parts.approve(pk, Person.objects.get(login_id="shinsa"), a.revisions.get().wish_date, reason="指定日")
    after = text_of(browser, f"/applications/{a.number}/", a.number)
    if revision.application.office_id == office.pk:
        after += text_of(browser, "/contract/?tab=history")
    return {**found, "afterwards": after}


def stock(office: Office) -> None:
    """What the pages of codes ask for beside `stocked`: a code that another office uses too."""
    other = Office.objects.get(code="NAC555")
    for o, letter in ((office, "B"), (other, "C")):
        rows.user_code(o, "1BNAC", "common", parts.SINCE)
        rows.user_id(o, "1BNAC", f"{letter}01", ["10"], "interactive", parts.SINCE)


class World:
    """An office with an empty draft of one item, which is filled and decided again and again and each time put back."""

    def __init__(self, key: str) -> None:
        self.key, self.item = key, ITEMS[key]
        self.office, self.who, self.revision = begun(key)
        stock(self.office)
        parts.reviewer()
        self.entries = [(t.key or key, t.slug, t.subject, t.values) for t in self.item.typed(self.office)]

    def fields(self) -> list[Field]:
        return list(fields.fields(Case.of_draft(self.revision), self.key))

    def typed(self, slug: str, subject: str) -> dict[str, Any]:
        """What makes a page one that can be filed."""
        own = next((e[3] for e in self.entries if e[:3] == (self.key, slug, subject)), None)
        if own is not None:
            return dict(own)
        given = PAGES.get(f"{self.key}/{slug}", {})
        return dict(given(self.office, subject)) if callable(given) else dict(given)

    def read(self, slug: str, subject: str, typed: dict[str, Any]) -> dict[str, str]:
        """The texts of the pages of a draft in which a page is filled so."""
        with transaction.atomic():
            revision = drafts.of_office(self.who.office, self.revision.application_id)
            mine = (self.key, slug, subject)
            alone = mine not in [e[:3] for e in self.entries] and slug != "works"
            for e in [(*mine, typed)] if alone else self.entries:
                enter(revision, self.who, *e[:3], typed if e[:3] == mine else e[3])
            kept = {**revision.extra, **self.item.other_pages(list(Case.of_draft(revision).requested))}
            drafts.save(revision, self.who, extra=kept)
            if slug == "works":
                enter(revision, self.who, *mine, typed)
            found = pages_of(self.key, revision, self.who, self.office)
            transaction.set_rollback(True)
        return found

    def form(self, f: Field, typed: dict[str, Any]) -> Any:
        """The page of a field, filled as it is shown with what was typed over it."""
        case = Case.of_draft(self.revision).reading(CATALOGUE[self.key].kinds)
        page = CATALOGUE[self.key].page(f.slug)
        shown = {k: v for k, v in page.form.initial_values(case, f.subject).items() if v not in (None, False)}
        return page.form(case, f.subject, {**shown, **typed})


def unread(world: World) -> dict[str, str]:
    """The fields whose value cannot be read, each with the pages that do not show it."""
    before: dict[tuple[str, str], dict[str, str]] = {}
    missing: dict[str, str] = {}
    for f in world.fields():
        base = world.typed(f.slug, f.subject)
        if (f.slug, f.subject) not in before:
            before[f.slug, f.subject] = world.read(f.slug, f.subject, base)
        blank = world.form(f, base)
        now = blank.data.get(f.name)
        if f.place in VALUES:
            value = VALUES[f.place]
        elif f.name in base and isinstance(blank.fields[f.name], forms.BooleanField):
            value = ""
        else:
            value = fields.other_value(f.name, blank.fields[f.name], now)
        typed = {**base, **WITH.get(f.place, {}), f.name: value}
        form = world.form(f, typed)
        if not form.is_valid():
            missing[f.place] = f"{value!r} is refused: {form.errors.as_json()[:200]}"
            continue
        wanted = [re.sub(r"\s", "", w) for w in fields.shown(form.fields[f.name], value)]
        try:
            after = world.read(f.slug, f.subject, typed)
        except Exception as error:
            missing[f.place] = f"{value!r} cannot be filed: {error!r:.200}"
            continue
        bad = [
            page
            for page, text in before[f.slug, f.subject].items()
            if after[page] == text or any(after[page].count(w) <= text.count(w) for w in wanted)
        ]
        if bad:
            missing[f.place] = f"{value!r} {wanted} is not on: {', '.join(bad)}"
    return missing


@pytest.mark.parametrize("key", [*CATALOGUE.procedures])
def test_what_is_chosen_or_typed_in_any_field_can_be_read_on_both_sides(key):
    missing = unread(World(key))
    assert {p: m for p, m in missing.items() if p not in UNREAD} == {}
    stale = [p for p in UNREAD if p.startswith(f"{key}/") and p not in missing]
    assert stale == []
