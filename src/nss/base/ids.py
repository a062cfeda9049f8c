"""Keys made by the application: 63-bit, rising with time, no database sequence behind them, so that rows may be
born on several machines."""

from __future__ import annotations

import os
import secrets
import threading
import time

_EPOCH_MS = 1_704_067_200_000  # 2024-01-01 UTC
_lock = threading.Lock()
_state = {"last": 0, "pid": -1, "node": 0}


def new_id() -> int:
    """41 bits of milliseconds, 10 bits of process, 12 bits of counter. Unique within a process always, between
    processes by a random process number and the pool constraints behind it."""
    with _lock:
        if _state["pid"] != os.getpid():
            _state.update(pid=os.getpid(), node=secrets.randbelow(1024), last=0)
        tick = max((time.time_ns() // 1_000_000 - _EPOCH_MS) << 12, _state["last"] + 1)
        _state["last"] = tick
        return ((tick >> 12) << 22) | (_state["node"] << 12) | (tick & 0xFFF)
