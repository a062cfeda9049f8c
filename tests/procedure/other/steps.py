"""What the tests of その他の契約変更 share: filing one, the consents to it, its approval."""

from __future__ import annotations

from datetime import date
from typing import Any

from nss.application import drafts, filing
from nss.application.models import Application
from nss.base import clock
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.procedure.kit import schedule
from tests import parts
from tests.browser.labels import change, several
from tests.procedure.samples import Sample

CONSULTED = {"consulted_on": "2020/01/06", "consulted_with": "契約 一郎"}
"""The prior consultation, as it is typed."""
consulted = several(change("お問い合わせ日", "2020/01/06"), change("NACCSセンターの担当者", "契約 一郎"))
"""And as it is typed in a browser."""


def file(office: Office, who: Any, other: str, sample: Sample, nth: int = 0) -> Application:
    day = schedule.offered(clock.today(), parts.need(sample.edits), nth + 1)[nth]
    revision = drafts.begin(
        office,
        who,
        other=other,
        edits=[e.to_json() for e in sample.edits],
        extra=sample.extra,
        wish_date=day,
        reason="x",
        contact=dict(parts.CONTACT),
    )
    return filing.submit(revision.application_id, who)


def agree(a: Application) -> None:
    for c in a.consents.filter(state="requested"):
        filing.answer_consent(c.pk, c.office, None, True)


def decide(a: Application) -> date:
    start = a.revisions.order_by("-no")[0].wish_date
    parts.approve(a.pk, parts.Person.objects.filter(login_id="shinsa").first() or parts.reviewer(), start)
    return start


def kinds_on(office: Office, day: date) -> dict[str, int]:
    found: dict[str, int] = {}
    for r in load(office, day, ROW_TYPES).rows:
        found[r.kind] = found.get(r.kind, 0) + 1
    return found
