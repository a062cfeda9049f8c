"""回線・論理端末: what is added, changed, abolished, what goes with it, what works it needs, and that no number comes twice."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from nss.application import drafts, filing, works
from nss.application.case import Case
from nss.application.models import Application, Work
from nss.base import clock
from nss.base.problems import Refused
from nss.calendar.days import add_business_days
from nss.contract.models import Office
from nss.contract.snapshot import load
from nss.issuing import numbers
from nss.issuing.models import Issued
from nss.procedure.lines import drawing
from nss.procedure.lines.forms import EndLineForm, LineForm
from nss.procedure.lines.line_page import SPEEDS
from nss.procedure.lines.new_line import NewLineForm
from nss.procedure.lines.rows import KINDS
from tests import parts
from tests.browser.labels import go, press
from tests.procedure.item import Item, Typed, Walk

WORKS = {
    "family_name": "船舶",
    "given_name": "二郎",
    "family_kana": "センパク",
    "given_kana": "ジロウ",
    "phone": "06456789123",
    "attendant": "same",
}
NEW = {
    "system_class": "common",
    "connection": "own",
    "edifact": "0",
    "line_kind": "leased",
    "speed": "1Mbps",
    "wiring": "own",
    "maintenance": "weekdays",
    "postal_code": "135-0064",
    "address": "東京都江東区青海2-7-11",
    "spare_router": "0",
}


def maintained_always(page: Any) -> None:
    go(page.get_by_role("link", name="変更 09143"))
    page.locator("summary", has_text="回線に関する項目").click()
    page.get_by_role("group", name="保守時間帯").get_by_label("24時間365日").check()
    press(page, "この内容で設定する")
    page.wait_for_url("**/list/")
    press(page, "この図で提出する")
    press(page, "次へ進む")
    page.wait_for_url("**/works/")
    for name in ("family_name", "given_name", "family_kana", "given_kana", "phone"):
        page.locator(f"input[name={name}]").fill(WORKS[name])


ITEM = Item(
    "line",
    lambda office: [Typed({"maintenance": "always"}, "line", "09143")],
    Walk(maintained_always),
    other_pages=parts.line_extra,
)


def case_of(office: Office, edits: Any = (), **fields: Any) -> Case:
    return Case.of_edits(office, edits, items=["line", "terminal"], **fields)


def on_line(office: Office, **counts: Any) -> list[Any]:
    """The edits that the page of line 09143 makes of these fields."""
    c = case_of(office)
    start = LineForm.initial_values(c, "09143")
    data = {k: v for k, v in start.items() if v is not None and not k.startswith("end_")}
    form = LineForm(c, "09143", {**data, **counts})
    assert form.is_valid(), form.errors
    return form.edits()


def file(office: Office, who: Any, edits: list[Any], **more: Any) -> Application:
    extra = {"works": WORKS, "drawing": {"way": "drawn", "seen": drawing.digest(edits)}}
    return parts.filed(office, who, edits, extra=more.pop("extra", extra), **more)


@pytest.mark.django_db
def test_a_server_gets_a_name_an_address_and_remote_works():
    # Holds D-02, D-04, D-57.
    office = parts.line_office()
    a = file(office, parts.person(office), on_line(office, smtp="1", mail="2"))
    assert [(w.kind, w.line) for w in Work.objects.all()] == [("remote", "09143")]
    start = a.revisions.get().wish_date
    parts.approve(a.pk, parts.reviewer(), start)
    rows = load(office, start, KINDS)
    server = next(r for r in rows.of("terminal") if r.values["device"] == "smtp")
    assert (server.values["name"], server.values["address"]) == ("60777S", "10.20.13.249")
    assert [r.values["address"] for r in rows.of("mail_address")] == [
        "60777s-01@smtp.naccs.example",
        "60777s-02@smtp.naccs.example",
    ]
    assert not load(office, start - timedelta(days=1), KINDS).where("terminal", device="smtp")


@pytest.mark.django_db
def test_mail_addresses_go_to_new_servers_one_after_the_other():
    office = parts.line_office()
    a = file(office, parts.person(office), on_line(office, smtp="2", mail="3"))
    start = a.revisions.get().wish_date
    parts.approve(a.pk, parts.reviewer(), start)
    rows = load(office, start, KINDS)
    first, second = sorted(r.values["name"] for r in rows.of("terminal") if r.values["device"] == "smtp")
    held = sorted((r.values["terminal"], r.values["address"]) for r in rows.of("mail_address"))
    assert [terminal for terminal, _ in held] == [first, first, second]
    assert all(address.startswith(terminal.lower()) for terminal, address in held)


@pytest.mark.django_db
def test_an_office_with_a_spare_router_gets_works_on_site_and_is_told_the_cost():
    # Holds D-57, T-08, X-08.
    office = parts.line_office(spare=True)
    edits = on_line(office, smtp="1")
    texts = [n.ja for n in case_of(office, edits).notes]
    assert any("別途工事費用" in x for x in texts)
    assert parts.need(edits).lead == 15
    file(office, parts.person(office), edits)
    assert Work.objects.get().kind == "on_site"


@pytest.mark.django_db
def test_pcs_alone_need_no_works_and_no_contact():
    # Holds D-57.
    office = parts.line_office()
    edits = on_line(office, interactive="2")
    a = file(office, parts.person(office), edits, extra={"drawing": {"seen": drawing.digest(edits)}})
    assert not a.works.exists()


@pytest.mark.django_db
def test_a_line_is_added_changed_and_abolished_with_its_terminals():
    # Holds S10, D-57.
    office = parts.line_office()
    who, reviewer = parts.person(office), parts.reviewer()
    form = NewLineForm(case_of(office), "", {**NEW, "interactive": "1", "smtp": "1", "mail": "1"})
    assert form.is_valid(), form.errors
    a = file(office, who, form.edits())
    assert a.works.get().kind == "laying"
    start = a.revisions.get().wish_date
    parts.approve(a.pk, reviewer, start)
    made = load(office, start, KINDS)
    line = next(iter(made.where("line", router="09144")))
    assert line.values["postal_code"] == "1350064"
    assert len(made.where("terminal", router="09144")) == 2
    assert len(made.where("address_block", router="09144")) == 1
    assert a.works.get().line == "09144"

    edits = on_line(office, address="東京都港区海岸1-1-1")
    b = file(office, who, edits)
    assert b.works.get().kind == "laying"
    parts.approve(b.pk, reviewer, b.revisions.get().wish_date)

    c = case_of(office, wish_date=start)
    gone = EndLineForm(c, "09144", {"sure": "on"})
    assert gone.is_valid(), gone.errors
    revision = drafts.begin(
        office,
        who,
        items=["line"],
        edits=[e.to_json() for e in gone.edits()],
        wish_date=start + timedelta(days=28),
        reason="移転のため",
        contact=dict(parts.CONTACT),
        extra={"works": WORKS, "drawing": {"seen": drawing.digest(gone.edits())}},
    )
    d = filing.submit(revision.application_id, who)
    last = start + timedelta(days=28)
    parts.approve(d.pk, reviewer, last)
    after = load(office, last, KINDS)
    for kind in ("line", "terminal", "address_block"):
        assert not after.where(kind, router="09144")
    assert not after.of("mail_address")
    assert after.where("line", router="09143")


@pytest.mark.django_db
def test_a_full_block_rolls_over_to_another_that_is_on_record():
    # Holds D-15, T-01.
    office = parts.line_office()
    a = file(office, parts.person(office), on_line(office, smtp="5"))
    start = a.revisions.get().wish_date
    parts.approve(a.pk, parts.reviewer(), start)
    rows = load(office, start, KINDS)
    addresses = [r.values["address"] for r in rows.where("terminal", device="smtp")]
    assert addresses == ["10.20.13.249", "10.20.13.252", "10.20.13.253", "10.20.0.1", "10.20.0.2"]
    assert {r.values["network"] for r in rows.of("address_block")} == {"10.20.13.248/29", "10.20.0.0/29"}
    kinds = [e.kind for e in a.revisions.get().issued_list]
    assert kinds.count("address_block") == 1


@pytest.mark.django_db
def test_an_address_of_an_abolished_terminal_is_not_given_again():
    # Holds T-02.
    office = parts.line_office()
    who, reviewer = parts.person(office), parts.reviewer()
    terminal = load(office, clock.today(), KINDS).where("terminal", name="27264C")[0]
    a = file(office, who, on_line(office, **{f"end_{terminal.identity}": "on"}))
    parts.approve(a.pk, reviewer, a.revisions.get().wish_date)
    b = file(office, who, on_line(office, smtp="4"))
    parts.approve(b.pk, reviewer, b.revisions.get().wish_date)
    values = list(Issued.objects.filter(kind="address").values_list("value", flat=True))
    assert len(values) == len(set(values)) == 6
    assert "10.20.13.251" not in [e.after.get("address") for e in b.revisions.get().issued_list]


@pytest.mark.django_db
def test_a_drawing_that_was_confirmed_before_a_change_must_be_looked_at_again():
    # Holds D-58, X-03.
    office = parts.line_office()
    edits = on_line(office, smtp="1")
    with pytest.raises(Refused) as refused:
        file(office, parts.person(office), edits, extra={"works": WORKS, "drawing": {"seen": "another"}})
    assert [p.code for p in refused.value.problems] == ["drawing_old"]


@pytest.mark.django_db
def test_a_terminal_cannot_be_added_behind_a_line_that_ends():
    office = parts.line_office()
    who = parts.person(office)
    gone = EndLineForm(case_of(office), "09143", {"sure": "on"})
    assert gone.is_valid()
    a = file(office, who, gone.edits())
    parts.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)
    with pytest.raises(Refused) as refused:
        file(office, who, on_line(office, smtp="1"))
    assert "line_ends" in [p.code for p in refused.value.problems]


@pytest.mark.django_db
def test_a_withdrawn_application_takes_its_works_along_and_leaves_the_contract():
    office = parts.line_office()
    who = parts.person(office)
    before = parts.snapshot(office)
    a = file(office, who, on_line(office, smtp="1"))
    filing.withdraw(a.pk, who, "見直しのため")
    assert Work.objects.get().state == "cancelled"
    assert parts.snapshot(office) == before


@pytest.mark.django_db
def test_works_are_offered_countered_fixed_and_done_and_nothing_else():
    # Holds N09, T-09.
    office = parts.line_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = file(office, who, on_line(office, smtp="1"))
    work = a.works.get()
    day, other = (add_business_days(clock.today(), n).isoformat() for n in (5, 7))
    with pytest.raises(Refused):
        works.accept(work.pk, who, f"{day}/am")
    with pytest.raises(Refused):
        works.propose(work.pk, reviewer, [f"{clock.today().isoformat()}/am"])
    works.propose(work.pk, reviewer, [f"{day}/am", f"{day}/pm"])
    with pytest.raises(Refused):
        works.accept(work.pk, who, f"{other}/am")
    works.counter(work.pk, who, [f"{other}/pm"])
    works.fix(work.pk, reviewer, f"{other}/pm")
    works.finish(work.pk, reviewer, False, "現地で通電できず")
    assert Work.objects.get().state == "failed"
    works.propose(work.pk, reviewer, [f"{day}/am"])
    works.accept(work.pk, who, f"{day}/am")
    assert works.finish(work.pk, reviewer, True, "完了").state == "done"
    with pytest.raises(Refused):
        works.propose(work.pk, reviewer, [f"{day}/am"])
    events = list(a.record.order_by("id").values_list("event", flat=True))
    assert events == [
        "submit",
        "work_proposed",
        "work_countered",
        "work_fixed",
        "work_failed",
        "work_proposed",
        "work_fixed",
        "work_done",
    ]


@pytest.mark.django_db
def test_a_start_before_the_fixed_day_of_works_is_refused():
    # Holds D-57.
    office = parts.line_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = file(office, who, on_line(office, smtp="1"))
    start = a.revisions.get().wish_date
    day = add_business_days(start, 2)
    works.propose(a.works.get().pk, reviewer, [f"{day.isoformat()}/am"])
    works.accept(a.works.get().pk, who, f"{day.isoformat()}/am")
    with pytest.raises(Refused) as refused:
        parts.approve(a.pk, reviewer, start)
    assert "works_too_late" in [p.code for p in refused.value.problems]


@pytest.mark.django_db(transaction=True)
def test_thirty_two_approvals_at_once_over_one_router_give_no_address_twice_and_skip_none():
    # Holds T-01, F9.
    office = parts.line_office()
    who, reviewer = parts.person(office), parts.reviewer()
    filed = [file(office, who, on_line(office, smtp="1")) for _ in range(32)]
    start = filed[0].revisions.get().wish_date
    failures: list[str] = []

    def approve(pk: int) -> None:
        try:
            parts.approve(pk, reviewer, start)
        except Exception as error:
            failures.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(a.pk,)) for a in filed]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not failures
    rows = load(office, start, KINDS)
    addresses = [str(r.values["address"]) for r in rows.of("terminal")]
    names = sorted(str(r.values["name"]) for r in rows.where("terminal", device="smtp"))
    assert len(set(addresses)) == len(addresses) == 34
    assert names == [f"{n}S" for n in range(60777, 60777 + 32)]
    blocks = [str(r.values["network"]) for r in rows.of("address_block")]
    assert len(blocks) == len(set(blocks)) == 7, "34 addresses need seven blocks of five"


@pytest.mark.django_db
def test_names_are_used_once_whatever_their_letter():
    # Holds D-02, T-02.
    office = parts.line_office()
    numbers.claim("terminal", "60777M", office)
    assert numbers.terminal_name("S", office, 1) == "60778S"


@pytest.mark.django_db
def test_the_end_of_a_terminal_needs_a_drawing_too():
    # Holds T-04.
    office = parts.line_office()
    terminal = load(office, clock.today(), KINDS).where("terminal", name="27264C")[0]
    edits = on_line(office, **{f"end_{terminal.identity}": "on"})
    with pytest.raises(Refused) as refused:
        file(office, parts.person(office), edits, extra={"works": WORKS})
    assert "no_drawing" in [p.code for p in refused.value.problems]


@pytest.mark.django_db
def test_leased_lines_run_at_five_speeds_and_broadband_promises_none():
    # Holds D-60.
    assert SPEEDS == ("0.5Mbps", "1Mbps", "3Mbps", "5Mbps", "10Mbps", "ベストエフォート")
    office = parts.line_office()
    leased = NewLineForm(case_of(office), "", {**NEW, "line_kind": "leased", "speed": "ベストエフォート"})
    assert "ブロードバンド光だけ" in leased.errors["speed"][0]
    broad = NewLineForm(case_of(office), "", {**NEW, "line_kind": "optical", "speed": "ベストエフォート"})
    assert "speed" not in broad.errors
