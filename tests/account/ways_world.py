"""What the table of ways to lose something needs beside `world`: an application in every state in which a form can be sent."""

from __future__ import annotations

from datetime import date

from nss.account.models import CENTER_ROLES, OFFICE_ROLES
from nss.application import decision, files, filing, queries, queue, works
from nss.application.lifecycle import State
from nss.application.models import Application, Comment, ConnectionTest, Consent, HandoverDue
from nss.base import clock
from nss.billing import invoices
from nss.billing.models import BillCorrection, Loading, LoadState, Month, MonthClosing
from nss.calendar.days import add_business_days
from nss.contract.models import Office
from nss.contract.snapshot import load
from nss.notice.models import Mail, MailState
from tests import parts
from tests.billing.samples import GOOD, loaded
from tests.center.test_four_eyes import cancel
from tests.procedure.beside.test_settings_of_codes import new_code
from tests.sample_files import PDF

from . import world
from .test_unsent import Browser
from .world import World

SECOND = "2"
"""What the login ID of a colleague with the same role ends with."""


def build() -> World:
    """The world with a colleague for everybody and with what can be acted on."""
    made = world.build()
    own = made.people["manager"].office
    assert own is not None
    for role in OFFICE_ROLES:
        made.people[role.value + SECOND] = parts.person(own, role.value + SECOND, role)
    for role in CENTER_ROLES:
        made.people[role.value + SECOND] = parts.person(None, role.value + SECOND, role)
    made.things |= {**applications(made, own), **drafts(made, own), **arranged(made, own), **bills(made)}
    made.things |= {
        "today": f"{clock.today():%Y/%m/%d}",
        "soon": f"{add_business_days(clock.today(), 8):%Y/%m/%d}",
        "later": f"{add_business_days(clock.today(), 30):%Y/%m/%d}",
        "wish": parts.wish(parts.ids_to_add("1ANAC")).isoformat(),
        "colleague": made.people["reviewer"].pk,
        "successor": made.people["applicant2"].pk,
    }
    return made


def numbered(a: Application) -> str:
    """The number of an application."""
    a.refresh_from_db()
    return str(a.number)


def applications(made: World, own: Office) -> dict[str, object]:
    """Applications that wait for the Center, for a second person, for a setting, for an office."""
    owner, approver = made.people["manager"], made.people["approver"]
    fresh = parts.filed(own, owner, parts.ids_to_add("1ANAC"))
    held = parts.filed(own, owner, parts.ids_to_add("1ANAC"))
    queue.hold(held.pk, approver, "書面待ち", add_business_days(clock.today(), 5))
    setting = parts.filed(own, owner, new_code())
    decision.approve(setting.pk, approver, setting.revisions.get().wish_date)
    proposed = cancel(parts.office("CAN001"))
    decision.approve(proposed.pk, made.people["approver"], proposed.revisions.get().wish_date)
    open_one = Application.objects.get(number=made.things["open"])
    first, second = open_one.consents.order_by("pk")[:2]
    filing.answer_consent(second.pk, None, approver, True, evidence="書面（7月1日）")
    theirs = Consent.objects.get(pk=made.things["consent"])
    Application.objects.filter(pk=theirs.application_id).update(state=State.CONSENT)
    query = Application.objects.get(number=made.things["query"])
    mended = parts.filed(own, owner, parts.ids_to_add("1ANAC"))
    decision.query(mended.pk, approver, [("reason", "補記")])
    said = Comment.objects.get(application=mended)
    queries.answer_comment(said, "補記しました")
    filing.submit(mended.pk, owner)
    HandoverDue.objects.create(application_id=setting.pk)
    clean = parts.filed(own, owner, parts.abolish(own, "1ANACA01"))
    return {
        "fresh": numbered(fresh),
        "held": numbered(held),
        "setting": numbered(setting),
        "mended": numbered(mended),
        "said": said.pk,
        "clean": numbered(clean),
        "proposed": numbered(proposed),
        "asked": first.pk,
        "proxied": second.pk,
        "answer": Comment.objects.get(application=query).pk,
    }


def drafts(made: World, own: Office) -> dict[str, object]:
    """Drafts with a file and with a line."""
    owner = made.people["manager"]
    with_file = parts.draft(own, owner, parts.ids_to_add("1ANAC")).application
    file = files.attach(with_file, "a.pdf", PDF)
    line = parts.draft(own, owner, parts.server_edits(own)).application
    user_id = load(own, clock.today(), ("user_id",)).of("user_id")[0]
    return {
        "filed_draft": with_file.pk,
        "own_file": file.pk,
        "line_draft": line.pk,
        "user_id": user_id.identity,
    }


def arranged(made: World, own: Office) -> dict[str, object]:
    """Works that are offered, answered and called off, a vendor without any, an application whose start has come, a test that failed."""
    owner, worker = made.people["manager"], made.people["works"]
    slot = f"{add_business_days(clock.today(), 6).isoformat()}/am"
    found: dict[str, object] = {}
    for name in ("offered", "answered", "off"):
        edits = parts.server_edits(own)
        a = parts.filed(own, owner, edits, extra=parts.line_extra(edits))
        work = a.works.get()
        works.propose(work.pk, worker, [slot])
        if name == "off":
            works.call_off(work.pk, worker, "不要のため")
        if name == "answered":
            works.counter(work.pk, owner, [slot.replace("am", "pm")])
        found |= {name: numbered(a), f"{name}_work": work.pk}
    begun = parts.filed(own, owner, parts.ids_to_add("1ANAC"))
    decision.approve(begun.pk, made.people["approver"], begun.revisions.get().wish_date)
    Application.objects.filter(pk=begun.pk).update(start_date=clock.today(), state=State.APPROVED)
    line = Application.objects.get(number=made.things["line"])
    ConnectionTest.objects.filter(application=line).update(good=False)
    spare = parts.vendor("目黒通信")
    return found | {"begun": numbered(begun), "spare": spare.pk}


def bills(made: World) -> dict[str, object]:
    """A month that is looked through and one that waits for the second person; mails that came and that did not."""
    lines = [line.replace("2026/10", "2026/11") for line in GOOD]
    month = loaded(*lines, month=date(2026, 11, 1))
    for number, of in enumerate((made.things["month"], month.pk), start=1):
        Month.objects.filter(pk=of).update(month=date(2020, number, 1))
    load = Loading.objects.get(pk=made.things["load"])
    Loading.objects.filter(pk=load.pk).update(state=LoadState.FAILED)
    failed, sent = Mail.objects.order_by("pk")[:2]
    Mail.objects.filter(pk=failed.pk).update(state=MailState.FAILED)
    Mail.objects.filter(pk=sent.pk).update(state=MailState.SENT)
    return {"open_month": month.pk, "failed": failed.pk, "sent": sent.pk}


def asked_to_fix(made: World, browser: Browser) -> None:
    """Somebody asks for the month to be fixed."""
    month = Month.objects.get(pk=made.things["open_month"])
    seen = {"seen": invoices.shown(month), "offices": 1, "total": 1}
    MonthClosing.objects.create(month=month.month, by=made.people["billing"], at=clock.now(), **seen)


def without_correction(made: World, browser: Browser) -> None:
    """The bill has no correction that waits."""
    BillCorrection.objects.filter(pk=made.things["credit"]).delete()


def viewing(made: World, browser: Browser) -> None:
    """Somebody of the Center views as an office."""
    browser.force_login(made.people["reviewer"])
    browser.open("/center/offices/NAC001/")
    browser.send("/center/offices/NAC001/view/", {"reason": "電話の問合せ"}, browser.hidden)
