"""Row types: all that one is known by stands on its class, and every part of the system reads it there."""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import date

import pytest
from django.apps import apps
from django.db import models

from nss.application import correction
from nss.application.edits import add, count_edits, end
from nss.base.columns import DateColumn
from nss.base.words import W
from nss.contract import dated, rows
from nss.contract.dated import ContractTab, DatedRow
from nss.contract.models import ROW_TYPES
from nss.contract.rows.ids import UserCode, UserId
from nss.contract.rows.lines import Terminal
from nss.contract.rows.office import ContractHolder
from nss.contract.snapshot import Row

TOY = """
from django.db import models
from nss.base.columns import TextColumn
from nss.base.words import W
from nss.contract.snapshot import Row
from nss.contract.dated import ContractTab, DatedRow, text_field

class EmergencyContact(DatedRow):
    kind = "emergency"
    label = W("緊急連絡先", "Emergency contact")
    order = 51
    contract_tab = ContractTab.OFFICE
    columns = (TextColumn("name", W("氏名", "Name")),)
    name = text_field(40)

    class Meta(DatedRow.Meta):
        app_label = "contract"
"""


@pytest.fixture
def forgetting(monkeypatch):
    """Whatever a test registers is forgotten after it, also what a class that was refused still waits for."""
    monkeypatch.setattr(dated, "_registered", dict(dated._registered))
    monkeypatch.setattr(apps, "_pending_operations", defaultdict(list))
    known = dict(apps.all_models["contract"])
    yield
    for name in [*apps.all_models["contract"]]:
        if name not in known:
            del apps.all_models["contract"][name]
    apps.clear_cache()


def test_row_types_are_read_out_in_the_order_that_they_declare():
    orders = [m.order for m in ROW_TYPES.values()]
    assert orders == sorted(orders)
    guides = [
        "company",
        "head_office",
        "contract",
        "office",
        "holder",
        "manager",
        "contractor_class",
        "business",
        "user_code",
        "user_id",
        "line",
        "address_block",
        "terminal",
        "mail_address",
        "net_terminal",
        "web_certificate",
        "mailbox",
        "plan",
        "billing",
        "billing_contact",
        "payment",
        "shared_use",
    ]
    assert [k for k in ROW_TYPES if k in guides] == guides


def test_a_row_class_in_a_new_module_of_the_folder_is_found_in_its_place(forgetting, monkeypatch, tmp_path):
    (tmp_path / "emergency.py").write_text(TOY, encoding="utf-8")
    monkeypatch.setattr(rows, "__path__", [*rows.__path__, str(tmp_path)])
    rows.load_all()
    monkeypatch.delitem(sys.modules, "nss.contract.rows.emergency")
    kinds = [*dated.row_types()]
    assert kinds[kinds.index("manager") + 1] == "emergency"
    assert len(kinds) == len(ROW_TYPES) + 1


@pytest.mark.parametrize(
    ("missing", "said"),
    [("order", "does not say its order"), ("contract_tab", "does not say its contract_tab")],
)
def test_a_row_class_that_leaves_out_what_it_must_say_is_refused(forgetting, missing, said):
    given = {
        "kind": "toy",
        "label": W("見本", "Toy"),
        "order": 1,
        "contract_tab": ContractTab.OFFICE,
        "columns": (),
        "Meta": type("Meta", (DatedRow.Meta,), {"app_label": "contract"}),
        "__module__": "toy",
    }
    del given[missing]
    with pytest.raises(TypeError, match=said):
        type("Toy", (DatedRow,), given)


@pytest.mark.parametrize("same", [{"kind": "holder"}, {"order": 40}])
def test_two_row_classes_with_one_kind_or_one_order_are_refused(forgetting, same):
    given = {
        "kind": "toy",
        "label": W("見本", "Toy"),
        "order": 1,
        "contract_tab": ContractTab.OFFICE,
        "columns": (),
        "Meta": type("Meta", (DatedRow.Meta,), {"app_label": "contract"}),
        "__module__": "toy",
    }
    with pytest.raises(TypeError, match="Toy and ContractHolder have the same kind or order"):
        type("Toy", (DatedRow,), {**given, **same})


def test_a_column_that_its_field_cannot_hold_is_refused(forgetting):
    given = {
        "kind": "toy",
        "label": W("見本", "Toy"),
        "order": 1,
        "contract_tab": ContractTab.OFFICE,
        "columns": (DateColumn("name", W("日", "Day")),),
        "name": dated.text_field(10),
        "Meta": type("Meta", (DatedRow.Meta,), {"app_label": "contract"}),
        "__module__": "toy",
    }
    with pytest.raises(TypeError, match="DateColumn name cannot stand for a CharField"):
        type("Toy", (DatedRow,), given)


@pytest.mark.parametrize("kind", ROW_TYPES)
def test_every_column_of_a_row_type_is_a_field_of_its_table(kind):
    fields = {f.name for f in ROW_TYPES[kind]._meta.concrete_fields}
    assert {c.name for c in ROW_TYPES[kind].columns} <= fields
    assert set(ROW_TYPES[kind].named_by) <= fields


@pytest.mark.parametrize("kind", [k for k, m in ROW_TYPES.items() if m.called_by_name])
def test_what_a_caller_names_is_found_by_an_index(kind):
    model = ROW_TYPES[kind]
    first = {index.fields[0] for index in model._meta.indexes}
    assert model.named_by[0] in first


def test_a_called_name_of_two_columns_is_parted_by_their_lengths():
    assert UserId.called("1ANACA0A") == models.Q(code="1ANAC", number="A0A")
    assert UserCode.called("1ANACA0A") == models.Q(code="1ANACA0A")


def test_a_terminal_is_also_called_by_its_address():
    assert Terminal.called("10.20.13.250") == models.Q(address="10.20.13.250")
    assert Terminal.called("25130M") == models.Q(name="25130M")


def test_what_was_issued_or_names_the_row_is_not_set_right_by_hand():
    known = {
        "company": ["name", "name_kana", "corporate_number"],
        "head_office": ["postal_code", "address", "phone"],
        "contract": [],
        "office": ["name", "postal_code", "address", "building", "phone", "fax"],
        "holder": ["name", "title"],
        "manager": ["name", "name_kana", "phone", "emergency_fax", "email"],
        "contractor_class": ["value"],
        "business": ["system_class"],
        "user_code": ["system_class", "stats_paid", "stats_free", "bonded_storage"],
        "user_id": ["business", "method"],
        "line": [
            "system_class",
            "connection",
            "edifact",
            "line_kind",
            "speed",
            "wiring",
            "maintenance",
            "postal_code",
            "address",
            "spare_router",
        ],
        "address_block": [],
        "terminal": ["system_class", "device", "package"],
        "mail_address": [],
        "net_terminal": ["net_kind"],
        "web_certificate": [],
        "mailbox": [],
        "plan": ["plan"],
        "billing": ["name", "postal_code", "address"],
        "billing_contact": ["name", "department", "phone", "email"],
        "payment": ["method"],
        "shared_use": ["use"],
    }
    assert {k: [c.name for c in correction.correctable(k)] for k in known} == known


def test_a_new_row_reads_not_issued_yet_where_the_center_will_give_a_number():
    waiting = {
        f"{k}.{c.name}" for k, m in ROW_TYPES.items() for c in m.columns if str(c.show_in({})) == "（発行前）"
    }
    assert waiting == {
        "user_code.code",
        "user_id.code",
        "user_id.number",
        "line.router",
        "address_block.router",
        "terminal.router",
        "terminal.name",
        "net_terminal.name",
        "web_certificate.name",
        "mailbox.name",
    }
    assert all(c.show_in(None) == "" for m in ROW_TYPES.values() for c in m.columns)
    assert ContractHolder.columns[0].show_in({"name": ""}) == ""


def test_an_application_counts_the_rows_that_say_so():
    row = Row("mailbox", 1, {"name": "1ANAC001"})
    holder = Row("holder", 2, {"name": "輸出入 太郎", "title": "代表取締役"})
    found = count_edits(
        [end("mailbox", row), add("mailbox", "mailbox", {"name": ""}, count=3), end("holder", holder)]
    )
    assert [*found] == ["user_code", "user_id", "line", "terminal", "mailbox"]
    assert found["mailbox"] == {"add": 3, "change": 0, "end": 1}


CANNOT_BE_LOST = {
    "company": "name",
    "head_office": "postal_code address phone",
    "office": "name postal_code address phone",
    "holder": "name",
    "manager": "name phone email",
    "contractor_class": "value",
    "business": "system_class",
    "user_code": "system_class",
    "user_id": "business method",
    "line": "system_class postal_code address",
    "terminal": "system_class",
    "plan": "plan",
    "billing": "name postal_code address",
    "billing_contact": "name phone email",
    "payment": "method",
    "contract": "",
    "address_block": "",
    "mail_address": "",
    "net_terminal": "",
    "web_certificate": "",
    "mailbox": "",
    "shared_use": "",
}
LEFT_OUT_OF_SMALL_SCREENS = {
    "company": "name_kana corporate_number",
    "office": "building fax",
    "manager": "name_kana emergency_fax",
    "user_code": "stats_paid stats_free bonded_storage",
    "line": "connection edifact wiring maintenance postal_code address spare_router",
    "terminal": "address",
}


@pytest.mark.parametrize("kind", CANNOT_BE_LOST)
def test_a_row_says_what_it_cannot_lose_and_what_a_small_screen_leaves_out(kind):
    columns = ROW_TYPES[kind].columns
    assert [c.name for c in columns if c.must] == CANNOT_BE_LOST[kind].split()
    assert [c.name for c in columns if not c.phone] == LEFT_OUT_OF_SMALL_SCREENS.get(kind, "").split()


def test_what_the_last_bill_needs_outlives_the_contract():
    assert {kind for kind, model in ROW_TYPES.items() if model.outlives} == {
        "office",
        "holder",
        "manager",
        "billing",
        "billing_contact",
        "payment",
    }


def test_between_any_two_row_types_is_room_for_another_one():
    orders = [m.order for m in ROW_TYPES.values()]
    assert [n for n in orders if n % 5 or n < 10] == []


def test_what_a_caller_may_name_and_what_stands_for_the_whole_company_is_listed():
    called = {"user_code", "user_id", "line", "terminal", "net_terminal", "mailbox"}
    assert {k for k, m in ROW_TYPES.items() if m.called_by_name} == called
    assert {k for k, m in ROW_TYPES.items() if m.of_company} == {"company", "head_office"}
    assert {f"{k}.{c.name}" for k, m in ROW_TYPES.items() for c in m.columns if c.issued} == {
        "user_code.code",
        "user_id.code",
        "user_id.number",
        "line.router",
        "address_block.router",
        "address_block.network",
        "terminal.router",
        "terminal.name",
        "terminal.address",
        "mail_address.terminal",
        "mail_address.address",
        "net_terminal.name",
        "web_certificate.name",
        "web_certificate.expires",
        "mailbox.name",
    }


def test_a_constraint_says_in_sql_what_lives_once_and_is_the_same_as_its_like():
    def quoted(name: str) -> str:
        return f'"{name}"'

    once = {
        c.name: c for m in ROW_TYPES.values() for c in m._meta.constraints if isinstance(c, dated.LivesOnce)
    }
    assert once["terminal_address_once"].definition(Terminal, quoted) == (
        'EXCLUDE USING gist (int8range(hashtextextended(host("address"), 0), '
        "hashtextextended(host(\"address\"), 0), '[]') WITH &&, "
        'daterange(starts, ends) WITH &&) WHERE ("address" IS NOT NULL)'
    )
    named = once["userid_code_number_once"].definition(ROW_TYPES["user_id"], quoted)
    assert 'hashtextextended("code"::text || chr(31) || "number"::text, 0)' in named, "not run together"
    shared = once["shareduse_office_use_partner_object_once"]
    said = shared.definition(ROW_TYPES["shared_use"], quoted)
    assert said.startswith('EXCLUDE USING gist (int8range("office_id", "office_id", \'[]\') WITH &&, ')
    assert said.endswith("""WHERE ("use" <> '' AND "partner" <> '')"""), "no object is a value"
    holder = once["contractholder_office_once"].definition(ContractHolder, quoted)
    assert holder.endswith("WITH &&)"), "nothing that may be unknown"
    assert shared.deconstruct()[2]["empty_counts"] == ("object",)
    assert "empty_counts" not in once["terminal_address_once"].deconstruct()[2]
    like = dated.LivesOnce(fields=shared.fields, name=shared.name, empty_counts=["object"])
    assert like == shared and hash(like) == hash(shared)
    for other in (
        dated.LivesOnce(fields=["use"], name=shared.name, empty_counts=["object"]),
        dated.LivesOnce(fields=shared.fields, name="x", empty_counts=["object"]),
        dated.LivesOnce(fields=shared.fields, name=shared.name),
        dated.FollowsPrevious(name=shared.name),
    ):
        assert other != shared and shared != other
    follows = dated.FollowsPrevious(name="a")
    assert follows == dated.FollowsPrevious(name="a") != dated.FollowsPrevious(name="b")
    assert hash(follows) == hash(dated.FollowsPrevious(name="a"))
    assert '(identity, previous_ends) REFERENCES "contract_terminal"' in follows.definition(Terminal, quoted)


def test_a_version_says_what_it_is():
    row = ContractHolder(identity=5, starts=date(2026, 4, 1), ends=date(2026, 12, 9))
    assert str(row) == "holder 5 2026-04-01..2026-12-09"
