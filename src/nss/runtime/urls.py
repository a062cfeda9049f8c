"""Addresses of the whole site: each room brings its own."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from nss.api.routes import api
from nss.runtime import views
from nss.web.errors import bad_request as handler400  # noqa: F401
from nss.web.errors import fault as handler500  # noqa: F401
from nss.web.errors import forbidden as handler403  # noqa: F401
from nss.web.errors import not_found as handler404  # noqa: F401
from nss.web.metrics import metrics

ROOMS = ("account", "office", "center", "document", "web")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("readyz", views.readyz, name="readyz"),
    *(path("", include(f"nss.{room}.urls")) for room in ROOMS if find_spec(f"nss.{room}.urls")),
]
urlpatterns.append(path("api/v1/", api.urls))
urlpatterns.append(path("", include("nss.account.factor_urls")))
if settings.DEMO:
    urlpatterns.append(path("", include("nss.notice.urls")))
    urlpatterns.append(path("training-clock", views.training_clock, name="training-clock"))
