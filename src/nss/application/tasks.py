"""The worker's sweeps over applications. Each may run late or twice: what a day means is decided by dates, not by these."""

from __future__ import annotations

import logging
from datetime import timedelta

from procrastinate.contrib.django import app

from nss.base import clock
from nss.contract import names
from nss.issuing import certificates

from . import announce, decision
from .lifecycle import State
from .models import Application

log = logging.getLogger("nss.sweeps")
DRAFT_DAYS = 30
BIN_DAYS = 30


@app.periodic(cron="*/10 * * * *")
@app.task(name="nss.sweep_deadlines", queue="sweep")
def sweep_deadlines(timestamp: int) -> None:
    """Make void what missed its system setting (X-10), and end consents that are past their day (C25)."""
    log.info("void: %s", decision.sweep_deadlines())
    log.info("consents expired: %s", decision.expire_consents())


@app.periodic(cron="5 * * * *")
@app.task(name="nss.refresh_names", queue="sweep")
def refresh_names(timestamp: int) -> None:
    """Offices carry the names that are live today."""
    log.info("names: %s", names.refresh(clock.today()))


@app.periodic(cron="0 9 * * *")
@app.task(name="nss.remind", queue="sweep")
def remind(timestamp: int) -> None:
    """Mails before a password window closes (M14) and before a setting deadline (M07)."""
    log.info(
        "certificates: %s warned, %s stopped",
        announce.warn_certificates(),
        certificates.stop_late(clock.today()),
    )
    log.info("reminders: %s windows, %s deadlines", announce.remind_windows(), announce.remind_deadlines())


@app.periodic(cron="30 3 * * *")
@app.task(name="nss.tidy_drafts", queue="sweep")
def tidy_drafts(timestamp: int) -> None:
    """Drafts go into the bin 30 days after their last save, and are deleted 30 days later (F-01)."""
    now = clock.now()
    old = Application.objects.filter(
        state=State.DRAFT.value, revisions__saved_at__lt=now - timedelta(days=DRAFT_DAYS)
    )
    old.filter(number__isnull=True).update(state=State.DISCARDED.value, changed_at=now)
    gone = Application.objects.filter(
        state=State.DISCARDED.value, changed_at__lt=now - timedelta(days=BIN_DAYS)
    )
    log.info("drafts deleted: %s", gone.delete()[0])
