"""The Center's desk: queue N01, review N02-N06, consents N10, deadlines N12. Rules stand in the application room."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from markupsafe import Markup

from nss.account.access import center_page
from nss.account.models import Person
from nss.application import decision, filing, sweeps, works
from nss.application.edits import changes_of
from nss.application.lifecycle import OPEN, Event, NotAllowed, State, may, status_of
from nss.application.models import Application, Attachment, Comment, Consent, Proposal, Revision
from nss.application.progress import timeline
from nss.base import clock
from nss.base.problems import Refused
from nss.base.rows import Written
from nss.base.words import W, t
from nss.calendar.days import business_days_between
from nss.calendar.deadlines import password_window
from nss.contract.models import Office
from nss.document import adapter, drawing
from nss.master import state as masters
from nss.master.models import ReplyText
from nss.master.schedule import setting_deadline
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit import review, schedule
from nss.procedure.kit.contact import LABELS
from nss.procedure.kit.selection import BY_KEY
from nss.procedure.lines import drawing as layout
from nss.web import diffs

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
    today = clock.today()
    need = CATALOGUE.need(revision.edit_list)
    if revision.wish_date and schedule.judge(revision.wish_date, today, need).allowed:
        return revision.wish_date
    return schedule.offered(today, need, 1)[0]


def asked_day(request: HttpRequest) -> date | None:
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


def show(request: HttpRequest, a: Application, status: int = 200, **more: Any) -> HttpResponse:
    """N02 with the given forms."""
    revision = filed(a)
    today = clock.today()
    edits = revision.issued_list
    undecided = State(a.state) in OPEN
    start = a.start_date or asked_day(request) or start_of(revision)
    found = decision.checks(a, revision, start) if undecided else []
    before = a.revisions.filter(no=revision.no - 1).first()
    suggestions = CATALOGUE.suggest(a.office, revision.edit_list) if undecided else []
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
        "checks": review.verdicts(found, CATALOGUE.checks(revision.edit_list)),
        "stops": [p for p in found if p.level == "stop"],
        "before_changes": diffs.render(changes_of(before.edit_list)) if before else None,
        "before_revision": before,
        "items": [BY_KEY[i].label for i in [*revision.items, revision.other] if i in BY_KEY],
        "contact": [(LABELS[k], revision.contact.get(k, "")) for k in LABELS],
        "places": review.places(revision),
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
        "said": CATALOGUE.said(revision, edits),
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


@center_page
@require_GET
def application(request: HttpRequest, number: str) -> HttpResponse:
    return show(request, found_or_404(number))


def act(
    request: HttpRequest, number: str, what: Any, done: str, found: Application | None = None
) -> HttpResponse:
    """Do one decision and say what came of it; a decision that somebody else took first is told, not repeated."""
    a = found or found_or_404(number)
    try:
        what(a)
        messages.success(request, done)
    except Refused as refused:
        return show(request, found_or_404(number), status=422, refused=refused.problems, errors=True)
    except NotAllowed:
        messages.error(
            request,
            t(
                "この申込の状態が変わったため、実行できませんでした。最新の内容をご確認ください。",
                "The application changed meanwhile; nothing was done. Please look again.",
            ),
        )
    return redirect("center:application", a.number)


@center_page(may="may_review")
@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    return act(
        request,
        number,
        lambda a: decision.take(a.pk, request.user),
        t("担当になりました。", "You have taken this up."),
    )


@center_page(may="may_decide")
@require_POST
def approve(request: HttpRequest, number: str) -> HttpResponse:
    a = found_or_404(number)
    revision = filed(a)
    form = ApproveForm(request.POST, suggestions=CATALOGUE.suggest(a.office, revision.edit_list))
    if not form.is_valid():
        return show(request, a, status=422, approve_form=form, errors=True)
    day, reason = form.cleaned_data["start"], form.cleaned_data["reason"]
    return act(
        request,
        number,
        lambda x: decision.approve(x.pk, request.user, day, form.chosen(), reason),
        t("審査を終了しました。", "The review is finished."),
        a,
    )


@center_page(may="may_decide")
@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """The second of two approvals of what cannot be undone."""
    return act(
        request,
        number,
        lambda a: decision.confirm(a.pk, request.user),
        t("審査を終了しました。", "The review is finished."),
    )


@center_page(may="may_decide")
@require_POST
def unpropose(request: HttpRequest, number: str) -> HttpResponse:
    return act(
        request,
        number,
        lambda a: decision.unpropose(a.pk, request.user),
        t("承認を取りやめました。", "The first approval was taken back."),
    )


@center_page(may="may_review")
@require_POST
def query(request: HttpRequest, number: str) -> HttpResponse:
    """N03: comments pinned to fields; empty ones are left out."""
    comments = [
        (key.removeprefix("comment:"), text.strip()[:1000])
        for key in request.POST
        if key.startswith("comment:")
        for text in request.POST.getlist(key)
        if text.strip()
    ]
    prepared = prepared_text(request, "query")
    if prepared:
        comments.append((request.POST.get("prepared_where", "")[:80], prepared))
    return act(
        request,
        number,
        lambda a: decision.query(a.pk, request.user, comments),
        t("確認事項を送信しました。", "The query was sent."),
    )


def prepared_text(request: HttpRequest, use: str) -> str:
    """The prepared text that was picked, if one was."""
    pk = request.POST.get("prepared", "")
    found = ReplyText.objects.filter(pk=int(pk), use=use).first() if pk.isdecimal() else None
    return found.text if found else ""


def _with_reason(request: HttpRequest, number: str, what: Any, done: str) -> HttpResponse:
    data = request.POST.copy()
    prepared = prepared_text(request, "refuse")
    if prepared:
        data["reason"] = f"{prepared} {data.get('reason', '')}".strip()
    form = ReasonForm(data)
    if not form.is_valid():
        return show(request, found_or_404(number), status=422, reason_form=form, errors=True)
    return act(request, number, lambda a: what(a.pk, request.user, form.cleaned_data["reason"]), done)


@center_page(may="may_decide")
@require_POST
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    return _with_reason(
        request, number, decision.refuse, t("不承認にしました。", "The application was not approved.")
    )


@center_page(may="may_review")
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """取下げ that the office asked the Center for, by telephone or letter; the reason says so."""
    return _with_reason(
        request, number, filing.withdraw, t("取下げを登録しました。", "The withdrawal was entered.")
    )


@center_page(may="may_decide")
@require_POST
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    return _with_reason(
        request, number, decision.revoke, t("審査終了を取り消しました。", "The decision was revoked.")
    )


@center_page(may="may_decide")
@require_POST
def invalidate(request: HttpRequest, number: str) -> HttpResponse:
    return _with_reason(
        request, number, decision.invalidate, t("無効にしました。", "The application is void.")
    )


@center_page(may="may_review")
@require_POST
def setting_done(request: HttpRequest, number: str) -> HttpResponse:
    return _with_reason(
        request,
        number,
        decision.setting_done,
        t("システム設定の完了を記録しました。", "The system setting is recorded as complete."),
    )


@center_page(may="may_review")
@require_POST
def extend(request: HttpRequest, number: str) -> HttpResponse:
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return show(request, found_or_404(number), status=422, extend_form=form, errors=True)
    data = form.cleaned_data
    return act(
        request,
        number,
        lambda a: decision.extend(a.pk, request.user, data["deadline"], data["reason"]),
        t("締切日を延長しました。", "The deadline was extended."),
    )


@center_page(may="may_review")
@require_POST
def resolve(request: HttpRequest, number: str, comment: int) -> HttpResponse:
    """N04: tick a comment off."""
    a = found_or_404(number)
    Comment.objects.filter(application=a, pk=comment).update(resolved_at=clock.now())
    return redirect("center:application", a.number)


@center_page(may="may_review")
@require_POST
def memo(request: HttpRequest, number: str) -> HttpResponse:
    a = found_or_404(number)
    Application.objects.filter(pk=a.pk).update(memo=request.POST.get("memo", "")[:4000])
    messages.success(request, t("内部メモを保存しました。", "The memo was saved."))
    return redirect("center:application", a.number)


@center_page(may="may_review")
@require_http_methods(["POST"])
def proxy(request: HttpRequest, pk: int) -> HttpResponse:
    """N10: an answer that reached the Center in writing, with its evidence."""
    consent = Consent.objects.select_related("application").filter(pk=pk).first()
    if consent is None:
        raise Http404
    evidence = request.POST.get("evidence", "").strip()[:240]
    if not evidence:
        messages.error(
            request,
            t(
                "根拠（書面の受領日など）を入力してください。",
                "Enter the evidence (e.g. the day the letter came).",
            ),
        )
    else:
        try:
            filing.answer_consent(
                pk, None, request.user, request.POST.get("answer") == "agree", evidence=evidence
            )
            messages.success(request, t("回答を代行登録しました。", "The answer was entered."))
        except NotAllowed:
            messages.error(request, t("この依頼はすでに終了しています。", "This request has already ended."))
    return redirect("center:application", consent.application.number)


@center_page
@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """N12: what becomes void soon, and what is past its deadline."""
    today = clock.today()
    found = (
        Application.objects.filter(state=State.SETTING_WAIT.value)
        .select_related("office")
        .order_by("setting_deadline")[:200]
    )
    rows = [
        {
            "application": a,
            "left": business_days_between(today, a.setting_deadline) if a.setting_deadline >= today else -1,
        }
        for a in found
        if a.setting_deadline
    ]
    return render(request, "center/deadlines.html", {"rows": rows, "today": today})


@center_page(may="may_decide")
@require_POST
def sweep(request: HttpRequest) -> HttpResponse:
    """The deadline sweep that the worker runs by itself, by hand."""
    numbers = sweeps.sweep_deadlines()
    messages.success(
        request, t(f"{len(numbers)}件を無効にしました。", f"{len(numbers)} applications became void.")
    )
    return redirect("center:deadlines")


@center_page
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The schedule as the offices see it (N07, look-up)."""
    today = clock.today()
    return render(
        request,
        "center/calendar.html",
        {
            "days": [d for d in schedule.registered(today) if d.day < today + timedelta(days=180)],
            "own": masters.current().schedule,
        },
    )


@center_page
@require_GET
def paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    a = found_or_404(number)
    made = adapter.make(a, filed(a), kind, clock.today())
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{a.number}-{kind}.pdf"'
    return response


@center_page
@require_GET
def application_drawing(request: HttpRequest, number: str) -> HttpResponse:
    a = found_or_404(number)
    body = drawing.filed_pdf(a, filed(a))
    if body is None:
        raise Http404
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{a.number}-drawing.pdf"'
    return response


@center_page
@require_GET
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    found = Attachment.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.body), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
