"""The decision on a new contract is taken back: no ghost of an office is left, and it can be applied for again."""

from __future__ import annotations

import pytest

from nss.account.models import Person
from nss.application import after_decision, drafts, filing
from nss.application.models import Application, Record
from nss.base import clock
from nss.contract.models import ROW_TYPES, Company, Office
from nss.contract.snapshot import load
from nss.procedure.beside.newcomers import begin_contract_draft, current_terms, open_account
from tests import parts
from tests.office.every_draft import enter
from tests.procedure.items import ITEMS

pytestmark = pytest.mark.django_db
HEAD_OFFICE = {
    "head_office.postal_code": "1350064",
    "head_office.address": "東京都江東区青海2-7-11",
    "head_office.phone": "0312345678",
}


def entered(revision, who, wish: str = ""):
    """A draft of a whole contract, every page filled in."""
    pk, office = revision.application_id, revision.application.office
    for t in ITEMS["new-contract"].typed(office):
        key = t.key or "new-contract"
        typed = t.values if key != "new-contract" or not wish else {**t.values, "wish": wish}
        if key == "office-data" and wish:
            typed = {**typed, "company.name": "みらい通商株式会社"}
        enter(drafts.of_office(who.office, pk), who, key, t.slug, t.subject, typed)
    if wish:
        enter(drafts.of_office(who.office, pk), who, "head-office", "form", "", HEAD_OFFICE)
    draft = drafts.of_office(who.office, pk)
    edits = [e for e in draft.edit_list if not e.derived]
    drafts.save(draft, who, wish_date=parts.wish(edits), contact=dict(parts.CONTACT))
    return drafts.of_office(who.office, pk)


def decided(pk: int, who: Person) -> Application:
    a = filing.submit(pk, who)
    return parts.approve(a.pk, parts.second(), a.revisions.latest("no").wish_date)


@pytest.mark.parametrize("how", ["revoked", "made void"])
def test_a_new_company_is_a_temporary_account_again_and_applies_anew(how):
    who = open_account(parts.NEWCOMER)
    before = (Office.objects.get().code, Company.objects.get().code, who.username)
    revision = entered(drafts.of_office(who.office, Application.objects.get().pk), who, "MRI")
    a = decided(revision.application_id, who)
    assert (Office.objects.get().code, Company.objects.get().code) == ("MRI001", "MRI")
    if how == "revoked":
        after_decision.revoke(a.pk, parts.second(), "登録の誤り")
    else:
        after_decision.invalidate(a.pk, None, "システム設定がないため")
    office, who = Office.objects.get(), Person.objects.get(pk=who.pk)
    assert (office.code, Company.objects.get().code, who.username) == before
    assert (office.provisional, office.former_code, office.billing_code) == (True, "", "")
    assert not load(office, a.start_date, ROW_TYPES).rows

    client = parts.signed_in(who)
    assert "新規申込を進めてください" in client.get("/").content.decode()
    page = client.get(f"/applications/{a.number}/").content.decode()
    assert "この内容で新しい申込を作る" in page
    again = client.post(f"/applications/{a.number}/copy/")
    pk = int(again.headers["Location"].split("/")[2])
    assert "新規申込の入力を続ける" in client.get("/").content.decode()
    done = decided(pk, who)
    office = Office.objects.get()
    assert (office.code, office.provisional, done.office_id) == ("MRI001", False, office.pk)
    assert {r.values["code"] for r in load(office, done.start_date, ("user_code",)).rows} == {"1BMRI"}
    assert Record.objects.filter(application=done, event__startswith="approve").exists()


def test_a_further_office_of_a_company_is_taken_back_alone():
    mine = parts.guide_office()
    who = parts.person(mine)
    code = "T00077"
    made = Office.objects.create(
        company=mine.company, code=code, company_name=mine.company_name, name="（新規申込）", provisional=True
    )
    revision = entered(begin_contract_draft(made, mine, who, current_terms()), who)
    a = decided(revision.application_id, who)
    made.refresh_from_db()
    assert made.code == "NAC002" and Person.objects.get(office=made).username == "NAC002/hanako"
    after_decision.revoke(a.pk, parts.second(), "登録の誤り")
    made.refresh_from_db()
    assert (made.code, made.provisional) == (code, True)
    assert Person.objects.get(office=made).username == f"{code}/hanako"
    mine.refresh_from_db()
    assert (mine.code, mine.company.code, mine.provisional) == ("NAC001", "NAC", False)
    assert Person.objects.get(pk=who.pk).username == "NAC001/hanako"


def test_an_application_that_came_to_nothing_is_copied_whole_by_its_office():
    office = parts.guide_office()
    who = parts.person(office)
    edits = parts.abolish(office, "1ANACA0A")
    a = parts.filed(office, who, edits)
    client = parts.signed_in(who)
    assert "この内容で新しい申込を作る" not in client.get(f"/applications/{a.number}/").content.decode()
    filing.withdraw(a.pk, who, "見直し")
    assert "この内容で新しい申込を作る" in client.get(f"/applications/{a.number}/").content.decode()
    pk = int(client.post(f"/applications/{a.number}/copy/").headers["Location"].split("/")[2])
    again = filing.submit(pk, who)
    old, new = (x.revisions.get() for x in (a, again))
    assert again.pk != a.pk and again.received_on == clock.today()
    assert new.edits == old.edits and new.wish_date == old.wish_date and new.reason == old.reason
