"""Why somebody of the Center does something with a person's account: asked beside the button, kept in the record, told to the
office's managers. An office's own manager is asked for none: those are her own people."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from nss.base.columns import LongColumn
from nss.base.problems import Problem, Refused
from nss.base.words import W

from .models import Person

REASON = LongColumn(
    "reason",
    W("理由", "Reason"),
    length=240,
    rows=2,
    hint=W(
        "記録に残ります。事業所の管理責任者に連絡する操作では、連絡にも載ります。",
        "It stays in the record, and stands in the mail where the office's managers get one.",
    ),
)
NO_REASON = Problem("no_reason", W("理由を入力してください。", "Enter the reason."), REASON.name)


def needs_reason(actor: Person | AnonymousUser | None) -> bool:
    """Whether this person has to say why: everybody of the Center. A command of the operator has nobody."""
    return isinstance(actor, Person) and actor.is_center


def checked_reason(actor: Person | AnonymousUser, reason: str) -> str:
    """The reason as it is kept. Raises Refused where one is needed and none was given."""
    kept = reason.strip()
    if not kept and needs_reason(actor):
        raise Refused([NO_REASON])
    return kept


def in_record(reason: str) -> dict[str, str]:
    """What a line of the record holds of it."""
    return {"reason": reason} if reason else {}
