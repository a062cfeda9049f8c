"""The same database, clock and masters as for the tests."""

from tests.conftest import (
    _masters_as_at_the_start,
    _real_clock,
    pytest_configure,
    pytest_unconfigure,
)

__all__ = ["_masters_as_at_the_start", "_real_clock", "pytest_configure", "pytest_unconfigure"]
