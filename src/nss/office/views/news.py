"""C18, C19: the news of an office with filters and read marks, and which mails it wants."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import office_page
from nss.account.requests import OfficeRequest
from nss.base import posted
from nss.base.columns import MailColumn
from nss.base.days import read_day
from nss.base.typed_text import NotUnderstood
from nss.base.words import W, counted, t
from nss.notice import news, preferences
from nss.notice.facts import NOTHING
from nss.notice.models import Category

PAGE = 50


@office_page
@require_GET
def news_list(request: OfficeRequest) -> HttpResponse:
    """C18: by category, text, unread and period; keyset paging."""
    get = request.GET
    before = get.get("before", "")
    days: dict[str, date | None] = {}
    for name, key in (("since", "from"), ("until", "to")):
        try:
            days[name] = read_day(get[key]) if get.get(key) else None
        except ValueError:
            messages.error(
                request,
                t(
                    "期間の日付は「2026/12/01」の形で入力してください。",
                    "Enter the dates of the period in the form 2026/12/01.",
                ),
            )
    found = news.archive(
        request.office,
        request.user,
        posted.key_number(before),
        PAGE + 1,
        category=get.get("category", ""),
        text=get.get("q", "").strip(),
        unread=get.get("unread") == "1",
        **days,
    )
    kept = get.copy()
    kept.pop("before", None)
    return render(
        request,
        "office/news.html",
        {
            "news": found[:PAGE],
            "more": len(found) > PAGE,
            "categories": [(c, c.word) for c in Category],
            "kept": kept.urlencode(),
            "waiting": news.unread_count(request.user),
            "asked": {k: get.get(k, "") for k in ("category", "q", "unread", "from", "to")},
        },
    )


@office_page
@require_POST
def open_news(request: OfficeRequest, pk: int) -> HttpResponse:
    """Mark a line as read and go to what it is about."""
    found = news.open_item(request.office, request.user, pk)
    if found is None:
        raise Http404
    return redirect(found.link or "office:news")


@office_page
@require_POST
def read_all(request: OfficeRequest) -> HttpResponse:
    """Every line read at once, for this person."""
    n = news.read_all(request.office, request.user)
    messages.success(request, t(f"{n}件を既読にしました。", f"{counted(n, 'line')} marked as read."))
    return redirect("office:news")


ADDRESS = MailColumn("email", W("E-mailアドレス", "E-mail"), length=100)


def addresses(text: str) -> tuple[list[str], W | None]:
    """Typed addresses, one a line or with commas between, and what is wrong with them."""
    found: list[str] = []
    for part in re.split(r"[\s,;、]+", text):
        try:
            address = ADDRESS.from_typed(part)
        except NotUnderstood as error:
            return [*found, part], error.text
        if address:
            found.append(address)
    if len(found) > preferences.MOST:
        return found, W(
            f"{preferences.MOST}件以内で入力してください。", f"Up to {preferences.MOST} addresses."
        )
    return found, None


ON, OFF = W("E-mailで受け取る", "by e-mail"), W("受け取らない", "no e-mail")
WRITTEN = W(
    "この画面を開いた後に、ほかの画面または担当者が設定を保存しました。もう一度保存すると、この画面の内容に置き換えます。"
    "保存されている設定：{mail}、ほかの送信先 {extra}",
    "This was saved in another tab or by a colleague after this page was opened. Save again to replace it. "
    "Stored now: {mail}, further addresses {extra}",
)


def shown_of(mail: bool, daily: bool, extra: str) -> str:
    """What a page shows of one kind, for the form that may write over it; never empty."""
    return f"{mail:d}{daily:d} {' '.join(extra.split())}"


@office_page(post="may_manage_people")
@require_http_methods(["GET", "POST"])
def notices(request: OfficeRequest) -> HttpResponse:
    """C19: the manager sets it for the office; colleagues may read it."""
    office, may_set = request.office, request.user.may_manage_people
    stored = preferences.settings_of(office)
    rows: list[dict[str, Any]] = []
    bad = False
    for o in preferences.OCCASIONS:
        now = stored.get(o.kind)
        mail, daily, typed = (now.mail, now.daily, "\n".join(now.extra)) if now else (True, False, "")
        error: W | None = None
        shown = shown_of(mail, daily, typed)
        if request.method == "POST":
            sent = (
                o.fixed or posted.has(request, f"mail-{o.kind}"),
                posted.has(request, f"daily-{o.kind}"),
                posted.field(request, f"extra-{o.kind}"),
            )
            if shown_of(*sent) != posted.field(request, f"was-{o.kind}"):  # else it stays as it is stored now
                if posted.field(request, f"was-{o.kind}") not in (shown, "") and shown_of(*sent) != shown:
                    error = WRITTEN.format(
                        mail=ON if mail else OFF, extra="、".join(typed.split()) or NOTHING
                    )
                mail, daily, typed = sent
                error = addresses(typed)[1] or error
            bad = bad or error is not None
        rows.append(
            {"occasion": o, "mail": mail, "daily": daily, "extra": typed, "error": error, "was": shown}
        )
    if request.method == "POST" and not bad:
        for row in rows:
            preferences.store(
                office, row["occasion"].kind, row["mail"], addresses(row["extra"])[0], row["daily"]
            )
        messages.success(request, t("通知の設定を保存しました。", "The settings were saved."))
        return redirect("office:notices")
    return render(
        request,
        "office/notices.html",
        {"rows": rows, "may_set": may_set, "errors": bad},
        status=422 if bad else 200,
    )
