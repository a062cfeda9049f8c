"""docs/faults.md is written from what every run of a row left."""

from __future__ import annotations

from faults.page import Outcome, page


def ran(row: str, good: bool | None = True, figures: str = "1 test") -> Outcome:
    return Outcome(row, "a fault", good, figures, 2.4, "2026-11-28", "abc1234")


def test_the_page_shows_the_last_three_runs_of_every_row_in_their_order() -> None:
    runs = [ran("F10"), *(ran("F2", n != 2, f"run {n}") for n in range(4)), ran("F5")]
    text = page(runs, {"F2", "F10"})
    assert text is not None
    rows = [line for line in text.splitlines() if line.startswith("| F")]
    assert [(r.split(" | ")[0], r.split(" | ")[3], r.split(" | ")[4]) for r in rows] == [
        ("| F2", "pass", "run 1"),
        ("| F2", "FAIL", "run 2"),
        ("| F2", "pass", "run 3"),
        ("| F10", "pass", "1 test"),
    ]
    assert rows[-1] == "| F10 | a fault | 2026-11-28, abc1234 | pass | 1 test | 2 s |"
    assert "| not run |" in ran("F1", good=None).line()


def test_no_page_is_written_from_which_a_row_would_be_missing() -> None:
    assert page([ran("F2")], {"F2", "F10"}) is None
