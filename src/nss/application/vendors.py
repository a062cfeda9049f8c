"""Vendors (業者): the master of who carries works out, and which works are given to which (N09)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from nss.account.models import Person
from nss.base import clock
from nss.base.columns import DateColumn, KanaColumn, MailColumn, PhoneColumn, TextColumn, field_length
from nss.base.compiled_query import CompiledQuery
from nss.base.days import PLANNED
from nss.base.problems import Problem, Refused
from nss.base.words import W
from nss.master.sheet import Sheet, Values
from nss.notice.facts import NOTHING

from .announce import moves
from .drafts import record_event
from .lifecycle import CLOSED, Event, State
from .models import OVER, Vendor, Work, WorkState
from .works import MOVED_ON, day_of, locked, not_served

ENDS_BEFORE = Problem(
    "until",
    W("取引開始日以降の日を入力してください。", "Enter the first day or a later one."),
    "until",
)
NO_SUCH = Problem("vendor", W("業者を選び直してください。", "Please choose the vendor again."), "vendor")
STOPPED = Problem(
    "vendor_stopped",
    W("取引が終了した業者です。ほかの業者を選択してください。", "This vendor has stopped. Choose another."),
    "vendor",
)


def check(values: Values, today: date) -> list[Problem]:
    """What is wrong with a typed vendor."""
    since, until = values.get("since"), values.get("until")
    return [ENDS_BEFORE] if since and until and until < since else []


def _text(name: str, label: W, must: bool = False, hint: W | None = None) -> TextColumn:
    return TextColumn(name, label, must=must, hint=hint, length=field_length(Vendor, name))


SHEET = Sheet(
    "vendors",
    W("工事業者", "Vendors of works"),
    W(
        "工事を依頼する業者です。取引終了日を過ぎた業者は新たに選択できません。過去の工事には残ります。",
        "Who carries out works. A vendor that has stopped can no longer be chosen; it stays on its works.",
    ),
    Vendor,
    (
        _text("name", W("業者名", "Vendor"), must=True),
        KanaColumn("kana", W("業者名（フリガナ）", "Reading"), length=field_length(Vendor, "kana")),
        PhoneColumn("phone", W("電話番号", "Telephone"), length=field_length(Vendor, "phone")),
        MailColumn("email", W("E-mailアドレス", "E-mail"), length=field_length(Vendor, "email")),
        _text("contact", W("担当者", "Contact person")),
        _text(
            "does",
            W("対応できる工事", "What it does"),
            hint=W("工事の種類・地域など", "Kinds of works, regions"),
        ),
        DateColumn("since", W("取引開始日", "From"), must=True, years=PLANNED),
        DateColumn(
            "until",
            W("取引終了日", "Last day"),
            years=PLANNED,
            hint=W(
                "翌日以降の工事を依頼できなくなります。続く場合は空欄",
                "Works on later days cannot be given to it. Empty while it goes on",
            ),
        ),
    ),
    check,
    order=("name",),
    apart=True,
)


def promised_days(work: Work) -> list[date]:
    """The days on which the vendor has to come as it stands: the fixed one, else those that are offered."""
    if work.state == WorkState.FIXED:
        return [day_of(work.fixed)]
    return [day_of(s) for s in work.slots] if work.state == WorkState.PROPOSED else []


def problems_of(vendor: Vendor, work: Work) -> list[Problem]:
    """Why works cannot be given to a vendor: it does not work on their days, or has stopped."""
    if days := promised_days(work):
        return not_served(vendor, days, "vendor")
    return [STOPPED] if vendor.stopped else []


def offered(work: Work, vendors: Iterable[Vendor]) -> list[Vendor]:
    """Those to choose from for works: whoever can come, and the one that they are given to now."""
    return [v for v in vendors if v.pk == work.vendor_id or not problems_of(v, work)]


def standing() -> list[Vendor]:
    """Vendors that have not stopped, by name."""
    return NOT_STOPPED(clock.today())


NOT_STOPPED = CompiledQuery(
    lambda today: Vendor.objects.filter(Q(until__isnull=True) | Q(until__gte=today)).order_by("name"), date
)


def left_with(vendor: Vendor) -> list[Work]:
    """Open works that a vendor was given and on whose days it does not work: they need another one."""
    found = Work.objects.filter(vendor=vendor).exclude(state__in=OVER).select_related("application")
    return [w for w in found.order_by("id") if problems_of(vendor, w)]


def choose(pk: int, person: Person, vendor: int | None) -> Work:
    """Give works to a vendor, or to nobody. Once their day is fixed the office is told, because it knows who comes. Raises
    Refused."""
    with transaction.atomic():
        work = locked(pk)
        if work.state in OVER or State(work.application.state) in CLOSED:
            raise Refused([MOVED_ON])
        chosen = None if vendor is None else Vendor.objects.select_for_update().filter(pk=vendor).first()
        if vendor is not None and chosen is None:
            raise Refused([NO_SUCH])
        if vendor == work.vendor_id:
            return work
        if chosen is not None and (problems := problems_of(chosen, work)):
            raise Refused(problems)
        text = " → ".join(v.name if v else NOTHING for v in (work.vendor, chosen))
        work.vendor, work.changed_at, work.sequence = chosen, clock.now(), work.sequence + 1
        work.save(update_fields=["vendor", "changed_at", "sequence"])
        record_event(work.application, Event.WORK_VENDOR, person, work=str(work.pk), text=text)
        if work.state == WorkState.FIXED:
            moves.work(work.application, work, Event.WORK_VENDOR, text)
        return work
