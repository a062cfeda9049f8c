"""Settings of the flow's application."""

from bench.peers.settings import *  # noqa: F403
from bench.peers.settings import INSTALLED_APPS as COMMON

INSTALLED_APPS = [*COMMON, "django_filters", "viewflow", "viewflow.workflow", "bench.peers.flow"]
ROOT_URLCONF = "bench.peers.flow.urls"
