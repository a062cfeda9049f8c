"""外為法関連業務: what is handed to METI of the applications that touch it (domain.md 6.2, T-13): once each, with a record."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any

from django.db import transaction

from nss.base import clock
from nss.base.cells import safe_cell
from nss.contract.choices import BusinessType

from .lifecycle import DECIDED
from .models import Application, Handover

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


def touched(application: Application) -> list[Any]:
    """The issued edits of an application that concern Foreign Exchange Act numbers."""
    revision = application.revisions.filter(frozen_at__isnull=False).order_by("-no")[0]
    found = []
    for e in revision.issued_list:
        business = (
            [*e.before.get("business", []), *e.after.get("business", [])] if e.kind == "user_id" else []
        )
        if BusinessType.FOREX_EXPORTER.value in business:
            found.append((revision, e))
    return found


def waiting() -> list[Application]:
    """Decided applications that were not handed over yet, oldest first."""
    done = {n for numbers in Handover.objects.values_list("numbers", flat=True) for n in numbers}
    found = (
        Application.objects.filter(state__in=[s.value for s in DECIDED])
        .select_related("office")
        .order_by("id")
    )
    return [a for a in found if a.number not in done and touched(a)]


def hand_over(person: Any) -> tuple[Handover, bytes]:
    """The file of everything that waits, and its record, in one transaction."""
    with transaction.atomic():
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        numbers = []
        for a in waiting():
            numbers.append(a.number)
            for revision, e in touched(a):
                v, c = {**e.before, **e.after}, revision.contact
                name = f"{c.get('family_name', '')} {c.get('given_name', '')}".strip()
                writer.writerow([safe_cell(str(c)) for c in (
                    a.number, a.office.company_name, a.office.name, a.office.code, v.get("code", ""), v.get("number", ""),
                    {"add": "追加", "change": "変更", "end": "廃止"}[e.action], a.start_date, name, c.get("phone", ""), c.get("email", ""),
                )])  # fmt: skip
        body = ("\ufeff" + out.getvalue()).encode()
        made = Handover.objects.create(
            at=clock.now(), person=person, numbers=numbers, sha256=hashlib.sha256(body).hexdigest()
        )
        return made, body
