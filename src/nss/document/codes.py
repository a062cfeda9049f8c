"""Verification codes: 28 characters of Crockford's alphabet (no I, L, O, U), 140 random bits, shown in groups of 4."""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 28
_ALIKE = str.maketrans("OIL", "011")


def new_code() -> str:
    """A code nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """As it is printed: 7K3M-Q9TZ-…"""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def read(typed: str) -> str:
    """The code a person meant: full width, small letters, any separators, O for 0; '' if it cannot be one."""
    text = unicodedata.normalize("NFKC", typed).upper().translate(_ALIKE)
    text = "".join(c for c in text if c.isalnum())
    return text if len(text) == LENGTH and all(c in ALPHABET for c in text) else ""
