"""The engine room: jobs with what failed, and what was erased."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
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
from nss.base.words import W, t
from nss.record import retention

PAGE = 50


TASKS: dict[str, W] = {
    "nss.deliver": W("メールの送信", "Mails"),
    "nss.load_usage": W("利用料金ファイルの取込", "Usage files"),
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
            "keep_days": drafts.KEEP_DAYS,
            "bin_days": drafts.BIN_DAYS,
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
