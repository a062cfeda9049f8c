"""What the Center asks of an application that it sent back: answered by its office, or taken back by the Center."""

from __future__ import annotations

from django.db.models import Q

from nss.account.models import Person
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.words import W

from . import filing
from .case import Case
from .holds import taking_rows
from .lifecycle import Event, NotAllowed, State
from .models import Application, Attachment, Comment, Record, Revision

NOT_A_QUERY = Problem(
    "not_a_query",
    W(
        "センターが送った確認事項だけを取り消せます。",
        "Only a query that the Center sent can be taken back.",
    ),
)
BEGUN = Problem(
    "answer_begun",
    W(
        "申込者が回答または修正を始めているため、取り消せません。",
        "The office has begun to answer or to correct it: the query cannot be taken back.",
    ),
)
ASKS_AGAIN = Problem(
    "asks_again",
    W(
        "共用事業所の同意が必要な申込の確認事項は取り消せません。申込者に再提出を依頼してください。",
        "This application needs the consent of other offices: ask its office to submit it again.",
    ),
)
AS_FILED = ("items", "other", "extra", "wish_date", "reason", "remark", "contact")
"""What an office can change of a revision beside its edits and files."""


def answer_comment(comment: Comment, text: str) -> None:
    """C06: the office's answer beside a pinned comment."""
    comment.answer, comment.answered_at = text, clock.now()
    comment.save(update_fields=["answer", "answered_at"])


def unanswered(application: Application) -> bool:
    """Whether comments of the open query wait for an answer of the office."""
    if application.state != State.QUERY.value:
        return False
    return application.comments.filter(revision_no=application.revision_no - 1, answer="").exists()


def begun(again: Revision, filed: Revision) -> bool:
    """Whether the office has changed anything since the query came: answered, corrected, or attached a file."""
    application = again.application
    asked = [e.to_json() for e in filed.edit_list if not e.derived]
    files = Attachment.objects.filter(application=application)
    return (
        any(getattr(again, n) != getattr(filed, n) for n in AS_FILED)
        or [e.to_json() for e in again.edit_list] != asked
        or application.comments.filter(revision_no=filed.no).exclude(answer="").exists()
        or files.filter(Q(added_in=again.no) | Q(removed_in=again.no)).exists()
    )


def take_back(pk: int, person: Person, reason: str) -> Application:
    """A query that should not have been sent: as long as the office has not begun to answer, the application is with the
    reviewers again as it was filed, and the office is told. Raises Refused, NotAllowed."""
    with taking_rows():
        application, again = filing.locked(pk)
        if application.state != State.QUERY.value or again.frozen_at is not None:
            raise NotAllowed(application.state, Event.QUERY_BACK)
        sent = Record.objects.filter(application=application, target=State.QUERY.value).order_by("-id")[0]
        if sent.event != Event.SEND_BACK.value:
            raise Refused([NOT_A_QUERY])
        if begun(again, application.revisions.get(no=again.no - 1)):
            raise Refused([BEGUN])
        if Case.of_draft(again).consents:
            raise Refused([ASKS_AGAIN])
        application.comments.filter(revision_no=again.no - 1).update(resolved_at=clock.now())
        return filing.file_revision(application, again, person, by=Event.QUERY_BACK, reason=reason)
