"""Pages of many values: each block of a page is a small dataclass, and its fields are what the template reads."""

from __future__ import annotations

from typing import Any


def context_of(*parts: object) -> dict[str, Any]:
    """What a template reads: the fields of all parts. Raises ValueError where two parts have one of the same name."""
    context: dict[str, Any] = {}
    for part in parts:
        if twice := context.keys() & vars(part).keys():
            raise ValueError(f"{type(part).__name__} names again: {', '.join(sorted(twice))}")
        context |= vars(part)
    return context
