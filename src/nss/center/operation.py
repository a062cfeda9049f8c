"""N17 and the engine room: mails with what could not be sent, jobs with what failed, and what was erased."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import TaskNotFound

from nss.account.access import center_page
from nss.account.access_log import log
from nss.account.models import Access
from nss.account.requests import CenterRequest
from nss.application import drafts
from nss.base.posted import key_number
from nss.base.words import W, t
from nss.notice import sealed_links
from nss.notice.delivery import deliver
from nss.notice.models import Mail, MailState
from nss.notice.preferences import BY_KIND
from nss.record import retention

PAGE = 50


@center_page
@require_GET
def mails(request: CenterRequest) -> HttpResponse:
    """Newest first, by state and text; a refused one says what the server said."""
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()
    found = Mail.objects.select_related("office").order_by("-id")
    if state in set(MailState):
        found = found.filter(state=state)
    if text:
        found = found.filter(
            Q(to__contains=[text]) | Q(subject__icontains=text) | Q(office__code=text.upper())
        )
    if (before := key_number(request.GET.get("before", ""))) is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    counts = dict(Mail.objects.exclude(state=MailState.SENT).values_list("state").annotate(n=Count("id")))
    kept = request.GET.copy()
    kept.pop("before", None)
    return render(
        request,
        "center/mails.html",
        {
            "rows": [
                (m, BY_KIND[m.kind].word if m.kind in BY_KIND else m.kind, MailState.word_of(m.state))
                for m in rows[:PAGE]
            ],
            "more": rows[PAGE - 1].pk if len(rows) > PAGE else None,
            "kept": kept.urlencode(),
            "state": state,
            "q": text,
            "states": [(s, s.word, counts.get(s)) for s in MailState],
        },
    )


@center_page(may="may_manage_offices")
@require_GET
def mail(request: CenterRequest, pk: int) -> HttpResponse:
    """One mail as it was sent, without links that let somebody in. That it was read is recorded."""
    found = Mail.objects.select_related("office").filter(pk=pk).first()
    if found is None:
        raise Http404
    log(Access.What.MAIL_READ, request, request.user, about=found.office, subject=found.subject, mail=pk)
    return render(
        request,
        "center/mail.html",
        {"mail": found, "text": sealed_links.text_to_show(found), "state": MailState.word_of(found.state)},
    )


@center_page(may="may_administer")
@require_POST
def resend_mail(request: CenterRequest, pk: int) -> HttpResponse:
    """Send a failed mail again under its own Message-ID; nothing else is sent twice."""
    with transaction.atomic():
        found = Mail.objects.select_for_update().filter(pk=pk).first()
        if found is None:
            raise Http404
        if found.state != MailState.FAILED:
            messages.error(
                request,
                t("送信できなかったメールだけを再送できます。", "Only failed mails can be sent again."),
            )
            return redirect("center:mail", pk)
        if sealed_links.PLACE in found.body and found.sealed is None:
            messages.error(
                request,
                t(
                    "このメールのURLは有効期限が切れています。担当者の画面から新しい案内を送信してください。",
                    "The link in this e-mail has expired. Send a new one from the person's page.",
                ),
            )
            return redirect("center:mail", pk)
        found.state = MailState.QUEUED
        found.save(update_fields=["state"])
        deliver.defer(mail_ids=[str(pk)])
        log(Access.What.MAIL, request, request.user, subject=found.subject)
    messages.success(request, t("再送を予約しました。", "It will be sent again."))
    return redirect("center:mails")


TASKS: dict[str, W] = {
    "nss.deliver": W("メールの送信", "Mails"),
    "nss.erase_secrets": W("期限後のパスワードの消去", "Passwords erased after their window"),
    "nss.sweep_deadlines": W("締切超過の無効化・同意期限", "Deadlines and consents"),
    "nss.daily": W("日次まとめのメール", "Daily mails"),
    "nss.refresh_names": W("事業所名称の反映", "Names of offices"),
    "nss.remind": W("期限前のお知らせ", "Reminders"),
    "nss.broadcast": W("お知らせの配信", "Announcements by mail"),
    "nss.tidy_drafts": W("下書きの整理", "Old drafts"),
    "nss.close_temporary_accounts": W("仮アカウントの終了", "Temporary accounts"),
    "nss.revive": W("中断した処理の引継ぎ", "Take-over of interrupted tasks"),
    "nss.erase_old": W("保存期間を過ぎた情報の削除", "Data past their term"),
}
STATUS: dict[str, W] = {
    "todo": W("待ち", "waiting"),
    "doing": W("実行中", "running"),
    "succeeded": W("完了", "done"),
    "failed": W("失敗", "failed"),
    "cancelled": W("取消し", "cancelled"),
    "aborting": W("中断中", "stopping"),
    "aborted": W("中断", "stopped"),
}


@center_page
@require_GET
def jobs(request: CenterRequest) -> HttpResponse:
    """How the worker stands: counts, the newest run of each sweep, and what failed."""
    counts = (
        ProcrastinateJob.objects.values_list("task_name", "status")
        .annotate(n=Count("id"))
        .order_by("task_name", "status")
    )
    failed = ProcrastinateJob.objects.filter(status="failed").order_by("-id")[:PAGE]
    last: list[tuple[W, tuple[W | str, datetime | None] | None]] = []
    for name in TASKS:
        newest = ProcrastinateJob.objects.filter(task_name=name).order_by("-id").first()
        event = newest.procrastinateevent_set.order_by("-at").first() if newest else None
        last.append(
            (
                TASKS[name],
                (STATUS.get(newest.status, newest.status), event.at if event else None) if newest else None,
            )
        )
    return render(
        request,
        "center/jobs.html",
        {
            "counts": [(TASKS.get(n, n), STATUS.get(s, s), c) for n, s, c in counts],
            "failed": [(j, TASKS.get(j.task_name, j.task_name)) for j in failed],
            "last": last,
            "erased": Access.objects.filter(what=Access.What.ERASED).order_by("-id").first(),
            "terms": retention.terms(),
            "draft_days": drafts.KEEP_DAYS + drafts.BIN_DAYS,
        },
    )


@center_page(may="may_administer")
@require_POST
def retry_job(request: CenterRequest, pk: int) -> HttpResponse:
    """Queue a failed job anew with the same arguments; every job is safe to run twice."""
    job = ProcrastinateJob.objects.filter(pk=pk, status="failed").first()
    if job is None:
        raise Http404
    try:
        with transaction.atomic():
            app.configure_task(job.task_name, allow_unknown=False, queue=job.queue_name).defer(**job.args)
            log(Access.What.JOB, request, request.user, task=job.task_name, job=job.pk)
        messages.success(request, t("もう一度実行します。", "It will run again."))
    except TaskNotFound:
        messages.error(request, t("この処理はすでにありません。", "This task no longer exists."))
    return redirect("center:jobs")
