"""What each page sends back, field by field: what is missing, what lies just beyond a bound, what does not go together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from nss.base import clock

from .typed import complaints, world

pytestmark = pytest.mark.django_db
ID, BOX, SERVER = "{1ANACA01}", "{1ANAC001}", "{30001S}"
"""A number of a code of its own, a mailbox, a server behind the router of a partner."""
BEST = "ベストエフォート"
ONE = {"add_business_0": ["01"], "add_method_0": "net", "add_count_0": "1"}
CALLED = {
    "family_name": "船舶",
    "given_name": "二郎",
    "family_kana": "センパク",
    "given_kana": "ジロウ",
    "phone": "06456789123",
}
ATTENDED = {f"a_{k}": v for k, v in CALLED.items()}
TODAY, TOMORROW = "today", "tomorrow"
OK: set[str] = set()

Typed = tuple[str, str, dict[str, Any], set[str]]
"""Page as procedure/slug, subject, what is typed, and the fields that are sent back."""

BUSINESS = "business/form"
BUSINESS_TYPES: list[Typed] = [
    (BUSINESS, "", {"add_0": "08"}, {"class_0"}),
    (BUSINESS, "", {"class_0": "sea"}, {"add_0"}),
    (BUSINESS, "", {"add_2": "08"}, {"class_2"}),
    (BUSINESS, "", {"add_0": "08", "class_0": "sea"}, OK),
    (BUSINESS, "", {"add_0": "08", "class_0": "common"}, OK),
    (BUSINESS, "", {"add_0": "08", "class_0": "port"}, OK),
    (BUSINESS, "", {"add_0": "08", "class_0": "air"}, {"class_0"}),
    (BUSINESS, "", {"add_0": "03", "class_0": "air"}, OK),
    (BUSINESS, "", {"add_0": "03", "class_0": "common"}, OK),
    (BUSINESS, "", {"add_0": "03", "class_0": "sea"}, {"class_0"}),
    (BUSINESS, "", {"add_0": "03", "class_0": "port"}, {"class_0"}),
    (BUSINESS, "", {"add_0": "01", "class_0": "sea"}, {"add_0"}),
    (BUSINESS, "", {"add_0": "01", "class_0": "air"}, OK),
    (BUSINESS, "", {"add_0": "08", "class_0": "sea", "add_1": "08", "class_1": "sea"}, {"add_1"}),
    (BUSINESS, "", {"add_0": "08", "class_0": "sea", "add_1": "08", "class_1": "port"}, OK),
    (BUSINESS, "", {f"id_{ID}": []}, {f"id_{ID}"}),
    *((BUSINESS, "", {f"id_{ID}": t}, OK) for t in (["17"], ["02"], ["18"], ["10", "17"], ["12", "13"])),
    *((BUSINESS, "", {f"id_{ID}": t}, OK) for t in (["01", "03", "07"], ["01", "03", "17"], ["14"])),
    *((BUSINESS, "", {f"id_{ID}": t}, {f"id_{ID}"}) for t in (["01", "10"], ["01", "02"], ["14", "17"])),
    *((BUSINESS, "", {f"id_{ID}": t}, {f"id_{ID}"}) for t in (["01", "03", "07", "08"], ["17", "18"])),
]
CODE = "user-code/code"
CODES: list[Typed] = [
    *(
        row
        for page in (CODE, "id-number/code")
        for row in (
            (page, "1ANAC", {"add_business_0": ["01"]}, {"add_method_0", "add_count_0"}),
            (page, "1ANAC", {"add_method_2": "net"}, {"add_business_2", "add_count_2"}),
            (page, "1ANAC", {"add_count_0": "1"}, {"add_business_0", "add_method_0"}),
            (page, "1ANAC", {"add_count_0": "0"}, OK),
            (page, "1ANAC", ONE, OK),
            (page, "1ANAC", {**ONE, "add_count_0": "0"}, {"add_count_0"}),
            (page, "1ANAC", {**ONE, "add_count_0": "-1"}, {"add_count_0"}),
            (page, "1ANAC", {**ONE, "add_count_0": "99"}, OK),
            (page, "1ANAC", {**ONE, "add_count_0": "100"}, {"add_count_0"}),
            (page, "1ANAC", {**ONE, "add_business_0": ["01", "10"]}, {"add_business_0"}),
        )
    ),
    (CODE, "1ANAC", {f"business_{ID}": []}, {f"business_{ID}"}),
    (CODE, "1ANAC", {f"business_{ID}": [], f"end_{ID}": "on"}, OK),
    (CODE, "1ANAC", {f"business_{ID}": [], "end_all": "on"}, OK),
    (CODE, "1ANAC", {f"business_{ID}": ["01", "10"]}, {f"business_{ID}"}),
    (CODE, "1ANAC", {f"business_{ID}": ["01", "10"], f"end_{ID}": "on"}, OK),
    (CODE, "1ANAC", {f"business_{ID}": ["01", "07"]}, OK),
    (CODE, "1ANAC", {"system_class": None}, {"system_class"}),
    (CODE, "1ANAC", {"stats_paid": None}, {"stats_paid"}),
    (CODE, "1ANAC", {"bonded_storage": "2"}, {"bonded_storage"}),
    (CODE, "1BNAC", {"scope": None}, OK),
    ("user-code/new", "", {}, {"system_class"}),
    ("user-code/new", "", {"system_class": "sea"}, {"add_count_0"}),
    ("user-code/new", "", {"system_class": "sea", **ONE}, OK),
    ("user-code/share", "", {}, {"partner", "code"}),
    ("user-code/share", "", {"partner": "XYZ001", "code": "1AXYZ"}, {"add_count_0"}),
    ("user-code/share", "", {"partner": "xyz001", "code": "１ａxyz", **ONE}, OK),
    ("user-code/share", "", {"partner": "XYZ001", "code": "1BNAC", **ONE}, {"code"}),
    ("user-code/share", "", {"partner": "XYZ009", "code": "1AXYZ", **ONE}, {"code"}),
    ("user-code/share", "", {"partner": "NAC001", "code": "1ANAC", **ONE}, {"code"}),
    ("user-code/share", "", {"partner": "NAC555", "code": "1BNAC", **ONE}, {"code"}),
    ("setting/form", "", {}, {"code", "kind", "what"}),
]
LINE, THEIRS, NEW = "line/line", "09999", "line/new"
LINES: list[Typed] = [
    (LINE, "09143", {}, {"interactive"}),
    (LINE, "09143", {"interactive": "0"}, {"interactive"}),
    (LINE, "09143", {"interactive": "1"}, OK),
    (LINE, "09143", {"gw": "1"}, OK),
    (LINE, "09143", {"smtp": "99"}, OK),
    (LINE, "09143", {"smtp": "100"}, {"smtp"}),
    (LINE, "09143", {"smtp": "-1"}, {"smtp"}),
    (LINE, "09143", {"mail": "1"}, {"mail"}),
    (LINE, "09143", {"mail": "1", "gw": "1"}, {"mail"}),
    (LINE, "09143", {"mail": "1", "smtp": "1"}, OK),
    (LINE, "09143", {"end_{27264C}": "on"}, OK),
    (LINE, "09143", {"maintenance": "always"}, OK),
    (LINE, "09143", {"postal_code": ""}, {"postal_code"}),
    (LINE, "09143", {"address": ""}, {"address"}),
    (LINE, "09143", {"postal_code": "12"}, {"postal_code"}),
    (LINE, "09143", {"speed": BEST}, {"speed"}),
    (LINE, "09143", {"speed": BEST, "line_kind": "optical"}, OK),
    (LINE, "09143", {"speed": "10Mbps"}, OK),
    (LINE, "09143", {"interactive": "1", "works_on": TODAY}, {"works_on"}),
    (LINE, "09143", {"interactive": "1", "works_on": TOMORROW}, OK),
    (LINE, THEIRS, {}, {"interactive"}),
    (LINE, THEIRS, {"interactive": "1"}, OK),
    (LINE, THEIRS, {"mail": "1"}, OK),
    (LINE, THEIRS, {f"end_{SERVER}": "on"}, OK),
    (LINE, THEIRS, {"mail": "1", f"end_{SERVER}": "on"}, {"mail"}),
    (LINE, THEIRS, {"mail": "1", "smtp": "1", f"end_{SERVER}": "on"}, OK),
    (NEW, "", {}, {"interactive"}),
    (NEW, "", {"interactive": "1"}, OK),
    (NEW, "", {"gw": "1"}, OK),
    (NEW, "", {"smtp": "1", "mail": "2"}, OK),
    (NEW, "", {"mail": "1"}, {"interactive", "mail"}),
    (NEW, "", {"gw": "1", "mail": "1"}, {"mail"}),
    (NEW, "", {"gw": "1", "address": ""}, {"address"}),
    (NEW, "", {"gw": "1", "speed": BEST}, {"speed"}),
    ("line/end", "09143", {}, {"sure"}),
    ("line/end", "09143", {"sure": "on", "works_on": "x"}, {"works_on"}),
    ("line/works", "", {}, set(CALLED)),
    ("line/works", "", CALLED, OK),
    ("line/works", "", {**CALLED, "attendant": None}, {"attendant"}),
    ("line/works", "", {**CALLED, "attendant": "other"}, set(ATTENDED)),
    ("line/works", "", {**CALLED, **ATTENDED, "attendant": "other"}, OK),
    ("line/works", "", {**CALLED, "a_phone": "x"}, OK),
    ("line/works", "", {**CALLED, **ATTENDED, "a_phone": "x", "attendant": "other"}, {"a_phone"}),
    ("line/works", "", {**CALLED, "phone": "x"}, {"phone"}),
    ("mailbox/form", "", {}, {"count"}),
    ("mailbox/form", "", {"count": "0"}, {"count"}),
    ("mailbox/form", "", {"count": "99"}, OK),
    ("mailbox/form", "", {"count": "100"}, {"count"}),
    ("mailbox/form", "", {"count": "-1"}, {"count"}),
    ("mailbox/form", "", {f"end_{BOX}": "on"}, OK),
]
NET: list[Typed] = [
    ("net-terminal/form", "", {}, {"net"}),
    ("net-terminal/form", "", {"netapi": "1"}, OK),
    ("net-terminal/form", "", {"netapi": "100"}, {"netapi"}),
    ("web-certificate/form", "", {}, {"count"}),
    ("web-certificate/form", "", {"count": "1"}, OK),
]
OFFICE: list[Typed] = [
    *(
        ("office-data/form", "", {f"office.{n}": ""}, {f"office.{n}"})
        for n in ("name", "postal_code", "address")
    ),
    ("office-data/form", "", {"company.name": "", "office.phone": ""}, {"company.name", "office.phone"}),
    ("office-data/form", "", {"office.fax": ""}, OK),
    *(
        ("head-office/form", "", {f"head_office.{n}": ""}, {f"head_office.{n}"})
        for n in ("postal_code", "phone")
    ),
    ("head-office/form", "", {"head_office.address": ""}, {"head_office.address"}),
    *(("holder/form", "", {f"holder.{n}": ""}, {f"holder.{n}"}) for n in ("name", "title")),
    *(
        ("manager/form", "", {f"manager.{n}": ""}, {f"manager.{n}"})
        for n in ("name", "name_kana", "phone", "email")
    ),
]
CHARGES: list[Typed] = [
    *(
        ("billing/form", "", {f"billing.{n}": ""}, {f"billing.{n}"})
        for n in ("name", "postal_code", "address")
    ),
    *(
        ("billing-contact/form", "", {f"billing_contact.{n}": ""}, {f"billing_contact.{n}"})
        for n in ("name", "phone", "email")
    ),
    ("fee-plan/plan", "", {"plan_net": "C"}, {"plan_net"}),
    ("fee-plan/plan", "", {"plan_general": None}, {"plan_general"}),
]


def spelt(typed: dict[str, Any], days: dict[str, str]) -> dict[str, Any]:
    """With the days in place of their names."""
    return {k: days.get(v, v) if isinstance(v, str) else v for k, v in typed.items()}


@pytest.mark.parametrize(
    "rows",
    [BUSINESS_TYPES, CODES, LINES, NET, OFFICE, CHARGES],
    ids=["business types", "codes", "lines", "net", "office", "charges"],
)
def test_a_page_complains_beside_just_the_fields_that_are_wrong(rows):
    office = world()
    days = {n: f"{clock.today() + timedelta(days=k):%Y/%m/%d}" for k, n in enumerate((TODAY, TOMORROW))}
    found = [
        (page, subject, typed, complaints(office, *page.split("/"), subject, spelt(typed, days)))
        for page, subject, typed, _ in rows
    ]
    assert [f for f, row in zip(found, rows, strict=True) if f != row] == []
