"""Periodic jobs of this room: closed secrets erased, mails of the day put together, jobs of a dead worker queued again."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from nss.base import clock
from nss.issuing import vault

from . import daily, sealed_links, stalled

log = logging.getLogger("nss.mail")


@app.periodic(cron="7 * * * *")
@app.task(name="nss.erase_secrets", queue="sweep")
def erase_secrets(timestamp: int) -> None:
    """Secrets past their window leave the database every hour; reading is refused by the date in any case."""
    log.info("erased %s secrets", vault.erase_closed(clock.today()))
    log.info("erased %s links of mails that were not sent in time", sealed_links.erase_late())


@app.periodic(cron="12 * * * *")
@app.task(name="nss.daily", queue="sweep")
def send_daily(timestamp: int) -> None:
    """Every hour, so that a worker that was down in the morning makes up for it; nothing is left to do after the first."""
    log.info("daily mails: %s", daily.send())


@app.periodic(cron="* * * * *")
@app.task(name="nss.revive", queue="sweep")
def revive(timestamp: int) -> None:
    """What a dead worker was doing is done by another."""
    n = stalled.revive()
    if n:
        log.warning("jobs of a dead worker queued again: %s", n)
