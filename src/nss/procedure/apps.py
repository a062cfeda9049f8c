"""Puts the rules of all procedures into the slot that the application room keeps for them."""

from __future__ import annotations

from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    """Gives the catalogue to the application room when Django starts."""

    name = "nss.procedure"
    label = "procedure"

    def ready(self) -> None:
        from nss.application import rulebook

        from .catalogue import CATALOGUE

        rulebook.use(CATALOGUE)
