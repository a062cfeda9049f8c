"""C06-C08: a query of the Center answered and corrected at its field (F-13), an application withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nss.account.access import applicant_page
from nss.account.requests import OfficeRequest
from nss.application import drafts, filing, group, queries
from nss.application.case import Case
from nss.application.edits import changes_of
from nss.application.lifecycle import OPEN, Event, NotAllowed, State, may
from nss.application.models import Application, Comment, ConsentState
from nss.application.shown import last_filed
from nss.base import posted
from nss.base.columns import LongColumn, field_length
from nss.base.posted import posted_text
from nss.base.problems import Problem, Refused
from nss.base.seen import mark_of
from nss.base.words import W, t
from nss.notice.facts import NOTHING
from nss.office.forms.answers import WithdrawForm
from nss.procedure.places import Places
from nss.web import diffs
from nss.web.typed import refuse

from .applications import application_or_404
from .drafting import refuse_after_the_end

ANSWER = LongColumn("answer", W("回答", "Answer"), length=field_length(Comment, "answer"))

SENT_ALREADY = W(
    "この確認事項への回答は、すでに終わっています。",
    "This query has been answered or taken back already.",
)
WRITTEN = W(
    "この画面を開いた後に、ほかの画面または担当者が回答を保存しました。両方の内容をまとめて、もう一度保存してください。保存されている回答：{answer}",
    "An answer was saved in another tab or by a colleague after this page was opened. Put both together and save again. "
    "Stored now: {answer}",
)

# Query and withdrawal


@applicant_page
@require_http_methods(["GET", "POST"])
def answer(request: OfficeRequest, number: str) -> HttpResponse:
    """C06: the pinned comments, each with an answer and the way to its field, which keeps what was answered so far; then
    file again."""
    a = application_or_404(request, number)
    if a.state != State.QUERY.value:
        if State(a.state) in OPEN and answered_by_this(request, a):
            return redirect("office:received", a.number)
        if request.method == "POST":
            refuse(request, SENT_ALREADY)
        return redirect("office:application", a.number)
    refuse_after_the_end(request, a)
    revision = drafts.of_office(request.office, a.pk)
    comments = list(a.comments.filter(revision_no=revision.no - 1).order_by("id"))
    seen = {c.pk: mark_of(c.answer) for c in comments}
    problems: list[Any] = []
    missing: set[int] = set()
    if request.method == "POST":
        for c in comments:
            try:
                text = posted_text(request, ANSWER, f"answer_{c.pk}")
            except Refused as refused:
                problems += refused.problems
                c.answer = posted.field(request, f"answer_{c.pk}")  # shown again as typed, not stored
                continue
            if c.answer != text and posted.field(request, f"seen_{c.pk}") != mark_of(c.answer):
                problems.append(
                    Problem("answer_changed", WRITTEN.format(answer=c.answer or NOTHING), "answers")
                )
                c.answer = text
                continue
            queries.answer_comment(c, text)
            seen[c.pk] = mark_of(text)
            if not text:
                missing.add(c.pk)
        mended = next((c for c in comments if posted.field(request, "mend") == str(c.pk)), None)
        if mended is not None and not problems:
            places = Places(Case.of_draft(revision), filed=last_filed(a).edit_list)
            return redirect(places.of(mended.where).url(a.pk, back=request.path))
        if posted.has(request, "file") and not missing and not problems:
            try:
                filing.submit(a.pk, request.user, posted.field(request, "digest"))
                return redirect("office:received", a.number)
            except Refused as refused:
                problems = refused.problems
        elif not posted.has(request, "file") and not problems:
            messages.success(request, t("回答を保存しました。まだ送信していません。", "Saved, not sent yet."))
            return redirect("office:answer", a.number)
    case = Case.of_draft(revision)
    before = last_filed(a)
    places = Places(case, filed=before.edit_list)
    return render(
        request,
        "office/answer.html",
        {
            "application": a,
            "revision": revision,
            "comments": [(c, places.of(c.where)) for c in comments],
            "mend": lambda where: places.of(where).url(a.pk, back=request.path),
            "missing": missing,
            "seen": seen,
            "refusals": list(
                a.consents.filter(revision_no=revision.no - 1, state=ConsentState.REFUSED).select_related(
                    "office"
                )
            ),
            "lost": group.lost_leaders(a),
            "problems": problems or case.problems,
            "errors": bool(problems or missing),
            "changes": diffs.render(case.changes),
            "previous": diffs.render(changes_of(before.edit_list)),
            "digest": case.digest,
            "same": case.digest == before.digest,
        },
        status=422 if problems or missing else 200,
    )


def answered_by_this(request: OfficeRequest, application: Application) -> bool:
    """Whether a form is the one by which a query was answered: it shows what was filed, with the answers that were given."""
    revision = last_filed(application)
    if not posted.has(request, "file") or posted.field(request, "digest") != revision.digest:
        return False
    comments = application.comments.filter(revision_no=revision.no - 1)
    try:
        return all(posted_text(request, ANSWER, f"answer_{c.pk}") == c.answer for c in comments)
    except Refused:
        return False


@applicant_page
@require_http_methods(["GET", "POST"])
def withdraw(request: OfficeRequest, number: str) -> HttpResponse:
    """C08: the office takes its application back."""
    a = application_or_404(request, number)
    if not may(a.state, Event.WITHDRAW):
        refuse(request, t("この申込は取り下げられません。", "This application cannot be withdrawn."))
        return redirect("office:application", a.number)
    form = WithdrawForm(posted.sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            filing.withdraw(a.pk, request.user, form.cleaned_data["reason"])
            messages.success(request, t("申込を取り下げました。", "The application was withdrawn."))
        except NotAllowed:
            refuse(
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
            "changes": diffs.render(changes_of(last_filed(a).edit_list)),
        },
        status=422 if form.errors else 200,
    )
