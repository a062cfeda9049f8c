"""回線・論理端末: what is typed on its pages becomes their edits and nothing else, and stands there when they are opened again."""

from __future__ import annotations

import pytest

from nss.procedure.lines.forms import EndLineForm, LineForm
from nss.procedure.lines.new_line import NewLineForm
from nss.procedure.lines.works_form import WorksForm
from tests.procedure.open_pages import ROWS, made, opened, sent
from tests.procedure.plainly import case


def terminals(device: str, package: str = "", of: str = "'router': '09143', ") -> str:
    said = f", 'package': '{package}'" if package else ""
    return f"terminal add terminal {{{of}'system_class': 'common', 'device': '{device}'{said}}}"


@pytest.mark.parametrize(
    ("subject", "typed", "edits"),
    [
        (
            "09143",
            {"interactive": "2"},
            [terminals("pc", "interactive") + " {'x': 2, 'as': 't-09143-interactive'}"],
        ),
        ("09143", {"gw": "1"}, [terminals("gw") + " {'works': 'remote'} {'as': 't-09143-gw'}"]),
        ("09143", {"end_32": "on"}, ["terminal end terminal 32"]),
        (
            "09143",
            {"maintenance": "always"},
            ["line change line 31 {'maintenance': 'always'} {'works': 'remote'}"],
        ),
        ("09143", {"speed": "1Mbps"}, ["line change line 31 {'speed': '1Mbps'} {'works': 'laying'}"]),
        (
            "09143",
            {"mail": "2"},
            [
                "terminal add mail_address {'terminal': '25131S'} {'line': '09143', 'router': '09143'} {'x': 2}",
            ],
        ),
        (
            "09143",
            {"smtp": "1", "mail": "1"},
            [
                terminals("smtp") + " {'works': 'remote'} {'as': 't-09143-smtp'}",
                "terminal add mail_address {'line': '09143', 'router': '09143', 'works': 'remote'} {'of': 't-09143-smtp'}",
            ],
        ),
        (
            "09999",
            {"interactive": "1"},
            [
                "terminal add terminal {'router': '09999', 'system_class': 'air', 'device': 'pc', 'package': 'interactive'}"
                " {'as': 't-09999-interactive'}"
            ],
        ),
    ],
)
def test_the_page_of_a_line(subject, typed, edits):
    assert made(LineForm, subject, typed) == edits


def test_the_page_of_a_line_opens_with_what_was_entered_on_it():
    asked = sent(LineForm, "09143", {"smtp": "2", "end_32": "on", "maintenance": "always"}).edits()
    again = opened(LineForm, "09143", asked)
    assert (again["smtp"], again["end_32"], again["maintenance"], again["speed"]) == (
        2,
        True,
        "always",
        "128kbps",
    )
    assert "interactive" not in again and opened(LineForm, "09999", asked).keys() == {"works_on"}
    form = LineForm(case(ROWS, asked), "09143")
    assert form.changed_fields == {"maintenance"} and [*form.ticks] == ["end_32", "end_33"]
    assert (
        LineForm(case(ROWS), "09143").changed_fields
        == frozenset()
        == LineForm(case(ROWS), "09999").changed_fields
    )
    assert [s.fold for s in form.sections()] == [False, False, False, False, True]
    assert len(LineForm(case(ROWS), "09999").sections()) == 3
    assert "speed" not in LineForm(case(ROWS), "09999").fields
    assert [v for v, _ in form.fields["speed"].choices][:2] == ["128kbps", "0.5Mbps"]
    with pytest.raises(LookupError):
        LineForm(case(ROWS), "08888")


def test_a_new_line_stands_where_the_office_is_and_comes_with_its_terminals():
    shown = opened(NewLineForm)
    assert (shown["postal_code"], shown["address"], shown["speed"], shown["line_kind"]) == (
        "1500002",
        "渋谷",
        "0.5Mbps",
        "leased",
    )
    first = sent(NewLineForm, "", {"smtp": "1", "mail": "2", "address": "港区"})
    line, terminal, mail = first.edits()
    assert (line.ref, line.after["address"], line.after["router"], line.options) == (
        "line1",
        "港区",
        "",
        {"works": "laying"},
    )
    assert (terminal.ref, terminal.parent, terminal.options) == (
        "t-line1-smtp",
        "line1",
        {"line": "line1", "works": "laying"},
    )
    assert (mail.parent, mail.count, mail.after["terminal"]) == ("t-line1-smtp", 2, "")
    again = opened(NewLineForm, "line1", first.edits())
    assert (again["address"], again["smtp"], again["mail"]) == ("港区", 1, 2)
    assert "smtp" not in opened(NewLineForm, "", first.edits())
    second = sent(NewLineForm, "", {"gw": "1"}, first.edits())
    assert [e.ref for e in second.all_edits() if e.kind == "line"] == ["line1", "line2"]
    changed = sent(NewLineForm, "line1", {"smtp": "3"}, first.edits())
    assert [e.count for e in changed.all_edits()] == [1, 3, 2]
    with pytest.raises(LookupError):
        NewLineForm(case(ROWS), "line1")


def test_the_end_of_a_line_is_one_edit_with_its_removal():
    assert made(EndLineForm, "09143", {"sure": "on"}) == ["line end line 31 {'works': 'removal'}"]
    asked = sent(EndLineForm, "09143", {"sure": "on"}).edits()
    assert (
        opened(EndLineForm, "09143", asked)["sure"] is True and opened(EndLineForm, "09143")["sure"] is False
    )
    (section,) = EndLineForm(case(ROWS), "09143").sections()
    assert str(section.facts[-1][1]) == "25130M、25131S"
    for router in ("09999", "08888"):
        with pytest.raises(LookupError):
            EndLineForm(case(ROWS), router)


def test_who_is_called_and_who_attends_is_kept_and_what_was_not_asked_for_is_not():
    called = {"family_name": "船舶", "given_name": "二郎", "family_kana": "セン", "given_kana": "ジ"}
    called |= {"phone": "0312345678"}
    form = sent(WorksForm, "", {**called, "a_phone": "0399999999", "half": "am"})
    assert form.extras() == {"works": {**called, "attendant": "same", "half": "am"}}
    attended = {f"a_{k}": v for k, v in called.items()}
    both = sent(WorksForm, "", {**called, **attended, "attendant": "other"})
    assert both.extras() == {"works": {**called, **attended, "attendant": "other"}}
