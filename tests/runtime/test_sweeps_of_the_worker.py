"""The worker's sweeps: when each comes, and that it does all its parts. What the parts do has tests of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django import app

from nss.account import retention
from nss.application import after_decision, asked, queue, sweeps
from nss.application import tasks as of_applications
from nss.application.announce import reminders
from nss.base import clock
from nss.contract import names
from nss.issuing import certificates, vault
from nss.notice import daily, sealed_links, stalled
from nss.procedure.beside import newcomers
from tests import parts

pytestmark = pytest.mark.django_db

SWEEPS: dict[str, tuple[str, list[tuple[Any, str, bool]]]] = {
    "nss.sweep_deadlines": (
        "*/10 * * * *",
        [(sweeps, "sweep_deadlines", False), (sweeps, "expire_consents", False)],
    ),
    "nss.refresh_names": ("5 * * * *", [(names, "refresh", True)]),
    "nss.remind": (
        "0 9 * * *",
        [
            (reminders, "warn_certificates", False),
            (certificates, "stop_late", True),
            (asked, "remind_near", False),
            (queue, "tell_late", False),
            (queue, "remind_queries", False),
            (reminders, "remind_windows", False),
            (reminders, "remind_deadlines", False),
            (reminders, "remind_drafts", False),
        ],
    ),
    "nss.broadcast": ("*/5 * * * *", [(reminders, "broadcast", False)]),
    "nss.tidy_drafts": ("30 3 * * *", []),
    "nss.erase_old": ("10 4 * * *", [(retention, "run", False)]),
    "nss.close_temporary_accounts": ("40 3 * * *", [(newcomers, "close_expired", True)]),
    "nss.erase_secrets": ("7 * * * *", [(vault, "erase_closed", True), (sealed_links, "erase_late", False)]),
    "nss.daily": ("12 * * * *", [(daily, "send", False)]),
    "nss.revive": ("* * * * *", [(stalled, "revive", False)]),
}
"""Sweep → its times in the clock of the worker, and its parts: where they stand, and whether they are told the day."""


def test_every_sweep_comes_at_its_time() -> None:
    come = {p.task.name: p.cron for p in app.periodic_registry.periodic_tasks.values()}
    assert come == {name: cron for name, (cron, _) in SWEEPS.items()}


@pytest.mark.parametrize("sweep", SWEEPS)
def test_a_sweep_does_all_its_parts(sweep: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for = []
    for module, name, _ in SWEEPS[sweep][1]:
        part = getattr(module, name)
        monkeypatch.setattr(
            module,
            name,
            lambda *a, part=part, name=name, **k: (asked_for.append((name, a)), part(*a, **k))[1],
        )
    app.tasks[sweep](0)
    assert asked_for == [(name, (clock.today(),) if told else ()) for _, name, told in SWEEPS[sweep][1]]


def test_what_cannot_be_made_void_does_not_hold_up_what_comes_after_it(
    moved_clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = parts.guide_office()
    who, center = parts.person(office), parts.reviewer()
    three = []
    for _ in range(3):
        a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
        three.append(parts.approve(a.pk, center, parts.revision_of(a).wish_date))
    moved_clock(three[0].setting_deadline + timedelta(days=1))
    first, looked_at = sweeps.settings_left.complete, []

    def done_by_somebody(a: Any) -> bool:
        """Whichever is looked at first is made void by a person at that moment."""
        if not looked_at:
            after_decision.invalidate(a.pk, center, "締切")
        looked_at.append(a.pk)
        return first(a)

    monkeypatch.setattr(sweeps.settings_left, "complete", done_by_somebody)
    of_applications.sweep_deadlines(0)
    assert len(looked_at) == 3
    for a in three:
        a.refresh_from_db()
    assert [a.state for a in three] == ["void"] * 3
