"""The worker's nightly sweep over what is past its term of keeping."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from . import retention

log = logging.getLogger("nss.sweeps")


@app.periodic(cron="10 4 * * *")
@app.task(name="nss.erase_old", queue="sweep")
def erase_old(timestamp: int) -> None:
    """Personal data past their term go; the report stands in the access record."""
    log.info("erased: %s", retention.run())
