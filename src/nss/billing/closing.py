"""Fixing a month by two people: one has looked through its amounts and asks for it, another one confirms (N14).

Both see the same amounts: whatever changed since the page was shown is refused. Once fixed, a month never changes."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Count, Sum

from nss.account.access_log import log
from nss.account.models import Access
from nss.account.requests import CenterRequest
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.two_people import CONFIRMED, STILL_OPEN
from nss.base.words import W

from . import invoices
from .models import Month, MonthClosing, MonthState
from .months import FIXED, problems_of_fixing

CHANGED = Problem(
    "changed_since_shown",
    W(
        "この画面を開いた後に、この月の請求が変わりました。金額をもう一度確認してください。",
        "The month changed after this page was opened. Please check the amounts again.",
    ),
)
OUTDATED = Problem(
    "outdated",
    W(
        "請求を作成した後に契約情報または料金が変わりました。「請求を作り直す」を押し、金額を確認してください。",
        "Contracts or fees changed after the invoices were drawn up. Draw them up anew and check the amounts.",
    ),
)
WAITS = Problem(
    "closing_open",
    W("この月の確定は、すでに確認を待っています。", "This month waits for a second person already."),
)
GONE = Problem(
    "closing_gone",
    W(
        "確定の依頼がありません。取りやめられたか、請求が作り直されました。",
        "Nobody asks for it any more: it was taken back, or the invoices were drawn up anew.",
    ),
)


def waiting_for(month: Month) -> MonthClosing | None:
    """What waits for a second person, if anything."""
    return MonthClosing.objects.filter(month=month.month, **STILL_OPEN).select_related("by").first()


def confirmed_of(month: Month) -> MonthClosing | None:
    """By whom a fixed month was fixed."""
    found = MonthClosing.objects.filter(month=month.month, confirmed_at__isnull=False)
    return found.select_related("by", "confirmed_by").first()


def ask(request: CenterRequest, pk: int, seen: str, note: str = "") -> MonthClosing:
    """The first of two people. Raises Refused, Month.DoesNotExist."""
    try:
        with transaction.atomic():
            month = _checked(pk, seen)
            sums = month.invoices.aggregate(n=Count("id"), total=Sum("total"))
            made = MonthClosing.objects.create(
                month=month.month,
                seen=seen,
                offices=sums["n"],
                total=sums["total"] or 0,
                reason=note,
                by=request.user,
                at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused([WAITS]) from error
    _logged(Access.What.BILL_ASKED, request, month.month, invoices=made.offices, total=made.total, note=note)
    return made


def confirm(request: CenterRequest, pk: int, seen: str) -> Month:
    """The second one: the month is fixed and the offices are told. Raises Refused, Month.DoesNotExist."""
    with transaction.atomic():
        month = Month.objects.select_for_update().get(pk=pk)
        asked = MonthClosing.objects.select_for_update().filter(month=month.month, **STILL_OPEN).first()
        if asked is None:
            raise Refused([GONE])
        if wrong := asked.problems_of_second(request.user.pk):
            raise Refused(wrong)
        _checked(pk, seen)
        if asked.seen != seen:
            raise Refused([CHANGED])
        fixed = invoices.fix(pk, request.user)
        asked.mark_confirmed(request.user.pk)
        _logged(Access.What.BILL_FIXED, request, month.month, invoices=asked.offices, total=asked.total)
        return fixed


def take_back(request: CenterRequest, pk: int) -> None:
    """Decline, or take one's own request back. Raises Refused, Month.DoesNotExist."""
    with transaction.atomic():
        month = Month.objects.select_for_update().get(pk=pk)
        asked = MonthClosing.objects.select_for_update().filter(month=month.month, **STILL_OPEN).first()
        if asked is None:
            raise Refused([CONFIRMED if confirmed_of(month) else GONE])
        asked.mark_dropped()
        _logged(Access.What.BILL_UNDONE, request, month.month)


def draw_up_anew(request: CenterRequest, pk: int) -> int:
    """Draw up the invoices of a month that is not fixed from contracts and fees as they are now. Raises Refused."""
    with transaction.atomic():
        month = Month.objects.select_for_update().get(pk=pk)
        if month.state == MonthState.FIXED:
            raise Refused([FIXED])
        end_of(month.month)
        count = invoices.draw_up(month)
        _logged(Access.What.BILL_DRAWN, request, month.month, invoices=count)
        return count


def end_of(month: date) -> None:
    """Whatever makes the invoices of a month (its first day) anew takes along that somebody asked to fix it."""
    for asked in MonthClosing.objects.filter(month=month, **STILL_OPEN):
        asked.mark_dropped()


def _checked(pk: int, seen: str) -> Month:
    """The month, locked, if it may be fixed and is what the page showed. Raises Refused."""
    month = Month.objects.select_for_update().get(pk=pk)
    if wrong := problems_of_fixing(month, clock.today()):
        raise Refused(wrong)
    if invoices.shown(month) != seen:
        raise Refused([CHANGED])
    if invoices.outdated(month):
        raise Refused([OUTDATED])
    return month


def _logged(what: str, request: CenterRequest, month: date, **more: object) -> None:
    log(what, request, request.user, about=None, month=f"{month:%Y/%m}", **more)
