"""An office with one object of every kind that an address can name, and somebody of every role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.test import Client

from nss.account.models import (
    CENTER_ROLES,
    OFFICE_ROLES,
    ApiToken,
    ManagerProposal,
    OneTimeLink,
    Person,
    Role,
)
from nss.account.tokens import create_token
from nss.application import correction, decision, drafts, vendors, work_notes, works
from nss.application.models import Comment, ConnectionTest, Consent, SavedView
from nss.base import clock
from nss.billing import handing_in, invoices
from nss.billing.models import BillCorrection
from nss.calendar.days import add_business_days
from nss.contract.rows.office import ContractHolder, OfficeProfile
from nss.issuing import certificates
from nss.issuing.models import Secret
from nss.master.models import ClosedDay
from nss.notice.models import Mail, News
from nss.runtime.roles import Address
from tests import parts
from tests.billing.samples import GOOD, loaded


@dataclass
class World:
    clients: dict[str, Client]
    people: dict[str, Person]
    things: dict[str, Any]
    token: str

    def path(self, a: Address) -> str | None:
        """The address with this office's objects filled in; None for one that names nothing we have."""
        return PATHS[a.name].format(**self.things) if a.name in PATHS else a.route


def build() -> World:
    offices = parts.shared_offices()
    own = offices[0]
    people = {r.value: parts.person(own, r.value, r) for r in OFFICE_ROLES}
    people |= {r.value: parts.person(None, r.value, r) for r in CENTER_ROLES}
    people["stranger"] = parts.person(parts.office("XYZ001"), "x", Role.MANAGER)
    owner, reviewer = people["manager"], people["reviewer"]
    parts.give_line(own)
    done = parts.filed(own, owner, parts.ids_to_add("1ANAC"))
    decision.approve(done.pk, reviewer, done.revisions.get().wish_date)
    open_one = parts.filed(own, owner, parts.abolish(own, codes=("1BNAC",)))
    theirs = parts.filed(offices[1], parts.person(offices[1], "jiro"), parts.ids_to_add("1BNAC"))
    query = parts.filed(own, owner, parts.ids_to_add("1ANAC"))
    decision.query(query.pk, reviewer, [("reason", "補記")])
    draft = parts.draft(own, owner, parts.abolish(own, "1ANACA0A")).application_id
    thrown = parts.draft(own, owner, parts.abolish(own, "1ANACA0A"))
    drafts.discard(thrown, owner)
    edits = parts.server_edits(own)
    line = parts.filed(own, owner, edits, extra=parts.line_extra(edits))
    work = line.works.get()
    vendor = parts.vendor()
    works.propose(work.pk, reviewer, [f"{add_business_days(clock.today(), 5).isoformat()}/am"])
    vendors.choose(work.pk, people["works"], vendor.pk)
    works.accept(work.pk, owner, f"{add_business_days(clock.today(), 5).isoformat()}/am")
    said = {"whom": "office", "by": "phone", "text": "午前を希望"}
    note = work_notes.note(work.pk, people["works"], at=clock.now(), **said)
    test = ConnectionTest.objects.create(
        company_id=line.company_id, application=line, tested_on=clock.today(), good=False, at=clock.now()
    )
    file = parts.attached(open_one)
    consent = Consent.objects.create(
        company_id=own.company_id,
        application=theirs,
        office=own,
        code="1BNAC",
        purpose="share",
        wish_date=clock.today(),
        due=add_business_days(clock.today(), 3),
    )
    month = loaded(*GOOD)
    month.invoices.exclude(office=own).delete()
    invoices.fix(month.pk, None)
    bill = month.invoices.get(office=own)
    amounts = {"label": "x", "quantity": 1, "price": -10, "net": -10, "tax": -1, "total": -11}
    asked = {"invoice": bill, **amounts, "reason": "x", "by": people["works"], "at": clock.now()}
    credit = BillCorrection.objects.create(**asked)
    refund = BillCorrection.objects.create(
        **asked,
        number="202610-NAC001-9",
        confirmed_by=people["billing"],
        confirmed_at=clock.now(),
    )
    load = handing_in.begin(date(2026, 11, 1), "usage.csv", b"x", people["billing"])
    token = create_token(own, owner, "x")
    mail = Mail.objects.order_by("pk").first()
    closed = ClosedDay.objects.create(day=date(2030, 1, 9), name_ja="x", changed_at=clock.now())
    OneTimeLink.objects.create(token_hash="0" * 64, person=owner, expires=clock.now())
    from procrastinate.contrib.django.models import ProcrastinateJob

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    profile, holder = OfficeProfile.objects.get(office=own), ContractHolder.objects.get(office=own)
    wrong = correction.propose(own, "holder", holder.pk, {"title": "社長"}, "誤記のため", people["approver"])
    proposal = ManagerProposal.objects.create(
        office=own, login_id="goro", email="goro@example.jp", reason="x", by=people["works"], at=clock.now()
    )
    clients = {"nobody": Client()}
    for name, p in people.items():
        clients[name] = Client()
        clients[name].force_login(p)
    things = {
        "done": done.number,
        "open": open_one.number,
        "query": query.number,
        "line": line.number,
        "draft": draft,
        "bin": thrown.application_id,
        "work": work.pk,
        "note": note.pk,
        "vendor": vendor.pk,
        "test": test.pk,
        "file": file.pk,
        "secret": Secret.objects.get().pk,
        "consent": consent.pk,
        "news": News.objects.filter(office=own).latest("pk").pk,
        "month": month.pk,
        "bill": bill.pk,
        "credit": credit.pk,
        "refund": refund.number,
        "code": "1ANAC",
        "load": load.pk,
        "token": ApiToken.objects.get().pk,
        "certificate": certificates.issue("31002N", own, 1, clock.today()).pk,
        "mail": mail.pk,
        "row": closed.pk,
        "person": people["reader"].pk,
        "comment": Comment.objects.first().pk,
        "job": ProcrastinateJob.objects.order_by("pk").last().pk,  # of many the page shows the newest
        "profile": profile.pk,
        "correction": wrong.pk,
        "proposal": proposal.pk,
        "view": SavedView.objects.create(person=reviewer, name="x", query="view=todo").pk,
    }
    return World(clients, people, things, token)


A, C, D = "/applications/{done}/", "/center/applications/{open}/", "/drafts/{draft}/"
PATHS = {
    "account:person-act": "/people/{person}/act/",
    "account:token-revoke": "/tokens/{token}/revoke/",
    "account:reset": "/password/reset/none/",
    "web:postal": "/postal/1500002/",
    "office:begin": "/apply/survey/begin/",
    "office:sheet": "/apply/survey/{code}/new.xlsx",
    "office:bill": "/billing/2026-10/",
    "office:invoice": "/billing/2026-10/invoice.pdf",
    "office:usage": "/billing/2026-10/usage.csv",
    "office:bill-correction": "/billing/corrections/{refund}.pdf",
    "center:billing-csv": "/center/billing/{month}.csv",
    "center:billing-load": "/center/billing/loads/{load}/",
    "center:billing-load-csv": "/center/billing/loads/{load}.csv",
    "center:billing-load-again": "/center/billing/loads/{load}/again/",
    "center:billing-load-drop": "/center/billing/loads/{load}/drop/",
    "center:invoice": "/center/billing/invoices/{bill}/",
    "center:invoice-pdf": "/center/billing/invoices/{bill}.pdf",
    "center:bill-correction-pdf": "/center/billing/corrections/{credit}.pdf",
    "center:bill-correction-confirm": "/center/billing/corrections/{credit}/confirm/",
    "center:bill-correction-drop": "/center/billing/corrections/{credit}/drop/",
    "center:certificate": "/center/certificates/{certificate}/",
    "office:certificate-fetched": "/certificates/{certificate}/fetched/",
    "office:draft": D,
    "office:restore": "/drafts/{bin}/restore/",
    "office:drawing-paper": D + "drawing.pdf",
    "office:detach": D + "files/{file}/detach/",
    **{
        f"office:{n}": D + f"{n}/"
        for n in ("discard", "duplicate", "hand-over", "linked", "items", "contact", "check", "drawing")
    },
    "office:choose-day": D + "day/",
    "office:fast": D + "start/",
    "office:item": D + "item/user-code/list/",
    "office:application": A,
    "office:received": A + "received/",
    "office:ids": A + "ids/",
    "office:reveal": A + "ids/{secret}/reveal/",
    "office:acknowledge": A + "ids/acknowledge/",
    "office:answer": "/applications/{query}/answer/",
    "office:withdraw": "/applications/{open}/withdraw/",
    "office:copy": A + "copy/",
    "office:until-start": "/applications/{line}/works/",
    "office:tested": "/applications/{line}/works/test/",
    "office:choose-slot": "/applications/{line}/works/{work}/",
    "office:work-calendar": "/applications/{line}/works/{work}.ics",
    "office:application-drawing": "/applications/{line}/drawing.pdf",
    "office:paper": A + "form.pdf",
    "office:ending": "/endings/{done}.pdf",
    "office:attachment": "/files/{file}/",
    "office:consent": "/consents/{consent}/",
    "office:news-open": "/news/{news}/open/",
    "center:attachment": "/center/files/{file}/",
    "center:proxy": "/center/consents/{consent}/answer/",
    "center:unanswer": "/center/consents/{consent}/take-back/",
    "center:billing-month": "/center/billing/{month}/",
    **{
        f"center:billing-{n}": f"/center/billing/{{month}}/{n}/"
        for n in ("ask", "fix", "take-back", "draw-up")
    },
    "center:figures-csv": "/center/figures/state.csv",
    "center:saved-view": "/center/views/{view}/",
    "center:saved-view-remove": "/center/views/{view}/remove/",
    "center:mail": "/center/mails/{mail}/",
    "center:mail-again": "/center/mails/{mail}/again/",
    "center:mail-returned": "/center/mails/{mail}/returned/",
    "center:job-again": "/center/jobs/{job}/again/",
    "center:master": "/center/masters/closed/",
    "center:master-csv": "/center/masters/closed.csv",
    "center:master-import": "/center/masters/closed/import/",
    "center:master-row": "/center/masters/closed/{row}/",
    "center:master-remove": "/center/masters/closed/{row}/remove/",
    "center:office": "/center/offices/NAC001/",
    "center:office-people": "/center/offices/NAC001/people/",
    "center:view-begin": "/center/offices/NAC001/view/",
    "center:register": "/center/offices/NAC001/register/",
    "center:register-row": "/center/offices/NAC001/register/office/{profile}/",
    "center:correction-confirm": "/center/corrections/{correction}/confirm/",
    "center:correction-drop": "/center/corrections/{correction}/drop/",
    "center:manager-confirm": "/center/manager-proposals/{proposal}/confirm/",
    "center:manager-drop": "/center/manager-proposals/{proposal}/drop/",
    "center:person-act": "/center/people/{person}/act/",
    "center:work-propose": "/center/works/{work}/propose/",
    "center:work-fix": "/center/works/{work}/fix/",
    "center:work-finish": "/center/works/{work}/finish/",
    "center:work-calendar": "/center/works/{work}.ics",
    "center:vendor": "/center/works/vendors/{vendor}/",
    "center:vendor-remove": "/center/works/vendors/{vendor}/remove/",
    "center:work-vendor": "/center/works/{work}/vendor/",
    "center:work-call-off": "/center/works/{work}/call-off/",
    "center:work-take-back": "/center/works/{work}/take-back/",
    "center:work-note": "/center/works/{work}/notes/",
    "center:work-strike": "/center/works/notes/{note}/strike/",
    "center:test-answer": "/center/tests/{test}/answer/",
    "center:application-drawing": "/center/applications/{line}/drawing.pdf",
    "center:application": C,
    "center:paper": C + "form.pdf",
    "center:ending": C + "ending/NAC001.pdf",
    "center:query-back": "/center/applications/{query}/query-back/",
    "center:resolve": "/center/applications/{query}/comments/{comment}/resolve/",
    "center:setting-done": C + "setting/",
    "center:move-start": C + "start/",
    **{
        f"center:{n}": C + f"{n}/"
        for n in (
            "take",
            "approve",
            "here",
            "confirm",
            "unpropose",
            "query",
            "withdraw",
            "refuse",
            "revoke",
            "invalidate",
            "extend",
            "memo",
            "hold",
            "unhold",
            "query-due",
            "remind",
        )
    },
    "mfa_activate_totp": "/account/factor/totp/activate/",
}
