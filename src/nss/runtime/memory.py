"""Memory that a process has done with goes back to the machine."""

from __future__ import annotations

import ctypes

MMAP_THRESHOLD = -3
"""M_MMAP_THRESHOLD of glibc's mallopt(3)."""
LARGE = 1 << 20
"""Bytes. Larger blocks are mapped each by itself and leave the process when they are freed."""


def give_back_large_blocks() -> bool:
    """Keep glibc from holding on to large blocks that were freed. It raises its bound by itself once a large block was freed, and
    then keeps the 19 MB that every check of a password takes, once a thread. Call before anything large is asked for; a
    machine with another C library is left as it is (False)."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    return bool(set_option and set_option(MMAP_THRESHOLD, LARGE))
