"""What is typed on a page becomes the edits of that page and nothing else, and stands there when it is opened again."""

from __future__ import annotations

from nss.contract.snapshot import Row
from nss.procedure.beside.certificate import CertificateForm
from nss.procedure.beside.files import FilesForm
from nss.procedure.beside.reissue import ReissueForm
from nss.procedure.charges.fee_plan import PlanForm
from nss.procedure.charges.statistics import StatisticsForm
from nss.procedure.charges.storage import StorageForm
from nss.procedure.codes.setting import SettingForm
from nss.procedure.codes.user_code.forms import CODE_COLUMNS, FLAGS
from nss.procedure.codes.user_code.new_forms import NewCodeForm
from nss.procedure.kit.pages import FormPage
from nss.procedure.lines.mailbox import MailboxForm
from nss.procedure.lines.new_line import NewLineForm
from nss.procedure.lines.rows import CONTRACT_TERMINALS, COUNT, REQUESTED_TERMINALS
from nss.procedure.net.net_terminal import NetTerminalForm
from nss.procedure.office import holder
from nss.procedure.other import cancel

from .open_pages import ROWS, made, opened, sent, told
from .plainly import case, row

# -- by count and by tick ------------------------------------------------------------------------------------------


def test_rows_by_count_come_after_those_that_end():
    assert made(MailboxForm, "", {"count": "2", "end_41": "on"}) == [
        "mailbox end mailbox 41",
        "mailbox add mailbox {'x': 2}",
    ]
    asked = sent(NetTerminalForm, "", {"net": "1", "netapi": "2", "end_42": "on"})
    assert told(asked.edits()) == [
        "net-terminal end net_terminal 42",
        "net-terminal add net_terminal {'net_kind': 'net'}",
        "net-terminal add net_terminal {'net_kind': 'netapi'} {'x': 2}",
    ]
    assert opened(NetTerminalForm, "", asked.edits()) == {"end_42": True, "net": 1, "netapi": 2}
    assert opened(NetTerminalForm) == {}
    assert [len(s.table) for s in MailboxForm(case(ROWS), "").sections()] == [0, 1]
    empty = MailboxForm(case([]), "").sections()
    assert empty[1].note is not None and MailboxForm(case(ROWS), "").sections()[1].note is None


# -- charges -------------------------------------------------------------------------------------------------------


def test_a_plan_changes_on_the_side_that_was_chosen():
    assert made(PlanForm, "", {}) == []
    assert made(PlanForm, "", {"plan_net": "A"}) == ["fee-plan change plan 51 {'plan': 'A'}"]
    asked = sent(PlanForm, "", {"plan_general": "B"}).edits()
    assert opened(PlanForm, "", asked) == {"plan_net": "B", "plan_general": "B"}
    assert opened(PlanForm) == {"plan_net": "B", "plan_general": "A"}
    new = PlanForm(case([]), "", {"plan_net": "B", "plan_general": "A"})
    assert new.is_valid() and told(new.edits()) == [
        "fee-plan add plan {'tab': 'net', 'plan': 'B'}",
        "fee-plan add plan {'tab': 'general', 'plan': 'A'}",
    ]


def test_materials_change_for_the_codes_that_were_chosen():
    assert made(StatisticsForm, "", {"stats_paid_1": "1", "stats_free_1": "0"}) == [
        "statistics change user_code 1 {'stats_paid': True}"
    ]
    (changed,) = sent(StatisticsForm, "", {"stats_paid_1": "1", "stats_free_1": "0"}).edits()
    assert dict(changed.after) == {"stats_paid": True, "stats_free": False}
    assert opened(StatisticsForm, "", [changed]) == {
        "stats_paid_1": "1",
        "stats_free_1": "0",
        "stats_paid_2": "0",
        "stats_free_2": "0",
    }
    assert made(StorageForm, "", {"bonded_storage_2": "1"}) == [
        "storage change user_code 2 {'bonded_storage': True}"
    ]


# -- the rest ------------------------------------------------------------------------------------------------------


def test_the_page_of_a_row_changes_what_is_typed_over_it():
    page = holder.PROCEDURE.page("form")
    assert isinstance(page, FormPage)
    assert made(page.form, "", {}) == []
    assert made(page.form, "", {"holder.title": "社長"}) == ["holder change holder 54 {'title': '社長'}"]
    asked = sent(page.form, "", {"holder.title": "社長"}).edits()
    assert opened(page.form, "", asked) == {"holder.name": "通関 太郎", "holder.title": "社長"}
    new = page.form(case([]), "", {"holder.name": "x", "holder.title": "y"})
    assert new.is_valid() and told(new.edits()) == ["holder add holder {'name': 'x', 'title': 'y'}"]


def test_a_cancellation_ends_everything_and_keeps_where_the_last_bill_goes():
    ended = {e.target for e in sent(cancel.CancelForm, "", {"sure": "on"}).edits()}
    assert ended == {r.identity for r in ROWS if r.office == 1 and r.kind in cancel.ENDING}
    assert sent(cancel.CancelForm, "", {"sure": "on"}).extras() == {}
    kept = sent(cancel.CancelForm, "", {"sure": "on", "last_bill": "本社"}).extras()
    assert kept == {"last_bill": "本社"} and opened(cancel.CancelForm, **kept) == {"sure": False, **kept}
    facts = {str(label): value for label, value in cancel.CancelForm(case(ROWS), "").sections()[0].facts}
    assert facts["回線"] == "1（09143）" and facts["ほかの事業所で引き続き使用される利用者コード"] == "1BNAC"
    nothing = cancel.CancelForm(case([]), "", {"sure": "on"})
    assert not nothing.is_valid() and {*nothing.errors} == {"sure"}
    assert len(cancel.CancelForm(case([]), "").sections()[0].facts) == 0


def many(n: int) -> list[Row]:
    return [row("mailbox", 100 + k, name=f"1ANAC{k:03d}") for k in range(n)]


def test_of_many_rows_that_end_thirty_are_named():
    def said(count: int) -> str:
        (fact,) = cancel.CancelForm(case(many(count)), "").sections()[0].facts
        return str(fact[1])

    assert said(30).startswith("30（1ANAC000、") and said(30).endswith("、1ANAC029）")
    assert said(31).startswith("31（1ANAC000、") and said(31).endswith("、1ANAC029、ほか1件）")


def test_of_a_row_without_a_name_that_ends_only_the_number_is_said():
    (fact,) = cancel.CancelForm(case([row("contractor_class", 1, value="1")]), "").sections()[0].facts
    assert fact[1] == "1"


def test_what_is_issued_again_is_what_was_ticked():
    form = sent(CertificateForm, "", {"one_43": "on", "reason": "pc"})
    assert form.extras() == {"certificates": {"names": ["31003W"], "reason": "pc", "detail": ""}}
    again = opened(CertificateForm, **form.extras())
    assert again == {"reason": "pc", "detail": "", "one_42": False, "one_43": True}
    asked = sent(ReissueForm, "", {"one_11": "on", "one_41": "on", "one_42": "on"})
    assert asked.extras() == {
        "reissue": [["user_id", "1ANACA01"], ["mailbox", "1ANAC001"], ["net_terminal", "31002N"]]
    }
    ticked = {k for k, v in opened(ReissueForm, **asked.extras()).items() if v}
    assert ticked == {"one_11", "one_41", "one_42"}


def test_what_is_set_and_what_the_files_are_is_kept_as_typed():
    typed = {"code": "1BNAC", "kind": "new", "what": "出力先"}
    assert sent(SettingForm, "", typed).extras() == {"setting": typed}
    assert opened(SettingForm, setting=typed) == typed
    assert sent(FilesForm, "", {"about": "委任状"}).extras() == {"files_about": "委任状"}
    assert opened(FilesForm, files_about="委任状") == {"about": "委任状"}


def test_a_new_line_begins_with_the_usual_choices_and_no_spare_router():
    start = NewLineForm.initial_values(case([]), "")
    assert {n: start[n] for n in ("connection", "line_kind", "wiring", "maintenance", "spare_router")} == {
        "connection": "general",
        "line_kind": "leased",
        "wiring": "own",
        "maintenance": "weekdays",
        "spare_router": "0",
    }


def test_terminals_that_are_asked_for_are_listed_with_their_number_before_their_address():
    assert [c.name for c in REQUESTED_TERMINALS] == [
        *(c.name for c in CONTRACT_TERMINALS[:5]),
        COUNT.name,
        *(c.name for c in CONTRACT_TERMINALS[5:]),
    ]
    assert len(REQUESTED_TERMINALS) == len(CONTRACT_TERMINALS) + 1


def test_materials_of_a_code_are_asked_for_under_the_heading_of_their_group():
    asked = NewCodeForm(case([]), "")
    grouped = [CODE_COLUMNS[f] for f in FLAGS if CODE_COLUMNS[f].group]
    assert grouped
    for column in grouped:
        assert asked.fields[column.name].label.ja == f"{column.group.ja}（{column.label.ja}）"
