"""Registers how long the personal data of this room are kept."""

from __future__ import annotations

from django.apps import AppConfig


class ApplicationConfig(AppConfig):
    """Registers the retention terms of this room."""

    name = "nss.application"

    def ready(self) -> None:
        from nss.record import retention

        from .retention import TERMS

        retention.register(*TERMS)
