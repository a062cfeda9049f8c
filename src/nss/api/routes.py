"""Read-only calls of version 1: contract of a day, start days of a draft, before/after of drafts and applications."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer

from nss.account import tokens
from nss.application import drafts
from nss.application.case import Case
from nss.application.edits import changes_of
from nss.application.models import Application, Revision
from nss.application.status import status
from nss.base import clock
from nss.base.days import bounded
from nss.base.typed_text import NotUnderstood
from nss.base.words import W
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import load
from nss.procedure.kit import schedule


class ApiRequest(HttpRequest):
    """Of a program of an office, let in by `OfficeToken`."""

    auth: Office


class OfficeToken(HttpBearer):
    """`Authorization: Bearer <token>`; gives the office."""

    def authenticate(self, request: HttpRequest, token: str) -> Office | None:
        return tokens.office_of(token)


api = NinjaAPI(title="NSS", version="1", auth=OfficeToken(), urls_namespace="api", docs_url=None)


class Word(Schema):
    """A text in both languages."""

    ja: str
    en: str


class RowOut(Schema):
    """A row of the contract."""

    kind: str
    id: str
    name: str
    values: dict[str, Any]
    starts: date
    ends: date | None


class ContractOut(Schema):
    """The contract of an office on a day."""

    office: str
    day: date
    rows: list[RowOut]


class ReasonOut(Schema):
    """Why a day cannot or should not be the start day."""

    code: str
    text: Word


class DayOut(Schema):
    """A day with its verdict."""

    day: date
    allowed: bool
    advised: bool
    reasons: list[ReasonOut]


class CellOut(Schema):
    """A value before and after."""

    column: str
    before: str
    after: str


class ChangeOut(Schema):
    """A row that changes."""

    action: str
    kind: str
    name: str
    count: int
    day: str
    scope: str
    cells: list[CellOut]


class ProblemOut(Schema):
    """A problem, pinned to a field or row."""

    code: str
    level: str
    where: str
    text: Word


class DraftOut(Schema):
    """A draft with its before/after and problems."""

    id: str
    items: list[str]
    wish_date: date | None
    changes: list[ChangeOut]
    problems: list[ProblemOut]


class ApplicationOut(Schema):
    """A filed application with its state and before/after."""

    number: str
    status: str
    status_text: Word
    received_on: date
    wish_date: date | None
    start_date: date | None
    setting_deadline: date | None
    items: list[str]
    changes: list[ChangeOut]


def _word(text: W | str) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en} if isinstance(text, W) else {"ja": text, "en": text}


def _office(request: ApiRequest) -> Office:
    return request.auth


def _draft(request: ApiRequest, pk: int) -> Revision:
    try:
        return drafts.of_office(_office(request), pk)
    except Revision.DoesNotExist as error:
        raise HttpError(404, "not found") from error


def _bounded(day: date | None) -> date:
    """The day asked for, today without one; the bounds are those of the pages."""
    try:
        return bounded(day) if day else clock.today()
    except NotUnderstood as error:
        raise HttpError(422, error.text.en) from error


@api.get("/contract", response=ContractOut, summary="The contract on a day (today unless given)")
def contract(request: ApiRequest, day: date | None = None) -> dict[str, Any]:
    """The office's contract on a day, today by default."""
    office, on = _office(request), _bounded(day)
    rows = [
        {
            "kind": r.kind,
            "id": str(r.identity),
            "name": r.name.ja if isinstance(r.name, W) else r.name,
            "values": dict(r.values),
            "starts": r.starts,
            "ends": None if r.ends >= clock.FOREVER else r.ends,
        }
        for r in load(office, on, ROW_TYPES).rows
    ]
    return {"office": office.code, "day": on, "rows": rows}


@api.get(
    "/drafts/{pk}", response=DraftOut, summary="A draft: its changes before and after, what is still missing"
)
def draft(request: ApiRequest, pk: int) -> dict[str, Any]:
    """The before/after of an open draft and what still stops it."""
    revision = _draft(request, pk)
    case = Case.of_draft(revision)
    return {
        "id": str(pk),
        "items": revision.chosen_items,
        "wish_date": revision.wish_date,
        "changes": [c.to_json() for c in case.changes],
        "problems": [
            {"code": p.code, "level": p.level, "where": p.where, "text": _word(p.text)} for p in case.problems
        ],
    }


@api.get(
    "/drafts/{pk}/days", response=list[DayOut], summary="Which start days a draft may wish for, and why not"
)
def days(request: ApiRequest, pk: int, count: int = 120) -> list[dict[str, Any]]:
    """The next days that a draft may start on."""
    need = Case.of_draft(_draft(request, pk)).need
    return [
        {
            "day": v.day,
            "allowed": v.allowed,
            "advised": v.advised,
            "reasons": [{"code": r.code, "text": _word(r.text)} for r in v.reasons],
        }
        for v in schedule.calendar(clock.today(), need, max(1, min(count, 400)))
    ]


@api.get("/applications/{number}", response=ApplicationOut, summary="An application with its changes")
def application(request: ApiRequest, number: str) -> dict[str, Any]:
    """The state and before/after of an application."""
    office = _office(request)
    found = Application.objects.filter(Q(office=office) | Q(applicant_office=office), number=number).first()
    if found is None:
        raise HttpError(404, "not found")
    revision = found.revisions.filter(frozen_at__isnull=False).order_by("-no")[0]
    code, text = status(found, clock.today())
    return {
        "number": found.number,
        "status": code,
        "status_text": _word(text),
        "received_on": found.received_on,
        "wish_date": revision.wish_date,
        "start_date": found.start_date,
        "setting_deadline": found.setting_deadline,
        "items": revision.chosen_items,
        "changes": [c.to_json() for c in changes_of(revision.issued_list)],
    }
