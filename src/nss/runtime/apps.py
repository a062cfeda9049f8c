"""Installs how statements are planned, what form fields say, and the training clock in the demonstration."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created

from nss.base import field_words
from nss.runtime import plans


class RuntimeConfig(AppConfig):
    """Hooks into new connections, and starts the training clock in the demonstration."""

    name = "nss.runtime"
    label = "runtime"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        connection_created.connect(plans.install)
        field_words.put_in_place()
        if settings.DEMO:
            from nss.runtime import training

            training.install()
