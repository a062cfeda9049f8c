"""What speaks against an approval, what lies ahead of an application, and the bounds of files: on plain values."""

from __future__ import annotations

import socket
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from nss.application import case, decision_checks, files, progress, scan, settings_left, works
from nss.application.edits import Edit
from nss.application.lifecycle import Event, State
from nss.application.models import Application
from nss.base.problems import WARN, Problem
from nss.base.words import W

DAY = date(2026, 12, 9)
ONE = timedelta(days=1)
MINE = Edit("x", "end", "user_code", 7, {"code": "1BNAC"})


def problem(code: str, where: str = "") -> Problem:
    return Problem(code, W(code, code), where)


class Approval:
    """An application and its case, with as much as the checks read."""

    def __init__(self, asked: tuple[Edit, ...] | None = None, **more: Any) -> None:
        office = SimpleNamespace(pk=2, code="NAC555")
        self.basis = SimpleNamespace(day=more.pop("day", DAY))
        self.requested: tuple[Edit, ...] = ()
        self.edits: tuple[Edit, ...] = ()
        self.revision = SimpleNamespace(no=2, edit_list=())
        self.problems = more.pop("problems", [])
        self.consents = [] if asked is None else [SimpleNamespace(office=office, code="1BNAC", edits=asked)]
        self.given: list[Any] = more.pop("given", [])
        self.lacks = more.pop("lacks", frozenset())

    def found(self) -> list[tuple[str, str]]:
        application = SimpleNamespace(lacks=self.lacks, consents=SimpleNamespace(all=lambda: self.given))
        found = decision_checks.checks(application, self)  # type: ignore[arg-type]
        return [(p.code, p.where) for p in found]


def answer(state: str = "agreed", edits: tuple[Edit, ...] = (MINE,), **more: Any) -> Any:
    plain = {"office_id": 2, "code": "1BNAC", "revision_no": 2, "wish_date": DAY, "state": state}
    return SimpleNamespace(**{**plain, **more}, edits=list(edits), edit_list=list(edits))


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Any:
    said = SimpleNamespace(start=[], works=[])
    monkeypatch.setattr(decision_checks, "start_problems", lambda case, start: said.start)
    monkeypatch.setattr(works, "works_of", lambda application: said.works)
    return said


def test_what_the_rules_say_stops_but_for_the_wish_the_reason_and_what_it_holds_itself(beside: Any) -> None:
    several = [
        problem("a", "wish_date"),
        problem("b", "reason"),
        problem("row_in_open_application"),
        problem("c", "x"),
    ]
    assert Approval(problems=several).found() == [("c", "x")]
    beside.start = [problem("start_in_past", "start")]
    assert Approval(problems=several).found() == [("c", "x"), ("start_in_past", "start")]


@pytest.mark.parametrize("state", ["requested", "seen", "refused", "expired", "cancelled"])
def test_every_office_that_is_asked_has_to_agree(beside: Any, state: str) -> None:
    missing = [("consent_missing", "")]
    assert Approval((MINE,), given=[answer()]).found() == []
    assert Approval((MINE,), given=[answer(state)]).found() == missing
    assert Approval((MINE,)).found() == missing
    assert Approval((MINE,), given=[answer(revision_no=1)]).found() == missing, (
        "that was asked of another filing"
    )
    assert Approval((MINE,), given=[answer(office_id=3)]).found() == missing
    assert Approval((MINE,), given=[answer(code="1CNAC")]).found() == missing
    assert Approval((MINE,), given=[answer()], lacks=frozenset({"consents"})).found() == missing
    assert Approval(None, given=[answer(), answer(state, office_id=3)]).found() == missing
    assert Approval(None, given=[answer()]).found() == [], "one more that agreed does no harm"


def test_an_agreement_is_to_a_day_and_to_rows(beside: Any) -> None:
    other = Edit("x", "end", "user_id", 8)
    assert Approval((MINE,), day=DAY + ONE, given=[answer()]).found() == [("consent_day", "start")]
    assert Approval((), day=DAY + ONE, given=[answer(edits=())]).found() == [], (
        "nothing of its own ends on a day"
    )
    assert Approval((MINE, other), given=[answer()]).found() == [("consent_missing", "")]
    assert Approval((MINE,), given=[answer(edits=(MINE, other))]).found() == []
    two = [answer(wish_date=DAY + 3 * ONE), answer(office_id=3, wish_date=DAY + 2 * ONE), answer(office_id=4)]
    approval = Approval((MINE,), given=two)
    application = SimpleNamespace(lacks=frozenset(), consents=SimpleNamespace(all=lambda: two))
    said = decision_checks.checks(application, approval)  # type: ignore[arg-type]
    assert [p.code for p in said] == ["consent_day"] and "2026/12/11" in str(said[0].text), (
        "the first of the other days"
    )


@pytest.mark.parametrize(
    "state, fixed, found",
    [
        ("fixed", DAY - ONE, []),
        ("fixed", DAY, ["works_too_late"]),
        ("fixed", DAY + ONE, ["works_too_late"]),
        ("done", DAY - ONE, []),
        ("done", DAY, ["works_too_late"]),
        ("cancelled", None, []),
        ("done", None, []),
        ("waiting", None, ["works_open"]),
        ("proposed", None, ["works_open"]),
        ("failed", None, ["works_open"]),
    ],
)
def test_works_are_fixed_before_the_start(
    beside: Any, state: str, fixed: date | None, found: list[str]
) -> None:
    one = SimpleNamespace(state=state, fixed_on=fixed)
    beside.works = [one, SimpleNamespace(state="waiting", fixed_on=None)]
    assert [c for c, _ in Approval().found()] == [*found, "works_open"]
    assert decision_checks.WORKS_OPEN.level == WARN


# 進行状況


def steps(state: State, today: date = DAY, lines: tuple[Any, ...] = (), **more: Any) -> list[tuple[Any, ...]]:
    application = Application(pk=1, state=state.value, **more)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress, "LINES", lambda pk: lines)
        return [(str(s.word), s.day, s.text, s.expected) for s in progress.timeline(application, today)]


def line(event: Event, **detail: str) -> Any:
    return SimpleNamespace(event=event.value, at=datetime(2026, 12, 3, 15, tzinfo=UTC), detail=detail)


def test_the_record_is_read_out_with_reasons_and_on_the_days_of_japan() -> None:
    lines = (
        line(Event.CREATE),
        line(Event.SUBMIT),
        line(Event.DISCARD),
        line(Event.REFUSE, reason="a", text="b"),
        line(Event.EXTEND, text="b"),
        line(Event.HELD, text="c"),
    )
    day = date(2026, 12, 4)
    assert steps(State.REJECTED, lines=lines) == [
        ("利用申込", day, "", False),
        ("不承認", day, "a", False),
        ("システム設定申込締切日の延長", day, "b", False),
    ]


@pytest.mark.parametrize("state", State)
def test_the_answer_is_expected_while_it_is_the_centers_turn(state: State) -> None:
    waits = state in (State.CONSENT, State.RECEIVED, State.REVIEWING, State.RESUBMITTED)
    expected = [("利用申込回答（審査終了）", DAY, "", True)] if waits else []
    found = [s for s in steps(state, waiting_since=date(2026, 12, 8)) if "回答" in s[0]]
    assert found == expected
    late = [s for s in steps(state, today=DAY + 3 * ONE, waiting_since=date(2026, 12, 8)) if "回答" in s[0]]
    assert late == [(w, DAY + 3 * ONE, t, e) for w, _, t, e in expected], "not before today"
    assert [s for s in steps(state) if "回答" in s[0]] == []


def test_a_decided_application_shows_its_deadline_its_start_and_the_end_of_its_passwords() -> None:
    known = {"start_date": DAY, "setting_deadline": DAY - 3 * ONE, "decided_on": DAY - 6 * ONE}
    waiting = steps(State.SETTING_WAIT, DAY - ONE, **known)
    assert waiting[:2] == [("システム設定申込締切日", DAY - 3 * ONE, "", True), ("利用開始", DAY, "", True)]
    word, last, text, ahead = waiting[2]
    assert (word, text, ahead) == ("パスワード参照期間の終了", "", True) and last > DAY
    approved = steps(State.APPROVED, DAY, **known)
    assert approved == [("利用開始", DAY, "", False), (word, last, "", True)]
    assert [s[3] for day in (last, last + ONE) for s in steps(State.APPROVED, day, **known)[1:]] == [
        True,
        False,
    ]
    assert steps(State.APPROVED, start_date=DAY) == [("利用開始", DAY, "", False)]
    assert steps(State.APPROVED) == [] == steps(State.WITHDRAWN, **known)


# System settings


@pytest.mark.parametrize(
    "served, codes, settled, left, complete",
    [
        (1, ["a", "b"], ["a"], ["b"], False),
        (1, ["a"], ["a", "c"], [], True),
        (0, ["a"], [], ["a"], False),
        (1, [], [], [], True),
        (0, [], [], [], False),
    ],
)
def test_a_setting_is_complete_when_every_code_has_one(
    monkeypatch: pytest.MonkeyPatch,
    served: int,
    codes: list[str],
    settled: list[str],
    left: list[str],
    complete: bool,
) -> None:
    rules = SimpleNamespace(settles=lambda case: settled, setting_codes=lambda case: codes)
    monkeypatch.setattr(settings_left, "current", lambda: rules)
    missing = settings_left.missing("decided", ["serving"] * served)  # type: ignore[arg-type, list-item]
    assert (missing or [], missing is None) == (left, complete)


# The case


def test_a_case_stands_on_the_wished_day_but_not_on_one_that_is_past(moved_clock: Any) -> None:
    today = moved_clock(DAY)
    assert [case.basis_day(d) for d in (None, today - ONE, today, today + ONE)] == [
        today,
        today,
        today,
        today + ONE,
    ]


def test_kinds_that_are_judged_together_are_read_together_in_the_order_of_the_contract() -> None:
    assert case.with_related_kinds(["user_id"]) == ("user_code", "user_id")
    lines = ("line", "address_block", "terminal", "mail_address", "shared_use")
    assert case.with_related_kinds(["shared_use", "holder"]) == ("holder", *lines)
    assert (
        case.with_related_kinds(["plan", "office"]) == ("office", "plan")
        and case.with_related_kinds([]) == ()
    )


# Files


class Reached(Exception):
    """A file got as far as being read."""


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise Reached

    monkeypatch.setattr(files, "_inspect", read)


def reason(name: str, body: bytes, purpose: str = "file") -> str:
    try:
        files.attach(Application(), name, body, purpose)
    except Reached:
        return ""
    except files.BadFile as bad:
        assert str(bad) == bad.text.ja and bad.text.en
        return bad.text.ja
    raise AssertionError


@pytest.mark.parametrize(
    "name, body, purpose, said",
    [
        ("a.pdf", b"%PDF-".ljust(10 * 1024 * 1024), "file", ""),
        ("a.pdf", b"%PDF-".ljust(10 * 1024 * 1024 + 1), "file", "10MB"),
        ("a.pdf", b"", "file", "空"),
        ("a.pdf", b" " * 1019 + b"%PDF-", "file", ""),
        ("a.pdf", b" " * 1020 + b"%PDF-", "file", "一致しません"),
        ("a.PDF", b"%PDF-", "file", ""),
        ("a.svg", b" \n<svg/>", "drawing", ""),
        ("a.svg", b"\xff\xfe<\0", "drawing", ""),
        ("a.svg", b"svg", "drawing", "一致しません"),
        ("a.svg", b"<svg/>", "file", "種類"),
        ("a.doc", files.OLE, "drawing", "種類"),
        ("a.doc", files.OLE, "file", ""),
        ("a.xls", files.OLE, "file", ""),
        ("a.xlsx", files.OLE, "file", "パスワード"),
        ("a.docx", files.OLE, "file", "パスワード"),
        ("a.xlsx", b"PK\x03\x04", "file", ""),
        ("a.png", b"\x89PNG\r\n\x1a\n", "file", ""),
        ("a.png", b" \x89PNG\r\n\x1a\n", "file", "一致しません"),
        ("a.jpeg", b"\xff\xd8\xff", "drawing", ""),
        ("pdf", b"%PDF-", "file", ""),
        ("a.exe", b"MZ", "file", "種類"),
    ],
)
def test_a_file_is_taken_by_its_size_its_ending_and_its_first_bytes(
    unread: None, name: str, body: bytes, purpose: str, said: str
) -> None:
    found = reason(name, body, purpose)
    assert said in found and bool(said) == bool(found)


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("a/b\\c.pdf", "c.pdf"),
        ("a" * 186 + ".pdf", "a" * 186 + ".pdf"),
        ("a" * 187 + ".pdf", "a" * 186 + ".pdf"),
        ("n" * 191, "n" * 191),
        (" . a.pdf. ", "a.pdf"),
        (".pdf", "file.pdf"),
        (" .pdf", "file.pdf"),
        (".a.pdf", "a.pdf"),
        ("a<>:|?*.pdf", "a.pdf"),
        ("か\u3099.pdf", "が.pdf"),
        ("", "file"),
        ("...", "file"),
    ],
)
def test_a_name_keeps_its_ending_and_has_190_bytes_at_most(typed: str, kept: str) -> None:
    assert files.clean_name(typed) == kept


# The scanner


@pytest.mark.parametrize(
    "answer, found",
    [
        ("stream: OK", ""),
        ("stream: Eicar FOUND", "Eicar"),
        ("a: b: Eicar-Test FOUND", "Eicar-Test"),
        ("FOUND", "?"),
        ("stream: size limit exceeded ERROR", None),
        ("", None),
    ],
)
def test_the_scanner_is_believed_when_it_speaks_its_own_words(
    monkeypatch: pytest.MonkeyPatch, settings: Any, answer: str, found: str | None
) -> None:
    settings.CLAMD = "127.0.0.1:3310"
    monkeypatch.setattr(scan, "_ask", lambda where, body: answer)
    if found is not None:
        assert scan.virus_name(b"x") == found
        return
    with pytest.raises(scan.ScannerUnavailable):
        scan.virus_name(b"x")


def test_without_a_scanner_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.CLAMD = ""
    monkeypatch.setattr(scan, "_ask", lambda where, body: "stream: Eicar FOUND")
    assert scan.virus_name(b"x") == ""


@pytest.mark.parametrize("size, parts", [(0, []), (1, [1]), (65536, [65536]), (65537, [65536, 1])])
def test_a_file_goes_to_the_scanner_in_parts_of_64_kilobytes(size: int, parts: list[int]) -> None:
    body = bytes(i % 251 for i in range(size))
    found = [*scan._parts(body)]
    assert [len(p) for p in found] == parts and b"".join(found) == body


class Line:
    """A connection that answers in pieces."""

    def __init__(self, *answers: bytes) -> None:
        self.sent, self.answers, self.timeout, self.to = b"", [*answers, b""], 0.0, ""

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def sendall(self, body: bytes) -> None:
        self.sent += body

    def recv(self, size: int) -> bytes:
        return self.answers.pop(0)

    def settimeout(self, seconds: float) -> None:
        self.timeout = seconds

    def connect(self, to: str) -> None:
        self.to = to


@pytest.mark.parametrize(
    "where, to",
    [("127.0.0.1:3310", ("127.0.0.1", 3310)), ("[::1]:3310", ("::1", 3310)), ("unix:/run/c", "/run/c")],
)
def test_the_scanner_is_asked_in_its_protocol_and_waited_for_twenty_seconds(
    monkeypatch: pytest.MonkeyPatch, where: str, to: object
) -> None:
    line = Line(b"stream: ", b" OK \0more", b"never")
    asked: list[object] = []

    def connected(address: object, timeout: float) -> Line:
        line.timeout = timeout
        asked.append(address)
        return line

    monkeypatch.setattr(socket, "create_connection", connected)
    monkeypatch.setattr(
        socket, "socket", lambda *kind: line if kind == (socket.AF_UNIX, socket.SOCK_STREAM) else None
    )
    assert scan._ask(where, b"abc") == "stream:  OK"
    assert line.sent == b"zINSTREAM\0" + b"\0\0\0\x03abc" + b"\0\0\0\0"
    assert line.timeout == 20 and (asked or [line.to]) == [to]
    assert line.answers == [b"never", b""], "nothing is read after the end"
    assert scan._ask(where, b"") == "never", "an answer that is cut off is read as far as it came"
