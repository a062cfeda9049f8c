"""Every page by every kind of person: what is another office's does not exist."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from nss.account.models import Role
from nss.application import decision, works
from nss.application.models import Attachment, ConnectionTest, Consent
from nss.base import clock
from nss.billing import invoices, usage
from nss.calendar.days import add_business_days
from nss.issuing import certificates
from nss.issuing.models import Secret
from nss.notice.models import News
from tests import parts
from tests.billing.test_billing import GOOD
from tests.billing.test_billing import file as usage_file

pytestmark = pytest.mark.django_db

OWN_ONLY = 404
"""For strangers: as if it did not exist."""


@pytest.fixture
def world():
    offices = parts.shared_offices()
    owner = parts.person(offices[0])
    people = {
        "owner": owner,
        "reader": parts.person(offices[0], "reader", Role.READER),
        "sharer": parts.person(offices[1], "jiro"),
        "stranger": parts.person(parts.office("XYZ001"), "x"),
        "reviewer": parts.reviewer(),
        "reception": parts.person(None, "uketsuke", Role.RECEPTION),
    }
    parts.give_line(offices[0])
    done = parts.filed(offices[0], owner, parts.ids_to_add("1ANAC"))
    decision.approve(done.pk, people["reviewer"], done.revisions.get().wish_date)
    open_one = parts.filed(offices[0], owner, parts.abolish(offices[0], codes=("1BNAC",)))
    draft = parts.draft(offices[0], owner, parts.abolish(offices[0], "1ANACA0A")).application_id
    edits = parts.server_edits(offices[0])
    line = parts.filed(offices[0], owner, edits, extra=parts.line_extra(edits))
    work = line.works.get()
    day = add_business_days(clock.today(), 5).isoformat()
    works.propose(work.pk, people["reviewer"], [f"{day}/am"])
    works.accept(work.pk, owner, f"{day}/am")
    test = ConnectionTest.objects.create(
        company_id=line.company_id, application=line, tested_on=clock.today(), good=False, at=clock.now()
    )
    file = Attachment.objects.create(
        company_id=offices[0].company_id, application=open_one, name="a.pdf", content_type="application/pdf", size=5,
        sha256="", body=b"%PDF-", at=clock.now(),
    )  # fmt: skip
    clients = {"nobody": Client()}
    for name, p in people.items():
        clients[name] = Client()
        clients[name].force_login(p)
    month = usage.load(date(2026, 10, 1), "u.csv", usage_file(*GOOD), None)
    month.invoices.exclude(office=offices[0]).delete()
    invoices.fix(month.pk, None)
    certificate = certificates.issue("31002N", offices[0], 1, clock.today())
    things = {
        "certificate": certificate.pk, "month": month.pk,
        "line": line.number, "work": work.pk, "test": test.pk, "done": done.number, "open": open_one.number, "draft": draft, "file": file.pk, "secret": Secret.objects.get().pk,
        "consent": Consent.objects.get(office=offices[1]).pk, "news": News.objects.filter(office=offices[0]).first().pk,
    }  # fmt: skip
    return clients, things


GETS = {
    "/drafts/{draft}/day/": {"owner": 200, "reader": 403},
    "/applications/csv/": {"owner": 200, "reader": 200, "sharer": 200, "stranger": 200},
    "/apply/new-office/": {"owner": 200, "reader": 403, "sharer": 200, "stranger": 200},
    "/billing/": {"owner": 200, "reader": 200, "sharer": 200, "stranger": 200},
    "/billing/debit-form.pdf": {"owner": 200, "reader": 200, "sharer": 200, "stranger": 200},
    "/billing/2026-10/": {"owner": 200, "reader": 200},
    "/billing/2026-10/invoice.pdf": {"owner": 200, "reader": 200},
    "/billing/2026-10/usage.csv": {"owner": 200, "reader": 200},
    "/center/billing/": {"reviewer": 200, "reception": 200},
    "/center/billing/{month}/": {"reviewer": 200, "reception": 200},
    "/apply/survey/begin/": {"owner": 200, "reader": 403, "sharer": 200, "stranger": 200},
    "/apply/survey/1ANAC/new.xlsx": {"owner": 200, "reader": 403},
    "/certificates/": {"owner": 200, "reader": 200, "sharer": 200, "stranger": 200},
    "/drafts/{draft}/": {"owner": 200, "reader": 403},
    "/drafts/{draft}/items/": {"owner": 200, "reader": 403},
    "/drafts/{draft}/start/": {"owner": 200, "reader": 403},
    "/drafts/{draft}/contact/": {"owner": 200, "reader": 403},
    "/drafts/{draft}/check/": {"owner": 200, "reader": 403},
    "/drafts/{draft}/item/user-code/list/": {"owner": 200, "reader": 403},
    "/drafts/{draft}/item/user-code/code/1ANAC/": {"owner": 200, "reader": 403},
    "/applications/{done}/": {"owner": 200, "reader": 200},
    "/applications/{done}/received/": {"owner": 200, "reader": 200},
    "/applications/{done}/ids/": {"owner": 200, "reader": 200},
    "/applications/{done}/form.pdf": {"owner": 200, "reader": 200},
    "/drafts/{draft}/drawing.pdf": {"owner": 200, "reader": 403},
    "/drafts/{draft}/drawing.xlsx": {"owner": 200, "reader": 403},
    "/applications/{line}/works/": {"owner": 200, "reader": 200},
    "/applications/{line}/works/{work}.ics": {"owner": 200, "reader": 200},
    "/applications/{line}/drawing.pdf": {"owner": 200, "reader": 200},
    "/center/figures/": {"reviewer": 200, "reception": 200},
    "/center/figures/state.csv": {"reviewer": 200, "reception": 200},
    "/center/record/": {"reviewer": 200, "reception": 200},
    "/center/record.csv": {"reviewer": 200, "reception": 200},
    "/center/meti/": {"reviewer": 200, "reception": 200},
    "/center/works/": {"reviewer": 200, "reception": 200},
    "/center/works/{work}.ics": {"reviewer": 200, "reception": 200},
    "/center/applications/{line}/drawing.pdf": {"reviewer": 200, "reception": 200},
    "/applications/{open}/withdraw/": {"owner": 200, "reader": 403},
    "/files/{file}/": {"owner": 200, "reader": 200},
    "/consents/{consent}/": {"sharer": 200},
    "/center/": {"reviewer": 200, "reception": 200},
    "/center/applications/{open}/": {"reviewer": 200, "reception": 200},
    "/center/applications/{open}/form.pdf": {"reviewer": 200, "reception": 200},
    "/center/deadlines/": {"reviewer": 200, "reception": 200},
    "/center/calendar/": {"reviewer": 200, "reception": 200},
    "/center/files/{file}/": {"reviewer": 200, "reception": 200},
}
POSTS = {
    "/center/meti/export/": {"reviewer": 200, "reception": 403},
    "/center/billing/{month}/fix/": {"reviewer": 403, "reception": 403},
    "/certificates/{certificate}/fetched/": {"owner": 302, "reader": 403, "sharer": 302, "stranger": 302},
    "/drafts/{draft}/drawing/": {"owner": 302, "reader": 403},
    "/drafts/{draft}/linked/": {"owner": 302, "reader": 403},
    "/applications/{line}/works/{work}/": {"owner": 422, "reader": 403},
    "/center/works/{work}/propose/": {"reviewer": 422, "reception": 403},
    "/center/works/{work}/fix/": {"reviewer": 422, "reception": 403},
    "/center/works/{work}/finish/": {"reviewer": 302, "reception": 403},
    "/center/tests/{test}/answer/": {"reviewer": 302, "reception": 403},
    "/drafts/{draft}/discard/": {"reader": 403},
    "/applications/{done}/ids/{secret}/reveal/": {"owner": 200, "reader": 403},
    "/applications/{done}/ids/acknowledge/": {"owner": 302, "reader": 403},
    "/applications/{done}/copy/": {"owner": 302, "reader": 403},
    "/news/{news}/open/": {"owner": 302, "reader": 302},
    "/center/applications/{open}/take/": {"reviewer": 302, "reception": 403},
    "/center/applications/{open}/approve/": {"reviewer": 422, "reception": 403},
    "/center/applications/{open}/query/": {"reviewer": 422, "reception": 403},
    "/center/applications/{open}/refuse/": {"reviewer": 422, "reception": 403},
    "/center/applications/{done}/revoke/": {"reviewer": 422, "reception": 403},
    "/center/applications/{done}/invalidate/": {"reviewer": 422, "reception": 403},
    "/center/applications/{done}/setting/": {"reviewer": 422, "reception": 403},
    "/center/applications/{done}/extend/": {"reviewer": 422, "reception": 403},
    "/center/applications/{done}/memo/": {"reviewer": 302, "reception": 403},
    "/center/deadlines/sweep/": {"reviewer": 302, "reception": 403},
    "/center/consents/{consent}/answer/": {"reviewer": 302, "reception": 403},
}


def test_every_page_answers_its_people_and_is_not_there_for_others(world):
    clients, things = world
    wrong = []
    for method, table in (("get", GETS), ("post", POSTS)):
        for pattern, allowed in table.items():
            path = pattern.format(**things)
            for name, client in clients.items():
                expected = allowed.get(name, 302 if name == "nobody" else OWN_ONLY)
                if (
                    method == "post"
                    and name == "owner"
                    and name not in allowed
                    and path.startswith("/drafts/")
                ):
                    continue
                status = getattr(client, method)(path).status_code
                if status != expected:
                    wrong.append(f"{method} {path} as {name}: {status}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_a_strangers_404_says_nothing_that_a_missing_things_404_does_not(world):
    clients, things = world
    stranger = clients["stranger"]
    theirs = stranger.get(f"/applications/{things['done']}/").content.decode()
    nothing = stranger.get("/applications/269999A/").content.decode()

    def plain(text: str) -> str:
        import re

        return re.sub(
            r'value="[A-Za-z0-9]{60,}"|<span class="code">[A-Z2-7]{10}</span>|/applications/\w+/', "", text
        )

    assert plain(theirs) == plain(nothing)


def test_nothing_changes_by_get(world):
    clients, things = world
    for pattern in POSTS:
        for name in ("owner", "reviewer"):
            assert clients[name].get(pattern.format(**things)).status_code in (403, 404, 405)


def test_without_a_token_nothing_is_taken(world):
    _, things = world
    from nss.account.models import Person

    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(username="NAC001/hanako"))
    assert client.post(f"/drafts/{things['draft']}/check/", {}).status_code == 403
