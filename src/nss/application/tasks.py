"""The worker's sweeps over applications. Each may run late or twice: what a day means is decided by dates, not by these."""

from __future__ import annotations

import logging
from datetime import timedelta

from procrastinate.contrib.django import app

from nss.application.announce import reminders
from nss.base import clock
from nss.contract import names
from nss.issuing import certificates
from nss.record.triggers import erasing

from . import asked, drafts, queue, sweeps
from .lifecycle import NotAllowed, State
from .models import Application, Revision

log = logging.getLogger("nss.sweeps")
DRAFT_DAYS, BIN_DAYS = drafts.KEEP_DAYS, drafts.BIN_DAYS


@app.periodic(cron="*/10 * * * *")
@app.task(name="nss.sweep_deadlines", queue="sweep")
def sweep_deadlines(timestamp: int) -> None:
    """Make void what missed its system setting (X-10), and end consents that are past their day (C25)."""
    log.info("void: %s", sweeps.sweep_deadlines())
    log.info("consents expired: %s", sweeps.expire_consents())


@app.periodic(cron="5 * * * *")
@app.task(name="nss.refresh_names", queue="sweep")
def refresh_names(timestamp: int) -> None:
    """Offices carry the names that are live today."""
    log.info("names: %s", names.refresh(clock.today()))


@app.periodic(cron="0 9 * * *")
@app.task(name="nss.remind", queue="sweep")
def remind(timestamp: int) -> None:
    """Mails before a password window closes (M14), before a setting deadline (M07), before a draft is deleted (M13), before an office is
    too late to agree (M09)."""
    log.info(
        "certificates: %s warned, %s stopped",
        reminders.warn_certificates(),
        certificates.stop_late(clock.today()),
    )
    log.info("offices reminded to answer: %s", asked.remind_near())
    log.info("late answers told: %s; queries reminded, over: %s", queue.tell_late(), queue.remind_queries())
    log.info(
        "reminders: %s windows, %s deadlines, %s drafts",
        reminders.remind_windows(),
        reminders.remind_deadlines(),
        reminders.remind_drafts(),
    )


@app.periodic(cron="*/5 * * * *")
@app.task(name="nss.broadcast", queue="sweep")
def broadcast(timestamp: int) -> None:
    """Announcements that have begun go out by mail where that was asked for."""
    log.info("announcements mailed: %s", reminders.broadcast())


@app.periodic(cron="30 3 * * *")
@app.task(name="nss.tidy_drafts", queue="sweep")
def tidy_drafts(timestamp: int) -> None:
    """Drafts go into the bin 30 days after their last save, and are deleted 30 days later (F-01)."""
    now = clock.now()
    old = Revision.objects.filter(
        application__state=State.DRAFT, saved_at__lt=now - timedelta(days=DRAFT_DAYS)
    )
    for revision in list(old):
        try:
            drafts.discard(revision, None)
        except NotAllowed:  # filed or deleted in between
            continue
    gone = Application.objects.filter(state=State.DISCARDED, changed_at__lt=now - timedelta(days=BIN_DAYS))
    with erasing():
        log.info("drafts deleted: %s", gone.delete()[0])
