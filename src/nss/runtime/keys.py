"""The vault's keys over everything that is sealed: which are in use, and all of it put under the newest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.db import models

from nss.account import factors
from nss.account.models import ParkedPost
from nss.issuing import vault
from nss.issuing.models import Secret
from nss.notice.models import Mail

M = TypeVar("M", bound=models.Model)


def in_use() -> set[str]:
    """Names of the keys under which something lies."""
    secrets = Secret.objects.filter(ciphertext__isnull=False).values_list("key_name", flat=True).distinct()
    mails = Mail.objects.filter(sealed__isnull=False).values_list("sealed", flat=True)
    forms = ParkedPost.objects.values_list("body", flat=True)
    return {*secrets, *(vault.key_of(bytes(b)) for b in (*mails, *forms) if b is not None), *factors.keys()}


def unknown() -> set[str]:
    """Names of keys that are needed and were not given."""
    return in_use() - set(settings.VAULT_KEYS)


def rotate() -> dict[str, int]:
    """Put everything under the first of the named keys while pages go on; gives how many of each kind were sealed anew."""
    name = next(iter(settings.VAULT_KEYS))
    return {
        "passwords": vault.rotate(name),
        "links in mails": _rows(Mail, "sealed", name, lambda m: f"mail:{m.pk}"),
        "parked forms": _rows(ParkedPost, "body", name, lambda p: f"parked:{p.person_id}:{p.path}"),
        "second factors": factors.rotate(name),
    }


def _rows(model: type[M], field: str, name: str, about: Callable[[M], str]) -> int:
    count = 0
    for found in model._default_manager.filter(**{f"{field}__isnull": False}).iterator():
        body = bytes(getattr(found, field))
        if vault.key_of(body) != name:
            anew = vault.encrypt(vault.decrypt(body, about(found)), about(found))
            # only over what was read: a mail that has gone meanwhile stays without its link
            count += model._default_manager.filter(pk=found.pk, **{field: body}).update(**{field: anew})
    return count
