"""Two applications of one office that are bound to meet: what a journey of random steps would seldom bring together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import world

if TYPE_CHECKING:
    from .journey import Journey

SOON, LATER, LAST = 0, 3, 5
"""Which of the days that are offered."""


@dataclass(frozen=True, slots=True)
class Plot:
    """The first is filed and decided, then the other is filed. `lay`: the draft of the other was written before.
    `other_dice`: how much further the other's dice have rolled. `back`: the first is to be taken back at the end.
    `put_off`: the first is moved to the last of the days after the draft of the other was written."""

    first: str
    day: int
    other: str
    other_day: int
    lay: bool = False
    other_dice: int = 0
    back: bool = False
    put_off: bool = False


PLOTS = (
    # What a draft speaks of ends before it is filed
    Plot("end id", SOON, "types", LAST, lay=True),
    Plot("end code", SOON, "statistics", LAST, lay=True),
    Plot("end line", SOON, "line", LAST, lay=True),
    Plot("move", SOON, "net terminal", LAST, lay=True),
    # An office ends before something of it begins, and begins nothing after its end
    Plot("add id", LAST, "cancel", SOON),
    Plot("mailbox", LAST, "cancel", SOON),
    Plot("cancel", SOON, "add id", LAST),
    Plot("cancel", SOON, "holder", LAST, lay=True),
    # A code that is to end gets nothing more
    Plot("end code", LATER, "add id", SOON),
    Plot("end code", SOON, "mailbox", LAST),
    # A change on a change, and what is below is taken back
    Plot("holder", SOON, "holder", LAST, other_dice=1, back=True),
    Plot("statistics", SOON, "statistics", LAST, back=True),
    Plot("line", SOON, "line", LAST, back=True),
    Plot("plan", SOON, "plan", LATER, back=True),
    # In the other order
    Plot("end id", LAST, "types", SOON),
    Plot("end line", LAST, "line", SOON),
    Plot("types", LAST, "end id", SOON),
    Plot("line", LAST, "end line", SOON),
    # What a draft ends has not begun any more
    Plot("mailbox", SOON, "mailbox", LATER, other_dice=1, put_off=True),
)


def play(journey: Journey, plot: Plot, m: int, k: int) -> None:
    """At the first office from m on that has what both speak of."""
    dice = m // 5 + k
    if plot.put_off:
        dice -= dice % 3  # it is one more that is asked for first
    for turn in range(len(world.OFFICES)):
        code = world.OFFICES[(m + turn) % len(world.OFFICES)]
        first = journey.wished(plot.first, code, plot.day, dice)
        other = journey.wished(plot.other, code, plot.other_day, dice + plot.other_dice) if first else None
        if first is None or other is None:
            continue
        draft = journey.draft(*other) if plot.lay else None
        done = journey.go_on(journey.file(plot.first, *first), 2)
        if draft is None:
            other = journey.wished(plot.other, code, plot.other_day, dice + plot.other_dice) or other
            draft = journey.draft(*other)
        stands = done is not None and any(e.application == done.pk for e in journey.events)
        if plot.put_off and done is not None and stands:
            done.refresh_from_db()
            journey.move_one(done, LAST, "電話で確認")
        journey.go_on(journey.submit(plot.other, other[0], draft), 2 if plot.back else k)
        if plot.back and done is not None and stands:
            done.refresh_from_db()
            journey.revoke_one(done)
        return
