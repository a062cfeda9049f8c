"""A moment becomes a day in one place, `clock.day_of`: what the database gives is in UTC, and before nine in the morning
its day is the day before."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from pathlib import Path

from nss.base import clock

SOURCE = Path(__file__).parents[2] / "src/nss"


def test_the_day_of_a_moment_is_tokyos():
    assert clock.day_of(datetime(2026, 11, 8, 23, 30, tzinfo=UTC)) == date(2026, 11, 9)
    assert clock.day_of(datetime(2026, 11, 9, 14, 59, tzinfo=UTC)) == date(2026, 11, 9)
    assert clock.day_of(datetime(2026, 11, 9, 15, 0, tzinfo=UTC)) == date(2026, 11, 10)


def test_no_other_line_takes_the_day_of_a_moment():
    found = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "date"
            ):
                of = ast.unparse(node.func.value)
                if not node.args and "strptime" not in of:
                    found.append(f"{path.relative_to(SOURCE)} {of}.date()")
    assert found == ["base/clock.py moment.astimezone(TOKYO).date()"]
