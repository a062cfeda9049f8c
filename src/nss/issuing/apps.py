"""Registers how long the personal data of this room are kept."""

from __future__ import annotations

from django.apps import AppConfig


class IssuingConfig(AppConfig):
    """Registers the retention terms of this room."""

    name = "nss.issuing"

    def ready(self) -> None:
        from nss.record import retention

        from .retention import TERMS

        retention.register(*TERMS)
