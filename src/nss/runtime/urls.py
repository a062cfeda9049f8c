"""Addresses of the whole site: each room brings its own."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from nss.runtime import views

ROOMS = ("account", "office", "center", "document", "web")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    *(path("", include(f"nss.{room}.urls")) for room in ROOMS if find_spec(f"nss.{room}.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("training-clock", views.training_clock, name="training-clock"))
