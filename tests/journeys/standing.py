"""What becomes of decisions that stand: taken back, moved to another day, put right by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from nss.application import after_decision, correction, start
from nss.application.case import Case
from nss.application.models import Application
from nss.base import clock
from nss.base.problems import Refused
from nss.procedure.kit import schedule
from nss.procedure.kit.schedule import Need

from . import judging, world
from .met import met, tried
from .world import World

WHY = "工程の都合"
CORRECTED = {"holder": ("title", ("社長", "会長")), "line": ("address", ("東京都港区1", "東京都港区2"))}
"""What is put right by hand: the column and values of a kind."""


@dataclass
class Event:
    """Something that stands: a decision by its key, or a correction with what it replaced."""

    application: int = 0
    corrected: tuple[str, str, dict[str, Any], dict[str, Any], int | None] | None = None


class Standing:
    """The part of a journey that knows what stands."""

    world: World
    events: list[Event]

    def ask(self, kind: str, m: int, k: int) -> Application | None:
        raise NotImplementedError

    def stands(self, n: int) -> Application | None:
        keys = [e.application for e in self.events if e.application]
        return Application.objects.select_related("office").get(pk=keys[n % len(keys)]) if keys else None

    def revoke(self, m: int, k: int) -> None:
        a = self.stands(m)
        if a is not None:
            self.revoke_one(a)

    def revoke_one(self, a: Application) -> None:
        if a.start_date is None or a.start_date <= clock.today():
            return
        before = judging.everything()
        try:
            with transaction.atomic(), self.told_back(a):
                after_decision.revoke(a.pk, self.world.reviewer, "誤り")
        except Refused as refused:
            met("refusal of taking back", *(p.code for p in refused.problems))
            assert judging.everything() == before
            return
        tried("taken back")
        met("step", "revoked")

    def move_start(self, m: int, k: int) -> None:
        a = self.stands(m)
        if a is None or a.start_date is None or not start.may_move(a, clock.today()):
            return
        self.move_one(a, k % 6, "電話で確認" if k % 5 else "")

    def move_one(self, a: Application, nth: int, evidence: str) -> None:
        day = schedule.offered(clock.today(), Need(), 6)[nth]
        before = judging.everything()
        try:
            with transaction.atomic(), self.told_back(a):
                start.move_start(a.pk, self.world.reviewer, day, WHY, evidence)
        except Refused as refused:
            met("refusal of moving", *(p.code for p in refused.problems))
            assert judging.everything() == before
            return
        met("step", "start moved")

    def move_badly(self, m: int, k: int) -> None:
        """To a Sunday, or without a word of how the sharing offices agreed to it: it is refused for that."""
        if not any(self.movable()):
            self.ask("joint use", m, 2)
        found = list(self.movable())
        agreed = [a for a in found if start.consents_of(a, judging.last(a))]
        found = (agreed or found) if k % 2 else [a for a in found if Case.of_filed(judging.last(a)).dated]
        if not found:
            return
        a = found[m % len(found)]
        day = schedule.offered(clock.today(), Need(), 6)[k % 6]
        if k % 2 == 0:
            day += timedelta(days=6 - day.weekday())
            day += timedelta(days=7 * (day.day == 1))  # for a plan the 1st is as good on a Sunday
        before = judging.everything()
        if k % 2 and not agreed:
            return
        with pytest.raises(Refused) as said, transaction.atomic():
            start.move_start(a.pk, self.world.reviewer, day, WHY, "" if k % 2 else "電話で確認")
        codes = {p.code for p in said.value.problems}
        met("refusal of moving", *codes)
        assert ("no_evidence" if k % 2 else "start_impossible") in codes, codes
        assert judging.everything() == before

    def movable(self) -> Iterator[Application]:
        for e in self.events:
            a = Application.objects.select_related("office").filter(pk=e.application).first()
            if a is not None and a.start_date and start.may_move(a, clock.today()):
                yield a

    def correct(self, m: int, k: int) -> None:
        """One person proposes, another confirms; now and then it is dropped, or the same person tries both."""
        kind = list(CORRECTED)[k % len(CORRECTED)]
        if k == 10:
            self.ask(kind, m % 5 + 5, 0)  # what an application holds is not put right by hand meanwhile
        found = [v for v in world.versions() if v.kind == kind]
        if not found:
            return
        v = found[m % len(found)]
        column, values = CORRECTED[kind]
        after = {column: values[m % 2]}
        try:
            with transaction.atomic():
                made = correction.propose(
                    self.world.offices[v.office],
                    kind,
                    v.version,
                    after,
                    "誤記" if k % 7 else "",
                    self.world.reviewer,
                )
        except Refused as refused:
            met("refusal of correcting", *(p.code for p in refused.problems))
            return
        with pytest.raises(Refused), transaction.atomic():
            correction.confirm(made.pk, self.world.reviewer)
        if k % 5 == 4:
            correction.drop(made.pk, self.world.second)
            met("step", "correction dropped")
            return
        correction.confirm(made.pk, self.world.second)
        self.events.append(Event(corrected=(v.office, kind, v.values, after, v.by)))
        met("step", "corrected")

    @contextmanager
    def told_back(self, a: Application, but: int = 0) -> Iterator[None]:
        """Whoever was told of it is told of what becomes of it (promise 5)."""
        told, newest = judging.told(a), judging.newest()
        yield
        judging.told_since(a, told - {but}, newest)
