"""The worker's sweep over temporary accounts."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from nss.base import clock

from .beside import newcomers

log = logging.getLogger("nss.sweeps")


@app.periodic(cron="40 3 * * *")
@app.task(name="nss.close_temporary_accounts", queue="sweep")
def close_temporary_accounts(timestamp: int) -> None:
    """Temporary accounts live 30 days (D-08)."""
    log.info("temporary accounts closed: %s", newcomers.close_expired(clock.today()))
