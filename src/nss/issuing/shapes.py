"""The pattern of each kind of number. `numbers.claim` checks every number by it, generated or typed."""

from __future__ import annotations

import re

OFFICE = "[0-9A-Z]{3}"
"""企業略称."""
USER_CODE = f"[1-9V][0-9A-Z]{OFFICE}"
NET_NUMBER = "[0-9A-Z]{2}[A-Z]"
GENERAL_NUMBER = "[0-9A-Z]{2}[0-9]"
"""識別番号: the last character decides which connection it is for."""
ROUTER = "[0-9]{5}"
TERMINAL = "[0-9]{5}[CMSGNPW]"

SHAPES = {
    "user_code": USER_CODE,
    "user_id": f"{USER_CODE}[0-9A-Z]{{3}}",
    "router": ROUTER,
    "terminal": TERMINAL,
    "mailbox": f"{USER_CODE}[0-9]{{3}}",
}
"""Kinds that are not here are worked out by the system alone."""


class BadNumber(Exception):
    """A number that is none of its kind."""


def number_of(net: bool) -> str:
    """The pattern of an identification number, for netNACCS or for general NACCS."""
    return NET_NUMBER if net else GENERAL_NUMBER


def code_of(company: str, exporter: bool) -> str:
    """The pattern of a new user code of a company: V1 for the Foreign Exchange Act services, else of a customs house."""
    return ("V1" if exporter else "[1-9][0-9A-Z]") + re.escape(company)


def terminal_of(letter: str) -> str:
    """The pattern of a terminal's name, by the letter of its kind."""
    return f"[0-9]{{5}}{letter}"


def check(kind: str, value: str, shape: str | None = None) -> None:
    """Raises BadNumber where a value is no number of its kind, or not of the `shape` that its place asks for."""
    for pattern in (SHAPES.get(kind), shape):
        if pattern is not None and not re.fullmatch(pattern, value, re.ASCII):
            raise BadNumber(value)
