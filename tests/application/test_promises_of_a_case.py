"""The six promises of a case, over random journeys of five offices of three companies that share codes, equipment and use:
applications of every kind for days in any order, consents, queries, two people, corrections, decisions taken back and
moved, the clock running. What the contracts must be is replayed apart (`replay.Facts`). Every promise is looked at in every
journey; each test sends journeys of the steps that try its own the hardest.

A failure names its journey: `NSS_SHRINK=1` makes it small, and its steps belong into KEPT.
"""

from __future__ import annotations

import os
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nss.application.edits import Action
from nss.contract.timeline import Timeline
from tests.journeys import plain
from tests.journeys.journey import run
from tests.journeys.met import TRIED
from tests.journeys.steps import JOURNEYS, KEPT, Steps, journeys
from tests.journeys.world import World, made

EXAMPLES = int(os.environ.get("NSS_EXAMPLES", "100"))
PLAIN = 500
PHASES = tuple(p for p in Phase if p is not Phase.shrink or "NSS_SHRINK" in os.environ)
"""A failing journey is shrunk on demand alone: each takes a while."""
MANY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=PHASES,
    database=None,
)


@pytest.fixture
def world(db: None) -> World:
    return made()


def walked(world: World, promise: str) -> None:
    @MANY
    @given(journeys(promise))
    def walk(steps: Steps) -> None:
        run(world, steps)

    TRIED.clear()
    walk()
    seldom = {name: TRIED[name] for name in JOURNEYS if TRIED[name] * 3 < EXAMPLES}
    assert not seldom or EXAMPLES < 100, seldom  # half or more are usual: chance alone never gets here


def test_what_has_no_stop_is_filed_and_decided_and_its_papers_come(world: World) -> None:
    walked(world, "decided")


def test_what_the_confirm_page_showed_is_filed_reviewed_and_written_row_for_row(world: World) -> None:
    walked(world, "shown")


def test_what_forms_took_can_be_filed_and_what_was_filed_can_be_answered_in_every_way(world: World) -> None:
    walked(world, "answered")


def test_on_every_day_contracts_hold_together_and_are_what_a_plain_replay_says(world: World) -> None:
    walked(world, "every day")


def test_whoever_was_told_of_something_is_told_that_it_is_off(world: World) -> None:
    walked(world, "told")


def test_what_is_taken_back_leaves_everything_as_if_it_had_never_been(world: World) -> None:
    walked(world, "taken back")


@pytest.mark.parametrize("name", KEPT)
def test_journeys_that_failed_once_go_well(world: World, name: str) -> None:
    run(world, KEPT[name])


@settings(max_examples=PLAIN, deadline=None, database=None)
@given(plain.registers())
def test_the_rules_for_every_day_find_what_plain_ones_find(register: Timeline) -> None:
    plain.rules(register)


@settings(max_examples=PLAIN, deadline=None, database=None)
@given(
    plain.registers(),
    st.integers(0, 9),
    st.sampled_from(plain.DAYS[1:-1]),
    st.sampled_from([a.value for a in Action]),
)
def test_what_may_be_done_out_of_order_is_what_the_table_says(
    register: Timeline, which: int, day: date, action: str
) -> None:
    plain.order(register, which, day, action)
