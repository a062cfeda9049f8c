"""Addresses are worked out quickly and are what Django gives."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from nss.base.addresses import _shape, address

ARGUMENTS = (384_644_639_599_308_800, "user-code", "1ANAC", "A b/＃", "0", -1)


def names() -> list[tuple[str, int]]:
    """Every name of a page with how many arguments it takes."""
    found = []
    for namespace, (_, resolver) in get_resolver().namespace_dict.items():
        for view in resolver.reverse_dict:
            if isinstance(view, str):
                found += [
                    (f"{namespace}:{view}", len(shape[0][1]))
                    for shape, *_ in resolver.reverse_dict.getlist(view)
                ]
    return found


def asked(what: object, name: str, *args: object) -> str:
    try:
        return what(name, *args) if what is address else reverse(name, args=args)  # type: ignore[operator]
    except NoReverseMatch:
        return "none"


def test_every_page_has_the_address_that_django_gives_whatever_the_arguments():
    known = names()
    assert len(known) > 80
    for name, count in known:
        for first in ARGUMENTS:
            for args in ((first,) * count, (ARGUMENTS[0], *(first,) * (count - 1))[:count]):
                assert asked(address, name, *args) == asked(reverse, name, *args), (name, args)


def test_most_pages_are_quick_and_a_wrong_number_of_arguments_is_refused():
    quick = [name for name, count in names() if _shape(name, count)]
    assert "office:item" in quick and "center:application" in quick
    with pytest.raises(NoReverseMatch):
        address("center:application")
