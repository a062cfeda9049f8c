"""What procedures issue and suggest: a number for each row that comes, typed or the next, with its password or key. The numbers
themselves are dummies here; tests/issuing has those that count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from nss.application.edits import Edit, add, change, end
from nss.application.rulebook import IssueJob
from nss.issuing.ahead import Ahead
from nss.procedure.beside import certificate, reissue
from nss.procedure.codes.user_code import issue as user_codes
from nss.procedure.lines import issue as lines
from nss.procedure.lines import mailbox
from nss.procedure.net import net_terminal, web_certificate

from .plainly import MINE, TODAY, case, number, one_more, row

TYPED: list[tuple[Any, ...]] = []
"""What was claimed: kind, value, and the shape that it must have."""
CERTIFIED: list[str] = []
"""The certificates: name, and whether an earlier one stops."""


@pytest.fixture(autouse=True)
def dummies(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Numbers that count up, and what was claimed, locked and certified."""
    names, routers, blocks, keys = (count(1) for _ in range(4))
    left = {"10.0.0.0/29": 2}

    def address(networks: Any, *_: Any) -> str | None:
        for n in networks:
            if left.setdefault(n, 2):
                left[n] -= 1
                return f"{n}.{2 - left[n]}"
        return None

    def claim(kind: str, value: str, office: Any, application: int, shape: str = "") -> str:
        TYPED.append((kind, value, shape))
        return value

    fake = SimpleNamespace(
        claim=claim,
        address=address,
        AlreadyIssued=ValueError,
        TERMINAL_LETTERS={"net": "N", "netapi": "P"},
        router_number=lambda *_: f"R{next(routers)}",
        block=lambda *_: f"B{next(blocks)}",
        terminal_name=lambda letter, *_: f"{next(names)}{letter}",
        lock_router=lambda router: TYPED.append(("lock", router, "")),
        mail_address=lambda name, domain, *_: f"{name}-{next(keys)}",
        mailbox_id=lambda code, *_: f"{code}{next(keys):03d}",
        user_password=lambda: f"pass{next(keys)}",
        access_key=lambda: f"key{next(keys)}",
        user_code=lambda *_: "1ZNAC",
        exporter_code=lambda office: "V1NAC",
        was_issued=lambda kind, value: False,
        id_number=lambda code, net, prefix, *_: f"{prefix}{next(names)}{'A' if net else 0}",
    )
    for module in (lines, mailbox, net_terminal, web_certificate, user_codes, reissue):
        monkeypatch.setattr(module, "numbers", fake)

    def certify(name: str, office: Any, application: int, day: Any) -> None:
        CERTIFIED.append(name)

    for module in (net_terminal, web_certificate, certificate):
        monkeypatch.setattr(module.certificates, "issue", certify)
    monkeypatch.setattr(lines, "blocks_of", lambda router: ["10.0.0.0/29"] if router == "09143" else [])
    monkeypatch.setattr(user_codes, "prefix_for", lambda office, code: code[1])
    TYPED.clear()
    CERTIFIED.clear()
    yield


class Peek(Ahead):
    """A look at pools that say how many numbers were looked at before."""

    def __init__(self) -> None:
        self.shown: Counter[str] = Counter()

    def _of(self, pool: str) -> int:
        self.shown[pool] += 1
        return self.shown[pool] - 1

    def user_code(self, office: Any) -> str:
        return f"peek{self._of('code')}"

    def id_number(self, code: str, net: bool, prefix: str) -> str:
        return f"{code}{prefix}{self._of(f'{code}{net}')}{'A' if net else 0}"

    def terminal(self, letter: str) -> str:
        return f"peek{self._of('terminal')}{letter}"

    def router(self) -> str:
        return f"peek{self._of('router')}"

    def address(self, router: str, networks: Sequence[str]) -> str:
        free = [f"{n}.{k}" for n in networks for k in (1, 2)]
        return "".join(free[self._of(router) :][:1])


def job(**more: Any) -> IssueJob:
    return IssueJob(MINE, 1, TODAY, **more)


def sealed(done: IssueJob) -> list[tuple[str, str]]:
    return [(s.kind, s.label) for s in done.secrets]


HELD = end("x", row("line", 1, router="09143"))
"""What ends is handed back as it is."""


# -- lines and terminals -------------------------------------------------------------------------------------------


def new_line(ref: str) -> Edit:
    return add("line", "line", {"router": "", "speed": "1Mbps"}, ref=ref)


def test_each_new_line_gets_a_router_and_a_first_block_and_what_is_no_new_line_stays():
    done = job(chosen={"line2": "00077"})
    moved = change("line", row("line", 1, router="09143"), {"speed": "3Mbps"})
    block = add("line", "address_block", {"router": "x"})
    assert moved is not None
    found = lines.issue_lines(done, [HELD, new_line("line1"), moved, new_line("line2"), block])
    assert [(e.kind, e.action, dict(e.after), e.derived) for e in found[1:]] == [
        ("line", "add", {"router": "R1", "speed": "1Mbps"}, False),
        ("address_block", "add", {"router": "R1", "network": "B1"}, True),
        ("line", "change", {"speed": "3Mbps"}, False),
        ("line", "add", {"router": "00077", "speed": "1Mbps"}, False),
        ("address_block", "add", {"router": "00077", "network": "B2"}, True),
        ("address_block", "add", {"router": "x"}, False),
    ]
    assert found[0] is HELD and TYPED == [("router", "00077", "")]
    assert done.numbers == {"line1": "R1", "block:R1": "B1", "line2": "00077", "block:00077": "B2"}


def server(router: str, device: str = "smtp", package: str = "", **more: Any) -> Edit:
    after = {"router": router, "device": device, "package": package, "name": "", "address": None}
    return add("terminal", "terminal", after, **more)


def test_each_terminal_gets_a_name_and_an_address_and_a_full_router_another_block():
    done = job(chosen={"t1.1": "00099S"})
    found = lines.issue_terminals(done, [HELD, server("09143", count=3, ref="a")])
    assert found[0] is HELD
    assert [
        (e.kind, e.count, dict(e.after).get("name"), e.after.get("address"), e.derived) for e in found[1:]
    ] == [
        ("terminal", 1, "1S", "10.0.0.0/29.1", False),
        ("terminal", 1, "00099S", "10.0.0.0/29.2", False),
        ("address_block", 1, None, None, True),
        ("terminal", 1, "2S", "B1.1", False),
    ]
    assert dict(found[3].after) == {"router": "09143", "network": "B1"}
    assert TYPED == [("lock", "09143", ""), ("terminal", "00099S", "[0-9]{5}S")]
    assert done.numbers == {"a": "1S"}, "the first of several is the one that others name"


def test_a_block_that_came_is_filled_before_the_next_comes():
    found = lines.issue_terminals(job(), [server("09143", count=5, ref="a"), server("09143", ref="b")])
    assert [e.after["address"] for e in found if e.kind == "terminal"] == [
        "10.0.0.0/29.1",
        "10.0.0.0/29.2",
        "B1.1",
        "B1.2",
        "B2.1",
        "B2.2",
    ]
    assert sum(e.kind == "address_block" for e in found) == 2


def test_terminals_of_a_new_line_use_its_first_block():
    done = job(numbers={"line1": "R1", "block:R1": "B7"})
    found = lines.issue_terminals(
        done, [server("", ref="a", parent="line1"), server("", ref="b", options={"line": "line1"})]
    )
    assert [(e.after["router"], e.after["address"]) for e in found] == [("R1", "B7.1"), ("R1", "B7.2")]
    assert TYPED == [("lock", "R1", "")]


def test_mail_addresses_go_round_the_new_servers_or_to_the_one_that_is_named():
    def mails(count: int, terminal: str = "", parent: str = "") -> Edit:
        return add(
            "terminal", "mail_address", {"terminal": terminal, "address": ""}, count=count, parent=parent
        )

    found = lines.issue_terminals(
        job(), [server("09143", count=2, ref="a"), mails(3, parent="a"), mails(2, "9S")]
    )
    assert [
        (e.after["terminal"], e.after["address"], e.count) for e in found if e.kind == "mail_address"
    ] == [
        ("1S", "1S-1", 1),
        ("2S", "2S-2", 1),
        ("1S", "1S-3", 1),
        ("9S", "9S-4", 1),
        ("9S", "9S-5", 1),
    ]


@pytest.mark.parametrize(
    ("device", "package", "letter"),
    [
        ("pc", "interactive", "C"),
        ("pc", "mail", "M"),
        ("smtp", "", "S"),
        ("gw", "", "G"),
        ("smtp", None, "S"),
    ],
)
def test_a_name_ends_with_the_letter_of_its_device(device, package, letter):
    assert lines.letter_of(server("", device, package)) == letter


def test_what_would_be_issued_for_lines_and_terminals_is_suggested_in_order():
    asked = [
        HELD,
        new_line("line1"),
        server("09143", count=3),
        end("terminal", row("terminal", 2)),
        new_line("line2"),
    ]
    asked.append(server("", "gw", parent="line1"))
    found = lines.suggest_lines(case([], asked), Peek())
    assert [(s.key, s.value, s.pattern) for s in found] == [
        ("line1", "peek0", "[0-9]{5}"),
        ("line2", "peek1", "[0-9]{5}"),
    ]
    names = lines.suggest_terminals(case([], asked), Peek())
    assert [(s.key, s.value, s.pattern) for s in names] == [
        ("t0.0", "peek0S", "[0-9]{5}S"),
        ("t0.1", "peek1S", "[0-9]{5}S"),
        ("t0.2", "peek2S", "[0-9]{5}S"),
        ("t2.0", "peek3G", "[0-9]{5}G"),
    ]
    shown = [s.label.ja.partition("（")[2] for s in names]
    assert shown == ["IP 10.0.0.0/29.1）", "IP 10.0.0.0/29.2）", "", ""]


# -- codes and numbers ---------------------------------------------------------------------------------------------


def new_code(ref: str, **after: Any) -> Edit:
    return add("user-code", "user_code", {"code": "", "system_class": "sea", **after}, ref=ref)


def test_codes_come_first_and_each_number_gets_a_password_of_its_own():
    done = job(chosen={"id1.1": "A77"})
    edits = [
        new_code("c"),
        replace(one_more("", "01", parent="c"), count=2),
        end("user-code", number("1ANAC", 3)),
    ]
    found = user_codes.issue(done, edits)
    assert [(e.kind, e.count, e.after.get("code"), e.after.get("number")) for e in found] == [
        ("user_code", 1, "1ZNAC", None),
        ("user_id", 1, "1ZNAC", "Z1A"),
        ("user_id", 1, "1ZNAC", "A77"),
        ("user_id", 1, None, None),
    ]
    assert sealed(done) == [("user_password", "1ZNACZ1A"), ("user_password", "1ZNACA77")]
    assert TYPED == [("user_id", "1ZNACA77", "1ZNAC[0-9A-Z]{2}[A-Z]")] and done.numbers == {"c": "1ZNAC"}


def test_a_code_that_another_office_lends_keeps_its_name_and_a_typed_one_is_claimed_in_its_shape():
    done = job(chosen={"c": "2XNAC", "v": "V1NAC"})
    edits = [
        new_code("s", code="1AXYZ"),
        one_more("1AXYZ", "01", parent="s"),
        new_code("c"),
        new_code("v"),
        one_more("", "18", parent="v"),
    ]
    edits[1] = replace(edits[1], after={**edits[1].after, "method": "interactive"})
    found = user_codes.issue(done, edits)
    assert [e.after["code"] for e in found] == ["1AXYZ", "1AXYZ", "2XNAC", "V1NAC", "V1NAC"]
    assert found[1].after["number"] == "A10"
    assert TYPED == [("user_code", "2XNAC", "[1-9][0-9A-Z]NAC"), ("user_code", "V1NAC", "V1NAC")]


def test_an_exporter_gets_the_code_of_its_company_without_being_typed():
    found = user_codes.issue(job(), [new_code("v"), one_more("", "18", parent="v")])
    assert [e.after["code"] for e in found] == ["V1NAC", "V1NAC"]
    assert TYPED == [("user_code", "V1NAC", "V1NAC")]


def test_numbers_that_are_typed_for_two_items_do_not_meet():
    keys = [user_codes.key_of(one_more("1ANAC", key=k)) for k in ("user-code", "id-number", "specialist")]
    assert keys == ["id", "idn", "idn"]


def test_what_would_be_issued_for_codes_is_suggested_in_order():
    mine = [
        end("user-code", number("1ANAC", 3)),
        new_code("c1"),
        one_more("", "01", parent="c1", count=2),
        new_code("c2"),
        one_more("", "18", parent="c2"),
        one_more("1ANAC", "01"),
        replace(one_more("1ANAC", "01"), after={**one_more("1ANAC", "01").after, "method": "mail"}),
        one_more("1ANAC", "01"),
        new_code("s", code="1AXYZ"),
        new_code("c3"),
    ]
    found = user_codes.suggest(case([], mine), "user-code", Peek())
    assert [(s.key, s.value) for s in found] == [
        ("c1", "peek0"),
        ("id2.0", "peek0e0A"),
        ("id2.1", "peek0e1A"),
        ("c2", "V1NAC"),
        ("id4.0", "V1NAC10A"),
        ("id5.0", "1ANACA0A"),
        ("id6.0", "1ANACA00"),
        ("id7.0", "1ANACA1A"),
        ("c3", "peek1"),
    ]
    assert found[0].pattern == "[1-9][0-9A-Z]NAC" and found[3].pattern == "V1NAC"
    assert found[5].pattern == "[0-9A-Z]{2}[A-Z]" and found[6].pattern == "[0-9A-Z]{2}[0-9]"
    assert user_codes.suggest(case([], mine), "id-number", Peek()) == []


# -- the rest ------------------------------------------------------------------------------------------------------


def test_a_net_terminal_gets_a_name_a_certificate_and_a_key():
    done = job(chosen={"net2.0": "00055P"})
    edits = [
        HELD,
        add("net-terminal", "net_terminal", {"net_kind": "net", "name": ""}, count=2),
        add("net-terminal", "net_terminal", {"net_kind": "netapi", "name": ""}),
    ]
    found = net_terminal.PROCEDURE.issue(done, edits)
    assert found[0] is HELD and [(e.after["name"], e.count) for e in found[1:]] == [
        ("1N", 1),
        ("2N", 1),
        ("00055P", 1),
    ]
    assert CERTIFIED == ["1N", "2N", "00055P"]
    assert sealed(done) == [("access_key", n) for n in CERTIFIED]
    assert TYPED == [("terminal", "00055P", "[0-9]{5}P")]
    told = net_terminal.PROCEDURE.suggestions(case([], edits), Peek())
    assert [(s.key, s.value) for s in told] == [
        ("net0.0", "peek0N"),
        ("net0.1", "peek1N"),
        ("net1.0", "peek2P"),
    ]


def test_a_web_certificate_gets_a_name_and_is_certified():
    edits = [HELD, add("web-certificate", "web_certificate", {"name": ""}, count=2)]
    found = web_certificate.PROCEDURE.issue(job(), edits)
    assert found[0] is HELD and [(e.after["name"], e.count) for e in found[1:]] == [("1W", 1), ("2W", 1)]
    assert CERTIFIED == ["1W", "2W"]


def test_certificates_and_passwords_are_issued_again_for_all_that_were_named_and_no_edit_is_lost():
    done = job(extra={"certificates": {"names": ["31002N", "31003W"]}})
    assert certificate.PROCEDURE.issue(done, [HELD]) == [HELD]
    assert CERTIFIED == ["31002N", "31003W"]
    asked = [["user_id", "1ANACA01"], ["mailbox", "1ANAC001"], ["net_terminal", "31002N"]]
    again = job(extra={"reissue": asked})
    assert reissue.PROCEDURE.issue(again, [HELD]) == [HELD]
    assert [(s.kind, s.label, s.text[:3]) for s in again.secrets] == [
        ("user_password", "1ANACA01", "pas"),
        ("mailbox_password", "1ANAC001", "pas"),
        ("access_key", "31002N", "key"),
    ]
    assert reissue.PROCEDURE.issue(job(), [HELD]) == [HELD] == certificate.PROCEDURE.issue(job(), [HELD])
