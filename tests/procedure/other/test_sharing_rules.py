"""機器共用・共同利用: what follows at either office and what goes over to an heir, on rows that are written down."""

from __future__ import annotations

from dataclasses import replace

from nss.application.edits import add, change, end
from nss.contract.snapshot import Row
from nss.procedure import sharing
from nss.procedure.other import merger
from nss.procedure.other.cancel import ENDING, end_of_everything, everything_ends, removals
from nss.procedure.other.move import needed_there, with_parts
from nss.procedure.other.shared_use import code_of, not_shared_yet
from tests.procedure.plainly import ANOTHER, DAY, OTHER, TODAY, case, codes, named, number, row

MINE = row("line", 10, router="09143", system_class="sea")
THEIRS = row("line", 11, office=2, router="09999")
STRANGE = row("line", 12, office=3, router="09999")


def use(identity: int, partner: str, what: str = "", office: int = 1, kind: str = "") -> Row:
    kind = kind or ("equipment" if what else "joint")
    return row("shared_use", identity, office=office, use=kind, partner=partner, object=what)


def behind(office: int, router: str, first: int) -> list[Row]:
    """A terminal, its mail address and a block behind a router."""
    name = f"{first}S"
    return [
        row("terminal", first, office=office, router=router, name=name, device="smtp"),
        row("address_block", first + 1, office=office, router=router, network="10.0.0.0/29"),
        row("mail_address", first + 2, office=office, terminal=name, address=f"{name}@x"),
    ]


# -- whose line a router is -----------------------------------------------------------------------------------------


def test_the_line_of_a_router_is_the_offices_own_or_that_of_a_partner_who_shares_it():
    assert sharing.line_of(case([MINE, use(1, "NAC555", "09143")]), "09143") == MINE
    assert sharing.line_of(case([STRANGE, THEIRS, use(1, "NAC555", "09999")]), "09999") == THEIRS
    assert sharing.line_of(case([THEIRS]), "09999") is None
    assert sharing.line_of(case([THEIRS, use(1, "NAC555", "08888")]), "09999") is None
    assert sharing.line_of(case([THEIRS, use(1, "XYZ001", "09999")]), "09999") is None
    assert sharing.line_of(case([MINE, THEIRS, use(1, "NAC555", "09999")]), "08888") is None


def test_behind_a_router_stand_the_terminals_blocks_and_mail_addresses_of_one_office():
    rows = [*behind(1, "09999", 20), *behind(1, "09143", 30), *behind(2, "09999", 40)]
    rows.append(row("mail_address", 50, office=2, terminal="20S", address="x"))
    found = sharing.rows_behind_router(case(rows), 1, "09999")
    assert sorted(r.identity for r in found) == [20, 21, 22]


# -- what follows ---------------------------------------------------------------------------------------------------


def test_a_line_that_goes_takes_its_sharing_along_with_where_it_goes():
    held = [MINE, use(1, "NAC555", "09143"), use(2, "NAC555", "09144"), use(3, "NAC555")]
    ends = end("line", MINE, options={"to": "NAC555", "scope": "own", "works": "removal"})
    (gone,) = sharing.derived_edits(case(held, [ends]))
    assert (named([gone]), gone.procedure, gone.options) == (
        ["end shared_use 1"],
        "line",
        {"to": "NAC555", "scope": "own"},
    )
    assert sharing.derived_edits(case(held, [ends, end("line", held[1])])) == []
    moved = change("line", MINE, {"speed": "3Mbps"})
    assert moved is not None and sharing.derived_edits(case(held, [moved])) == []


def test_the_end_of_sharing_anothers_router_takes_what_is_behind_it_along_and_that_of_ones_own_does_not():
    rows = [use(1, "NAC555", "09999"), *behind(1, "09999", 20)]
    follows = sharing.derived_edits(case(rows, [end("equipment", rows[0])]))
    assert sorted(named(follows)) == ["end address_block 21", "end mail_address 22", "end terminal 20"]
    assert {e.procedure for e in follows} == {"equipment"}
    fewer = sharing.derived_edits(case(rows, [end("equipment", rows[0]), end("terminal", rows[1])]))
    assert sorted(named(fewer)) == ["end address_block 21", "end mail_address 22"]
    own = [MINE, use(1, "NAC555", "09143"), *behind(1, "09143", 20)]
    assert sharing.derived_edits(case(own, [end("equipment", own[1])])) == []
    joint = [use(1, "NAC555"), *behind(1, "", 20)]
    assert sharing.derived_edits(case(joint, [end("joint-use", joint[0])])) == []


def test_only_ends_of_sharing_are_ends_of_sharing():
    ended = end("equipment", use(1, "NAC555"))
    added = add("equipment", "shared_use", {"use": "joint"})
    assert sharing.sharing_ends([added, ended, end("line", MINE)]) == [ended]


# -- an heir --------------------------------------------------------------------------------------------------------


def test_an_heir_gets_what_it_does_not_share_already_and_each_once_and_nothing_with_itself():
    ends = [
        end("succession", r)
        for r in (
            use(1, "XYZ001", "09143"),
            use(2, "XYZ001"),
            use(3, "XYZ001", "09143", office=3),
            use(4, "NAC555", "09143"),
        )
    ]
    held = [use(9, "XYZ001", office=2)]
    over = sharing.going_over(case(held), ends, OTHER)
    assert [e.target for e in over] == [1, 4]
    found = sharing.heir_edits("succession", over, OTHER)
    assert [(e.procedure, e.action, e.kind, e.after["partner"]) for e in found] == [
        ("succession", "add", "shared_use", "XYZ001")
    ]


def test_a_moved_code_brings_its_numbers_and_mailboxes_and_a_moved_line_what_is_behind_it():
    code, other = (row("user_code", n, code=c) for n, c in ((1, "1ANAC"), (2, "1BNAC")))
    ids = [number("1ANAC", 3), number("1BNAC", 4)]
    boxes = [row("mailbox", 5, name="1ANAC001"), row("mailbox", 6, name="1BNAC001")]
    rows = [code, other, *ids, *boxes, MINE, *behind(1, "09143", 20), *behind(1, "09144", 30)]
    contract = case(rows).contract
    found = {r.identity: [x.identity for x in with_parts(contract, [r])] for r in (code, MINE, boxes[1])}
    assert found == {1: [1, 3, 5], 10: [10, 21, 20, 22], 6: [6]}
    both = [x.identity for x in with_parts(contract, [code, boxes[0]])]
    assert both == [1, 5, 3], "a mailbox that was chosen itself comes once"


def test_the_receiving_office_keeps_what_it_has_and_gets_the_types_that_it_lacks():
    code, other = row("user_code", 1, code="1ANAC"), row("user_code", 2, code="1BNAC")
    ids = [number("1ANAC", 3), number("1BNAC", 4, business=["07", "10"])]
    there = [row("user_code", 5, office=2, code="1ANAC"), row("business", 6, office=2, business="10")]
    types = [row("business", n, business=b, system_class="sea") for n, b in ((7, "01"), (8, "07"), (9, "10"))]
    ends = [end("move", r) for r in (code, other, *ids)]
    found = needed_there(case([code, other, *ids, *there, *types]), ends, OTHER)
    assert [(e.action, e.kind, e.after.get("code") or e.after["business"]) for e in found] == [
        ("add", "user_code", "1BNAC"),
        ("add", "user_id", "1ANAC"),
        ("add", "user_id", "1BNAC"),
        ("add", "business", "01"),
        ("add", "business", "07"),
    ]


# -- the end of everything ------------------------------------------------------------------------------------------


def test_everything_ends_for_this_office_alone_and_its_lines_are_removed_unless_they_stay():
    code, free = row("user_code", 1, code="1ANAC"), row("user_code", 2, code="1BNAC")
    kept = row("billing", 3, name="x")
    rows = [code, free, kept, MINE, row("user_code", 4, office=2, code="1ANAC")]
    contract = case(rows).contract
    ends = {e.target: e for e in end_of_everything(contract)}
    assert {t: dict(e.options) for t, e in ends.items()} == {
        1: {"scope": "own"},
        2: {},
        10: {"works": "removal"},
    }
    assert {e.procedure for e in ends.values()} == {"cancel"}
    assert [(w.kind, w.line) for w in removals(ends.values())] == [("removal", "09143")]
    stays = end_of_everything(contract, "succession", lines_stay=True)
    assert {e.target: dict(e.options) for e in stays}[10] == {} and removals(stays) == []
    assert {e.procedure for e in stays} == {"succession"}
    assert "billing" not in ENDING


def test_nothing_stays_behind_a_cancellation_not_even_what_begins_later():
    later = replace(MINE, starts=TODAY + 9 * DAY)
    ends = [end("cancel", row("user_code", 1, code="1ANAC"))]
    assert everything_ends(case([later], ends)) == []
    assert codes(everything_ends(case([later], ends, other="cancel"))) == ["rows_left at cancel"]
    assert everything_ends(case([later], [end("cancel", later)], other="cancel")) == []
    assert everything_ends(case([replace(later, office=2)], ends, other="cancel")) == []
    (told,) = everything_ends(case([later, replace(later, identity=77)], other="cancel"))
    assert told.text.ja.count("（回線）") == 1


# -- what is typed and added ----------------------------------------------------------------------------------------


def test_an_office_code_is_read_however_it_is_typed():
    assert code_of(" ｎac 001 ") == "NAC001" and code_of("") == ""


def test_the_same_sharing_is_not_added_twice():
    held = use(1, "NAC555", "09143")
    same = add("equipment", "shared_use", dict(held.values))
    another = add("equipment", "shared_use", {**held.values, "object": "09144"})
    assert codes(not_shared_yet(case([held], [same]))) == ["shared_already at equipment"]
    assert not_shared_yet(case([held], [another, end("equipment", held)])) == []


# -- mergers --------------------------------------------------------------------------------------------------------


def given(**kept: object) -> dict[str, object]:
    return {"extra": {"succession": kept}, "named": {"XYZ001": ANOTHER, "NAC555": OTHER}}


def test_the_offices_that_vanish_are_those_that_were_found_or_the_one_that_was_typed():
    assert merger.named({}) == [] == merger.carried_on({})
    assert merger.named({"succession": {"source": "XYZ001"}}) == ["XYZ001"]
    assert merger.named({"succession": {"source": "XYZ001", "offices": ["A", "B"]}}) == ["A", "B"]
    assert merger.carried_on({"succession": {"new": ["A"]}}) == ["A"]
    assert merger.parallel_from({"succession": {"parallel": "2030-01-02"}}).isoformat() == "2030-01-02"
    assert merger.parallel_from({"succession": {}}) is None
    found = merger.sources(case([], **given(offices=["XYZ001", "NAC555", "ZZZ999"])))
    assert [o.code for o in found] == ["NAC555", "XYZ001"]
    assert [merger.takes(case([], **given(case=c))) for c in "123456"] == [
        False,
        False,
        False,
        True,
        False,
        False,
    ]


def test_what_comes_over_comes_under_its_numbers_and_what_is_held_already_does_not():
    held = [row("user_code", 1, code="1ANAC"), row("business", 2, business="01", system_class="sea")]
    theirs = [
        row("user_code", 3, office=3, code="1ANAC"),
        row("user_code", 4, office=3, code="1AXYZ"),
        row("business", 5, office=3, business="01", system_class="sea"),
        row("business", 6, office=3, business="01", system_class="air"),
        row("line", 7, office=3, router="09999"),
        row("holder", 8, office=3, name="x"),
        row("user_code", 9, office=2, code="1AXYZ"),
        row("mailbox", 10, office=2, name="1AXYZ001"),
    ]
    found = merger.taken(case([*held, *theirs], **given(offices=["XYZ001", "NAC555"])))
    assert [(e.kind, e.options["from"]) for e in found if e.kind in ("line", "mailbox")] == [
        ("mailbox", "NAC555"),
        ("line", "XYZ001"),
    ]
    assert [e.after["code"] for e in found if e.kind == "user_code"] == ["1AXYZ"]
    assert [e.after["system_class"] for e in found if e.kind == "business"] == ["air"]
    assert len(found) == 4 and {e.procedure for e in found} == {"succession"}


def test_business_types_of_an_office_at_the_same_address_are_to_be_added():
    def asked(address: str = "渋谷", business: str = "07", **more: object) -> list[str]:
        rows = [
            row("office", 1, address="渋谷"),
            row("business", 2, business="01", system_class="sea"),
            row("office", 3, office=3, address=address),
            row("business", 4, office=3, business=business, system_class="sea"),
        ]
        return merger.businesses_to_add(case(rows, **given(offices=["XYZ001"], **more)))

    assert asked() == ["XYZ001"]
    assert asked(address="港区") == [] == asked(business="01")
    assert asked(new=["XYZ001"]) == [] and asked(new=["XYZ002"]) == ["XYZ001"]


def test_the_ends_of_a_vanishing_office_leave_its_lines_where_they_come_over():
    rows = [replace(STRANGE), row("user_code", 1, code="1ANAC")]
    for chosen, options in (("3", {"works": "removal"}), ("4", {})):
        (gone,) = merger.ends(case(rows, **given(case=chosen)), ANOTHER)
        assert (gone.target, dict(gone.options), gone.procedure) == (12, options, "succession")
