"""A look ahead at the numbers that a decision would issue, one after the other; nothing is taken.

Each pool is read once however many numbers are looked at, and no number is shown twice, whichever procedures ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nss.contract.models import Office

from . import numbers

READ = 100
"""So many free digits of a series are read at once."""


class Ahead:
    """What would be issued next. Each call gives the number after those that were given before; '' where none is left, so that
    who decides can still type one."""

    def __init__(self) -> None:
        self._used: dict[tuple[str, str], set[str]] = {}
        self._series: dict[str, Iterator[int]] = {}
        self._addresses: dict[str, Iterator[str]] = {}

    def user_code(self, office: Office) -> str:
        """As `numbers.user_code` would give it."""
        return self._lowest("user_code", office.customs, numbers.user_codes(office))

    def id_number(self, code: str, net: bool, prefix: str) -> str:
        """As `numbers.id_number` would give it: three characters."""
        return self._lowest("user_id", code, numbers.ids_of(code, net, prefix))[5:]

    def terminal(self, letter: str) -> str:
        """As `numbers.terminal_name` would give it."""
        digits = self._next("terminal")
        return digits and digits + letter

    def router(self) -> str:
        """As `numbers.router_number` would give it."""
        return self._next("router")

    def address(self, router: str, networks: Sequence[str]) -> str:
        """The next free address behind a router that has these blocks; '' where a decision would add a block."""
        if router not in self._addresses:
            self._addresses[router] = iter(numbers.free_addresses(networks))
        return next(self._addresses[router], "")

    def _lowest(self, kind: str, prefix: str, candidates: Iterator[str]) -> str:
        if (kind, prefix) not in self._used:
            self._used[kind, prefix] = numbers.issued(kind, prefix)
        used = self._used[kind, prefix]
        value = next((c for c in candidates if c not in used), "")
        used.add(value)
        return value

    def _next(self, kind: str) -> str:
        if kind not in self._series:
            self._series[kind] = numbers.free_digits(kind, READ)
        n = next(self._series[kind], None)
        return "" if n is None else f"{n:05d}"
