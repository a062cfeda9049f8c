"""One world and what happens in it: applications of every kind for days in any order, answers, decisions, what is taken
back, the clock running. After each step everything is judged that must hold (`judging`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from nss.application import after_decision, correction, decision, filing, start, sweeps
from nss.application.case import Case
from nss.application.decision_checks import checks
from nss.application.lifecycle import DECIDED, TO_REVIEW
from nss.application.models import Application, Consent, Revision
from nss.base import clock
from nss.base.problems import Problem, Refused, stops
from nss.procedure.kit import schedule
from nss.procedure.kit.schedule import Need
from tests import parts

from . import judging, papers, world
from .asking import CARELESS, KINDS, Asked, Desk, Wish
from .met import met
from .world import World

WHY = "工程の都合"
NEEDS: dict[str, Need] = {}
"""What each kind of wish needs of its start day, as it was first seen."""
CORRECTED = {"holder": ("title", ("社長", "会長")), "line": ("address", ("東京都港区1", "東京都港区2"))}
"""What is put right by hand: the column and values of a kind."""


@dataclass
class Event:
    """Something that stands: a decision by its key, or a correction with what it replaced."""

    application: int = 0
    corrected: tuple[str, str, dict[str, Any], dict[str, Any], int | None] | None = None


@dataclass
class Journey:
    world: World
    days: int = 0
    asked: dict[int, Asked] = field(default_factory=dict)
    """By the key of the application, while something may still come of it."""
    events: list[Event] = field(default_factory=list)
    """What was decided or corrected and stands, in the order in which it was."""
    seen: judging.Seen = field(default_factory=judging.Seen)

    def __post_init__(self) -> None:
        self.first = world.facts(world.versions())

    # Steps

    def step(self, what: str, n: int, m: int, k: int) -> None:
        if what == "ask":
            self.ask(list(KINDS)[n % len(KINDS)], m, k)
        elif what == "careless":
            self.ask(list(KINDS)[m // 5 % len(KINDS)], m, k, list(CARELESS)[n % len(CARELESS)])
        else:
            getattr(self, what.replace(" ", "_"))(m, k)
        judging.contracts(self)

    def ask(self, kind: str, m: int, k: int, careless: str = "") -> Application | None:
        """Fill the pages, look at the confirm page, file. k says which day, and how far it goes at once."""
        office = self.world.offices[world.OFFICES[m % 5]]
        days = schedule.offered(clock.today(), NEEDS.get(kind, Need()), 5)
        wish = KINDS[kind](Desk(self.world, office, days[k % 5], m // 5 + k))
        if wish is None or not (wish.edits or wish.extra):
            return None
        if kind not in NEEDS:
            NEEDS[kind] = parts.need(wish.edits)
            return self.ask(kind, m, k, careless)
        filed = self.file(kind, wish, days[k % 5], careless)
        if filed is not None and k % 4:
            self.agree_all(filed)
            if k % 4 > 1:
                self.decide_one(filed, k)
        return filed

    def file(self, kind: str, wish: Wish, day: date, careless: str = "") -> Application | None:
        office = self.world.offices[wish.asked.office]
        who = self.world.people[office.code]
        more: dict[str, Any] = {**wish.fields, "wish_date": day, "contact": dict(parts.CONTACT)}
        if careless:
            more |= CARELESS[careless](wish, ())
        draft = parts.drafts.begin(
            office, who, edits=[e.to_json() for e in wish.edits], **{"reason": parts.REASON, **more}
        )
        shown = Case.of_draft(draft)
        against = stops(shown.problems)
        judging.table(shown, against)
        if against:
            met("refusal at entry", *{p.code for p in against})
            self.refused(
                lambda: filing.submit(draft.application_id, who, shown.digest, shown.page_digest), against
            )
            return None
        filed = filing.submit(draft.application_id, who, shown.digest, shown.page_digest)
        judging.filed(shown, filed)
        papers.look_at(filed, "form")
        self.asked[filed.pk] = wish.asked
        met("filed", kind)
        return filed

    def refused(self, act: Any, problems: Sequence[Problem]) -> None:
        """The last gate says the same as the first, and leaves everything as it was."""
        before = judging.everything()
        with pytest.raises(Refused) as said, transaction.atomic():
            act()
        assert {p.code for p in said.value.problems} <= {p.code for p in problems}
        assert judging.everything() == before, "a refusal changed something"

    # Consents

    def some(self, n: int, *states: str) -> Application | None:
        found = list(
            Application.objects.filter(state__in=states, pk__in=self.asked)
            .select_related("office", "applicant_office")
            .order_by("id")
        )
        return found[n % len(found)] if found else None

    @staticmethod
    def open_consents(a: Application) -> list[Consent]:
        return list(
            a.consents.filter(state__in=["requested", "seen"]).select_related("office").order_by("id")
        )

    def agree_all(self, a: Application) -> None:
        for c in self.open_consents(a):
            filing.answer_consent(c.pk, c.office, self.world.people[c.office.code], True)
            met("step", "agreed")
        a.refresh_from_db()

    def agree(self, m: int, k: int) -> None:
        a = self.some(m, "consent")
        if a is not None:
            self.agree_all(a)

    def disagree(self, m: int, k: int) -> None:
        a = self.some(m, "consent")
        if a is None:
            return
        consents = self.open_consents(a)
        c = consents[k % len(consents)]
        with self.told_back(a, but=c.office_id):
            filing.answer_consent(c.pk, c.office, self.world.people[c.office.code], False, "継続のため")
        met("step", "not agreed")

    def answer(self, m: int, k: int) -> None:
        a = self.some(m, "query")
        if a is not None:
            self.answer_one(a)

    def answer_one(self, a: Application) -> None:
        """A query is answered, or the application withdrawn where it cannot be filed again."""
        who = self.world.people[a.office.code]
        draft = judging.last(a)
        shown = Case.of_draft(draft)
        against = stops(shown.problems)
        judging.table(shown, against)
        if against:
            met("refusal at entry", *{p.code for p in against})
            self.refused(lambda: filing.submit(a.pk, who, shown.digest, shown.page_digest), against)
            self.withdraw_one(a)
        else:
            judging.filed(shown, filing.submit(a.pk, who, shown.digest, shown.page_digest))
            met("step", "answered")

    # Decisions

    def decide(self, m: int, k: int) -> None:
        a = self.some(m, *TO_REVIEW)
        if a is not None:
            self.decide_one(a, k)

    def decide_one(self, a: Application, k: int) -> None:
        a.refresh_from_db()
        if a.state not in TO_REVIEW:
            return
        revision = judging.last(a)
        day = revision.wish_date
        if k > 9:
            day = schedule.offered(clock.today(), Case.of_filed(revision).need, k - 8)[-1]
        assert day is not None
        case = Case.of_filed(revision, day)
        against = stops(checks(a, case))
        judging.table(case, against)
        if against:
            met("refusal at the decision", *{p.code for p in against})
            self.refused(lambda: self.approve(a, revision, day), against)
            return
        before = judging.everything()
        self.approve(a, revision, day)  # promise 1: it succeeds
        judging.written(case)
        a.refresh_from_db()
        if case.dated and k == 3 and day > clock.today():
            with self.told_back(a):
                after_decision.revoke(a.pk, self.world.reviewer, "誤り")
            assert judging.everything() == before, "what was taken back at once left a trace"
            self.asked.pop(a.pk)
            met("step", "revoked at once")
            return
        self.events.append(Event(a.pk))
        papers.look_at(a, "approval")
        met("decided", self.asked[a.pk].what)

    def approve(self, a: Application, revision: Revision, day: date) -> None:
        """Under the digest of the page, by two people where that is needed; the first may have second thoughts."""
        seen = Case.of_filed(judging.last(a), day).review_digest
        done = decision.approve(a.pk, self.world.reviewer, day, reason=WHY, seen=seen)
        if done.state in DECIDED:
            return
        with pytest.raises(Refused) as said, transaction.atomic():
            decision.confirm(a.pk, self.world.reviewer)
        met("refusal at the decision", *(p.code for p in said.value.problems))
        if self.days % 2:
            decision.unpropose(a.pk, self.world.reviewer)
            decision.approve(a.pk, self.world.reviewer, day, reason=WHY, seen=seen)
            met("step", "first approval taken back")
        decision.confirm(a.pk, self.world.second)
        met("step", "confirmed by a second person")

    def query(self, m: int, k: int) -> None:
        a = self.some(m, *TO_REVIEW)
        if a is not None:
            with self.told_back(a):
                decision.query(a.pk, self.world.reviewer, [("reason", "補記")])
            met("step", "sent back")
            if k % 2:
                self.answer_one(a)

    def reject(self, m: int, k: int) -> None:
        a = self.some(m, *TO_REVIEW)
        if a is not None:
            with self.told_back(a):
                decision.refuse(a.pk, self.world.reviewer, "要件を満たさないため")
            self.asked.pop(a.pk)
            met("step", "not approved")

    def withdraw(self, m: int, k: int) -> None:
        a = self.some(m, "consent", "query", *TO_REVIEW)
        if a is not None:
            self.withdraw_one(a)

    def withdraw_one(self, a: Application) -> None:
        with self.told_back(a):
            filing.withdraw(a.pk, self.world.people[a.office.code], "不要のため")
        self.asked.pop(a.pk)
        met("step", "withdrawn")

    # What stands, taken back or moved

    def stands(self, n: int) -> Application | None:
        keys = [e.application for e in self.events if e.application]
        return Application.objects.select_related("office").get(pk=keys[n % len(keys)]) if keys else None

    def revoke(self, m: int, k: int) -> None:
        a = self.stands(m)
        if a is None or a.start_date is None or a.start_date <= clock.today():
            return
        before = judging.everything()
        try:
            with transaction.atomic(), self.told_back(a):
                after_decision.revoke(a.pk, self.world.reviewer, "誤り")
        except Refused as refused:
            met("refusal of taking back", *(p.code for p in refused.problems))
            assert judging.everything() == before
            return
        met("step", "revoked")

    def move_start(self, m: int, k: int) -> None:
        a = self.stands(m)
        if a is None or a.start_date is None or not start.may_move(a, clock.today()):
            return
        day = schedule.offered(clock.today(), Need(), 6)[k % 6]
        before = judging.everything()
        try:
            with transaction.atomic(), self.told_back(a):
                start.move_start(a.pk, self.world.reviewer, day, WHY, "電話で確認" if k % 5 else "")
        except Refused as refused:
            met("refusal of moving", *(p.code for p in refused.problems))
            assert judging.everything() == before
            return
        met("step", "start moved")

    def correct(self, m: int, k: int) -> None:
        """One person proposes, another confirms; now and then it is dropped, or the same person tries both."""
        kind = list(CORRECTED)[k % len(CORRECTED)]
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

    def day(self, m: int, k: int) -> None:
        """Days pass, and with them what nobody did in time."""
        self.days += (1, 2, 5, 9, 16, 33)[m % 6]
        late = list(Application.objects.filter(pk__in=self.asked, state="consent"))
        before = {a.pk: (judging.told(a), judging.newest()) for a in late}
        if sweeps.expire_consents():
            for a in late:
                a.refresh_from_db()
                if a.state != "consent":
                    judging.told_since(a, *before[a.pk])
                    met("step", "consent ran out")
        if sweeps.sweep_deadlines():
            met("step", "made void")
        met("step", "days passed")

    def setting(self, m: int, k: int) -> None:
        a = self.some(m, "setting_wait")
        if a is not None:
            after_decision.setting_done(a.pk, self.world.reviewer, "完了")
            met("step", "setting done")

    # What stands, said apart

    @contextmanager
    def told_back(self, a: Application, but: int = 0) -> Iterator[None]:
        """Whoever was told of it is told of what becomes of it (promise 5)."""
        told, newest = judging.told(a), judging.newest()
        yield
        judging.told_since(a, told - {but}, newest)

    def facts(self) -> Any:
        """The replay of what stands, in the order of the decisions."""
        found = self.first.copy()
        keys = [e.application for e in self.events if e.application]
        standing = {a.pk: a for a in Application.objects.filter(pk__in=keys, state__in=DECIDED)}
        self.events = [e for e in self.events if e.corrected or e.application in standing]
        for e in self.events:
            if e.corrected is not None:
                office, kind, before, after, by = e.corrected
                found.correct(office, kind, before, after, by)
            else:
                judging.replay(found, standing[e.application], self.asked[e.application])
        return found


def run(made: World, steps: Sequence[tuple[str, int, int, int]], close: bool = False) -> None:
    """One journey in a savepoint, with a clock of its own. `close` asks at the end for every answer that is possible."""
    known = clock._offset_days
    try:
        with transaction.atomic():
            journey = Journey(made)
            clock.set_source(lambda: journey.days)
            try:
                for step in steps:
                    journey.step(*step)
                if close:
                    judging.every_answer(journey)
            except BaseException as error:
                error.add_note(f"run(world, {steps!r}, {close})")
                raise
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    finally:
        clock.set_source(known)
