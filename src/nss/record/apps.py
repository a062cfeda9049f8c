"""The room of the history; puts the triggers in place after migrations."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordConfig(AppConfig):
    """Installs the history's triggers after migrations."""

    name = "nss.record"

    def ready(self) -> None:
        from . import triggers

        post_migrate.connect(triggers.install, sender=self)
