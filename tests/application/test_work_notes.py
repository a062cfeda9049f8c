"""連絡記録: notes about works are added, struck out, never changed, and never seen by an office."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error, transaction

from nss.account.models import Person, Role
from nss.application import work_notes
from nss.application.models import Record, Work, WorkNote
from nss.base import clock
from nss.base.problems import Refused
from nss.notice.models import Mail, News
from nss.record import retention
from nss.record.retention import TEN_YEARS
from tests import parts

pytestmark = pytest.mark.django_db
SAID = {"whom": "vendor", "who": "工藤", "by": "phone", "text": "翌週なら対応できるとのこと"}


@pytest.fixture
def work() -> Work:
    return parts.works_of_line()


@pytest.fixture
def kouji() -> Person:
    return parts.person(None, "kouji", Role.WORKS)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


def test_a_note_says_when_with_whom_and_by_what_way_and_stands_in_the_record(
    work: Work, kouji: Person
) -> None:
    # Holds N09.
    told = News.objects.count(), Mail.objects.count()
    early = work_notes.note(work.pk, kouji, at=clock.now() - timedelta(days=2), **SAID)
    late = work_notes.note(work.pk, kouji, at=clock.now(), **SAID | {"text": "二度目"})
    found = work_notes.notes_of(work.application)[work.pk]
    assert [e.note for e in found] == [late, early], "the latest first"
    assert [str(w) for w in (found[1].whom, found[1].by)] == ["業者", "電話"]
    assert found[1].note.author == kouji and found[1].struck is None
    line = Record.objects.filter(event="work_noted").earliest("id")
    assert line.detail["text"] == "業者（工藤）・電話：翌週なら対応できるとのこと" and line.actor == kouji
    assert told == (News.objects.count(), Mail.objects.count()), "the office learns nothing"


def test_nothing_is_noted_that_is_still_to_come(work: Work, kouji: Person) -> None:
    with pytest.raises(Refused) as refused:
        work_notes.note(work.pk, kouji, at=clock.now() + timedelta(minutes=1), **SAID)
    assert codes(refused) == ["note_ahead"] and not WorkNote.objects.exists()


def test_a_mistaken_note_is_struck_out_once_with_who_and_why_and_stays_readable(
    work: Work, kouji: Person
) -> None:
    # Holds N09.
    note = work_notes.note(work.pk, kouji, at=clock.now(), **SAID)
    other = parts.person(None, "kouji2", Role.WORKS)
    struck = work_notes.strike(note.pk, other, "別の工事の記録")
    with pytest.raises(Refused) as refused:
        work_notes.strike(note.pk, kouji, "x")
    assert codes(refused) == ["struck"]
    with pytest.raises(Refused):
        work_notes.strike(struck.pk, kouji, "what strikes out is no note")
    (entry,) = work_notes.notes_of(work.application)[work.pk]
    assert entry.note.text == SAID["text"]
    assert entry.struck is not None
    assert (entry.struck.author, entry.struck.text) == (other, "別の工事の記録")
    line = Record.objects.latest("id")
    assert (line.event, line.detail["text"], line.actor) == ("work_struck", "別の工事の記録", other)


def test_the_database_changes_and_deletes_no_note(work: Work, kouji: Person) -> None:
    note = work_notes.note(work.pk, kouji, at=clock.now(), **SAID)
    found = WorkNote.objects.filter(pk=note.pk)
    for change in (lambda: found.update(text="x"), lambda: found.delete()):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            change()


def test_no_page_of_the_office_shows_a_note_or_that_there_is_one(work: Work, kouji: Person) -> None:
    # Holds N09.
    number = work.application.number
    note = work_notes.note(work.pk, kouji, at=clock.now(), **SAID)
    work_notes.strike(note.pk, kouji, "別の工事の記録")
    hanako = parts.signed_in(Person.objects.get(login_id="hanako"))
    for page in ("", "works/"):
        text = hanako.get(f"/applications/{number}/{page}").content.decode()
        assert not [w for w in ("連絡記録", "翌週なら", "別の工事の記録") if w in text]
    shown = parts.signed_in(kouji).get(f"/center/applications/{number}/").content.decode()
    assert all(w in shown for w in ("連絡記録", "翌週なら", "別の工事の記録"))


def test_notes_go_ten_years_after_the_end_of_their_application_and_not_a_day_before(
    work: Work, kouji: Person
) -> None:
    note = work_notes.note(work.pk, kouji, at=clock.now(), **SAID)
    work_notes.strike(note.pk, kouji, "x")
    ended = clock.now() - TEN_YEARS
    a = work.application
    type(a).objects.filter(pk=a.pk).update(state="withdrawn", changed_at=ended + timedelta(days=1))
    retention.run()
    assert WorkNote.objects.count() == 2
    type(a).objects.filter(pk=a.pk).update(changed_at=ended - timedelta(days=1))
    retention.run()
    assert not WorkNote.objects.exists()
