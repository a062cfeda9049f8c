"""The Center's pages as each of its roles, by the links that they show: every link opens, every form is allowed, and whatever a
role is allowed to do is shown to it somewhere."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from nss.account.models import CENTER_ROLES, Role
from nss.application import decision, filing, queries, queue, works
from nss.application.models import Application, Comment, Correction, HandoverDue, SavedView, Work, WorkState
from nss.base import clock
from nss.billing import invoices, loading
from nss.billing.models import BillCorrection, LoadState, MonthClosing
from nss.calendar.days import add_business_days
from nss.contract.models import Office
from nss.notice.models import Mail
from nss.runtime import roles
from nss.web.context import CENTER_TABS
from nss.web.jinja import url
from tests import parts
from tests.account import world as worlds
from tests.billing.samples import GOOD, loaded

from .crawl import Shown, Walked, name_of, walk
from .test_four_eyes import cancel

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 2)
"""November is over, and the month of the samples is fixed."""
LOOKED_AT = {
    "account:people",
    "center:application",
    "center:bill-correction-pdf",
    "center:billing-csv",
    "center:billing-month",
    "center:figures",
    "center:figures-csv",
    "center:invoice",
    "center:invoice-pdf",
    "center:mails",
    "center:master",
    "center:master-csv",
    "center:office",
    "center:office-people",
    "center:record",
    "center:record-csv",
    "center:register",
    "center:vendor",
    "center:vendors",
    "center:works-calendar",
}
"""What the auditor has to be able to read."""
CENTER = "center:"
OWN = {
    "account:account",
    "account:again",
    "account:logout",
    "account:password",
    "account_reauthenticate",
    "web:language",
}
"""What everybody may send: about the own account, the language, the way out."""
FACTOR = "mfa_"
"""Pages of the own second factor."""
CLOCK = "training-clock"
"""Of the demonstration alone."""


def everything() -> worlds.World:
    """An office with one object of every kind that an address names, and applications in each state that something can be done
    with: laid aside, answered, agreed in writing, approved by one of two, due at the ministry; a month to fix, a file that came
    to nothing, a mail that did not arrive."""
    world = worlds.build()
    people = world.people
    office = parts.office("HAX001")
    parts.rows.user_code(office, "1AHAX", "sea", parts.SINCE)
    parts.rows.user_id(office, "1AHAX", "A01", ["01"], "interactive", parts.SINCE)
    parts.rows.user_id(office, "1AHAX", "A0A", ["01"], "net", parts.SINCE)
    hanako = parts.person(office, "hanako")
    held = parts.filed(office, hanako, parts.ids_to_add("1AHAX"))
    queue.hold(held.pk, people["reviewer"], "業者の回答", add_business_days(clock.today(), 3))
    answered = parts.filed(office, hanako, parts.ids_to_add("1AHAX"))
    decision.query(answered.pk, people["reviewer"], [("reason", "補記")])
    queries.answer_comment(Comment.objects.get(application=answered), "補記しました。")
    filing.submit(answered.pk, hanako)
    ready = parts.filed(office, hanako, parts.abolish(office, "1AHAXA0A"))
    decision.approve(ready.pk, people["approver"], parts.revision_of(ready).wish_date)
    HandoverDue.objects.create(application=ready)
    for first, code in (("approver", "ENA001"), ("admin", "ENB001")):
        ending = cancel(parts.office(code))
        decision.approve(ending.pk, people[first], parts.revision_of(ending).wish_date)
    asked = Application.objects.get(number=world.things["open"])
    filing.answer_consent(
        asked.consents.order_by("pk")[0].pk, None, people["reviewer"], True, evidence="書面"
    )
    own = Office.objects.get(code="NAC001")
    edits = parts.server_edits(own)
    off = parts.filed(own, people["manager"], edits, extra=parts.line_extra(edits))
    works.call_off(off.works.get().pk, people["works"], "不要のため")
    Correction.objects.update(by=people["works"])
    loading.mark(world.things["load"], LoadState.FAILED)
    failed, came_back = Mail.objects.order_by("-pk")[:2]
    Mail.objects.filter(pk=failed.pk).update(state="failed", last_error="550")
    Mail.objects.filter(pk=came_back.pk).update(state="sent")
    for person in people.values():
        if person.may_act:
            SavedView.objects.create(person=person, name="急ぎ", query="view=late")
    return world


def sent_to(world: worlds.World, role: Role) -> set[str]:
    """The addresses of the Center to which a role may send something, by their names."""
    client = world.clients[role.value]
    allowed = [a for a in roles.addresses() if a.name.startswith(CENTER) and roles.allowed(a, role, "POST")]
    return {a.name for a in allowed if "POST" in client.options(str(world.path(a))).get("Allow", "")}


def walked(world: worlds.World, role: Role) -> Walked:
    """What a role is shown: everything; then a month that a colleague asks to fix, a bill without an open correction and works
    whose days are offered; an office's pages, where it may view them."""
    client = world.clients[role.value]
    month = loaded(*(line.replace("2026/10", "2026/11") for line in GOOD), month=date(2026, 11, 1))
    found = walk(client, "/center/")
    MonthClosing.objects.create(
        month=month.month,
        by=parts.person(None, "seikyu2", Role.BILLING),
        at=clock.now(),
        seen=invoices.shown(month),
        offices=0,
        total=0,
    )
    BillCorrection.objects.filter(confirmed_at=None).update(dropped_at=clock.now())
    Work.objects.filter(state=WorkState.FIXED).update(state=WorkState.PROPOSED, fixed="")
    for start in ("/center/billing/", "/center/works/"):
        later = walk(client, start, (start, "/center/applications/"))
        found.acts |= later.acts
        found.refused += later.refused
    if "center:view-begin" in found.acts:
        page = client.post(found.acts["center:view-begin"], {"reason": "照会への回答"}, follow=True)
        found.acts |= {
            n: p for p in Shown("/", page.content.decode()).acts if (n := name_of(p)).startswith(CENTER)
        }
    return found


@pytest.mark.parametrize("role", CENTER_ROLES)
def test_every_link_opens_every_form_is_allowed_and_every_act_is_shown_somewhere(
    role: Role, moved_clock: Any
) -> None:
    # Holds N18.
    moved_clock(DECEMBER)
    world = everything()
    found = walked(world, role)
    assert not found.refused, "\n".join(found.refused)
    by_name = {a.name: a for a in roles.addresses()}
    wrong = {name for name in found.acts if not roles.allowed(by_name[name], role, "POST")}
    assert not wrong, "shown, and not allowed"
    hidden = sorted(sent_to(world, role) - set(found.acts))
    assert not hidden, "allowed, and shown nowhere"


def test_the_auditor_reads_everything_and_is_shown_nothing_that_changes_anything_but_the_own_account(
    moved_clock: Any,
) -> None:
    # Holds N18, N19.
    moved_clock(DECEMBER)
    found = walked(everything(), Role.AUDITOR)
    assert found.opened >= LOOKED_AT, LOOKED_AT - found.opened
    assert not {n for n in found.acts if n not in {*OWN, CLOCK} and not n.startswith(FACTOR)}


@pytest.mark.parametrize("role", CENTER_ROLES)
def test_the_menu_of_the_center_leads_where_the_role_may_go_and_nowhere_else(role: Role) -> None:
    client = parts.signed_in(parts.person(None, "neko", role))
    page = client.get("/center/").content.decode()
    menu = re.search(r'<nav class="global.*?</nav>', page, re.DOTALL)
    assert menu is not None
    tabs = [url(name) for _, name, _ in CENTER_TABS]
    assert Shown("/center/", menu[0]).links == [tab for tab in tabs if client.get(tab).status_code == 200]


PAGES_OF_AN_OFFICE = (
    *(
        "/?",
        "/contract/",
        "/apply/",
        "/billing/",
        "/certificates/",
        "/drafts/",
        "/applications/",
        "/consents/",
    ),
    *("/news/", "/files/", "/verify/", "/help/"),
)


def test_while_viewing_as_an_office_no_form_and_no_link_is_shown_that_would_be_refused() -> None:
    world = worlds.build()
    client = world.clients[Role.REVIEWER.value]
    client.post("/center/offices/NAC001/view/", {"reason": "照会への回答"})
    for start in ("/", "/news/settings/", f"/applications/{world.things['open']}/received/"):
        found = walk(client, start, PAGES_OF_AN_OFFICE)
        assert not found.refused, "\n".join(found.refused)
        refused = {path for path in found.acts.values() if client.post(path, {}).status_code == 403}
        assert not refused, f"shown on the pages that {start} leads to, and refused"


def test_whoever_may_only_read_is_shown_no_form_of_the_office_that_would_be_refused() -> None:
    world = worlds.build()
    by_name = {a.name: a for a in roles.addresses()}
    for start in ("/", f"/applications/{world.things['open']}/received/"):
        found = walk(world.clients[Role.READER.value], start, PAGES_OF_AN_OFFICE)
        assert not found.refused, "\n".join(found.refused)
        wrong = {name for name in found.acts if not roles.allowed(by_name[name], Role.READER, "POST")}
        assert not wrong, "shown, and not allowed"
