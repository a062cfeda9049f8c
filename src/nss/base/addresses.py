"""Addresses of pages by their names, quickly: a page has a hundred, and Django looks each up anew."""

from __future__ import annotations

import re
from functools import cache

from django.urls import get_resolver, get_script_prefix, reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter

PLAIN = re.compile(r"[A-Za-z0-9_-]+")
"""An argument that stands in an address as it is, whatever converter takes it (of numbers: digits)."""


@cache
def _shape(name: str, count: int) -> tuple[str, tuple[bool, ...]] | None:
    """The address of a name with a slot an argument, and which of them are numbers; None where that is not all there is
    to say."""
    namespace, _, view = name.rpartition(":")
    prefix, resolver = get_resolver().namespace_dict.get(namespace, ("", get_resolver()))
    found = [
        (pattern, names, converters)
        for ((pattern, names), *_), _, defaults, converters in resolver.reverse_dict.getlist(view)
        if len(names) == count and not defaults
    ]
    if len(found) != 1 or "%" in prefix or get_script_prefix() != "/":
        return None
    pattern, names, converters = found[0]
    kinds = [type(converters.get(n)) for n in names]
    if any(kind not in (IntConverter, SlugConverter, StringConverter) for kind in kinds):
        return None
    for n in names:
        pattern = pattern.replace(f"%({n})s", "%s")
    return f"/{prefix}{pattern}", tuple(kind is IntConverter for kind in kinds)


def address(name: str, *args: object) -> str:
    """What `reverse` gives. Raises NoReverseMatch as that does."""
    shape = _shape(name, len(args))
    if shape is not None and not args:
        return shape[0] % ()
    texts = tuple(map(str, args))
    if shape is None or not all(
        t.isdecimal() if number else PLAIN.fullmatch(t) for t, number in zip(texts, shape[1], strict=True)
    ):
        return reverse(name, args=args)
    return shape[0] % texts
