"""Argon2 with one lane, and a bound on how many hashes run at once, so that a flood of sign-ins cannot take the
machine from those who work (a hash costs as much as dozens of pages)."""

from __future__ import annotations

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

SLOTS = threading.BoundedSemaphore(2)


class OneLaneArgon2(Argon2PasswordHasher):
    """Django's Argon2 hasher with parallelism 1 and a semaphore around each hash."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with SLOTS:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with SLOTS:
            return super().verify(password, encoded)

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing to add: all hashes are of one strength."""
