"""システム構成図: what stands in it and how it is marked, on rows that are written down."""

from __future__ import annotations

from dataclasses import replace

from nss.application.edits import add, change, end
from nss.contract.snapshot import Contract
from nss.procedure.lines import drawing
from nss.procedure.lines.drawing import NAMED, digest, drawn_edits, sites_of
from tests.procedure.plainly import TODAY, row

LINE = row(
    "line",
    10,
    router="09143",
    speed="1Mbps",
    address="渋谷",
    line_kind="leased",
    system_class="common",
    spare_router=True,
)
BARE = row("line", 11, router="09144", line_kind="optical")
PC = row("terminal", 20, router="09143", device="pc", package="mail", name="25130M", address="10.0.0.1")
SMTP = row("terminal", 21, router="09143", device="smtp", name="25131S")
BLOCKS = [
    row("address_block", 30 + n, router=r, network=f"10.0.{n}.0/29")
    for n, r in enumerate(("09143", "09144", "09143"))
]
MAIL = [row("mail_address", 40 + n, terminal="25131S", address=f"{n}@x") for n in range(2)]
NAMELESS = row("mail_address", 44, terminal="", address="lost@x")
SHARED = row("shared_use", 50, use="equipment", partner="NAC555", object="09143")
CONTRACT = Contract(1, "NAC001", TODAY, (LINE, BARE, PC, SMTP, *BLOCKS, *MAIL, NAMELESS, SHARED))


def server(count: int = 1, **more: object):
    after = {"router": "09143", "device": "smtp", "package": "", "name": "", "address": None} | more
    return add("terminal", "terminal", after, count=count, ref="t")


def test_a_line_stands_with_its_place_its_blocks_and_what_is_behind_it():
    first, second = sites_of(CONTRACT, [])
    assert (first.router, first.line, first.place, first.networks) == (
        "09143",
        "専用線 1Mbps",
        "渋谷",
        "10.0.0.0/29、10.0.2.0/29",
    )
    assert (first.spare, first.shared, first.mark) == (True, True, "")
    assert (second.router, second.line, second.spare, second.shared) == (
        "09144",
        "ブロードバンド光",
        False,
        False,
    )
    assert second.nodes == () and second.networks == "10.0.1.0/29"
    assert [(n.name, n.kind, n.address, n.mail, n.mark, n.count) for n in first.nodes] == [
        ("25130M", "PC／メール", "10.0.0.1", "", "", 1),
        ("25131S", "SMTP", "", "0@x、1@x", "", 1),
    ]


def test_what_comes_changes_and_ends_is_marked_and_what_ends_still_stands_there():
    moved = change("line", BARE, {"address": "港区"})
    assert moved is not None
    edits = [moved, end("terminal", SMTP), end("terminal", MAIL[0]), server()]
    first, second = sites_of(CONTRACT, edits)
    assert (second.mark, second.place) == ("change", "港区")
    assert sorted((n.name, n.mark) for n in first.nodes) == [
        ("25130M", ""),
        ("25131S", "end"),
        ("（発行前）", "add"),
    ]
    assert next(n.mail for n in first.nodes if n.mark == "end") == "1@x、0@x"
    ended = sites_of(CONTRACT, [end("line", LINE), end("terminal", PC)])
    assert {(s.router, s.mark) for s in ended} == {("09144", ""), ("09143", "end")}
    gone = next(s for s in ended if s.mark == "end")
    assert [(n.name, n.mark) for n in gone.nodes] == [("25131S", ""), ("25130M", "end")]


def test_a_new_line_stands_with_the_terminals_that_come_with_it():
    line = add("line", "line", {"router": "", "line_kind": "leased", "speed": "3Mbps"}, ref="line1")
    terminal = replace(server(router=""), parent="line1")
    new = sites_of(CONTRACT, [line, terminal])[-1]
    assert (new.router, new.line, new.mark) == ("（発行前）", "専用線 3Mbps", "add")
    assert [(n.kind, n.mark) for n in new.nodes] == [("SMTP", "add")]


def test_many_new_terminals_are_one_box_and_a_few_are_drawn_one_by_one():
    def added(count: int) -> list[int]:
        return [n.count for n in sites_of(CONTRACT, [server(count)])[0].nodes if n.mark == "add"]

    assert NAMED == 24
    assert added(3) == [1, 1, 1] and added(NAMED) == [1] * NAMED and added(NAMED + 1) == [NAMED + 1]


def test_of_a_partners_line_a_sharer_sees_the_router_and_its_own_behind_it():
    shared = replace(SHARED, values={**SHARED.values, "object": "09999"})
    empty = replace(SHARED, identity=51, values={**SHARED.values, "object": "09998"})
    joint = replace(SHARED, identity=52, values={**SHARED.values, "use": "joint", "object": ""})
    mine = replace(PC, values={**PC.values, "router": "09999"})
    block = row("address_block", 60, router="09999", network="10.9.0.0/29")
    (site,) = sites_of(Contract(1, "NAC001", TODAY, (mine, block, shared, empty, joint)), [])
    assert (site.router, site.line, site.place, site.networks) == (
        "09999",
        drawing.OF_A_PARTNER.ja,
        "",
        "10.9.0.0/29",
    )
    assert (site.spare, site.shared, site.mark) == (False, True, "")
    assert [n.name for n in site.nodes] == ["25130M"]


def test_what_was_confirmed_is_what_was_asked_for_of_lines_alone():
    asked = [end("line", LINE), server()]
    follows = replace(end("terminal", PC), derived=True)
    other = end("move", BARE)
    assert drawn_edits([*asked, follows, other]) == asked
    assert digest([*asked, follows, other]) == digest(asked) != digest(asked[:1])
    assert len(digest(asked)) == 32
