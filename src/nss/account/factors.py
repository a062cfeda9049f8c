"""How the secrets of a second factor lie in the database: the key of an app and the seed of recovery codes, sealed by the vault."""

from __future__ import annotations

import base64
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from nss.issuing import vault

MARK = "sealed:"
ABOUT = "second factor"
FIELDS = ("secret", "seed")
"""What allauth keeps in `data` that lets somebody in."""


def seal(text: str) -> str:
    """Encrypt a secret of a second factor under the first of the vault's keys."""
    return MARK + base64.b64encode(vault.encrypt(text.encode(), ABOUT)).decode()


def unseal(text: str) -> str:
    """The text; one that was never sealed as it is."""
    return vault.decrypt(_bytes(text), ABOUT).decode() if text.startswith(MARK) else text


def _bytes(text: str) -> bytes:
    return base64.b64decode(text.removeprefix(MARK))


def key_of(text: str) -> str:
    """The name of the key under which a text lies; empty for one in clear."""
    return vault.key_of(_bytes(text)) if text.startswith(MARK) else ""


def sealed(data: dict[str, Any]) -> dict[str, Any]:
    """What allauth keeps, its secrets under the first of the vault's keys."""
    return {k: seal(unseal(v)) if k in FIELDS and isinstance(v, str) else v for k, v in data.items()}


def keys() -> set[str]:
    """Names of all keys in use here."""
    found = Authenticator.objects.values_list("data", flat=True)
    return {key_of(data[f]) for data in found for f in FIELDS if isinstance(data.get(f), str)} - {""}


def rotate(name: str) -> int:
    """Seal everything anew that does not lie under key `name`, the first; gives how many."""
    count = 0
    for pk in Authenticator.objects.values_list("pk", flat=True):
        with transaction.atomic():
            found = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if found is None or all(key_of(found.data[f]) == name for f in FIELDS if f in found.data):
                continue
            found.data = sealed(found.data)
            found.save(update_fields=["data"])
            count += 1
    return count
