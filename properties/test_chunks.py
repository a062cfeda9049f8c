"""The journeys of `make properties`, in chunks whose results are kept: stopped and started again, it goes on where it was."""

from __future__ import annotations

import json
import traceback
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from tests.journeys import plain
from tests.journeys.journey import run
from tests.journeys.met import MET, TRIED
from tests.journeys.steps import JOURNEYS, Steps, journeys
from tests.journeys.world import made

from nss.application.edits import Action
from nss.contract.timeline import Timeline
from properties.kept import CHUNK, CHUNKS, NOW, SEED, place

PLAIN = 2000


def many(count: int) -> settings:
    return settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        database=None,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_journeys(chunk: int) -> None:
    if place(chunk).exists():
        return
    promise = list(JOURNEYS)[chunk % len(JOURNEYS)]
    world, count = made(), Counter[str]()
    MET.clear()
    TRIED.clear()

    @seed(SEED * 100_000 + chunk)
    @many(CHUNK)
    @given(journeys(promise, longer=2))
    def walk(steps: Steps) -> None:
        count["journeys"] += 1
        count["steps"] += len(steps)
        run(world, steps)

    failed = place(f"failed-{chunk}", "txt")
    try:
        walk()
    except Exception as error:
        failed.write_text("".join(traceback.format_exception(error)))
        raise
    failed.unlink(missing_ok=True)
    kept = {"promise": promise, "count": count, "met": MET, "tried": TRIED, "commit": NOW}
    place(chunk).write_text(json.dumps(kept, ensure_ascii=False))


def test_plain_registers() -> None:
    if place("plain").exists():
        return
    MET.clear()

    @seed(SEED)
    @many(PLAIN)
    @given(
        plain.registers(),
        st.integers(0, 9),
        st.sampled_from(plain.DAYS[1:-1]),
        st.sampled_from([a.value for a in Action]),
    )
    def walk(register: Timeline, which: int, day: date, action: str) -> None:
        plain.rules(register)
        plain.order(register, which, day, action)

    walk()
    place("plain").write_text(json.dumps({"promise": "", "count": {}, "met": MET}, ensure_ascii=False))
