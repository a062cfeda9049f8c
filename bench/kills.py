"""The primary dies under load, again and again: people file one application after another, each presses again until there is an answer, and
everything that was acknowledged is written down here, outside the database, to be looked for at the end."""

from __future__ import annotations

import random
import re
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from .driver import Browser, draft
from .patroni import Cluster

RECEIVED = re.compile(rb"\r\nlocation: */applications/(\w+)/received/", re.I)
PAUSE_SECONDS = 0.2
"""Between two tries of somebody who is told to come back."""
BETWEEN_SECONDS = 0.5
"""Between two applications of one person: the two cores carry six hosts and whoever presses."""
ENOUGH_SECONDS = 180.0
"""When the next application has not been acknowledged after so long, writing does not go on."""
LOST = (OSError, AssertionError, IndexError, ValueError)
"""What a person who fills pages in meets while the database is away: no answer, or a page without what belongs there."""


@dataclass(frozen=True)
class Acknowledged:
    """An application whose number was told: the draft that it was, the words that only it carries, and when the press that was
    answered was made and answered."""

    number: str
    pk: str
    remark: str
    asked: float
    answered: float


@dataclass
class Load:
    """People who file, one thread each, until they are told to stop."""

    people: list[Browser]
    book: Path
    acknowledged: list[Acknowledged] = field(default_factory=list)
    presses: dict[str, int] = field(default_factory=dict)
    """How often was pressed, by the words that the application carries, whether acknowledged or not."""
    refused: list[str] = field(default_factory=list)
    """Answers to a press that were neither a number nor "come back later"."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        self.threads = [threading.Thread(target=self._person, args=a) for a in enumerate(self.people)]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _person(self, who: int, b: Browser) -> None:
        for n in range(1_000_000):
            if self.stop.is_set():
                return
            try:
                pk = draft(b)
            except LOST:
                b.close()  # half an answer may lie there
            else:
                self._press(b, pk, f"host test {who}-{n}")
            time.sleep(BETWEEN_SECONDS)

    def _press(self, b: Browser, pk: str, remark: str) -> None:
        """The last button, with the same form again until there is an answer."""
        token, digest = b.hidden("csrfmiddlewaretoken"), b.hidden("digest")
        form = [("csrfmiddlewaretoken", token), ("digest", digest), ("remark", remark)]
        while not self.stop.is_set():
            self.presses[remark] = self.presses.get(remark, 0) + 1
            asked = time.monotonic()
            status = 0
            try:
                status = b.ask("POST", f"/drafts/{pk}/check/", form, follow=False)
            except LOST:
                b.close()
            if found := RECEIVED.search(b.head) if status in (302, 303) else None:
                self._write_down(Acknowledged(found.group(1).decode(), pk, remark, asked, time.monotonic()))
                return
            if status not in (0, 502, 503):
                self.refused.append(f"{status} for {remark}: {' '.join(b.page.split())[:300]}")
                return
            time.sleep(PAUSE_SECONDS)

    def _write_down(self, one: Acknowledged) -> None:
        with self.lock:
            self.acknowledged.append(one)
            with self.book.open("a", encoding="utf-8") as file:
                file.write(f"{one.number} {one.pk} {one.remark}\n")

    def next_after(self, moment: float) -> float | None:
        """Seconds from a moment to the next acknowledgement of a press that was made after it."""
        with self.lock:
            times = [one.answered for one in self.acknowledged if one.asked > moment]
        return min(times) - moment if times else None

    def goes_on(self, moment: float) -> float:
        """The same, waited for."""
        while (found := self.next_after(moment)) is None:
            if time.monotonic() - moment > ENOUGH_SECONDS:
                raise SystemExit(f"nothing was acknowledged for {ENOUGH_SECONDS:.0f} s")
            time.sleep(0.05)
        return found


@dataclass(frozen=True)
class Blow:
    """One death of a primary."""

    how: str
    old: str
    new: str
    stopped: float
    """Seconds until the next application was acknowledged."""
    returned: float
    """Seconds from then until three hosts were whole again, the dead one among them."""


def strike(cluster: Cluster, load: Load, times: int, say: Callable[[str], None]) -> list[Blow]:
    """Kill the primary so many times, and every fifth death is one by its cable alone, beside them; the host comes back before the
    next."""
    dice = random.Random(1)  # noqa: S311  (which moment, not a secret)
    blows = []
    for n in range(times + (times + 3) // 4):
        cluster.wait_whole()
        time.sleep(dice.uniform(3, 6))
        old = cluster.primary()
        how, deed = ("cut off", cluster.cut) if n % 5 == 2 else ("killed", cluster.kill)
        moment = time.monotonic()
        deed(old)
        stopped = load.goes_on(moment)
        time.sleep(dice.uniform(2, 4))
        new = cluster.primary()
        cluster.back(old)
        blows.append(Blow(how, old, new, stopped, cluster.wait_whole()))
        say(
            f"{n + 1}: {old} {how}, {new} after {stopped:.1f} s; whole again after {blows[-1].returned:.1f} s"
        )
    return blows


def switch_over(cluster: Cluster, load: Load) -> tuple[float, float]:
    """A switch-over on purpose: how long `patronictl` took, and the longest time around it without an acknowledgement."""
    cluster.wait_whole()
    time.sleep(3)
    began = time.monotonic()
    cluster.switch_over()
    took = time.monotonic() - began
    load.goes_on(time.monotonic())
    time.sleep(10)
    with load.lock:
        times = sorted(one.answered for one in load.acknowledged if one.answered > began - 3)
    return took, max(b - a for a, b in pairwise(times))


def lines(blows: list[Blow], switched: list[tuple[float, float]]) -> list[str]:
    """The page's table."""
    found = [
        "| Deaths of the primary | Times | Median until writing went on, s | Longest, s | Median until the host was back as a standby, s |",
        "|---|---|---|---|---|",
    ]
    names = {
        "killed": "everything on its host killed (`kill -9`)",
        "cut off": "its host cut off without a word",
    }
    for how, words in names.items():
        some = [b for b in blows if b.how == how]
        if some:
            stopped = [b.stopped for b in some]
            back = statistics.median(b.returned for b in some)
            found.append(
                f"| {words} | {len(some)} | {statistics.median(stopped):.1f} | {max(stopped):.1f} | {back:.0f} |"
            )
    found += [
        "",
        f"{len(switched)} switch-overs on purpose (`patronictl switchover`) took {max(s for s, _ in switched):.1f} s at most; the longest "
        f"pause between two acknowledgements around them was {max(pause for _, pause in switched):.1f} s.",
    ]
    return found
