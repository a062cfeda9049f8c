"""Promises of the life of an application, over random sequences and many writers at once (F6, F9)."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nss.application import after_decision, decision, filing
from nss.application.edits import Edit, base_of, diff, preview
from nss.application.filing import Refused
from nss.application.lifecycle import NotAllowed
from nss.application.models import Application
from nss.base import clock
from nss.contract import writer
from nss.contract.rows.ids import UserId
from nss.contract.snapshot import load
from nss.issuing import numbers
from tests import parts

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "end", "code", "approve", "withdraw", "refuse", "void", "query", "day"]),
        st.integers(0, 5),
    ),
    max_size=14,
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_in_any_order_of_events_no_day_has_two_versions_and_undone_things_leave_no_trace(steps):
    before = clock._offset_days
    days = 0
    clock.set_source(lambda: days)
    try:
        with transaction.atomic():
            office = parts.guide_office()
            who, reviewer = parts.person(office), parts.reviewer()
            for what, n in steps:
                decided = list(
                    Application.objects.filter(state__in=["approved", "setting_wait"]).order_by("id")
                )
                filed = list(
                    Application.objects.filter(state__in=["received", "resubmitted", "reviewing"]).order_by(
                        "id"
                    )
                )
                try:
                    if what == "add":
                        parts.filed(office, who, parts.ids_to_add("1ANAC", n % 2 + 1))
                    elif what == "end":
                        ids = sorted(parts.names_on(office, clock.today()))
                        parts.filed(office, who, parts.abolish(office, *ids[n : n + 1]))
                    elif what == "code":
                        parts.filed(office, who, parts.abolish(office, codes=("1ANAC",)))
                    elif what == "day":
                        days += n + 1
                    elif what == "void" and decided:
                        after_decision.invalidate(decided[n % len(decided)].pk, reviewer)
                    elif filed:
                        pk = filed[n % len(filed)].pk
                        if what == "approve":
                            revision = filed[n % len(filed)].revisions.order_by("-no")[0]
                            with transaction.atomic():
                                decision.approve(
                                    pk, reviewer, max(revision.wish_date, clock.today()), reason="工程の都合"
                                )
                        elif what == "withdraw":
                            filing.withdraw(pk, who, "理由")
                        elif what == "refuse":
                            decision.refuse(pk, reviewer, "理由")
                        elif what == "query":
                            decision.query(pk, reviewer, [("reason", "補記")])
                except (Refused, NotAllowed, writer.RowMoved):
                    continue
            for n in range(-5, 80, 7):
                day = clock.today() + timedelta(days=n)
                rows = load(office, day, ("user_code", "user_id")).rows
                assert len({r.key for r in rows}) == len(rows)
                names = [str(r.name) for r in rows if r.kind == "user_id"]
                assert len(names) == len(set(names))
                live_codes = {r.values["code"] for r in rows if r.kind == "user_code"}
                assert {r.values["code"] for r in rows if r.kind == "user_id"} <= live_codes
            kept = set(UserId.objects.exclude(by_application=None).values_list("by_application", flat=True))
            undone = set(
                Application.objects.filter(state__in=["withdrawn", "rejected", "void"]).values_list(
                    "pk", flat=True
                )
            )
            assert not kept & undone
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    finally:
        clock.set_source(before)


VALUES = st.fixed_dictionaries({"name": st.text(max_size=4), "title": st.text(max_size=4)})


@given(st.lists(st.tuples(st.sampled_from(["add", "change", "end"]), VALUES, VALUES), max_size=8))
def test_the_diff_of_a_preview_says_all_that_the_edits_say_and_nothing_else(plan):
    # Holds X-02.
    edits = []
    for n, (action, was, will) in enumerate(plan, start=1):
        if action == "add":
            edits.append(Edit("x", "add", "holder", None, {}, will))
        else:
            edits.append(Edit("x", action, "holder", n, was, will if action == "change" else {}))
    base = base_of(edits)
    changes = diff(base, preview(base, edits))
    real = [e for e in edits if e.action != "change" or {**e.before, **e.after} != e.before]
    assert len(changes) == len(real)
    again = [Edit.from_json(e.to_json()) for e in edits]
    assert [c.to_json() for c in diff(base_of(again), preview(base_of(again), again))] == [
        c.to_json() for c in changes
    ]


@pytest.mark.django_db(transaction=True)
def test_32_writers_at_once_get_numbers_without_a_repeat_and_without_a_gap():
    office = parts.guide_office()
    got: list[str] = []
    codes: list[str] = []
    ids: list[str] = []
    errors: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(5):
                with transaction.atomic():
                    codes_one = numbers.id_number("1ANAC", True, "A", office, 1)
                    number = numbers.reception_number("Z")
                ids.append(codes_one)
                got.append(number)
            with transaction.atomic():
                codes.append(numbers.user_code(office, 1)) if threading.current_thread().name.endswith(
                    "0"
                ) else None
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, name=f"w{n}") for n in range(32)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not errors
    assert len(got) == len(set(got)) == 160
    assert sorted(int(x[2:-1]) for x in got) == list(range(1, 161))
    assert len(ids) == len(set(ids)) == 160
    assert len(codes) == len(set(codes))


@pytest.mark.django_db(transaction=True)
def test_a_rollback_gives_the_reception_number_back():
    with transaction.atomic():
        first = numbers.reception_number("Y")
        transaction.set_rollback(True)
    with transaction.atomic():
        assert numbers.reception_number("Y") == first


@pytest.mark.django_db(transaction=True)
def test_twenty_decisions_at_once_are_one_decision():
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    start = a.revisions.get().wish_date
    outcome: list[str] = []

    def decide() -> None:
        try:
            decision.approve(a.pk, reviewer, start)
            outcome.append("done")
        except NotAllowed:
            outcome.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide) for _ in range(20)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(outcome) == ["done"] + ["told"] * 19
    assert parts.names_on(office, start) == {"1ANACA01", "1ANACA0A", "1ANACA0B"}
