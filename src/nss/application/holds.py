"""Rows that open applications lay hold of (申込中): one application a row, which the database holds too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from nss.base.problems import Problem, Refused
from nss.base.words import W

from .case import Case
from .models import Application, Hold

HELD = W(
    "「{name}」は、審査中の{by}の対象です。その申込の終了後に申し込むか、先の申込を取り下げてください。",
    "'{name}' is part of {by}, which is open. Wait until that one ends, or withdraw it.",
)
HELD_CODE = "row_in_open_application"
HELD_BY_NUMBER = W("申込{number}", "application {number}")
HELD_BY_ANOTHER = W("別の事業所の申込", "another office's application")
HELD_MEANWHILE = Problem(
    "row_in_open_application",
    W(
        "選んだ契約情報は、この間に登録された別の申込の対象になりました。もう一度内容を確認してください。",
        "A chosen row has become part of another application meanwhile. Please check once more.",
    ),
)


@contextmanager
def taking_rows() -> Iterator[None]:
    """A transaction that lays hold of rows: of two at once the later one is refused, by the database."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "one_open_application_per_row" in str(error):
            raise Refused([HELD_MEANWHILE]) from error
        raise


def let_go(application: Application) -> None:
    """Remove the holds of an application (申込中). By hand: the ORM would look for rows that refer to them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM application_hold WHERE application_id = %s", [application.pk])


def held_by_others(case: Case) -> list[Problem]:
    """Rows, here or at an office that has to agree, that another open application holds (X-12), with its number where
    that is the applicant's own."""
    mine = {(e.kind, e.target): e for e in case.edits if e.target is not None}
    theirs = {(e.kind, e.target): e for a in case.consents for e in a.edits if e.target is not None}
    wanted = theirs | mine
    if not wanted:
        return []
    held = Hold.objects.filter(identity__in=[target for _, target in wanted])
    found = []
    for h in held.exclude(application_id=case.revision.application_id).select_related("application"):
        edit = wanted.get((h.kind, h.identity))
        if edit is None:
            continue
        own = case.office.pk in (h.application.office_id, h.application.applicant_office_id)
        by = HELD_BY_NUMBER.format(number=h.application.number) if own else HELD_BY_ANOTHER
        where = f"{h.kind}:{h.identity}" if (h.kind, h.identity) in mine else ""
        found.append(Problem(HELD_CODE, HELD.format(name=edit.name, by=by), where))
    return found
