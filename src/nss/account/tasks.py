"""The worker's sweeps over accounts and over what is past its term."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from nss.base import clock

from . import newcomers, retention

log = logging.getLogger("nss.sweeps")


@app.periodic(cron="40 3 * * *")
@app.task(name="nss.close_temporary_accounts", queue="sweep")
def close_temporary_accounts(timestamp: int) -> None:
    """Temporary accounts live 30 days (D-08)."""
    log.info("temporary accounts closed: %s", newcomers.tidy(clock.today()))


@app.periodic(cron="10 4 * * *")
@app.task(name="nss.erase_old", queue="sweep")
def erase_old(timestamp: int) -> None:
    """Personal data past their term go; the report stands in the access record."""
    log.info("erased: %s", retention.run())
