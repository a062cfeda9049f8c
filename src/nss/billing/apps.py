"""The room of billing; brings its table of prices among the masters."""

from __future__ import annotations

from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "nss.billing"

    def ready(self) -> None:
        from nss.master import sheets

        from .prices import SHEET

        sheets.register(SHEET)
