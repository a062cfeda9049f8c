"""No regular expression of the product takes long for any text that a stranger may send."""

from __future__ import annotations

from faults.door import SLOWEST_MS, expressions, slowest


def test_no_expression_takes_long_for_twenty_thousand_characters() -> None:
    """The processor's time, so that a busy machine does not matter."""
    # Holds F21.
    found = expressions()
    assert len(found) > 40
    worst, which = slowest(found)
    assert worst <= SLOWEST_MS, f"{worst:.0f} ms: {which}"
