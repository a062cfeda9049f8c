"""One world and what happens in it: applications of every kind for days in any order, answers, decisions, what is taken
back, the clock running. After each step everything is judged that must hold (`judging`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from nss.application import after_decision, decision, filing, settings_left, sweeps
from nss.application.case import Case
from nss.application.decision_checks import checks
from nss.application.lifecycle import DECIDED, TO_REVIEW, NotAllowed, State
from nss.application.models import Application, Consent, Revision
from nss.base import clock
from nss.base.problems import Problem, Refused, stops
from nss.procedure.kit import schedule
from nss.procedure.kit.schedule import Need
from tests import parts

from . import closing, judging, papers, plots, world
from .asking import CARELESS, CARELESS_OF, KINDS, Asked, Desk, Wish
from .met import TRIED, met, tried
from .standing import WHY, Event, Standing
from .world import World

ANSWERS = {
    "latin_name": "NACS SHOJI",
    "responsible": "通関 花子",
    "phone": "0312345678",
    "destination": "27264C",
    "licence": "123",
    "customs_office": "東京税関",
    "bonded_code": "1AW01",
    "carrier_code": "NACS",
    "airline_code": "NH",
}
"""What survey forms must be told, whatever a code is for."""
NEEDS: dict[str, Need] = {}
"""What each kind of wish needs of its start day, as it was first seen."""


@dataclass
class Journey(Standing):
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
            self.careless(list(CARELESS)[n % len(CARELESS)], m, k)
        elif what == "meet":
            plots.play(self, plots.PLOTS[n % len(plots.PLOTS)], m, k)
        else:
            getattr(self, what.replace(" ", "_"))(m, k)
        judging.contracts(self)

    def wished(self, kind: str, code: str, nth: int, dice: int) -> tuple[Wish, date] | None:
        """The pages of a kind filled in at an office for one of the next days that it may begin on; None where the office
        has nothing of the kind."""
        day = schedule.offered(clock.today(), NEEDS.get(kind, Need()), 6)[nth]
        wish = KINDS[kind](Desk(self.world, self.world.offices[code], day, dice))
        if wish is None or not (wish.edits or wish.extra):
            return None
        if kind not in NEEDS:
            NEEDS[kind] = parts.need(wish.edits)
            return self.wished(kind, code, nth, dice)
        return wish, day

    def ask(self, kind: str, m: int, k: int) -> Application | None:
        """Fill the pages, look at the confirm page, file. k says which day, and how far it goes at once."""
        made = self.wished(kind, world.OFFICES[m % 5], k % 5, m // 5 + k)
        return None if made is None else self.go_on(self.file(kind, *made), k)

    def go_on(self, filed: Application | None, k: int) -> Application | None:
        """Once filed: everybody agrees, it is decided, or neither."""
        if filed is not None and k % 4:
            self.agree_all(filed)
            if k % 4 > 1:
                self.decide_one(filed, k)
        return filed

    def careless(self, careless: str, m: int, k: int) -> None:
        """Somebody fills the pages of a kind where this can be left out, and leaves it out."""
        kinds = CARELESS_OF.get(careless) or tuple(KINDS)
        for turn in range(len(world.OFFICES)):
            office = world.OFFICES[(m + turn) % len(world.OFFICES)]
            made = self.wished(kinds[m // 5 % len(kinds)], office, k % 5, m // 5 + k)
            if made is not None:
                self.go_on(self.file(kinds[m // 5 % len(kinds)], *made, careless), k)
                return

    def file(self, kind: str, wish: Wish, day: date | None, careless: str = "") -> Application | None:
        return self.submit(kind, wish, self.draft(wish, day, careless))

    def draft(self, wish: Wish, day: date | None, careless: str = "") -> Revision:
        office = self.world.offices[wish.asked.office]
        more: dict[str, Any] = {**wish.fields, "wish_date": day, "contact": dict(parts.CONTACT)}
        if careless:
            more |= CARELESS[careless](wish, ())
        fields = {"edits": [e.to_json() for e in wish.edits], "reason": parts.REASON, **more}
        return parts.drafts.begin(office, self.world.people[office.code], **fields)

    def submit(self, kind: str, wish: Wish, draft: Revision) -> Application | None:
        """What the confirm page shows is filed, or refused for what it says."""
        who = self.world.people[wish.asked.office]
        shown = Case.of_draft(draft)
        against = stops(shown.problems)
        judging.table(shown, against)
        tried("decided")
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
        tried("taken back")

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
        a = self.some(m, "consent") or self.ask("joint use", m, 0)
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
        tried("decided")
        if against:
            met("refusal at the decision", *{p.code for p in against})
            self.refused(lambda: self.approve(a, day, k), against)
            return
        before = judging.everything()
        self.approve(a, day, k)  # promise 1: it succeeds
        judging.written(case)
        a.refresh_from_db()
        if case.dated and k == 3 and day > clock.today():
            with self.told_back(a):
                after_decision.revoke(a.pk, self.world.reviewer, "誤り")
            assert judging.everything() == before, "what was taken back at once left a trace"
            tried("taken back")
            self.asked.pop(a.pk)
            met("step", "revoked at once")
            return
        self.events.append(Event(a.pk))
        papers.look_at(a, "approval")
        met("decided", self.asked[a.pk].what)

    def approve(self, a: Application, day: date, k: int) -> None:
        """Under the digest of the page, by two people where that is needed; either may have second thoughts of the first
        approval."""
        seen = Case.of_filed(judging.last(a), day).review_digest
        before = judging.everything() if k % 4 == 2 else None
        done = decision.approve(a.pk, self.world.reviewer, day, reason=WHY, seen=seen)
        if done.state in DECIDED:
            return
        with pytest.raises(Refused) as said, transaction.atomic():
            decision.confirm(a.pk, self.world.reviewer)
        met("refusal at the decision", *(p.code for p in said.value.problems))
        if before is not None:
            decision.unpropose(a.pk, self.world.second if k > 5 else self.world.reviewer)
            assert judging.everything() == before, "a first approval that was taken back left a trace"
            with pytest.raises(NotAllowed), transaction.atomic():
                decision.confirm(a.pk, self.world.second)
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

    # Days

    def day(self, m: int, k: int) -> None:
        """Days pass, and with them what nobody did in time; now and then something is asked for that will not be done."""
        if k % 3 == 0:
            self.ask("types", m, 2) if k % 2 else self.ask("joint use", m, 0)
        self.days += 33 if k % 3 == 0 else (1, 2, 5, 9, 16, 33)[m % 6]
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
        """What waits for its system setting gets it, by hand or by its survey forms, which are decided or left lying; where
        nothing waits, an office asks for something that needs a setting."""
        a = self.some(m, "setting_wait") or self.ask("types" if k % 2 else "add id", m, 2)
        if a is None:
            return
        a.refresh_from_db()
        if a.state != "setting_wait":
            return
        if k % 3 == 0:
            after_decision.setting_done(a.pk, self.world.reviewer, "完了")
            met("step", "setting done")
            return
        for code in settings_left.codes_left(a):
            form = {"survey": {"code": code, "kind": "change", "answers": ANSWERS}, "serves": a.pk}
            filed = self.file("survey", Wish("survey", [], Asked("nothing", a.office.code), form), None)
            if filed is not None and k % 3 == 1:
                self.decide_one(filed, 0)
        a.refresh_from_db()
        if k % 3 == 1 and not settings_left.codes_left(
            a, (State.APPROVED,)
        ):  # one that lies counts as handed in
            assert a.state == "approved", "every form is decided, and it still waits"
            met("step", "setting done by its forms")

    # What stands, said apart

    def standing(self) -> dict[int, Application]:
        """The applications that are decided, by key; what was taken back is forgotten."""
        keys = [e.application for e in self.events if e.application]
        found = {a.pk: a for a in Application.objects.filter(pk__in=keys, state__in=DECIDED)} if keys else {}
        self.events = [e for e in self.events if e.corrected or e.application in found]
        return found

    def facts(self) -> Any:
        """The replay of what stands, in the order of the decisions."""
        found = self.first.copy()
        standing = self.standing()
        for e in self.events:
            if e.corrected is not None:
                office, kind, before, after, by = e.corrected
                found.correct(office, kind, before, after, by)
            else:
                judging.replay(found, standing[e.application], self.asked[e.application])
        return found


def run(made: World, steps: Sequence[tuple[str, int, int, int]]) -> None:
    """One journey in a savepoint, with a clock of its own. At the end every answer that is possible is asked for,
    and what can be taken back is."""
    known = clock._offset_days
    try:
        with transaction.atomic():
            journey = Journey(made)
            tried().clear()
            clock.set_source(lambda: journey.days)
            try:
                for step in steps:
                    journey.step(*step)
                closing.every_answer(journey)
                closing.taken_back(journey)
                TRIED.update(tried())
            except BaseException as error:
                error.add_note(f"run(world, {steps!r})")
                raise
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    finally:
        clock.set_source(known)
