"""What holds for both ways to share: equipment and joint use."""

from __future__ import annotations

from nss.base import clock
from nss.contract.models import Office
from nss.contract.snapshot import load
from tests import parts
from tests.procedure.item import Item
from tests.procedure.samples import neighbours, posted, stocked

from .steps import CONSULTED, agree, decide, file


def stands_on_both_sides_and_ends_on_both(item: Item) -> None:
    office = stocked()
    neighbours()
    other = Office.objects.get(code="NAC555")
    key = item.key
    who = parts.person(office)
    a = file(office, who, key, item.sample(office))
    assert a.state == "consent"
    agree(a)
    start = decide(a)
    mine, theirs = (load(o, start, ("shared_use",)).of("shared_use") for o in (office, other))
    assert [r.values["partner"] for r in mine] == ["NAC555"] and [r.values["partner"] for r in theirs] == [
        "NAC001"
    ]
    clock_ = clock._offset_days
    try:
        ahead = (start - clock.today()).days
        clock.set_source(lambda: ahead)
        ended = posted(office, key, "form", **CONSULTED, **{f"end_{mine[0].identity}": "on"})
        b = file(office, who, key, ended)
        agree(b)
        last = decide(b)
    finally:
        clock.set_source(clock_)
    assert not load(office, last, ("shared_use",)).of("shared_use")
    assert not load(other, last, ("shared_use",)).of("shared_use")
