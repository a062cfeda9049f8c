"""The room of people. Its label is `people`, as allauth's own app is called `account`."""

from __future__ import annotations

from django.apps import AppConfig


class AccountConfig(AppConfig):
    """Registers retention terms and signals, and loads the public suffixes of mail checks."""

    name = "nss.account"
    label = "people"

    def ready(self) -> None:
        from nss.record import retention

        from . import signals  # noqa: F401
        from .retention import TERMS

        retention.register(*TERMS)
