"""The end of a journey: every answer that is possible is given and undone again, then what can be taken back is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from nss.application import decision, filing
from nss.application.case import Case
from nss.application.lifecycle import DECIDED, TRANSITIONS, Event, Who
from nss.application.models import Application
from nss.base import clock
from nss.base.problems import Refused

from . import judging
from .met import met, tried
from .standing import Event as Decided

if TYPE_CHECKING:
    from .journey import Journey


def every_answer(journey: Journey) -> None:
    """Everything that is open takes each step that its state lists, but an approval that the checks forbid."""
    w = journey.world
    for a in Application.objects.filter(pk__in=journey.asked).select_related("office"):
        who = w.people[a.office.code]
        ways: dict[Event, Any] = {
            Event.WITHDRAW: lambda a=a, who=who: filing.withdraw(a.pk, who, "不要のため"),
            Event.SEND_BACK: lambda a=a: decision.query(a.pk, w.reviewer, [("reason", "補記")]),
            Event.REFUSE: lambda a=a: decision.refuse(a.pk, w.reviewer, "不可"),
            Event.TAKE: lambda a=a: decision.take(a.pk, w.reviewer),
        }
        state = "reviewing" if a.state in ("received", "resubmitted") else a.state
        listed = {t.event for t in TRANSITIONS if t.source in (a.state, state) and t.who is not Who.SYSTEM}
        tried("answered")
        for event in listed & set(ways):
            with transaction.atomic():
                if event == Event.TAKE:
                    ways[event]()
                else:
                    with journey.told_back(a):
                        ways[event]()
                transaction.set_rollback(True)
            met("answer", f"{event} from {a.state}")
        if a.state in ("received", "resubmitted", "reviewing"):
            revision, before, state = judging.last(a), judging.everything(), a.state
            try:
                with transaction.atomic():
                    day = max(revision.wish_date or clock.today(), clock.today())
                    if decision.approve(a.pk, w.reviewer, day, reason="x").state in DECIDED:
                        _judged(journey, a)
                        if Case.of_filed(revision).dated and day > clock.today():
                            a.refresh_from_db()
                            journey.revoke_one(a)
                            assert judging.everything() == before, "what was taken back at once left a trace"
                    transaction.set_rollback(True)
                met("answer", f"approve from {state}")
            except Refused as refused:
                assert all(p.text.ja and p.text.en for p in refused.problems)
                met("answer", f"approve refused from {state}")


def _judged(journey: Journey, a: Application) -> None:
    """The register with one more decision, which is undone again."""
    journey.events.append(Decided(a.pk))
    judging.contracts(journey)
    journey.events.pop()
    journey.seen = judging.Seen()


def taken_back(journey: Journey) -> None:
    """The decisions that stand are taken back, the newest first: the register is what the others make of it."""
    for e in reversed(list(journey.events)):
        a = Application.objects.select_related("office").filter(pk=e.application).first()
        if a is not None:
            journey.revoke_one(a)
            judging.contracts(journey)
