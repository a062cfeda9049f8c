"""How the processes that answer pages share the requests among themselves.

They take connections from one port, and the kernel gives a connection to whichever process is awake. Browsers and proxies keep
their connections, so six visitors may wait one after another at one process while its neighbour has two. Each process therefore
counts what it has in hand where the others see it, and one that has clearly more than another ends the connection with its answer:
the visitor's next request comes over a new one. After a few answers all have alike, and connections stay.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
from pathlib import Path
from typing import IO

FILE = "NSS_SHARES"
"""Where the counts lie: set by `serve` for the processes that it starts."""
PLACES = 64
"""Processes that can count. One more neither counts nor ends connections."""
CLEARLY_MORE = 2
"""Requests: with one more than another process has, nobody who changes over would wait less."""
FREE = -1
COUNT = struct.Struct("=i")


class Shares:
    """What each process has in hand; `own` is the place of this one, None where it has none. The place is held by a lock on
    `file`, as long as this object is there."""

    def __init__(self, counts: mmap.mmap, own: int | None, file: IO[bytes] | None = None) -> None:
        self.counts, self.own, self.file, self.in_hand = counts, own, file, 0
        self._write()

    def come(self) -> None:
        """A request is in hand."""
        self.in_hand += 1
        self._write()

    def gone(self) -> bool:
        """One is answered; whether its connection had better end, as another process has clearly less in hand."""
        crowded = self.own is not None and any(
            n != FREE and self.in_hand - n >= CLEARLY_MORE for (n,) in COUNT.iter_unpack(self.counts[:])
        )
        self.in_hand -= 1
        self._write()
        return crowded

    def _write(self) -> None:
        if self.own is not None:
            COUNT.pack_into(self.counts, self.own * COUNT.size, self.in_hand)


def make(folder: Path) -> Path:
    """A new file of counts in which all places are free."""
    file = folder / "shares"
    file.write_bytes(COUNT.pack(FREE) * PLACES)
    return file


def join() -> Shares:
    """Take part in the counts of the `serve` that started this process. Started by anything else, it counts for itself."""
    if not (path := os.environ.get(FILE)):
        return Shares(mmap.mmap(-1, PLACES * COUNT.size), None)
    file = Path(path).open("r+b")  # noqa: SIM115  (closed, it would lose its lock)
    return Shares(mmap.mmap(file.fileno(), PLACES * COUNT.size), _place(file), file)


def _place(file: IO[bytes]) -> int | None:
    """A place that no living process has. Its lock ends with its process, whatever ends that."""
    for place in range(PLACES):
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except OSError:
            continue
        return place
    return None
