"""外為法関連業務: what is handed to METI of the applications that touch it (T-13): once each, with a record."""

from __future__ import annotations

import csv
import hashlib
import io

from django.db import transaction

from nss.account.models import Person
from nss.base import clock
from nss.base.cells import safe_cell
from nss.base.columns import phone_shown
from nss.contract.choices import BusinessType

from .edits import Edit
from .lifecycle import DECIDED
from .models import Application, Handover, HandoverDue, Revision

COLUMNS = (
    "申込受付番号",
    "企業名",
    "事業所名",
    "事業所コード",
    "利用者コード",
    "識別番号",
    "申込内容",
    "利用開始日",
    "申込担当者",
    "電話番号",
    "E-mail",
)


def foreign_exchange_edits(revision: Revision) -> list[Edit]:
    """The issued edits of a filing that concern Foreign Exchange Act numbers."""
    found = []
    for e in revision.issued_list:
        business = (
            [*e.before.get("business", []), *e.after.get("business", [])] if e.kind == "user_id" else []
        )
        if BusinessType.FOREX_EXPORTER in business:
            found.append(e)
    return found


def mark_due(application: Application, revision: Revision) -> None:
    """Called by the decision: what touches a Foreign Exchange Act number waits to be handed over."""
    if foreign_exchange_edits(revision):
        HandoverDue.objects.get_or_create(application=application)


def waiting(lock: bool = False) -> list[Application]:
    """Decided applications that were not handed over yet, oldest first. With `lock` nobody else hands them over meanwhile."""
    due = HandoverDue.objects.filter(handover=None, application__state__in=DECIDED)
    due = due.select_related("application__office").prefetch_related("application__revisions")
    if lock:
        due = due.select_for_update(of=("self",))
    return [d.application for d in due.order_by("application_id")]


def hand_over(person: Person) -> tuple[Handover, bytes]:
    """The file of everything that waits, and its record, in one transaction."""
    with transaction.atomic():
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        numbers = []
        found = waiting(lock=True)
        for a in found:
            numbers.append(a.number)
            revision = max((r for r in a.revisions.all() if r.frozen_at), key=lambda r: r.no)
            for e in foreign_exchange_edits(revision):
                v, c = {**e.before, **e.after}, revision.contact
                name = f"{c.get('family_name', '')} {c.get('given_name', '')}".strip()
                writer.writerow(
                    [
                        safe_cell(str(c))
                        for c in (
                            a.number,
                            a.office.company_name,
                            a.office.name,
                            a.office.code,
                            v.get("code", ""),
                            v.get("number", ""),
                            {"add": "追加", "change": "変更", "end": "廃止"}[e.action],
                            a.start_date,
                            name,
                            phone_shown(c.get("phone", "")),
                            c.get("email", ""),
                        )
                    ]
                )
        body = ("\ufeff" + out.getvalue()).encode()
        made = Handover.objects.create(
            at=clock.now(), person=person, numbers=numbers, sha256=hashlib.sha256(body).hexdigest()
        )
        HandoverDue.objects.filter(application__in=found).update(handover=made)
        return made, body
