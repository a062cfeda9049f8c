"""Settings of the wizard's application."""

from bench.peers.settings import *  # noqa: F403
from bench.peers.settings import INSTALLED_APPS as COMMON

INSTALLED_APPS = [*COMMON, "formtools", "bench.peers.wizard"]
ROOT_URLCONF = "bench.peers.wizard.urls"
