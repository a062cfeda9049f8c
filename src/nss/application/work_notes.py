"""連絡記録: what somebody of the Center agreed or talked about works with an office, a vendor or somebody else (N09). Entries are
added; a mistaken one is struck out, and stays readable. Offices never see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from nss.account.models import Person
from nss.base import clock
from nss.base.compiled_query import CompiledQuery
from nss.base.problems import Problem, Refused
from nss.base.words import W

from .drafts import record_event
from .lifecycle import Event
from .models import Application, By, Whom, Work, WorkNote

AHEAD = Problem(
    "note_ahead",
    W("現在より後の日時は入力できません。", "Enter a moment that has come."),
    "at",
)
STRUCK_ALREADY = Problem(
    "struck",
    W("この記録はすでに取り消されています。", "This entry is struck out already."),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it reads: with the one that struck it out, if any."""

    note: WorkNote
    struck: WorkNote | None

    @property
    def whom(self) -> W | str:
        """With whom it was."""
        return Whom.word_of(self.note.whom)

    @property
    def by(self) -> W | str:
        """In what way."""
        return By.word_of(self.note.by)


def note(pk: int, person: Person, *, at: datetime, whom: str, by: str, text: str, who: str = "") -> WorkNote:
    """Write down what was said about works. Raises Refused."""
    now = clock.now()
    if at > now:
        raise Refused([AHEAD])
    with transaction.atomic():
        work = Work.objects.select_related("application").get(pk=pk)
        made = WorkNote.objects.create(
            company_id=work.company_id,
            work=work,
            at=at,
            whom=whom,
            who=who,
            by=by,
            text=text,
            author=person,
            written_at=now,
        )
        said = f"{Whom(whom).word.ja}{f'（{who}）' if who else ''}・{By(by).word.ja}：{text}"
        record_event(work.application, Event.WORK_NOTED, person, work=str(work.pk), text=said)
        return made


def strike(pk: int, person: Person, reason: str) -> WorkNote:
    """Strike a mistaken entry out by one that says why. Raises Refused where a colleague has."""
    with transaction.atomic():
        wrong = WorkNote.objects.select_related("work__application").get(pk=pk)
        now = clock.now()
        if wrong.strikes_id is not None:
            raise Refused([STRUCK_ALREADY])
        try:
            with transaction.atomic():
                made = WorkNote.objects.create(
                    company_id=wrong.company_id,
                    work_id=wrong.work_id,
                    at=now,
                    text=reason,
                    author=person,
                    written_at=now,
                    strikes=wrong,
                )
        except IntegrityError as error:
            raise Refused([STRUCK_ALREADY]) from error
        application = wrong.work.application
        record_event(application, Event.WORK_STRUCK, person, work=str(wrong.work_id), text=reason)
        return made


OF_APPLICATION = CompiledQuery(
    lambda pk: WorkNote.objects.filter(work__application_id=pk).order_by("at", "id").select_related("author"),
    int,
)


def notes_of(application: Application) -> dict[int, Sequence[Entry]]:
    """The entries about each of an application's works, by the works' keys, the latest first."""
    found = [] if "works" in application.lacks else OF_APPLICATION(application.pk)
    struck = {n.strikes_id: n for n in found if n.strikes_id}
    entries: dict[int, list[Entry]] = {}
    for n in reversed(found):
        if n.strikes_id is None:
            entries.setdefault(n.work_id, []).append(Entry(n, struck.get(n.pk)))
    return {pk: tuple(some) for pk, some in entries.items()}
