"""契約解除、事業所廃止."""

from __future__ import annotations

import pytest

from nss.application import filing
from nss.base.problems import Refused
from nss.contract.snapshot import load
from nss.procedure.catalogue import CATALOGUE
from nss.runtime.demo import rows
from tests import parts
from tests.browser.labels import tick
from tests.procedure.item import Item, Walk, one
from tests.procedure.samples import case_of, stocked

from .steps import decide, file, kinds_on

pytestmark = pytest.mark.django_db
ITEM = Item(
    "cancel",
    one(sure="on"),
    Walk(tick("すべての登録情報の利用を終了することを確認しました")),
)


def test_a_cancelled_contract_leaves_only_what_the_last_bill_needs_and_the_sign_in():
    office = stocked()
    who = parts.person(office)
    shared = parts.office("NAC555")
    rows.user_code(office, "1SNAC", "common", parts.SINCE)
    rows.user_id(office, "1SNAC", "P01", ["10"], "interactive", parts.SINCE)
    rows.user_code(shared, "1SNAC", "common", parts.SINCE)
    rows.user_id(shared, "1SNAC", "Q01", ["10"], "interactive", parts.SINCE)
    a = file(office, who, "cancel", ITEM.sample(office))
    assert {w.kind for w in a.works.all()} == {"removal"}
    start = decide(a)
    assert set(kinds_on(office, start)) == {
        "company",
        "head_office",
        "office",
        "holder",
        "manager",
        "billing",
        "billing_contact",
        "payment",
    }
    assert load(shared, start, ("user_id",)).of("user_id"), "what is shared goes on for the others"
    who.refresh_from_db()
    assert who.is_active


def test_a_cancellation_that_would_leave_something_behind_is_refused():
    office = stocked()
    who = parts.person(office)
    later = parts.filed(
        office, who, parts.ids_to_add("1ANAC"), wish_date=parts.wish(parts.ids_to_add("1ANAC"), 5)
    )
    parts.approve(later.pk, parts.reviewer(), later.revisions.get().wish_date)
    with pytest.raises(Refused) as refused:
        file(office, who, "cancel", ITEM.sample(office))
    assert "rows_left" in [p.code for p in refused.value.problems]


def test_the_page_names_the_codes_that_others_go_on_using_where_there_are_any():
    office, _, _ = parts.shared_offices()
    form = CATALOGUE["cancel"].page("form").form

    def said(o):
        return {label.en: str(value) for label, value in form(case_of(o), "", {}).sections()[0].facts}

    assert said(office)["Codes that other offices go on using"] == "1BNAC"
    alone = parts.office("XYZ001")
    rows.user_code(alone, "1AXYZ", "sea", parts.SINCE)
    assert "Codes that other offices go on using" not in said(alone)
    assert "1（1AXYZ）" in said(alone).values()


def test_the_page_names_the_applications_that_are_still_open():
    office = stocked()
    who = parts.person(office)
    sample = ITEM.sample(office)

    def said() -> str:
        return "".join(n.ja for n in case_of(office, sample.edits, other="cancel").notes)

    assert "審査の終わっていない申込" not in said()
    still = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    done = parts.filed(office, who, parts.ids_to_add("1DNAC"))
    filing.withdraw(done.pk, who, "見直し")
    assert f"審査の終わっていない申込（{still.number}）" in said()
