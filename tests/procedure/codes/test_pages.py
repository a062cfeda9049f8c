"""利用者コード, 識別番号, 利用業種: what is typed on its pages becomes their edits and nothing else, and stands there when they are opened again."""

from __future__ import annotations

import pytest

from nss.application.edits import add
from nss.master import state as masters
from nss.procedure.codes import user_code
from nss.procedure.codes.business import BusinessForm
from nss.procedure.codes.id_number import NumberForm
from nss.procedure.codes.user_code.forms import CodeForm
from nss.procedure.codes.user_code.new_forms import NewCodeForm, ShareForm
from tests.procedure.open_pages import NET_ID, ONE, ROWS, made, opened, sent, told
from tests.procedure.plainly import case


@pytest.fixture(autouse=True)
def the_groups_of_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which types may share a number, without asking the masters."""
    monkeypatch.setattr(masters, "groups", lambda day: ())


@pytest.mark.parametrize(
    ("subject", "typed", "edits"),
    [
        ("1ANAC", {}, []),
        ("1ANAC", {"stats_paid": "1"}, ["user-code change user_code 1 {'stats_paid': True}"]),
        ("1ANAC", {"system_class": "air"}, ["user-code change user_code 1 {'system_class': 'air'}"]),
        ("1ANAC", {"end_11": "on"}, ["user-code end user_id 11"]),
        ("1ANAC", {"end_11": "on", "end_12": "on"}, ["user-code end user_id 11", "user-code end user_id 12"]),
        ("1ANAC", {"end_all": "on"}, ["user-code end user_id 11", "user-code end user_id 12"]),
        (
            "1ANAC",
            {"end_all": "on", "stats_paid": "1"},
            ["user-code end user_id 11", "user-code end user_id 12"],
        ),
        (
            "1ANAC",
            {"end_all": "on", "stats_paid": "1", **ONE},
            [
                "user-code change user_code 1 {'stats_paid': True}",
                "user-code end user_id 11",
                "user-code end user_id 12",
                "user-code add user_id {'code': '1ANAC', 'business': ['01'], 'method': 'net'}",
            ],
        ),
        (
            "1ANAC",
            {"business_11": ["03", "01"], "end_12": "on"},
            ["user-code change user_id 11 {'business': ['01', '03']}", "user-code end user_id 12"],
        ),
        ("1ANAC", {"business_11": ["07"], "end_11": "on"}, ["user-code end user_id 11"]),
        (
            "1BNAC",
            {"end_13": "on", "scope": "own"},
            ["user-code end user_id 13", "user-code end user_code 2 {'scope': 'own'}"],
        ),
        (
            "1BNAC",
            {"end_13": "on", "scope": "own", **ONE},
            [
                "user-code end user_id 13",
                "user-code add user_id {'code': '1BNAC', 'business': ['01'], 'method': 'net'}",
            ],
        ),
        (
            "1ANAC",
            {**ONE, "add_business_1": ["10"], "add_method_1": "mail", "add_count_1": "3"},
            [
                "user-code add user_id {'code': '1ANAC', 'business': ['01'], 'method': 'net'}",
                "user-code add user_id {'code': '1ANAC', 'business': ['10'], 'method': 'mail'} {'x': 3}",
            ],
        ),
    ],
)
def test_the_page_of_a_code(subject, typed, edits):
    assert made(CodeForm, subject, typed) == edits


def test_the_page_of_a_code_opens_with_what_was_entered_on_it():
    typed = {"stats_paid": "1", "end_12": "on", "business_11": ["01", "03"], **ONE, "add_count_0": "2"}
    asked = sent(CodeForm, "1ANAC", typed).edits()
    again = opened(CodeForm, "1ANAC", asked)
    assert again == {
        "system_class": "sea",
        "stats_paid": "1",
        "stats_free": "1",
        "bonded_storage": "0",
        "end_12": True,
        "business_11": ["01", "03"],
        "scope": "all",
        "add_business_0": ["01"],
        "add_method_0": "net",
        "add_count_0": 2,
    }
    assert opened(CodeForm, "1BNAC", asked)["stats_paid"] == "0", "another code's page knows nothing of it"
    own = sent(CodeForm, "1BNAC", {"end_all": "on", "scope": "own"}).edits()
    assert opened(CodeForm, "1BNAC", own)["scope"] == "own"
    form = CodeForm(case(ROWS, asked), "1ANAC")
    assert form.slots == 4 and [r.identity for r in form.opened()] == [11]
    assert CodeForm(case(ROWS), "1ANAC").slots == 3 and CodeForm(case(ROWS), "1ANAC").opened() == []
    with pytest.raises(LookupError):
        CodeForm(case(ROWS), "1CNAC")


def test_only_a_shared_code_asks_for_whom_it_ends():
    assert "scope" in CodeForm(case(ROWS), "1BNAC").fields
    assert "scope" not in CodeForm(case(ROWS), "1ANAC").fields


def test_the_page_of_numbers_ends_and_adds_them_and_leaves_the_code_alone():
    assert not {"system_class", "stats_paid", "business_11"} & {*NumberForm(case(ROWS), "1ANAC").fields}
    assert made(NumberForm, "1ANAC", {}) == []
    assert made(NumberForm, "1ANAC", {"end_11": "on", **ONE}) == [
        "id-number end user_id 11",
        "id-number add user_id {'code': '1ANAC', 'business': ['01'], 'method': 'net'}",
    ]
    assert made(NumberForm, "1ANAC", {"end_all": "on"}) == [
        "id-number end user_id 11",
        "id-number end user_id 12",
    ]
    assert made(NumberForm, "1BNAC", {"end_13": "on", "scope": "own"}) == [
        "id-number end user_id 13",
        "id-number end user_code 2 {'scope': 'own'}",
    ]
    assert made(NumberForm, "1BNAC", {"end_13": "on", **ONE})[0:1] == ["id-number end user_id 13"]
    assert not any("user_code" in x for x in made(NumberForm, "1BNAC", {"end_13": "on", **ONE}))


def test_a_new_code_comes_with_its_numbers_and_is_found_again_by_its_mark():
    typed = {"system_class": "air", "stats_paid": "1", **ONE, "add_count_0": "2"}
    first = sent(NewCodeForm, "", typed)
    assert told(first.edits()) == [
        "user-code add user_code {'system_class': 'air', 'stats_paid': True} {'as': 'code1'}",
        f"user-code add user_id {NET_ID} {{'x': 2, 'of': 'code1'}}",
    ]
    again = opened(NewCodeForm, "code1", first.edits())
    assert (again["system_class"], again["stats_paid"], again["stats_free"], again["add_count_0"]) == (
        "air",
        "1",
        "0",
        2,
    )
    assert opened(NewCodeForm, "", first.edits())["system_class"] is None
    second = sent(NewCodeForm, "", {"system_class": "sea", **ONE}, first.edits())
    assert [e.ref for e in second.all_edits()] == ["code1", "", "code2", ""]
    changed = sent(NewCodeForm, "code1", {"system_class": "sea"}, first.edits())
    assert [e.after.get("system_class") for e in changed.all_edits()] == ["sea", None]
    assert changed.slots == 4 and second.slots == 3


@pytest.mark.parametrize(
    ("typed", "edits"),
    [
        ({}, []),
        ({"end_21": "on"}, ["business end business 21"]),
        (
            {"add_1": "08", "class_1": "sea"},
            ["business add business {'system_class': 'sea', 'business': '08'}"],
        ),
        ({"id_11": ["03", "01"]}, ["business change user_id 11 {'business': ['01', '03']}"]),
        ({"id_11": ["01"]}, []),
    ],
)
def test_the_page_of_business_types(typed, edits):
    assert made(BusinessForm, "", typed) == edits


def test_the_page_of_business_types_opens_with_what_was_entered_on_it():
    typed = {"end_21": "on", "add_1": "08", "class_1": "sea", "id_11": ["07"]}
    asked = sent(BusinessForm, "", typed).edits()
    again = opened(BusinessForm, "", asked)
    assert again == {"end_21": True, "add_0": "08", "class_0": "sea", "id_11": ["07"]}
    form = BusinessForm(case(ROWS, asked), "")
    assert form.slots == 4 and BusinessForm(case(ROWS), "").slots == 3
    assert [r.identity for r in form.opened] == [11]
    assert [len(s.table) for s in form.sections()] == [2, 4, 3]


def test_of_two_codes_to_be_shared_each_page_opens_with_its_own():
    edits = []
    for ref, partner, code, count in (("share1", "NAC555", "1BNAC", 2), ("share2", "XYZ001", "1CXYZ", 3)):
        edits += [
            add(user_code.KEY, "user_code", {"code": code}, ref=ref, options={"partner": partner}),
            add(
                user_code.KEY,
                "user_id",
                {"code": code, "number": "", "business": ["01"], "method": "net"},
                count=count,
                parent=ref,
            ),
        ]
    for ref, partner, code, count in (("share1", "NAC555", "1BNAC", 2), ("share2", "XYZ001", "1CXYZ", 3)):
        shown = opened(ShareForm, ref, edits)
        assert (shown["partner"], shown["code"], shown["add_count_0"]) == (partner, code, count)
    assert opened(ShareForm, "share3", edits) == {}


def test_of_two_new_codes_each_page_opens_with_its_own():
    edits = []
    for ref, side, count in (("code1", "sea", 2), ("code2", "air", 3)):
        edits += [
            add(user_code.KEY, "user_code", {"code": "", "system_class": side}, ref=ref),
            add(
                user_code.KEY,
                "user_id",
                {"code": "", "number": "", "business": ["01"], "method": "net"},
                count=count,
                parent=ref,
            ),
        ]
    for ref, side, count in (("code1", "sea", 2), ("code2", "air", 3)):
        shown = opened(NewCodeForm, ref, edits)
        assert (shown["system_class"], shown["add_count_0"]) == (side, count)
    assert opened(NewCodeForm, "", edits)["system_class"] is None
