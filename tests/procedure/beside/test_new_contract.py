"""新規申込: a whole contract, entered on its own page and on those of other items."""

from __future__ import annotations

import pytest

from nss.contract.models import Company, Office
from nss.procedure.beside.new_contract import NewContractForm
from tests.procedure.item import Item, Typed
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "new-contract",
    lambda office: [
        Typed({"customs": "1", "system_class": "sea", "cyber_port": "0"}),
        Typed(
            {
                "office.name": "本店",
                "office.postal_code": "1350064",
                "office.address": "東京都江東区青海2-7-11",
                "office.phone": "0312345678",
            },
            key="office-data",
        ),
        Typed({"holder.name": "未来 太郎", "holder.title": "代表取締役"}, key="holder"),
        Typed(
            {
                "manager.name": "未来 次郎",
                "manager.name_kana": "ミライ ジロウ",
                "manager.phone": "0312345678",
                "manager.email": "jiro@mirai.example",
            },
            key="manager",
        ),
        Typed(
            {
                "system_class": "sea",
                "add_business_0": ["01"],
                "add_method_0": "interactive",
                "add_count_0": "2",
                "stats_paid": "0",
                "stats_free": "0",
                "bonded_storage": "0",
            },
            "new",
            key="user-code",
        ),
        Typed({"plan_general": "A"}, "plan", key="fee-plan"),
        Typed(
            {
                "billing.name": "みらい通商株式会社",
                "billing.postal_code": "1350064",
                "billing.address": "東京都江東区青海2-7-11",
            },
            key="billing",
        ),
        Typed(
            {
                "billing_contact.name": "経理 花",
                "billing_contact.phone": "0312345678",
                "billing_contact.email": "keiri@mirai.example",
            },
            key="billing-contact",
        ),
        Typed({"payment.method": "transfer"}, key="payment"),
    ],
    "tests/browser/test_new_contract.py::test_a_new_company_enters_its_contract_with_a_break_and_gets_its_codes",
)


def test_a_contract_of_which_nothing_is_entered_is_refused_item_by_item():
    codes = {p.code for p in case_of(stocked(), items=["new-contract"]).problems}
    assert {"item_missing", "no_new_contract", "no_terms"} <= codes


@pytest.mark.parametrize(
    ("company", "provisional", "wished"),
    [("NAC", True, False), ("T00001", True, True), ("T00001", False, False)],
)
def test_a_new_company_wishes_for_its_code_and_enters_its_head_office(company, provisional, wished):
    office = stocked()
    Company.objects.filter(pk=office.company_id).update(code=company)
    office.provisional = provisional
    office.save()
    office = Office.objects.get(pk=office.pk)
    case = case_of(office, items=["new-contract"])
    form = NewContractForm(case, "", {})
    assert ("wish" in form.fields) == wished
    missing = " ".join(p.text.ja for p in case.problems if p.code == "item_missing")
    assert ("本社" in missing) == (company != "NAC")
    assert "請求先" in missing
