"""N20: figures with a CSV behind each."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from markupsafe import Markup

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application import figures
from nss.application.lifecycle import REVOKED, State
from nss.application.models import WorkState
from nss.base import clock
from nss.base.days import read_day
from nss.base.words import t
from nss.document import chart
from nss.issuing import numbers
from nss.notice.models import Mail
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.places import place_label

from .tables import csv_file


def period(request: CenterRequest) -> tuple[date, date]:
    """First and last day of the period that is asked for; without one, the last 90 days."""
    today = clock.today()
    first, last = today - timedelta(days=90), today
    try:
        first = read_day(request.GET["from"]) if request.GET.get("from") else first
        last = read_day(request.GET["to"]) if request.GET.get("to") else last
    except ValueError:
        messages.error(
            request,
            t(
                "期間の日付は「2026/12/01」の形で入力してください。",
                "Enter the dates of the period in the form 2026/12/01.",
            ),
        )
    return first, last


def asked_about(first: date, last: date) -> list[tuple[str, int]]:
    """What the comments of queries were about, in words, most often first: a word stands once."""
    counts: Counter[str] = Counter()
    for where, n in figures.send_backs(first, last):
        counts[str(place_label(where))] += n
    return counts.most_common()


def tables(first: date, last: date) -> dict[str, tuple[list[str], list[list[Any]]]]:
    """Name -> heads and rows; page and CSV draw the same."""
    speed = figures.speed(first, last)
    return {
        "state": (
            [t("申込分類", "Kind"), t("状態", "Status"), t("件数", "Count")],
            [
                [str(CATALOGUE.series[k].short), str(REVOKED if s == "revoked" else State(s).word), n]
                for k, s, n in figures.by_state(first, last)
                if k in CATALOGUE.series
            ],
        ),
        "speed": (
            [
                t("回答した申込", "Answered"),
                t("中央値（営業日）", "Median (business days)"),
                t("90%点（営業日）", "90th percentile"),
                t("翌営業日までの割合", "By the next business day"),
            ],
            [[speed.count, f"{speed.median:.1f}", f"{speed.p90:.1f}", f"{speed.next_day:.0%}"]],
        ),
        "month": (
            [t("月", "Month"), t("申込件数", "Applications")],
            [list(x) for x in figures.by_month(clock.today())],
        ),
        "query": (
            [t("確認事項の対象", "Query about"), t("件数", "Count")],
            [list(x) for x in asked_about(first, last)],
        ),
        "works": (
            [t("工事の状態", "Works"), t("件数", "Count")],
            [[str(WorkState.word_of(s)), n] for s, n in figures.works_ahead(clock.today())],
        ),
        "pools": (
            [t("番号", "Pool"), t("払出済み", "Used"), t("残り", "Left"), t("状態", "State")],
            [
                [str(x.name), x.used, x.left, t("残りわずか", "low") if x.low else t("十分", "enough")]
                for x in numbers.levels()
            ],
        ),
        "mail": (
            [t("メールの状態", "Mails"), t("件数", "Count")],
            [
                [t("送信待ち・再送中", "queued or retried"), Mail.objects.filter(state="queued").count()],
                [t("送信できなかったもの", "failed"), Mail.objects.filter(state="failed").count()],
            ],
        ),
    }


TITLES = {
    "state": ("申込分類・状態別の件数", "Applications by kind and status"),
    "speed": ("回答までの日数", "Time to answer"),
    "month": ("月別の申込件数", "Applications by month"),
    "query": ("確認事項の内訳", "What queries were about"),
    "works": ("これからの工事", "Works ahead"),
    "pools": ("番号の残り", "Pools"),
    "mail": ("メール", "Mails"),
}


@center_page
@require_GET
def page(request: CenterRequest) -> HttpResponse:
    """The page of figures for a period."""
    first, last = period(request)
    found = tables(first, last)
    bars = chart.bars(
        [(str(r[0]), int(r[1])) for r in found["month"][1]], t("月別の申込件数", "Applications by month")
    )
    return render(
        request,
        "center/figures.html",
        {
            "tables": [(k, t(*TITLES[k]), heads, rows) for k, (heads, rows) in found.items()],
            "chart": Markup(bars),  # noqa: S704
            "first": first,
            "last": last,
        },
    )


@center_page
@require_GET
def table_csv(request: CenterRequest, name: str) -> HttpResponse:
    """One of the tables as CSV."""
    first, last = period(request)
    found = tables(first, last).get(name)
    if found is None:
        raise Http404
    return csv_file(f"figures-{name}.csv", found[0], found[1])
