"""What the page of somebody who decides showed: every form that decides carries it, and another state of things is
never decided unseen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from nss.base.compiled_query import CompiledQuery
from nss.base.problems import Problem, Refused
from nss.base.words import W

from .case import Case
from .lifecycle import State
from .locking import lock
from .models import Application, Revision

SEEN_CHANGED = Problem(
    "changed_since_shown",
    W(
        "この画面を開いた後に、申込の内容、契約または共用先の状況が変わりました。下の内容をもう一度確認してください。",
        "The application, the contract or a sharing office changed after this page was opened. Please look again.",
    ),
)


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case as a page showed it: judged for `day`, with `digest` of all that would be decided, at which `stage` it was."""

    day: date
    digest: str
    stage: str = ""

    @classmethod
    def of(cls, case: Case) -> ShownCase:
        """What a page about this case shows now."""
        return cls(case.basis.day, case.review_digest, stage_of(case.revision.application))

    @classmethod
    def read(cls, text: str) -> ShownCase | None:
        """From a form's hidden field; None for what no page of ours sent."""
        day, digest, stage = [*text.split("."), "", ""][:3]
        try:
            return cls(date.fromisoformat(day), digest, stage) if digest else None
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.digest}.{self.stage}"


def stage_of(application: Application) -> str:
    """The state, as far as it matters to who decides: one that somebody has taken up meanwhile is still there to be decided."""
    state = State(application.state)
    return "review" if state in (State.RECEIVED, State.RESUBMITTED, State.REVIEWING) else state.value


@contextmanager
def if_as_shown(pk: int, seen: ShownCase | None) -> Iterator[None]:
    """Do within what was decided on a page, on the locked application, if it still is what the page showed.
    Raises Refused."""
    with transaction.atomic():
        if changed := changed_since(lock(pk), seen):
            raise Refused(changed)
        yield


def changed_since(application: Application, seen: ShownCase | None) -> list[Problem]:
    """What speaks against doing something on a page that showed this: that the application is another one now."""
    same = seen is not None and ShownCase.of(case_of(application, seen.day)) == seen
    return [] if same else [SEEN_CHANGED]


def case_of(application: Application, day: date | None = None) -> Case:
    """The case of the newest filing of an application: of an undecided one as judged for a day."""
    revision = last_filed(application)
    return Case.of_filed(revision, day if revision.issued is None else None)


def last_filed(application: Application) -> Revision:
    """The newest revision that was filed; a later one may be open for correction."""
    revision = NEWEST_FILED(application.pk)[0]
    revision.application = application
    return revision


NEWEST_FILED = CompiledQuery(
    lambda pk: Revision.objects.filter(application_id=pk, frozen_at__isnull=False).order_by("-no")[:1], int
)
