"""回線・論理端末: what follows, what is missing, which works and lead times come of it, on rows that are written down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nss.application.edits import Edit, add, change, end
from nss.calendar import leads
from nss.contract.choices import WorkKind
from nss.procedure.lines import drawing, rules
from nss.procedure.lines.line_page import counts_of, work_kind
from nss.procedure.lines.rows import requested_lines, requested_terminals, router_of, works_on
from nss.procedure.lines.works_form import MUST
from tests.procedure.plainly import DAY, TODAY, case, codes, named, row

OWN = row(
    "line", 10, router="09143", speed="1Mbps", address="渋谷", line_kind="leased", system_class="common"
)
SECOND = row("line", 11, router="09144", system_class="sea")
THEIRS = row("line", 12, office=2, router="09999", system_class="air")
SHARING = row("shared_use", 13, use="equipment", partner="NAC555", object="09999")
PC = row("terminal", 20, router="09143", device="pc", package="mail", name="25130M")
SMTP = row("terminal", 21, router="09143", device="smtp", name="25131S")
FAR = row("terminal", 22, router="09144", device="smtp", name="25132S")
BLOCK, BLOCK2 = (
    row("address_block", n, router=r, network="10.0.0.0/29") for n, r in ((30, "09143"), (31, "09144"))
)
MAIL, MAIL2 = (
    row("mail_address", n, terminal=t, address=f"{t}@x") for n, t in ((40, "25131S"), (41, "25132S"))
)
ROWS = (OWN, SECOND, THEIRS, SHARING, PC, SMTP, FAR, BLOCK, BLOCK2, MAIL, MAIL2)


def server(router: str = "09143", device: str = "smtp", **more: Any) -> Edit:
    after = {"router": router, "device": device, "package": "", "name": "", "system_class": "common"}
    return add("terminal", "terminal", after, **more)


# -- what follows --------------------------------------------------------------------------------------------------


def test_a_line_takes_its_own_terminals_blocks_and_their_mail_addresses_along_and_no_others():
    found = rules.derived_edits(case(ROWS, [end("line", OWN)]))
    assert named(found) == [
        "end terminal 20",
        "end terminal 21",
        "end address_block 30",
        "end mail_address 40",
    ]
    assert [e.procedure for e in found] == ["terminal", "terminal", "line", "terminal"]


def test_a_terminal_takes_its_mail_addresses_along_and_nothing_else():
    assert named(rules.derived_edits(case(ROWS, [end("terminal", FAR)]))) == ["end mail_address 41"]
    assert rules.derived_edits(case(ROWS, [end("terminal", PC)])) == []


def test_what_ends_already_does_not_end_twice():
    edits = [end("line", OWN), end("terminal", SMTP), end("terminal", MAIL), end("line", BLOCK)]
    assert named(rules.derived_edits(case(ROWS, edits))) == ["end terminal 20"]


def test_nothing_follows_from_what_changes_or_comes():
    moved = change("line", OWN, {"address": "港区"})
    assert moved is not None
    assert rules.derived_edits(case(ROWS, [moved, server()])) == []


# -- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "edits", "refused"),
    [
        (ROWS, [server()], []),
        (ROWS, [server("09999")], []),
        (ROWS, [server("08888")], ["line_ends at terminal"]),
        (ROWS, [end("line", OWN), server("09144")], []),
        (ROWS, [end("line", OWN), server()], ["line_ends at line:10"]),
        ([replace(OWN, ends=TODAY + DAY)], [server()], ["line_ends at line:10"]),
        ([replace(THEIRS, ends=TODAY + DAY), SHARING], [server("09999")], ["line_ends at terminal"]),
        ([THEIRS, replace(SHARING, ends=TODAY + DAY)], [server("09999")], ["line_ends at terminal"]),
        (
            [OWN, replace(SHARING, ends=TODAY + DAY, values={**SHARING.values, "object": "09143"})],
            [server()],
            [],
        ),
        ([], [server(parent="line1")], []),
        ([], [end("terminal", PC)], []),
        ([], [replace(server(), procedure="move")], []),
        ([], [add("terminal", "mail_address", {"terminal": "x"})], []),
    ],
)
def test_terminals_come_behind_a_line_that_stays_or_a_router_that_is_shared_on(rows, edits, refused):
    assert codes(rules.line_has_no_end(case(rows, edits))) == refused


def test_the_first_terminal_that_is_fine_does_not_hide_a_second_that_is_not():
    edits = [replace(server(), procedure="move"), server("08888"), server(), server("07777")]
    assert len(rules.line_has_no_end(case(ROWS, edits))) == 2


def test_a_drawing_is_asked_for_where_something_of_lines_changes_and_has_to_be_the_present_one():
    edits = [server()]
    seen = {"seen": drawing.digest(edits)}
    assert rules.has_drawing(case(ROWS)) == []
    assert codes(rules.has_drawing(case(ROWS, edits))) == ["no_drawing at terminal"]
    assert codes(rules.has_drawing(case(ROWS, [end("line", OWN)]))) == ["no_drawing at line"]
    assert codes(rules.has_drawing(case(ROWS, edits, extra={"drawing": seen}))) == []
    assert codes(rules.has_drawing(case(ROWS, edits, extra={"drawing": {"seen": "x"}}))) == [
        "drawing_old at terminal"
    ]


def test_works_need_all_of_whom_to_call():
    edits = [server(options={"works": "remote"})]
    whole = {"family_name": "船舶", "given_name": "二郎", "family_kana": "セン", "given_kana": "ジ"}
    whole |= {"phone": "0312345678"}
    assert set(whole) == set(MUST)
    assert rules.has_contact(case(ROWS, edits, extra={"works": whole})) == []
    for name in MUST:
        given = {k: v for k, v in whole.items() if k != name}
        assert codes(rules.has_contact(case(ROWS, edits, extra={"works": given}))) == [
            "no_works_contact at works"
        ]
    assert rules.has_contact(case(ROWS, [server()])) == [], "without works nobody is called"


# -- works and their days ------------------------------------------------------------------------------------------


LAID = add("line", "line", {"router": ""}, ref="line1")
SPARE = row("line", 10, router="09143", spare_router=True)


@pytest.mark.parametrize(
    ("line", "edits", "kind"),
    [
        (OWN, [], ""),
        (OWN, [server()], "remote"),
        (OWN, [server(device="gw")], "remote"),
        (OWN, [server(device="pc")], ""),
        (OWN, [end("terminal", SMTP)], ""),
        (SPARE, [server()], "on_site"),
        (None, [server()], "remote"),
        (None, [LAID, server()], "laying"),
        (None, [server(), LAID], "laying"),
        (OWN, [end("line", OWN)], "removal"),
        (OWN, [change("line", OWN, {"address": "港区"})], "laying"),
        (OWN, [change("line", OWN, {"line_kind": "optical"})], "laying"),
        (OWN, [change("line", OWN, {"speed": "3Mbps"})], "laying"),
        (OWN, [change("line", OWN, {"wiring": "center"})], "remote"),
        (SPARE, [change("line", OWN, {"wiring": "center"})], "on_site"),
    ],
)
def test_which_works_come_of_what(line, edits, kind):
    assert work_kind(line, edits) == kind


def test_there_are_works_once_a_line_on_the_first_wished_day():
    day = TODAY + 30 * DAY
    edits = [
        server(options={"works": "remote", "works_on": day.isoformat()}),
        server(device="gw", options={"works": "remote", "works_on": (day + DAY).isoformat()}),
        server("09144", options={"works": "on_site"}),
        server("09145"),
        replace(server("09146", options={"works": "remote"}), procedure="move"),
    ]
    found = rules.works(case(ROWS, edits))
    assert [(w.kind, w.line, w.wish) for w in found] == [("remote", "09143", day), ("on_site", "09144", None)]
    assert rules.needs_works(case(ROWS, edits)) and not rules.needs_works(case(ROWS, edits[3:]))


@pytest.mark.parametrize(
    ("kinds", "lead"),
    [
        ([], 0),
        ([""], 0),
        (["remote"], 10),
        (["removal"], 10),
        (["on_site"], 15),
        (["remote", "on_site", ""], 15),
    ],
)
def test_the_longest_works_of_all_say_how_early_one_has_to_apply(kinds, lead):
    edits = [server(options={"works": k} if k else {}) for k in kinds]
    assert rules.need(edits, TODAY).lead == lead


def test_the_laying_of_a_line_takes_longest():
    needed = {k.value: rules.need([server(options={"works": k.value})], TODAY).lead for k in WorkKind}
    assert needed == {"laying": 30, "on_site": 15, "remote": 10, "removal": 10}


def test_works_need_what_the_center_has_set_for_the_day_of_the_application():
    leads.announce([("on_site", TODAY, 20)])
    visit = [server(options={"works": "on_site"})]
    assert rules.need(visit, TODAY - DAY).lead == 15
    assert rules.need(visit, TODAY).lead == 20
    assert rules.need([server(options={"works": "remote"})], TODAY).lead == 10


def test_what_an_edit_is_about_is_found_by_router_or_by_the_name_of_the_new_line():
    assert router_of(end("line", OWN)) == "09143"
    assert router_of(LAID) == "line1"
    assert router_of(server("09144", parent="line1")) == "09144"
    assert router_of(server("", parent="line1")) == "line1"
    assert router_of(server("09144", options={"line": "line1"})) == "line1"
    on = {"works_on": "2030/01/01"}
    edits = [server("09144", options=on), server(), server(options={"works_on": "2030/01/02"})]
    assert (works_on(edits, "09143"), works_on(edits, "09144"), works_on(edits, "1")) == (
        "2030/01/02",
        "2030/01/01",
        "",
    )


def test_what_was_entered_for_a_line_is_counted_by_device_and_package():
    pc = server(device="pc", count=3)
    edits = [
        replace(pc, after={**pc.after, "package": "interactive"}),
        server(count=2),
        server(device="gw", count=4),
        add("terminal", "mail_address", {"terminal": "", "address": ""}, count=5),
        end("terminal", SMTP),
    ]
    assert counts_of(edits) == {"interactive": 3, "smtp": 2, "gw": 4, "mail": 5}
    assert counts_of([pc, end("terminal", MAIL)]) == {}, "a PC for mail is not one of those that are counted"


# -- what is listed and said ----------------------------------------------------------------------------------------


def test_each_line_that_something_is_asked_of_is_listed_once_with_the_numbers_of_its_edits():
    asked = [
        server(options={"works_on": "2030-01-01"}),
        end("move", OWN),
        replace(LAID, after={"router": "", "speed": "1Mbps"}),
        server("", parent="line1"),
        end("terminal", PC),
        end("line", SECOND),
        server("09999"),
    ]
    found = {r.subject: r for r in requested_lines(case(ROWS, asked))}
    assert {s: (r.action, r.page, r.edits) for s, r in found.items()} == {
        "09143": ("change", "", (0, 4)),
        "line1": ("add", "new", (2, 3)),
        "09144": ("end", "end", (5,)),
        "09999": ("change", "", (6,)),
    }
    assert found["09143"].values["works_on"] == "2030-01-01" and found["09143"].values["speed"] == "1Mbps"
    assert found["line1"].values["speed"] == "1Mbps" and found["09143"].name == "09143"
    assert found["09999"].values.keys() == {"router", "system_class", "works_on", "shared"}
    assert {s: r.values["shared"] for s, r in found.items()} == {
        "09143": False,
        "line1": False,
        "09144": False,
        "09999": True,
    }


def test_each_terminal_and_mail_address_that_is_asked_for_is_a_row_of_its_own():
    mails = add("terminal", "mail_address", {"terminal": "25131S", "address": ""}, count=2)
    mails = replace(mails, options={"router": "09143", "line": "09143"})
    asked = [
        server(count=2),
        mails,
        end("terminal", MAIL),
        end("line", OWN),
        end("move", PC),
        end("line", SMTP),
    ]
    found = requested_terminals(case(ROWS, asked))
    assert [(r.key, r.action, r.subject) for r in found] == [
        ("edit:0", "add", "09143"),
        ("edit:1", "add", "09143"),
        ("edit:2", "end", ""),
        ("edit:5", "end", "09143"),
    ]
    assert found[0].values["count"] == 2 and "count" not in found[3].values
    assert (found[1].values["router"], found[1].values["device"], found[1].values["name"]) == (
        "09143",
        "smtp",
        "25131S",
    )
    assert found[1].values["mail"].ja == "2個追加" and found[2].values["mail"] == "25131S@x"
    assert "address" not in found[1].values and "address" not in found[2].values


def told(edits: list[Edit], **extra: Any) -> list[str]:
    return [f"{label.ja} {value}" for label, value in rules.summary_lines(case(ROWS, edits, extra=extra))]


CALLED = {"family_name": "船舶", "given_name": "二郎", "family_kana": "セン", "given_kana": "ジ"}
CALLED |= {"department": "業務課", "phone": "0311112222", "fax": "0333334444"}


def test_one_wished_day_of_works_is_said_as_it_is_and_of_two_each_names_its_line():
    one = [server(options={"works_on": "2030-01-02"})]
    assert told(one) == ["工事希望日 2030/01/02"]
    assert told([*one, server("09144", options={"works_on": "2030-01-03"}), server("09145")]) == [
        "工事希望日（09143） 2030/01/02",
        "工事希望日（09144） 2030/01/03",
    ]


def test_whom_to_call_and_who_attends_is_said_where_there_are_works():
    edits = [server(options={"works": "remote"})]
    who = "船舶 二郎（セン ジ） 業務課 03-1111-2222 FAX 03-3333-4444"
    given = {**CALLED, "attendant": "same", "half": "am", "entry": "yes", "remark": "裏口から"}
    assert told(edits, works=given) == [
        f"工事事務担当者 {who}",
        "工事立会者 工事事務担当者に同じ",
        "立ち会える時間帯 午前",
        "入館手続き 必要",
        "回線工事の備考 裏口から",
    ]
    assert told([server()], works=given) == [] and told(edits) == []
    other = {**CALLED, "attendant": "other", "fax": "", **{f"a_{k}": f"a{v}" for k, v in CALLED.items()}}
    assert told(edits, works=other) == [
        "工事事務担当者 船舶 二郎（セン ジ） 業務課 03-1111-2222",
        "工事立会者 a船舶 a二郎（aセン aジ） a業務課 a0311112222 FAX a0333334444",
    ]


def test_a_drawing_is_said_to_be_the_systems_own_with_its_note():
    drawn = {"way": "drawn", "seen": "x"}
    assert told([server()], drawing=drawn) == ["システム構成図 本システムの図で提出"]
    assert told([server()], drawing={**drawn, "note": "南側"})[1:] == ["システム構成図の注記 南側"]
