"""What the review page of an application shows, also what a re-submission changed (F-14)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from nss.account.models import Person
from nss.account.requests import CenterRequest
from nss.application import decision_checks, works
from nss.application.case import Case
from nss.application.edits import changes_of
from nss.application.lifecycle import OPEN, Event, State, may, status_of
from nss.application.models import Application, Proposal, Revision
from nss.application.progress import timeline
from nss.base import clock
from nss.base.rows import Written
from nss.base.words import W, t
from nss.calendar.deadlines import password_window
from nss.contract.models import Office
from nss.document import drawing
from nss.master.models import ReplyText
from nss.master.schedule import setting_deadline
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit import schedule
from nss.procedure.kit.contact import LABELS
from nss.procedure.lines import drawing as layout
from nss.procedure.places import Places
from nss.web import diffs

from .checks import verdicts
from .desk import next_of, people_at
from .forms import ApproveForm, ExtendForm, ReasonForm


def found_or_404(number: str) -> Application:
    found = BY_NUMBER.one(number)
    if found is None:
        raise Http404
    application: Application
    application, application.office, application.claimed_by = found
    return application


BY_NUMBER = Written(
    {"a": Application, "o": Office, "c": Person},
    "FROM application_application a JOIN contract_office o ON o.id = a.office_id LEFT JOIN people_person c ON c.id = a.claimed_by_id "
    "WHERE a.number = %s",
)


def filed(a: Application) -> Revision:
    revision = a.revisions.filter(frozen_at__isnull=False).order_by("-no")[0]
    revision.application = a
    return revision


def start_of(revision: Revision) -> date:
    """The day proposed for the decision: the wish if it still lies ahead, else the next permitted day."""
    today, need = clock.today(), Case.of_filed(revision).need
    if revision.wish_date and schedule.judge(revision.wish_date, today, need).allowed:
        return revision.wish_date
    return schedule.offered(today, need, 1)[0]


def asked_day(request: CenterRequest) -> date | None:
    """The day that the reviewer is trying out: everything on the page is worked out for it."""
    try:
        return schedule.read_day(request.GET["start"]) if request.GET.get("start") else None
    except ValueError:
        messages.error(request, t("日付として読み取れません。", "This is not a date."))
        return None


def follows(a: Application, start: date) -> list[tuple[W, date]]:
    """What hangs on the decided day."""
    found = [
        (
            W("パスワードの参照期限", "Passwords readable until"),
            password_window(max(clock.today(), a.decided_on or clock.today()), start)[1],
        )
    ]
    if a.needs_setting:
        found.insert(0, (W("システム設定申込締切日", "Setting deadline"), setting_deadline(start)))
    return found


def show(request: CenterRequest, a: Application, status: int = 200, **more: Any) -> HttpResponse:
    """N02 with the given forms."""
    revision = filed(a)
    today = clock.today()
    edits = revision.issued_list
    undecided = State(a.state) in OPEN
    start = a.start_date or asked_day(request) or start_of(revision)
    case = Case.of_filed(revision)
    found = decision_checks.checks(a, Case.of_filed(revision, start)) if undecided else []
    before = a.revisions.filter(no=revision.no - 1).first()
    suggestions = CATALOGUE.suggestions(case) if undecided else []
    others = list(
        Application.objects.filter(office=a.office, number__isnull=False)
        .exclude(pk=a.pk)
        .order_by("-id")[:10]
    )
    proposal = Proposal.objects.filter(application=a).select_related("by").first()
    context = {
        "proposal": proposal,
        "start": start,
        "follows": follows(a, start) if undecided else [],
        "next": next_of(request.user, a.pk),
        "here": people_at([a.pk], request.user).get(a.pk, []),
        "replies": {
            use: list(ReplyText.objects.filter(use=use).order_by("name"))
            for use in ("query", "refuse", "start")
        },
        "group": list(Application.objects.filter(group=a.group, number__isnull=False).exclude(pk=a.pk))
        if a.group
        else [],
        "served": list(Application.objects.filter(serves=a.pk))
        + ([Application.objects.get(pk=a.serves)] if a.serves else []),
        "application": a,
        "revision": revision,
        "status": status_of(a.state, a.start_date, today),
        "today": today,
        "changes": diffs.render(changes_of(edits)),
        "checks": verdicts(found, CATALOGUE.checks(case)),
        "stops": [p for p in found if p.level == "stop"],
        "before_changes": diffs.render(changes_of(before.edit_list)) if before else None,
        "before_revision": before,
        "items": case.labels,
        "contact": [(LABELS[k], revision.contact.get(k, "")) for k in LABELS],
        "places": [(p.where, p.words) for p in Places(case).for_comments()],
        "comments": a.comments.order_by("id").select_related("author"),
        "attachments": a.attachments.defer("body"),
        "timeline": timeline(a, today),
        "consents": a.consents.filter(revision_no=revision.no).select_related("office").order_by("id"),
        "approve_form": ApproveForm(initial={"start": f"{start:%Y/%m/%d}"}, suggestions=suggestions),
        "reason_form": ReasonForm(),
        "extend_form": ExtendForm(),
        "suggestions": suggestions,
        "others": others,
        "may_decide": request.user.may_decide and a.state in ("received", "resubmitted", "reviewing"),
        "may_review": request.user.may_review and a.state in ("received", "resubmitted", "reviewing"),
        "may_setting": request.user.may_review and a.state == State.SETTING_WAIT.value,
        "may_revoke": request.user.may_decide
        and may(a.state, Event.REVOKE)
        and bool(a.start_date and a.start_date > today),
        "said": case.summary_lines,
        "halves": list(works.HALVES.items()),
        "tests": works.open_tests(a),
        "works": [
            (
                w,
                [works.slot_word(s) for s in w.slots],
                [(s, works.slot_word(s)) for s in w.wished],
                works.slot_word(w.fixed) if w.fixed else "",
            )
            for w in works.of(a)
        ],
        "drawings": [
            Markup(drawing.svg(s, f"drawing-{n}"))  # noqa: S704 - made by us, texts escaped
            for n, s in enumerate(layout.filed(a, revision))
        ]
        if revision.extra.get("drawing")
        else [],
        "may_withdraw": request.user.may_review and may(a.state, Event.WITHDRAW),
        "may_void": request.user.may_decide and may(a.state, Event.INVALIDATE),
        "errors": False,
    }
    return render(request, "center/review.html", {**context, **more}, status=status)


def prepared_text(request: CenterRequest, use: str) -> str:
    """The prepared text that was picked, if one was."""
    pk = request.POST.get("prepared", "")
    found = ReplyText.objects.filter(pk=int(pk), use=use).first() if pk.isdecimal() else None
    return found.text if found else ""
