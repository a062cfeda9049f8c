"""Two people have the same application open and both decide, in every order: the second page, which shows a state that is no
more, is never carried out, says so and keeps what was typed (F27)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from nss.account.models import Person, Role
from nss.application import decision, drafts, filing, queries
from nss.application.models import Application, Comment, Proposal, Record
from tests import parts
from tests.center.test_four_eyes import cancel
from tests.runtime.fuzzing import Form, Forms

pytestmark = pytest.mark.django_db
TYPED = "二人目が入力した文"
NOT_ABOUT_IT = {"query", "refuse", "withdraw"}
"""A first approval that is taken back leaves the application as every page showed it."""
DECIDING = {
    "approve",
    "query",
    "refuse",
    "withdraw",
    "confirm",
    "unpropose",
    "revoke",
    "invalidate",
    "start",
    "setting",
}


def forms(client: Client, path: str) -> dict[str, Form]:
    """The forms of a review page that decide, by the last part of their address."""
    page = Forms(path)
    page.feed(client.get(path).content.decode())
    found = {
        f.action.rstrip("/").rpartition("/")[2]: f
        for f in page.found
        if f.method == "POST" and "seen" in f.fields
    }
    return {name: f for name, f in found.items() if name in DECIDING}


def filled(name: str, form: Form) -> dict[str, str]:
    """A form as somebody sends it who means it: whatever asks for a text has one."""
    comment = next((f for f in form.fields if f.startswith("comment:")), "")
    return form.fields | {f: TYPED for f in ("reason", comment) if f in form.fields and name != "approve"}


def state(a: Application) -> Any:
    """All that a decision would change."""
    fresh = Application.objects.get(pk=a.pk)
    told = (Record.objects.filter(application=a).count(), Comment.objects.filter(application=a).count())
    return (
        fresh.state,
        fresh.revision_no,
        fresh.start_date,
        fresh.closing_reason,
        told,
        Proposal.objects.count(),
    )


def filed() -> Application:
    office = parts.guide_office()
    return parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC"))


def decided() -> Application:
    a = filed()
    decision.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)
    return a


def proposed() -> Application:
    a = cancel(parts.guide_office())
    decision.approve(a.pk, parts.person(None, "saki", Role.APPROVER), a.revisions.get().wish_date)
    return a


@pytest.mark.parametrize(
    ("make", "least"),
    [
        (filed, {"approve", "query", "refuse", "withdraw"}),
        (proposed, {"confirm", "unpropose"}),
        (decided, {"revoke"}),
    ],
)
def test_the_second_of_two_pages_is_never_carried_out(make: Any, least: set[str]) -> None:
    # Holds F27.
    a = make()
    path = f"/center/applications/{a.number}/"
    one, two = (parts.signed_in(parts.person(None, name, Role.APPROVER)) for name in ("ichi", "futa"))
    pages = forms(one, path), forms(two, path)
    assert least <= set(pages[0]) & set(pages[1])
    wrong = []
    for first in pages[0]:
        with transaction.atomic():
            before = state(a)
            one.post(pages[0][first].action, filled(first, pages[0][first]))
            after = state(a)
            if first in least:
                assert after != before, f"{first} did nothing"
            for second in pages[1] if after != before else ():
                if first == "unpropose" and second in NOT_ABOUT_IT:
                    continue
                answer = two.post(pages[1][second].action, filled(second, pages[1][second]))
                if state(a) != after:
                    wrong.append(f"{second} went through after {first}")
                shown = answer.content.decode()
                if answer.status_code == 422 and TYPED in filled(second, pages[1][second]).values():
                    wrong += [f"{second} after {first} lost what was typed"] if TYPED not in shown else []
                elif answer.status_code not in (302, 422):
                    wrong.append(f"{second} after {first}: {answer.status_code}")
            transaction.set_rollback(True)
    assert not wrong, wrong


@pytest.fixture
def reviewing() -> tuple[Client, Application, str, dict[str, Form]]:
    """A reviewer with the page of an application open that ends one of the two IDs of a code."""
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA01"))
    client = parts.signed_in(parts.person(None, "ichi", Role.APPROVER))
    path = f"/center/applications/{a.number}/"
    return client, a, path, forms(client, path)


def test_what_another_decision_made_of_an_application_is_not_approved_by_a_page_that_did_not_show_it(
    reviewing: Any,
) -> None:
    # Holds F27.
    client, a, path, old = reviewing
    other = parts.filed(a.office, Person.objects.get(office=a.office), parts.abolish(a.office, "1ANACA0A"))
    decision.approve(other.pk, parts.reviewer(), other.revisions.get().wish_date)
    before = state(a)
    assert client.post(old["approve"].action, filled("approve", old["approve"])).status_code == 422
    assert state(a) == before, "the code ends with its last ID now, which the page did not say"
    new = forms(client, path)["approve"]
    assert client.post(new.action, filled("approve", new)).status_code == 302
    assert Application.objects.get(pk=a.pk).state == "approved"


def test_a_later_filing_is_not_approved_by_the_page_of_the_one_before(reviewing: Any) -> None:
    # Holds F27.
    client, a, _, old = reviewing
    decision.query(a.pk, parts.reviewer(), [("", "備考をお書きください。")])
    revision = drafts.of_office(a.office, a.pk)
    who = Person.objects.get(office=a.office)
    drafts.save(revision, who, edits=parts.abolish(a.office, "1ANACA0A"))
    queries.answer_comment(a.comments.get(), "別の識別番号でした。")
    filing.submit(a.pk, who)
    before = state(a)
    assert client.post(old["approve"].action, filled("approve", old["approve"])).status_code == 422
    assert state(a) == before


@pytest.mark.parametrize("seen", ["", "x", "0" * 64])
def test_an_approval_that_does_not_say_what_its_page_showed_is_refused(reviewing: Any, seen: str) -> None:
    client, a, _, old = reviewing
    before = state(a)
    sent = filled("approve", old["approve"]) | {"seen": seen}
    assert client.post(old["approve"].action, sent).status_code == 422
    assert state(a) == before
