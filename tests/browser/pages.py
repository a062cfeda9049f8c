"""The pages of the product, each with an address that shows something: an office with drafts, queries, works and bills in
every state, and the Center that looks at it. The one home of the list: what looks at every page takes it from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from nss.account.models import ParkedPost, Person, Role
from nss.application import correction, decision, vendors, work_notes, works
from nss.application.models import Consent, SavedView, Vendor, Work
from nss.base import clock
from nss.billing import handing_in, invoices, loading
from nss.calendar.days import add_business_days
from nss.contract.rows.ids import UserId
from nss.contract.rows.office import ContractHolder
from nss.issuing import certificates, vault
from nss.master.models import ClosedDay
from nss.master.sheets import SHEETS
from nss.notice.models import Mail
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.selection import Group
from tests import parts
from tests.billing.samples import GOOD, file, loaded


@dataclass(frozen=True)
class Pages:
    """Addresses by the names of the URL map, and further ones of the same names."""

    free: dict[str, str]
    """Open without signing in."""
    office: dict[str, str]
    """For NAC001/hanako."""
    more_office: list[str]
    center: dict[str, str]
    """For NACCS/kanri."""
    more_center: list[str]

    def named(self) -> set[str]:
        """The names that have an address here."""
        return {*self.free, *self.office, *self.center}

    def of_office(self) -> list[str]:
        return [*self.office.values(), *self.more_office]

    def of_center(self) -> list[str]:
        return [*self.center.values(), *self.more_center]


GONE = ("account:reset", "account:set-password")
"""A link that was used or never given: the page that says so is answered with 410."""


def arranged(work: Work, by: Person) -> Vendor:
    """Works with a vendor, their days offered, and what was said about them."""
    vendor = parts.vendor("渋谷通信工事株式会社", phone="0312345678", contact="工藤")
    vendors.choose(work.pk, by, vendor.pk)
    day = add_business_days(clock.today(), 9)
    works.propose(work.pk, by, [f"{day}/am", f"{day}/pm"])
    said = {"whom": "office", "who": "船舶 二郎", "by": "phone", "text": "午前を希望。入館証が必要。"}
    note = work_notes.note(work.pk, by, at=clock.now(), **said)
    work_notes.strike(note.pk, by, "別の申込の記録のため")
    return vendor


def build() -> Pages:
    """Make the office with everything in it."""
    offices = parts.shared_offices()
    parts.give_line(offices[0])
    who = parts.person(offices[0], role=parts.Role.MANAGER)
    other = parts.person(offices[1])
    reviewer = parts.person(None, "shinsa", parts.Role.ADMIN)
    done = parts.filed(offices[0], who, parts.ids_to_add("1ANAC"))
    decision.approve(done.pk, reviewer, done.revisions.get().wish_date)
    query = parts.filed(offices[0], who, parts.abolish(offices[0], "1ANACA0A"))
    decision.query(query.pk, reviewer, [("reason", "補記してください。")])
    shared = parts.filed(offices[1], other, parts.abolish(offices[1], codes=("1BNAC",)))
    draft = parts.draft(offices[0], who, parts.abolish(offices[0], "1ANACA01")).application_id
    edits = parts.server_edits(offices[0])
    filed_line = parts.filed(offices[0], who, edits, extra=parts.line_extra(edits))
    vendor = arranged(filed_line.works.get(), reviewer)
    line_draft = parts.draft(offices[0], who, edits).application_id
    whole = parts.drafts.begin(
        offices[0], who, items=[e.key for e in CATALOGUE.screen if not e.alone], reason="x"
    ).application_id
    beside = {
        e.key: parts.drafts.begin(offices[0], who, items=[e.key], reason="x").application_id
        for e in CATALOGUE.entries
        if e.group is Group.BESIDE
    }
    others = {
        e.key: parts.drafts.begin(offices[0], who, other=e.key, reason="x").application_id
        for e in CATALOGUE.screen
        if e.alone
    }
    closed = ClosedDay.objects.create(day=date(2030, 1, 9), name_ja="棚卸", changed_at=clock.now())
    registered = UserId.objects.filter(office=offices[0]).order_by("code", "number")[0]
    holder = ContractHolder.objects.get(office=offices[0])
    correction.propose(offices[0], "holder", holder.pk, {"title": "社長"}, "登録時の誤記のため", reviewer)
    kanri = parts.person(None, "kanri", Role.ADMIN)
    saved = SavedView.objects.create(person=kanri, name="W" * 40, query="view=held&item=user-code")
    month = loaded(*GOOD, person=reviewer)
    invoices.fix(month.pk, reviewer)
    load = handing_in.begin(date(2026, 11, 1), "u.csv", file("2026/11"), reviewer)
    loading.run(load.pk)
    with transaction.atomic():
        certificate = certificates.issue("31002N", offices[0], 1, clock.today())
    asked = Consent.objects.get(office=offices[0])
    late = f"/applications/{query.number}/withdraw/"
    body = vault.encrypt("reason=二重に申し込んだため".encode(), f"parked:{who.pk}:{late}")
    ParkedPost.objects.create(person=who, path=late, body=body, at=clock.now())
    office = {
        "office:menu": "/",
        "office:contract": "/contract/?tab=code",
        "office:guide": "/apply/change/guide/",
        "office:start": "/apply/change/items/",
        "office:calendar": "/apply/calendar/",
        "office:notices": "/news/settings/",
        "office:drafts": "/drafts/",
        "office:draft": f"/drafts/{draft}/",
        "office:items": f"/drafts/{draft}/items/",
        "office:fast": f"/drafts/{draft}/start/",
        "office:contact": f"/drafts/{draft}/contact/",
        "office:check": f"/drafts/{draft}/check/",
        "office:item": f"/drafts/{draft}/item/user-code/code/1ANAC/",
        "office:applications": "/applications/",
        "office:application": f"/applications/{done.number}/",
        "office:received": f"/applications/{query.number}/received/",
        "office:ids": f"/applications/{done.number}/ids/",
        "office:answer": f"/applications/{query.number}/answer/",
        "office:new-office": "/apply/new-office/",
        "account:tokens": "/tokens/",
        "office:choose-day": f"/drafts/{draft}/day/",
        "office:billing": "/billing/",
        "office:bill": "/billing/2026-10/",
        "office:begin": "/apply/survey/begin/",
        "office:certificates": "/certificates/",
        "office:until-start": f"/applications/{filed_line.number}/works/",
        "office:withdraw": f"/applications/{query.number}/withdraw/",
        "office:consents": "/consents/",
        "office:consent": f"/consents/{asked.pk}/",
        "office:news": "/news/",
        "web:help": "/help/",
        "web:unsent": "/unsent/",
        "document:verify": "/verify/",
        "account:password": "/password/",
        "account:account": "/account/",
        "account:people": "/people/",
        "notice:mails": "/demo/mails/",
    }
    more = [
        *(
            f"/drafts/{whole}/item/{e.key}/{CATALOGUE[e.key].steps[0].slug}/"
            for e in CATALOGUE.screen
            if not e.alone
        ),
        *(f"/drafts/{pk}/item/{k}/{CATALOGUE[k].steps[0].slug}/" for k, pk in {**beside, **others}.items()),
        f"/drafts/{line_draft}/item/terminal/list/",
        f"/drafts/{line_draft}/item/terminal/line/09143/",
        f"/drafts/{line_draft}/item/terminal/new/",
        f"/drafts/{line_draft}/item/terminal/end/09143/",
        f"/drafts/{line_draft}/item/terminal/works/",
        f"/drafts/{line_draft}/check/",
        f"/drafts/{draft}/item/user-code/list/",
        f"/drafts/{draft}/item/user-code/new/",
        f"/drafts/{draft}/item/user-code/share/",
        "/contract/?tab=office",
        "/contract/?tab=general",
        "/contract/?tab=history",
        "/contract/?tab=billing",
        "/account/factor/",
        "/contract/?day=2020/01/01",
    ]
    center = {
        "center:desk": "/center/",
        "center:selected": "/center/selected/?all=1",
        "center:saved-view": f"/center/views/{saved.pk}/",
        "center:application": f"/center/applications/{shared.number}/",
        "center:deadlines": "/center/deadlines/",
        "center:works": "/center/works/",
        "center:works-calendar": f"/center/works/calendar/?month={add_business_days(clock.today(), 9):%Y-%m}",
        "center:vendors": "/center/works/vendors/",
        "center:vendor": f"/center/works/vendors/{vendor.pk}/",
        "center:meti": "/center/meti/",
        "center:certificates": "/center/certificates/?view=all",
        "center:consents": "/center/consents/",
        "center:certificate": f"/center/certificates/{certificate.pk}/",
        "center:figures": "/center/figures/",
        "center:record": "/center/record/",
        "center:masters": "/center/masters/",
        "center:master": "/center/masters/schedule/",
        "center:master-row": f"/center/masters/closed/{closed.pk}/",
        "center:offices": "/center/offices/?q=NAC",
        "center:office": "/center/offices/NAC001/",
        "center:office-people": "/center/offices/NAC001/people/",
        "center:register": "/center/offices/NAC001/register/?kind=user_id",
        "center:register-row": f"/center/offices/NAC001/register/user_id/{registered.pk}/",
        "center:mails": "/center/mails/",
        "center:mail": f"/center/mails/{Mail.objects.first().pk}/",
        "center:jobs": "/center/jobs/",
        "center:billing": "/center/billing/",
        "center:billing-month": f"/center/billing/{month.pk}/",
        "center:billing-load": f"/center/billing/loads/{load.pk}/",
        "center:invoice": f"/center/billing/invoices/{month.invoices.get(office=offices[0]).pk}/",
        "center:calendar": "/center/calendar/",
    }
    free = {
        "office:newcomer": "/new/",
        "account:terms": "/terms/",
        "web:privacy": "/privacy/",
        "web:accessibility": "/accessibility/",
        "account:login": "/login/",
        "account:forgotten": "/password/forgotten/",
        "account:reset": "/password/reset/none/",
        "account:set-password": "/password/set/",
    }
    more_center = [
        f"/center/applications/{filed_line.number}/",
        *(f"/center/masters/{k}/" for k, sheet in SHEETS.items() if not sheet.apart),
        *(f"/center/record/?kind={k}" for k in ("access", "history", "password")),
    ]
    return Pages(free, office, more, center, more_center)
