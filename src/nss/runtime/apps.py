"""Installs the training clock in the demonstration."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class RuntimeConfig(AppConfig):
    name = "nss.runtime"
    label = "runtime"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        if settings.DEMO:
            from nss.runtime import training

            training.install()
