"""What a page showed of what its form writes over: the form carries a mark of it, so that nobody writes over a colleague unseen."""

from __future__ import annotations

from hashlib import sha256


def mark_of(*facts: object) -> str:
    """Of values whose `repr` says all there is of them. '' where there is nothing yet: a form that carries no mark writes over
    nothing."""
    return sha256(repr(facts).encode()).hexdigest()[:32] if any(facts) else ""
