"""Which steps the journeys of each promise are made of, and the journeys that failed once."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Step = tuple[str, int, int, int]
Steps = list[Step]
N = st.sampled_from(range(100))
HOW = st.sampled_from(range(12))
"""Each as likely as the others; whole numbers would come as 0 and as the largest far more often."""

JOURNEYS: dict[str, tuple[dict[str, int], int]] = {
    "decided": ({"ask": 10, "meet": 4, "decide": 3, "agree": 1, "day": 1}, 5),
    "shown": ({"ask": 8, "meet": 2, "query": 3, "answer": 3, "decide": 3, "agree": 1}, 6),
    "answered": ({"ask": 8, "careless": 8, "query": 1, "disagree": 1, "day": 1}, 5),
    "every day": (
        {"ask": 8, "meet": 3, "correct": 2, "day": 2, "move_start": 2, "revoke": 1, "setting": 2},
        6,
    ),
    "told": (
        {
            "ask": 8,
            "disagree": 2,
            "withdraw": 2,
            "reject": 2,
            "revoke": 2,
            "move_start": 2,
            "move_badly": 2,
            "day": 2,
            "query": 1,
        },
        6,
    ),
    "taken back": (
        {"ask": 8, "meet": 3, "revoke": 5, "move_start": 2, "move_badly": 1, "decide": 2, "correct": 1},
        6,
    ),
}
"""Step and its weight; the most steps of one journey."""


@st.composite
def journeys(draw: Any, promise: str, longer: int = 1) -> Steps:
    """Steps of a few kinds at a few offices, so that they meet."""
    weights, most = JOURNEYS[promise]
    what = [name for name, weight in weights.items() for _ in range(weight)]
    kinds = st.sampled_from(draw(st.lists(N, min_size=2, max_size=6)))
    places = st.sampled_from(draw(st.lists(N, min_size=1, max_size=3)))
    step = st.tuples(st.sampled_from(what), kinds, places, HOW)
    return draw(st.lists(step, min_size=3, max_size=most * longer))


KEPT: dict[str, Steps] = {
    "of two numbers one has ended by the day": [("ask", 0, 0, 10), ("ask", 0, 0, 10), ("ask", 1, 86, 0)],
    "a sharing that goes over to another partner later looks as if it ended then": [
        ("query", 94, 99, 6),
        ("ask", 27, 10, 6),
        ("revoke", 34, 99, 11),
        ("ask", 34, 99, 6),
        ("ask", 94, 99, 11),
        ("ask", 37, 10, 5),
        ("ask", 34, 99, 9),
        ("ask", 49, 10, 5),
        ("move_start", 49, 10, 9),
        ("ask", 37, 10, 9),
        ("reject", 94, 10, 6),
        ("ask", 94, 10, 2),
    ],
    "a joint use that two applications add stands twice": [
        ("day", 55, 46, 7),
        ("ask", 55, 46, 6),
        ("move_start", 55, 21, 3),
        ("ask", 55, 21, 9),
        ("ask", 55, 46, 6),
        ("move_start", 55, 21, 5),
        ("move_start", 55, 21, 5),
        ("day", 55, 21, 11),
        ("ask", 55, 46, 10),
        ("ask", 55, 21, 7),
    ],
    "a code that moves to an office that shares it is had once": [
        ("decide", 98, 76, 9),
        ("ask", 98, 9, 1),
        ("move_start", 33, 76, 8),
        ("revoke", 26, 9, 11),
        ("meet", 98, 9, 3),
        ("ask", 26, 9, 4),
    ],
    "a form that lies is no setting": [
        ("ask", 5, 78, 1),
        ("setting", 5, 86, 5),
        ("setting", 15, 69, 10),
        ("correct", 5, 78, 8),
        ("meet", 30, 69, 5),
        ("ask", 30, 78, 10),
    ],
    "an office that shares a router with two offices that vanish is asked once": [
        ("ask", 73, 60, 6),
        ("ask", 91, 81, 2),
    ],
    "an end is not moved behind the end of its office": [
        ("move_badly", 68, 88, 10),
        ("ask", 34, 88, 2),
        ("move_start", 68, 88, 9),
    ],
    "a re-issue that was taken back is over although no row changed": [
        ("ask", 10, 88, 10),
        ("revoke", 32, 88, 11),
    ],
    "a mailbox that comes back to a code before its move is decided goes along": [
        ("ask", 71, 40, 11),
        ("decide", 71, 75, 1),
        ("ask", 71, 40, 9),
        ("revoke", 94, 75, 0),
        ("meet", 94, 64, 9),
        ("decide", 71, 75, 10),
    ],
    "a number is not moved behind its code, which another application ends with its last number": [
        ("ask", 0, 26, 2),
        ("ask", 0, 26, 2),
        ("move_start", 52, 26, 11),
    ],
    "what is shared is not moved behind a line of the partner that a later decision ends": [
        ("move_start", 95, 72, 4),
        ("move_start", 77, 72, 7),
        ("day", 95, 72, 8),
        ("move_start", 78, 72, 2),
        ("meet", 44, 72, 11),
        ("meet", 78, 72, 6),
        ("meet", 78, 72, 9),
        ("ask", 44, 72, 2),
        ("move_start", 44, 72, 1),
        ("ask", 95, 72, 11),
        ("meet", 78, 72, 1),
        ("meet", 95, 72, 3),
    ],
    "a certificate that is issued anew for an earlier day knows every end of its terminal": [
        ("ask", 29, 20, 1),
        ("ask", 29, 20, 10),
        ("ask", 45, 20, 7),
        ("ask", 45, 20, 6),
        ("decide", 45, 20, 8),
    ],
    "an end of one's own is not taken back while the code is ended for everybody by a later decision": [
        ("ask", 82, 6, 3),
        ("ask", 65, 11, 5),
        ("decide", 82, 11, 10),
        ("ask", 82, 56, 8),
        ("revoke", 82, 56, 8),
        ("meet", 65, 6, 8),
        ("ask", 65, 11, 3),
        ("meet", 65, 11, 4),
        ("ask", 82, 11, 5),
        ("revoke", 8, 6, 1),
    ],
    "a certificate that is to be issued after its terminal has gone, as is decided later, never begins": [
        ("ask", 14, 15, 5),
        ("ask", 47, 15, 9),
        ("ask", 29, 15, 1),
        ("ask", 14, 15, 7),
        ("ask", 29, 15, 0),
        ("decide", 71, 15, 10),
        ("decide", 14, 15, 11),
    ],
    "a draft without an item is stopped for that alone, whatever else speaks against it": [
        ("careless", 34, 84, 5),
        ("careless", 34, 84, 11),
        ("ask", 34, 84, 6),
        ("careless", 98, 84, 6),
        ("ask", 98, 84, 11),
        ("ask", 34, 84, 4),
        ("ask", 34, 84, 0),
        ("careless", 34, 84, 6),
        ("careless", 98, 84, 6),
    ],
}
"""By what was wrong."""
