"""S13-S16, C06, C08, C25: what became of an application, and what was issued."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import applicant_page, office_page
from nss.application import drafts, filing, papers
from nss.application.edits import changes_of
from nss.application.lifecycle import Event, NotAllowed, State, may, status_of
from nss.application.models import Application, Attachment, Comment, Consent, Revision
from nss.application.progress import timeline
from nss.base import clock
from nss.base.cells import safe_cell
from nss.base.words import W, t
from nss.contract.choices import Customs, SystemClass
from nss.document import adapter
from nss.issuing import vault
from nss.issuing.models import Secret, SecretKind
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit import notice
from nss.procedure.kit.contact import LABELS
from nss.procedure.kit.schedule import read_day
from nss.procedure.kit.selection import BY_KEY
from nss.web import diffs

from ..forms import ConsentForm, WithdrawForm
from ..show import count_table, siblings

PAGE = 20


def mine(request: HttpRequest, number: str) -> Application:
    """The office's own application by its number; anybody else's is 404, as one that does not exist."""
    try:
        return Application.objects.select_related("office", "claimed_by").get(
            Q(office=request.user.office) | Q(applicant_office=request.user.office), number=number
        )
    except Application.DoesNotExist as error:
        raise Http404 from error


def revision_of(application: Application) -> Revision:
    """The newest filed revision: what the Center has, also while a correction is being written."""
    revision = application.revisions.filter(frozen_at__isnull=False).order_by("-no")[0]
    revision.application = application
    return revision


@office_page
@require_GET
def received(request: HttpRequest, number: str) -> HttpResponse:
    application = mine(request, number)
    revision = revision_of(application)
    return render(
        request,
        "office/received.html",
        {
            "application": application,
            "revision": revision,
            "to": papers.recipients_text(application, revision),
            "expected": papers.expected_answer(application),
            "consents": application.consents.filter(revision_no=revision.no),
        },
    )


SERIES = {
    "A": W("利用申込（契約）", "Contract"),
    "B": W("システム設定", "System setting"),
    "C": W("通関士ID", "Customs specialists"),
    "D": W("証明書再発行", "Certificates"),
    "E": W("パスワード再発行", "Passwords"),
}
"""申込分類 of the look-up, by the last letter of the number (D-01)."""


def found_for(request: HttpRequest) -> Any:
    """The office's applications by the filters of the page, newest first. A day that cannot be read is told and left out."""
    office = request.user.office
    found = Application.objects.filter(
        Q(office=office) | Q(applicant_office=office), number__isnull=False
    ).order_by("-id")
    get = request.GET
    state, text, series = get.get("state", ""), get.get("q", "").strip(), get.get("series", "")
    if state == "active":
        found = found.filter(state=State.APPROVED.value, start_date__lte=clock.today())
    elif state:
        found = found.filter(state=state)
    if series in SERIES:
        found = found.filter(number__endswith=series)
    if text:
        keys = [k for k, e in BY_KEY.items() if text in e.label.ja or text.lower() in e.label.en.lower()]
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
            messages.error(request, t("期間の日付を読み取れません。", "The period is not a date."))
    return found.prefetch_related("revisions")


def shown_of(a: Application, today: Any) -> dict[str, Any]:
    """What the list and its CSV say of an application."""
    revision = max(a.revisions.all(), key=lambda r: r.no)
    return {
        "application": a,
        "status": status_of(a.state, a.start_date, today),
        "wish": revision.wish_date,
        "items": [BY_KEY[i].label for i in [*revision.items, revision.other] if i in BY_KEY],
        "reason": revision.reason,
        "todo": a.state == State.QUERY.value,
        "series": SERIES.get((a.number or "")[-1:], ""),
    }


@office_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """S14: newest first, keyset paging, filters."""
    found = found_for(request)
    before = request.GET.get("before", "")
    if before.isdecimal():
        found = found.filter(id__lt=int(before))
    rows = list(found[: PAGE + 1])
    today = clock.today()
    shown = [shown_of(a, today) for a in rows[:PAGE]]
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
            "all_series": SERIES,
            "query": query.urlencode(),
            "states": [
                *[(s.value, s.word) for s in State if s not in (State.DRAFT, State.DISCARDED)],
                ("active", W("利用開始済", "In use")),
            ],
        },
    )


@office_page
@require_GET
def listing_csv(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV, up to 5,000 lines; cells cannot be formulas."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="applications-{request.user.office.code}.csv"'
    out = csv.writer(response, lineterminator="\r\n")
    out.writerow(
        ["申込受付番号", "申込分類", "申込日", "内容", "ステータス", "利用開始希望日", "利用開始日", "理由"]
    )
    today = clock.today()
    for a in found_for(request)[:5000]:
        r = shown_of(a, today)
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


@office_page
@require_GET
def application(request: HttpRequest, number: str) -> HttpResponse:
    """S15."""
    a = mine(request, number)
    revision = revision_of(a)
    edits = revision.issued_list
    today = clock.today()
    secrets = Secret.objects.filter(application_id=a.pk, office=request.user.office).exists()
    return render(
        request,
        "office/application.html",
        {
            "application": a,
            "revision": revision,
            "status": status_of(a.state, a.start_date, today),
            "changes": diffs.render(changes_of(edits)),
            "counts": count_table(edits),
            "items": [BY_KEY[i].label for i in [*revision.items, revision.other] if i in BY_KEY],
            "contact": [(LABELS[k], revision.contact.get(k, "")) for k in LABELS],
            "timeline": timeline(a, today),
            "attachments": a.attachments.defer("body"),
            "may_withdraw": request.user.may_apply and may(a.state, Event.WITHDRAW),
            "may_answer": request.user.may_apply and a.state == State.QUERY.value,
            "decided": a.decided_on is not None and a.state in ("approved", "setting_wait"),
            "started": a.state == State.APPROVED.value and a.start_date is not None and a.start_date <= today,
            "secrets": secrets,
            "consents": a.consents.filter(revision_no=a.revision_no).select_related("office"),
            "to": papers.recipients_text(a, revision),
            "siblings": siblings(a),
            "said": CATALOGUE.said(revision, edits),
            "works": [w for w in a.works.all() if w.state != "cancelled"],
            "has_drawing": bool(revision.extra.get("drawing")),
        },
    )


@office_page
@require_GET
def ids(request: HttpRequest, number: str) -> HttpResponse:
    """S16: the ID notice; passwords are not in this page until asked for, one by one."""
    a = mine(request, number)
    if a.decided_on is None or a.state not in ("approved", "setting_wait"):
        raise Http404
    revision = revision_of(a)
    today = clock.today()
    found = Secret.objects.filter(application_id=a.pk, office=request.user.office).defer("ciphertext")
    tables = notice.told(revision.issued_list, {(s.kind, s.label): s for s in found})
    window = vault.window_of(a.pk)
    return render(
        request,
        "office/ids.html",
        {
            "application": a,
            "tables": tables,
            "window": window,
            "is_open": bool(window and window[0] <= today <= window[1]),
            "days_left": (window[1] - today).days if window else 0,
            "office": a.office,
            "customs": Customs.word_of(a.office.customs),
            "system_class": SystemClass.word_of(a.office.system_class),
        },
    )


@applicant_page
@require_POST
def reveal(request: HttpRequest, number: str, secret: int) -> HttpResponse:
    """One password, after a click, logged; outside its window 403 with the way to a re-issue (X-09)."""
    a = mine(request, number)
    try:
        text = vault.reveal(secret, request.user.office, request.user.pk, clock.today())
    except vault.WindowClosed:
        return render(request, "office/window_closed.html", {"application": a}, status=403)
    except Secret.DoesNotExist as error:
        raise Http404 from error
    kind, label = Secret.objects.values_list("kind", "label").get(pk=secret)
    response = render(
        request,
        "office/secret.html",
        {"application": a, "text": text, "label": label, "secret": secret, "what": SecretKind.word_of(kind)},
    )
    response["Cache-Control"] = "no-store"
    return response


@applicant_page
@require_POST
def acknowledge(request: HttpRequest, number: str) -> HttpResponse:
    a = mine(request, number)
    vault.acknowledge(a.pk, request.user.office, request.user.pk)
    messages.success(request, t("受領を記録しました。", "Receipt was recorded."))
    return redirect("office:ids", a.number)


# Query and withdrawal


@applicant_page
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """C06: the pinned comments, each with an answer and the way to its field; then file again."""
    a = mine(request, number)
    if a.state != State.QUERY.value:
        return redirect("office:application", a.number)
    revision = drafts.of_office(request.user.office, a.pk)
    comments = list(a.comments.filter(revision_no=revision.no - 1).order_by("id"))
    problems: list[Any] = []
    missing: set[int] = set()
    if request.method == "POST":
        for c in comments:
            text = (request.POST.get(f"answer_{c.pk}") or "").strip()[:1000]
            filing.answer_comment(c, text)
            if not text:
                missing.add(c.pk)
        if "file" in request.POST and not missing:
            try:
                filing.submit(a.pk, request.user, request.POST.get("digest"))
                return redirect("office:received", a.number)
            except filing.Refused as refused:
                problems = refused.problems
        elif "file" not in request.POST:
            messages.success(request, t("回答を保存しました。まだ送信していません。", "Saved, not sent yet."))
            return redirect("office:answer", a.number)
    seen = drafts.look(revision)
    before = revision_of(a)
    return render(
        request,
        "office/answer.html",
        {
            "application": a,
            "revision": revision,
            "comments": [(c, comment_place(a, c)) for c in comments],
            "missing": missing,
            "problems": problems or seen.problems,
            "errors": bool(problems or missing),
            "changes": diffs.render(seen.changes),
            "previous": diffs.render(changes_of(before.edit_list)),
            "digest": seen.digest,
            "same": seen.digest == before.digest,
        },
        status=422 if problems or missing else 200,
    )


def comment_place(application: Application, comment: Comment) -> str:
    """The page of the correction where a comment's field is edited."""
    where, pk = comment.where, application.pk
    if where.startswith("contact"):
        return reverse("office:contact", args=[pk])
    if ":" in where or where in CATALOGUE.procedures:
        revision = application.revisions.order_by("-no")[0]
        kind, _, _target = where.partition(":")
        key = (
            where
            if where in CATALOGUE.procedures
            else next((e.procedure for e in revision.edit_list if e.kind == kind), "")
        )
        if key in CATALOGUE.procedures:
            return reverse("office:item", args=[pk, key, CATALOGUE[key].steps[0].slug])
    if where == "remark":
        return reverse("office:check", args=[pk])
    return reverse("office:items", args=[pk])


@applicant_page
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    a = mine(request, number)
    if not may(a.state, Event.WITHDRAW):
        messages.error(request, t("この申込は取り下げられません。", "This application cannot be withdrawn."))
        return redirect("office:application", a.number)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            filing.withdraw(a.pk, request.user, form.cleaned_data["reason"])
            messages.success(request, t("申込を取り下げました。", "The application was withdrawn."))
        except NotAllowed:
            messages.error(
                request,
                t(
                    "この間に審査が進んだため、取り下げられませんでした。",
                    "The review went on meanwhile; it could not be withdrawn.",
                ),
            )
        return redirect("office:application", a.number)
    return render(
        request,
        "office/withdraw.html",
        {
            "application": a,
            "form": form,
            "errors": bool(form.errors),
            "changes": diffs.render(changes_of(revision_of(a).edit_list)),
        },
        status=422 if form.errors else 200,
    )


@applicant_page
@require_POST
def copy(request: HttpRequest, number: str) -> HttpResponse:
    """Another draft with the contact, items, reason of this application."""
    a = mine(request, number)
    old = revision_of(a)
    revision = drafts.begin(
        request.user.office,
        request.user,
        items=old.items,
        other=old.other,
        reason=old.reason,
        contact=old.contact,
        remark=old.remark,
    )
    return redirect("office:items", revision.application_id)


# C25


@office_page
@require_GET
def consents(request: HttpRequest) -> HttpResponse:
    found = (
        Consent.objects.filter(office=request.user.office)
        .select_related("application__office")
        .order_by("-id")[:50]
    )
    return render(request, "office/consents.html", {"rows": found})


@office_page(post="may_apply")
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked, which own rows it touches, and the answer. Only the asked office gets here."""
    try:
        found = Consent.objects.select_related("application__office").get(pk=pk, office=request.user.office)
    except Consent.DoesNotExist as error:
        raise Http404 from error
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            try:
                filing.answer_consent(
                    found.pk,
                    request.user.office,
                    request.user,
                    form.cleaned_data["answer"] == "agree",
                    form.cleaned_data["reason"],
                )
                messages.success(request, t("回答を登録しました。", "Your answer was recorded."))
            except NotAllowed:
                messages.error(
                    request, t("この依頼はすでに終了しています。", "This request has already ended.")
                )
            return redirect("office:consent", pk)
    elif request.user.may_apply:
        filing.seen(found)
    open_now = found.state in ("requested", "seen") and found.application.state == State.CONSENT.value
    return render(
        request,
        "office/consent.html",
        {
            "consent": found,
            "form": form,
            "errors": bool(form.errors),
            "open": open_now,
            "changes": diffs.render(changes_of(found.edit_list)),
            "asker": found.application.office,
        },
        status=422 if form.errors else 200,
    )


# Papers and files


@office_page
@require_GET
def paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """P01 from registration on, P02 from the start date on."""
    a = mine(request, number)
    made = adapter.make(a, revision_of(a), kind, clock.today())
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{a.number}-{kind}.pdf"'
    return response


@office_page
@require_GET
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of an own application, always as a download, never run."""
    office = request.user.office
    try:
        found = Attachment.objects.get(
            Q(application__office=office) | Q(application__applicant_office=office), pk=pk
        )
    except Attachment.DoesNotExist as error:
        raise Http404 from error
    return download(found)


def download(found: Any) -> HttpResponse:
    response = HttpResponse(bytes(found.body), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
