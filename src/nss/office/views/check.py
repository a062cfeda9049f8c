"""S12: everything before and after, remark and attachments; filing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from markupsafe import Markup

from nss.account.requests import OfficeRequest
from nss.application import drafts, files, filing, group, holds, queries
from nss.application.case import Case
from nss.application.edits import without_rows
from nss.application.models import Application, Attachment, Revision
from nss.application.rulebook import ConsentNeed
from nss.base import clock, posted
from nss.base.columns import phone_shown
from nss.base.days import read_day
from nss.base.place import Place
from nss.base.problems import Problem, Refused
from nss.base.seen import mark_of
from nss.base.words import W, joined, t
from nss.notice.facts import NOTHING
from nss.office.forms.draft import RemarkForm
from nss.office.views import drawing
from nss.procedure.kit import schedule
from nss.procedure.lines import drawing as layout
from nss.procedure.places import Places
from nss.web import diffs
from nss.web.page import context_of
from nss.web.typed import refuse

from ..returning import return_address
from ..show import siblings
from ..words import FILE
from .drafting import draft_page, panel, previous


@dataclass(frozen=True)
class CheckPage:
    """S12: what is read before an application is filed; the template reads the fields by their names."""

    seen: Case
    changes: Markup
    form: RemarkForm
    errors: bool
    """Whether filing was just refused."""
    problems: Sequence[Problem]
    blocking: Sequence[Problem]
    digest: str
    """Of the before/after: what is filed is what was shown."""
    shown: str
    """Of the warnings beside it."""
    beside: bool
    items: Sequence[W]
    attachments: Sequence[Attachment]
    asked: Sequence[ConsentNeed]
    """Consents that other offices will be asked for."""
    linked: Sequence[group.Standing]
    phone: str
    siblings: Sequence[tuple[Application, W]]
    summary_lines: Sequence[tuple[W, str | W]]
    other_days: Sequence[date]
    """Days that can be met, where the wished one cannot."""
    drawings: Sequence[Markup]
    held: int
    """Rows that another open application holds, and that can be left out of this one."""
    places: Callable[[str], str]
    """The address where a problem is mended."""
    back: str
    open_query: bool
    """Whether comments of the Center wait for an answer: it is filed from the page of answers then."""
    remark_seen: str
    """Of the stored remark, which the form writes over."""
    primary: W = FILE


@draft_page
@require_http_methods(["GET", "POST"])
def check(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """S12: everything before and after, remark, attachments; filing."""
    if request.method == "POST" and posted.has(request, "upload"):
        return upload(request, revision)
    if request.method == "POST" and posted.has(request, "set_day"):
        return set_day(request, revision)
    if request.method == "POST" and posted.has(request, "leave_out"):
        return leave_out(request, revision)
    open_query = queries.unanswered(revision.application)
    if request.method == "POST" and open_query:
        refuse(request, ANSWER_FIRST)
        return redirect("office:answer", revision.application.number)
    remark = RemarkForm(posted.sent(request), initial={"remark": revision.remark})
    problems: list[Problem] = []
    if request.method == "POST" and remark.is_valid():
        try:
            revision = with_remark(request, revision, remark.cleaned_data["remark"])
            application = filing.submit(
                revision.application_id,
                request.user,
                posted.field(request, "digest"),
                posted.field(request, "shown"),
            )
            return redirect("office:received", application.number)
        except drafts.Stale as stale:
            revision = stale.current
            problems = [filing.CHANGED]
        except Refused as refused:
            problems = refused.problems
    case = Case.of_draft(revision)
    if problems == [filing.CHANGED]:
        problems += case.problems  # among them what has changed, e.g. a start day that was taken out
    pk, places = revision.application_id, Places(case)

    def mend(place: Place) -> str:
        return place.url(pk, back=request.path)

    shown = problems or case.problems
    blocking = [p for p in shown if p.level == "stop"]
    days: tuple[date, ...] = ()
    if any(p.where == "wish_date" for p in shown):
        days = schedule.offered(clock.today(), case.need, 3)
    drawn = revision.extra.get("drawing")
    status = 422 if request.method == "POST" else 200
    page = CheckPage(
        seen=case,
        changes=diffs.render(case.changes, {k: mend(p) for k, p in places.of_changes().items()}),
        form=remark,
        errors=bool(problems),
        problems=shown,
        blocking=blocking,
        digest=case.digest,
        shown=case.page_digest,
        beside=places.beside,
        items=case.labels,
        attachments=case.attachments,
        asked=case.consents,
        linked=group.standings(case),
        siblings=siblings(revision.application),
        phone=phone_shown(revision.contact.get("phone", "")),
        summary_lines=case.summary_lines,
        other_days=days,
        drawings=drawing.drawing_block(layout.case_of(revision), "")["drawings"] if drawn else [],
        held=sum(1 for p in shown if p.code == holds.HELD_CODE and p.where),
        places=lambda where: mend(places.of(where)),
        back=return_address(request) or previous(case, request.path),
        open_query=open_query,
        remark_seen=mark_of(revision.remark),
    )
    return render(request, "office/check.html", {**panel(case), **context_of(page)}, status=status)


WRITTEN = W(
    "この画面を開いた後に、ほかの画面または担当者が備考を保存しました。両方の内容をまとめて、もう一度登録してください。保存されている備考：{remark}",
    "The remark was saved in another tab or by a colleague after this page was opened. Put both together and submit again. "
    "Stored now: {remark}",
)


def with_remark(request: OfficeRequest, revision: Revision, remark: str) -> Revision:
    """The draft with the remark that was typed. Raises Refused where another one was written since the page was shown."""
    if remark == revision.remark:
        return revision
    if posted.field(request, "remark_seen") != mark_of(revision.remark):
        raise Refused(
            [Problem("remark_changed", WRITTEN.format(remark=revision.remark or NOTHING), "remark")]
        )
    drafts.save(revision, request.user, remark=remark)
    return revision


def set_day(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """One press moves the wished day to one that can be met (X-04)."""
    try:
        day = read_day(posted.field(request, "set_day"))
        if day in schedule.offered(clock.today(), Case.of_draft(revision).need, 3):
            drafts.save(revision, request.user, wish_date=day)
    except (ValueError, drafts.Stale):
        messages.error(request, t("日付を変更できませんでした。", "The day could not be changed."))
    return redirect("office:check", revision.application_id)


ANSWER_FIRST = W(
    "確認事項への回答を入力して、再提出してください。",
    "Answer the comments, then submit again.",
)
LEFT_OUT = W(
    "{names}（{count}件）をこの申込から外しました。",
    "{names} ({count} rows) were left out of this application.",
)


def leave_out(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """One press takes the rows out that another open application holds; the rest of the draft stays."""
    case = Case.of_draft(revision)
    gone = {p.where for p in holds.held_by_others(case) if p.where}
    out, kept = without_rows(case.requested, gone)
    try:
        drafts.save(revision, request.user, edits=[e.to_json() for e in kept])
        messages.success(
            request, str(LEFT_OUT.format(names=joined(e.name for e in out[:20]), count=len(out)))
        )
    except drafts.Stale:
        messages.error(request, t("この間に下書きが保存されました。", "The draft was saved meanwhile."))
    return redirect("office:check", revision.application_id)


def upload(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """Choosing a file and sending it attaches it; the draft stays as it is."""
    found = request.FILES.getlist("file")
    if not found:
        messages.error(request, t("ファイルを選択してください。", "Choose a file."))
    for f in found:
        try:
            files.attach(revision.application, f.name or "", f.read(files.LIMIT + 1))
        except files.BadFile as bad:
            messages.error(request, str(bad.text))
    return redirect("office:check", revision.application_id)


@draft_page
@require_POST
def detach(request: OfficeRequest, revision: Revision, file: int) -> HttpResponse:
    """Remove an attached file from the draft."""
    revision.application.attachments.filter(pk=file).remove_from(revision)
    return redirect("office:check", revision.application_id)
