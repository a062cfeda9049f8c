"""S13-S15, C10: the list of applications and one of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from nss.account.access import contract_page, office_page
from nss.account.models import Person
from nss.account.requests import OfficeRequest
from nss.application import by_number, drafts, group, papers, side_tables, works
from nss.application.case import Case
from nss.application.edits import changes_of
from nss.application.lifecycle import CLOSED, OPEN, REVOKED, Event, State, may
from nss.application.models import Application, Attachment, Consent, Revision, Work
from nss.application.progress import Step, timeline
from nss.application.shown import last_filed
from nss.application.status import BEGUN, REVOKED_ONES, status, statuses
from nss.base import clock
from nss.base.cells import safe_cell
from nss.base.compiled_query import CompiledQuery
from nss.base.days import read_day
from nss.base.posted import key_number
from nss.base.rows import RowSelect
from nss.base.words import W, t
from nss.contract.models import Office
from nss.document import adapter
from nss.issuing.models import Secret
from nss.office.show import count_table, siblings
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.contact import facts_of
from nss.web import diffs
from nss.web.page import context_of

PAGE = 20


def application_or_404(request: OfficeRequest, number: str) -> Application:
    """The office's own application by its number; anybody else's is 404, as one that does not exist."""
    found = by_number.find_of(number, request.office)
    if found is None:
        raise Http404
    return found


@office_page
@require_GET
def received(request: OfficeRequest, number: str) -> HttpResponse:
    """S13: the page after filing, with the reception number. What comes next is said until the Center has decided."""
    application = application_or_404(request, number)
    revision = last_filed(application)
    return render(
        request,
        "office/received.html",
        {
            "application": application,
            "is_open": State(application.state) in OPEN,
            "revision": revision,
            "to": papers.recipients_text(application, revision),
            "expected": papers.expected_answer(application),
            "consents": [c for c in CONSENTS(application.pk) if c.revision_no == revision.no],
        },
    )


def filtered(request: OfficeRequest) -> Any:
    """The office's applications by the filters of the page, newest first. A day that cannot be read is told and left out."""
    office = request.office
    found = Application.objects.filter(
        Q(office=office) | Q(applicant_office=office), number__isnull=False
    ).order_by("-id")
    get = request.GET
    state, text, series = get.get("state", ""), get.get("q", "").strip(), get.get("series", "")
    if state in dict(BEGUN):
        begun = Q(state=State.APPROVED.value, start_date__lte=clock.today())
        left = Q(pk__in=works.overdue_works(clock.today()).values("application"))
        found = found.filter(begun, left if state == "works_left" else ~left)
    elif state == "revoked":
        found = found.filter(REVOKED_ONES)
    elif state:
        found = found.filter(~REVOKED_ONES, state=state)
    if series in CATALOGUE.series:
        found = found.filter(number__endswith=series)
    if text:
        keys = [e.key for e in CATALOGUE.entries if text in e.label.ja or text.lower() in e.label.en.lower()]
        words = (
            Q(number__istartswith=text)
            | Q(revisions__reason__icontains=text)
            | Q(revisions__remark__icontains=text)
        )
        for k in keys:
            words |= Q(revisions__items__contains=[k]) | Q(revisions__other=k)
        found = found.filter(pk__in=Application.objects.filter(words).values("pk"))
    for name, lookup in (("from", "received_on__gte"), ("to", "received_on__lte")):
        try:
            found = found.filter(**{lookup: read_day(get[name])}) if get.get(name) else found
        except ValueError:
            messages.error(
                request,
                t(
                    "期間の日付は「2026/12/01」の形で入力してください。",
                    "Enter the dates of the period in the form 2026/12/01.",
                ),
            )
    return found.prefetch_related("revisions")


NEWEST = RowSelect(
    {"a": Application, "r": Revision},
    f"""
    FROM {Application._meta.db_table} a
    JOIN LATERAL (
        SELECT * FROM {Revision._meta.db_table} r WHERE r.application_id = a.id ORDER BY r.no DESC LIMIT 1
    ) r ON true
    WHERE (a.office_id = %s OR a.applicant_office_id = %s) AND a.number IS NOT NULL
    ORDER BY a.id DESC LIMIT {PAGE + 1}""",  # noqa: S608  (names come from the models alone)
)
"""The first page of `filtered` without a filter, as it is asked for most: applications with their newest revisions."""


def newest_of(request: OfficeRequest) -> list[tuple[Application, Revision]]:
    """A page of the list, and one more if there are any: each application with its newest revision."""
    if not any(request.GET.values()):
        office = request.office.pk
        return [(a, r) for a, r in NEWEST.all(office, office)]
    found = filtered(request)
    if (before := key_number(request.GET.get("before", ""))) is not None:
        found = found.filter(id__lt=before)
    return [(a, newest_revision(a)) for a in found[: PAGE + 1]]


def newest_revision(a: Application) -> Revision:
    """The newest of the revisions that were read with it."""
    return max(a.revisions.all(), key=lambda r: r.no)


def list_row(a: Application, revision: Revision, status: tuple[str, W]) -> dict[str, Any]:
    """What the list and its CSV say of an application."""
    series = CATALOGUE.series.get((a.number or "")[-1:])
    return {
        "application": a,
        "status": status,
        "wish": revision.wish_date,
        "items": CATALOGUE.labels(revision.chosen_items),
        "reason": revision.reason,
        "todo": a.state == State.QUERY.value,
        "series": series.word if series else "",
    }


@office_page
@require_GET
def listing(request: OfficeRequest) -> HttpResponse:
    """S14: newest first, keyset paging, filters."""
    rows = newest_of(request)
    words = statuses([a for a, _ in rows[:PAGE]], clock.today())
    shown = [list_row(a, revision, words[a.pk]) for a, revision in rows[:PAGE]]
    query = request.GET.copy()
    query.pop("before", None)
    return render(
        request,
        "office/applications.html",
        {
            "rows": shown,
            "more": shown[-1]["application"].pk if len(rows) > PAGE else None,
            "state": request.GET.get("state", ""),
            "q": request.GET.get("q", ""),
            "series": request.GET.get("series", ""),
            "all_series": {k: s.word for k, s in CATALOGUE.series.items()},
            "query": query.urlencode(),
            "states": [
                *[(s.value, s.word) for s in State if s not in (State.DRAFT, State.DISCARDED)],
                *BEGUN,
                ("revoked", REVOKED),
            ],
        },
    )


@office_page
@require_GET
def listing_csv(request: OfficeRequest) -> HttpResponse:
    """The filtered list as CSV, up to 5,000 lines; cells cannot be formulas."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="applications-{request.office.code}.csv"'
    out = csv.writer(response, lineterminator="\r\n")
    out.writerow(
        ["申込受付番号", "申込分類", "申込日", "内容", "状態", "利用開始希望日", "利用開始日", "理由"]
    )
    rows = list(filtered(request)[:5000])
    words = statuses(rows, clock.today())
    for a in rows:
        r = list_row(a, newest_revision(a), words[a.pk])
        cells = [
            a.number,
            r["series"],
            a.received_on,
            "、".join(str(i) for i in r["items"]),
            r["status"][1],
            r["wish"] or "",
            a.start_date or "",
            r["reason"],
        ]
        out.writerow([safe_cell(str(c)) for c in cells])
    return response


def latest_consents(a: Application) -> list[Consent]:
    """What other offices answered, or were asked, the last time."""
    found = [] if "consents" in a.lacks else CONSENTS(a.pk)
    last = max((c.revision_no for c in found), default=0)
    return [c for c in found if c.revision_no == last]


CONSENTS = CompiledQuery(
    lambda pk: Consent.objects.filter(application_id=pk).select_related("office").order_by("id"), int
)
SECRETS = CompiledQuery(
    lambda pk, office: Secret.objects.filter(application_id=pk, office_id=office).values_list(
        "pk", flat=True
    )[:1],
    int,
    int,
)


@dataclass(frozen=True)
class ApplicationPage:
    """S15: what the page of one application shows; the template reads the fields by their names."""

    application: Application
    revision: Revision
    status: tuple[str, W]
    changes: Markup
    counts: Markup
    items: Sequence[W]
    contact: Sequence[tuple[W, W | str]]
    timeline: Sequence[Step]
    attachments: Sequence[Attachment]
    may_withdraw: bool
    may_answer: bool
    over: bool
    """Whether it is open although the contract has ended: it cannot be approved any more."""
    asked_by_center: bool
    """Whether an open query has comments of the Center; else another office did not agree, or what it was filed for ended."""
    may_copy: bool
    """Whether it came to nothing, so that another one may be made of it."""
    decided: bool
    started: bool
    ended: bool
    """Whether the office's contract has ended by it."""
    secrets: bool
    """Whether passwords were issued by it."""
    consents: Sequence[Consent]
    to: Sequence[str]
    """Where notices of it go."""
    siblings: Sequence[tuple[Application, W]]
    linked: Sequence[group.Standing]
    """What it needs beside it, where it is open or decided."""
    summary_lines: Sequence[tuple[W, str | W]]
    works: Sequence[Work]
    has_drawing: bool

    @classmethod
    def of(cls, a: Application, revision: Revision, office: Office, person: Person) -> ApplicationPage:
        """Reads all that the page shows; `person` decides on its buttons."""
        side_tables.find_empty(a)
        edits, today = revision.issued_list, clock.today()
        case = Case.of_filed(revision)
        over = office.ended and a.office_id == office.pk
        return cls(
            application=a,
            revision=revision,
            status=status(a, today),
            changes=diffs.render(changes_of(edits)),
            counts=count_table(edits),
            items=CATALOGUE.labels(revision.chosen_items),
            contact=facts_of(revision.contact),
            timeline=timeline(a, today),
            attachments=case.attachments,
            may_withdraw=person.may_apply and may(a.state, Event.WITHDRAW),
            may_answer=person.may_apply and a.state == State.QUERY.value and not over,
            over=over and may(a.state, Event.WITHDRAW),
            asked_by_center="comments" not in a.lacks
            and a.comments.filter(revision_no=a.revision_no - 1).exists(),
            may_copy=person.may_change and a.state in CLOSED,
            decided=a.decided_on is not None and a.state in ("approved", "setting_wait"),
            started=a.state == State.APPROVED.value and a.start_date is not None and a.start_date <= today,
            ended=any(e.office == office for e in adapter.ended(a, revision, today)),
            secrets=bool(SECRETS(a.pk, office.pk)),
            consents=latest_consents(a),
            to=papers.recipients_text(a, revision),
            siblings=siblings(a),
            linked=group.standings(case) if a.state not in CLOSED else [],
            summary_lines=case.summary_lines,
            works=[w for w in works.works_of(a) if w.state != "cancelled"],
            has_drawing=bool(revision.extra.get("drawing")),
        )


@office_page
@require_GET
def application(request: OfficeRequest, number: str) -> HttpResponse:
    """S15: one application with its state, before/after and papers."""
    a = application_or_404(request, number)
    page = ApplicationPage.of(a, last_filed(a), request.office, request.user)
    return render(request, "office/application.html", context_of(page))


@contract_page
@require_POST
def copy(request: OfficeRequest, number: str) -> HttpResponse:
    """Another draft with the contact, items, reason of this application; of one that came to nothing, with all of it."""
    a = application_or_404(request, number)
    old = last_filed(a)
    if a.state in CLOSED:
        old.application.applicant_office = request.office
        return redirect("office:draft", drafts.duplicate(old, request.user).application_id)
    revision = drafts.begin(
        request.office,
        request.user,
        items=old.items,
        other=old.other,
        reason=old.reason,
        contact=old.contact,
        remark=old.remark,
    )
    return redirect("office:items", revision.application_id)
