"""Runs queued jobs and schedules: mails, sweeps of deadlines."""

from __future__ import annotations

import os


def run(concurrency: int = 1, alone: bool = False) -> None:
    """Work until SIGTERM or SIGINT, then finish the jobs at hand. `alone`: no other worker runs, so what is marked as
    running was left behind by one that died."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app

    from nss.notice import stalled

    if alone:
        stalled.revive(0)
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("procrastinate is expected to run on Django's database")
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.run_worker(concurrency=concurrency, shutdown_graceful_timeout=20)
