"""The room of applications: registers how long its personal data are kept, and its master."""

from __future__ import annotations

from django.apps import AppConfig


class ApplicationConfig(AppConfig):
    """Registers the retention terms and the vendors of works."""

    name = "nss.application"

    def ready(self) -> None:
        from nss.master import sheets
        from nss.record import retention

        from . import vendors
        from .retention import TERMS

        retention.register(*TERMS)
        sheets.register(vendors.SHEET)
