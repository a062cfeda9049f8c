"""The room of billing; brings its tables of prices and fees among the masters."""

from __future__ import annotations

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Registers the sheets of prices and fees."""

    name = "nss.billing"

    def ready(self) -> None:
        from nss.master import sheets

        from . import fees, prices

        sheets.register(prices.SHEET, fees.SHEET)
