"""A page is put together from small dataclasses; a name stands in one of them only."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from nss.web.page import context_of


@dataclass(frozen=True)
class Above:
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Below:
    note: str


@dataclass(frozen=True)
class Again:
    title: str


def test_the_template_reads_the_fields_of_all_parts() -> None:
    assert context_of(Above("Fees"), Below("per month")) == {
        "title": "Fees",
        "lines": (),
        "note": "per month",
    }


def test_a_name_that_two_parts_have_is_refused() -> None:
    with pytest.raises(ValueError, match="Again names again: title"):
        context_of(Above("Fees"), Again("Lines"))
