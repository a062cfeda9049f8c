"""What a person chose or typed can be read wherever it matters: on the confirm page, by the office and by the Center, before
and after the decision. Asked of every field of every procedure; none of them is listed here but those that say more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.test import Client

from nss.account.models import Person
from nss.application import after_decision, decision, drafts, files, filing
from nss.application.case import Case
from nss.application.models import Revision
from nss.base import clock
from nss.base.problems import Refused
from nss.contract.models import Office
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit import schedule
from nss.procedure.kit.contact import COLUMNS
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
ATTENDED = {
    "attendant": "other",
    "a_family_name": "立会",
    "a_given_name": "三郎",
    "a_family_kana": "タチアイ",
    "a_given_kana": "サブロウ",
    "a_phone": "0311112222",
}
PAGES: dict[str, dict[str, Any]] = {
    "user-code/share": {
        "partner": "XYZ001",
        "code": "1AXYZ",
        "add_business_0": ["01"],
        "add_method_0": "net",
        "add_count_0": "1",
    },
    "user-code/code/1BNAC": {"end_all": "on"},
    "id-number/code/1BNAC": {"end_all": "on"},
    "user-code/new": {
        "system_class": "sea",
        "add_business_0": ["01"],
        "add_method_0": "interactive",
        "add_count_0": "2",
        "stats_paid": "0",
        "stats_free": "0",
        "bonded_storage": "0",
    },
    "id-number/code/1ANAC": {"add_business_0": ["01"], "add_method_0": "net", "add_count_0": "1"},
    "specialist/form": {"code": "1ANAC"},
    "line/new": NEW_LINE,
    "line/end": {"sure": "on"},
    "line/works": ATTENDED,
}
"""What is typed on pages that the tests of their items do not open."""
VALUES: dict[str, Any] = {
    "user-code/share/partner": "ABC001",
    "user-code/share/code": "1AABC",
    "survey/form/q_destination": "31003W",
    "survey/form/q_latin_name": "SAMPLE CO., LTD.",
    "equipment/form/partner": "NAC002",
    "equipment/form/object": "09999",
    "joint-use/form/partner": "NAC002",
    "succession/form/source": "ABC001",
    "succession/form/new": "XYZ001",
    "succession/form/parallel": lambda: f"{clock.today() + timedelta(days=1):%Y/%m/%d}",
    **{f"{key}/form/consulted_on": "2020/01/07" for key in CATALOGUE.procedures},
}
"""What can be typed where nothing in the field says so."""
WITH: dict[str, dict[str, Any]] = {
    "user-code/share/partner": {"code": "1AABC"},
    "user-code/share/code": {"partner": "ABC001"},
    "user-code/code/bonded_storage": {"add_business_0": ["10"], "add_method_0": "net", "add_count_0": "1"},
    "user-code/new/bonded_storage": {"add_business_0": ["10"]},
    "line/new/mail": {"smtp": "1"},
    "line/line/mail": {"smtp": "1"},
    "survey/form/code": {"q_bonded_code": "1AW01"},
}
"""What has to be typed beside a field, so that the page accepts it."""
MOVED_LINE = ("line", "line", "09143", {"postal_code": "5300001", "address": "大阪府大阪市北区梅田1-1"})
READS_AS = {"user-code/code/scope": "自事業所のみ", "id-number/code/scope": "自事業所のみ"}
"""In which words a choice is shown, where they are not those of its button."""
ALSO = {
    "office-data/form/office.address": [MOVED_LINE],
    "office-data/form/office.postal_code": [MOVED_LINE],
}
"""Pages of other items that go with a change."""
SURE = "a tick without which the page is not filed: it says nothing of its own"
UNREAD: dict[str, str] = {
    "cancel/form/sure": SURE,
    "line/end/sure": SURE,
    "succession/form/new": "needs an application of the same group; tests/procedure/other/test_succession.py reads it",
    "survey/form/serves": "nothing waits here; the next test reads it",
}
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
    """What pages ask for beside `stocked`: a code that another office uses too, a second of everything to choose from."""
    other = Office.objects.get(code="NAC555")
    parts.office("NAC002", name="大阪営業所")
    gone = parts.office("ABC001", company_name="エービーシー商事株式会社")
    for o, code, letter in (
        (office, "1BNAC", "B"),
        (other, "1BNAC", "C"),
        (office, "1CNAC", "A"),
        (gone, "1AABC", "A"),
    ):
        rows.user_code(o, code, "common", parts.SINCE)
        rows.user_id(o, code, f"{letter}01", ["01" if code == "1CNAC" else "10"], "interactive", parts.SINCE)
    rows.row(office, "business", parts.SINCE, system_class="common", business="17")
    line = {k: v for k, v in NEW_LINE.items() if k not in ("interactive", "edifact", "spare_router")}
    rows.row(office, "line", parts.SINCE, router="09999", edifact=False, spare_router=False, **line)


Entry = tuple[str, str, str, dict[str, Any]]
"""Item, page, subject, and what is typed there."""


class World:
    """An office with an empty draft of one item, which is filled and decided again and again and each time put back."""

    def __init__(self, key: str) -> None:
        self.key, self.item = key, ITEMS[key]
        self.office, self.who, self.revision = begun(key)
        stock(self.office)
        parts.reviewer()
        self.entries: list[Entry] = [
            (t.key or key, t.slug, t.subject, t.values) for t in self.item.typed(self.office)
        ]
        last = {e[:3]: n for n, e in enumerate(self.entries)}
        self.first = [e for n, e in enumerate(self.entries) if last[e[:3]] != n]
        """Pages that are shown once more after they were filled."""
        self.entries = [e for n, e in enumerate(self.entries) if last[e[:3]] == n]

    def draft(self) -> Revision:
        return drafts.of_office(self.who.office, self.revision.application_id)

    def fields(self) -> list[Field]:
        """On the page as it is when all of it has come."""
        with transaction.atomic():
            revision = self.draft()
            for e in self.first:
                enter(revision, self.who, *e)
            found = list(fields.fields(Case.of_draft(revision), self.key))
            transaction.set_rollback(True)
        return found

    def typed(self, slug: str, subject: str) -> dict[str, Any]:
        """What makes a page one that can be filed."""
        mine = (self.key, slug, subject)
        return {
            **PAGES.get(f"{self.key}/{slug}", {}),
            **PAGES.get(f"{self.key}/{slug}/{subject}", {}),
            **{k: v for e in [*self.first, *self.entries] if e[:3] == mine for k, v in e[3].items()},
        }

    def read(
        self, slug: str, subject: str, typed: dict[str, Any], also: Sequence[Entry] = ()
    ) -> dict[str, str]:
        """The texts of the pages of a draft in which a page is filled so."""
        try:
            with transaction.atomic():
                revision, mine = self.draft(), (self.key, slug, subject)
                first = [(*e[:3], {k: typed[k] for k in e[3]}) if e[:3] == mine else e for e in self.first]
                alone = mine not in [e[:3] for e in self.entries] and slug != "works"
                rest = [(*e[:3], typed) if e[:3] == mine else e for e in self.entries]
                if also:
                    drafts.save(revision, self.who, items=[self.key, *(e[0] for e in also)])
                for e in [*first, *([(*mine, typed)] if alone else rest), *also]:
                    enter(revision, self.who, *e)
                other = self.item.other_pages if not also else parts.line_extra
                made = other(list(Case.of_draft(revision).requested))
                drafts.save(revision, self.who, extra={**revision.extra, **made})
                if slug == "works":
                    enter(revision, self.who, *mine, typed)
                raise Read(pages_of(self.key, revision, self.who, self.office))
        except Read as done:
            return done.texts

    def variants(
        self, f: Field, base: dict[str, Any]
    ) -> Iterator[tuple[dict[str, Any], str, Any, forms.Field]]:
        """Other things that could be typed into a field, or into one of its like."""
        with transaction.atomic():
            revision = self.draft()
            for e in self.first:
                enter(revision, self.who, *e)
            case = Case.of_draft(revision).reading(CATALOGUE[self.key].kinds)
            form = fields.form_of(case, self.key, f.slug, f.subject)
            transaction.set_rollback(True)
        for name in f.names:
            now = base.get(name, form.initial.get(name))
            values = fields.other_values(name, form.fields[name], now)
            given = VALUES.get(f.place)
            for value in values if given is None else [given() if callable(given) else given]:
                yield {**base, **WITH.get(f.place, {}), name: value}, name, value, form.fields[name]


class Read(Exception):
    """What was read, raised so that what was written for it is put back."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__()
        self.texts = texts


def unread(world: World) -> dict[str, str]:
    """The fields whose value cannot be read, each with the pages that do not show it."""
    known: dict[tuple[str, str], dict[str, str]] = {}
    missing: dict[str, str] = {}
    for f in world.fields():
        base = world.typed(f.slug, f.subject)
        if (f.slug, f.subject) not in known:
            known[f.slug, f.subject] = world.read(f.slug, f.subject, base)
        before, refused = known[f.slug, f.subject], ["nothing else can be chosen"]
        for typed, _, value, field in world.variants(f, base):
            try:
                after = world.read(f.slug, f.subject, typed, ALSO.get(f.place, ()))
            except (AssertionError, Refused) as error:
                refused.append(f"{value!r}: {error!r:.300}")
                continue
            read = [READS_AS[f.place]] if f.place in READS_AS else fields.shown(field, value)
            wanted = [re.sub(r"\s", "", w) for w in read]
            bad = [
                page
                for page, text in before.items()
                if after[page] == text or any(after[page].count(w) <= text.count(w) for w in wanted)
            ]
            if bad:
                missing[f.place] = f"{value!r} {wanted} is not on: {', '.join(bad)}"
            break
        else:
            missing[f.place] = "; ".join(refused[-3:])
            field = form_field(world, f)
            wanted = [re.sub(r"\s", "", w) for w in fields.shown(field, base.get(f.name))]
            if f.name in base and wanted and all(w in text for text in before.values() for w in wanted):
                del missing[f.place]  # the only other value is the contract's own
    return missing


def form_field(world: World, f: Field) -> forms.Field:
    case = Case.of_draft(world.revision).reading(CATALOGUE[world.key].kinds)
    return fields.form_of(case, world.key, f.slug, f.subject).fields.get(f.name) or forms.CharField()


@pytest.mark.parametrize("key", [*CATALOGUE.procedures])
def test_what_is_chosen_or_typed_in_any_field_can_be_read_on_both_sides(key):
    missing = unread(World(key))
    left = [f"{p}: {m}" for p, m in missing.items() if p not in UNREAD]
    assert not left, "\n".join(left)
    stale = [p for p in UNREAD if p.startswith(f"{key}/") and p not in missing]
    assert stale == []


def test_a_survey_says_on_both_sides_which_application_it_is_for():
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.approve(a.pk, reviewer, a.revisions.get().wish_date)
    revision = drafts.begin(office, who, items=["survey"], contact=dict(parts.CONTACT))
    enter(revision, who, "survey", "form", "", {"code": "1ANAC", "kind": "change"})
    answers = next(t.values for t in ITEMS["survey"].typed(office) if "q_phone" in t.values)
    enter(revision, who, "survey", "form", "", answers)
    for text in pages_of("survey", revision, who, office).values():
        assert a.number in text


def test_the_person_to_call_the_reason_and_the_remark_can_be_read_on_both_sides():
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    typed = {n: fields.text_for(n, c) for n, c in COLUMNS.items()}
    revision = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    drafts.save(revision, who, contact=typed, remark="備考の見本", reason="理由の見本")
    a = filing.submit(revision.application_id, who)
    shown = {n: str(COLUMNS[n].show(value)) for n, value in typed.items()}
    for client, url in (
        (parts.signed_in(who), f"/applications/{a.number}/"),
        (parts.signed_in(reviewer), f"/center/applications/{a.number}/"),
    ):
        text = text_of(client, url)
        assert [
            n for n, value in {**shown, "r": "備考の見本", "w": "理由の見本"}.items() if value not in text
        ] == []


@pytest.mark.parametrize("event", ["refuse", "withdraw", "revoke", "other_day", "consent"])
def test_the_reason_of_what_was_decided_can_be_read_on_both_sides(event):
    office = parts.shared_offices()[0]
    who, reviewer, said = parts.person(office), parts.reviewer(), "理由の見本です"
    codes = ("1BNAC",) if event == "consent" else ()
    a = parts.filed(office, who, parts.abolish(office, *(() if codes else ("1ANACA0A",)), codes=codes))
    wish = a.revisions.get().wish_date
    if event == "refuse":
        decision.refuse(a.pk, reviewer, said)
    elif event == "withdraw":
        filing.withdraw(a.pk, who, said)
    elif event == "revoke":
        decision.approve(a.pk, reviewer, wish)
        after_decision.revoke(a.pk, reviewer, said)
    elif event == "other_day":
        decision.approve(a.pk, reviewer, wish + timedelta(days=7), reason=said)
    else:
        consent = a.consents.first()
        filing.answer_consent(consent.pk, consent.office, None, False, said)
    for client, url in (
        (parts.signed_in(who), f"/applications/{a.number}/"),
        (parts.signed_in(reviewer), f"/center/applications/{a.number}/"),
    ):
        assert said in text_of(client, url)
