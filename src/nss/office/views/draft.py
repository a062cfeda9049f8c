"""S04-S06, C03-C05, C26 (F-20): the pages of a draft that every application has. GET never writes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account import unsent
from nss.account.access import contract_page
from nss.account.requests import OfficeRequest
from nss.application import drafts, places
from nss.application.case import Case
from nss.application.models import Application, Revision
from nss.application.rulebook import Linked
from nss.application.shown import last_filed
from nss.base import clock, posted
from nss.base.addresses import address
from nss.base.days import read_day
from nss.base.words import t
from nss.calendar.verdict import Need
from nss.contract.models import Office
from nss.issuing import numbers
from nss.master.terms import in_force
from nss.office.forms.draft import DayAndReason, ItemsForm
from nss.procedure.beside.newcomers import begin_contract_draft, current_terms
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit import schedule
from nss.procedure.kit.contact import ContactForm, facts_of, problems_of
from nss.procedure.kit.selection import Group
from nss.procedure.places import Places, is_single_item

from ..words import NEXT, TO_CHECK, TO_CONTACT
from .draft_list import colleagues
from .drafting import draft_or_404, draft_page, panel, step, steps, task_states

# C04, C05


@draft_page
@require_GET
def draft_top(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """The draft's overview: its pages with how far each is. What was not begun yet is not wrong: its task says so."""
    case = Case.of_draft(revision)
    tasks, places = task_states(case), Places(case)
    ahead = {p.step for p, task in zip(places.steps, tasks, strict=False) if task.code == "none"}
    return render(
        request,
        "office/draft.html",
        {
            **panel(case),
            "tasks": tasks,
            "colleagues": colleagues(request),
            "problems": [
                p for p in case.problems if p.level != "stop" or places.of(p.where).step not in ahead
            ],
            "ready": not [p for p in case.problems if p.level == "stop"],
        },
    )


@contract_page
@require_POST
def linked(request: OfficeRequest, pk: int) -> HttpResponse:
    """続けて別の申込を作る (X-11): a second draft of the same group, with the same contact, day and reason. What the first
    one needs beside it can be begun after that was filed too."""
    revision = draft_or_404(request, pk)
    first = revision.application
    case = Case.of_draft(revision) if drafts.editable(revision) else Case.of_filed(last_filed(first))
    need = next((n for n in case.linked if n.key == posted.field(request, "need")), Linked(()))
    day = need.since or revision.wish_date
    with transaction.atomic():
        if any(p.entry.group is Group.NEW for p in CATALOGUE.of(need.items)):
            made = new_office_draft(request, dict(need.extra), contact=revision.contact, wish_date=day)
            opens = "office:draft"
        else:
            made = drafts.begin(
                first.office,
                request.user,
                items=list(need.items),
                extra=dict(need.extra),
                contact=revision.contact,
                wish_date=day,
                reason=revision.reason,
            )
            opens = "office:items"
        group = first.group or first.pk
        Application.objects.filter(pk__in=[first.pk, made.application_id]).update(group=group)
    messages.success(request, t("あわせて申し込む下書きを作成しました。", "A linked draft was made."))
    return redirect(opens, made.application_id)


def new_office_draft(request: OfficeRequest, extra: dict[str, Any], **more: Any) -> Revision:
    """C03: a further office of the company; this office applies for it."""
    mine = request.office
    with transaction.atomic():
        code = numbers.temporary_code()
        made = Office.objects.create(
            company_id=mine.company_id,
            code=code,
            company_name=mine.company_name,
            name="（新規申込）",
            provisional=True,
        )
        revision = begin_contract_draft(made, mine, request.user, current_terms(), **more)
        if extra:
            drafts.save(revision, request.user, extra={**revision.extra, **extra})
        return revision


@contract_page
@require_http_methods(["GET", "POST"])
def new_office(request: OfficeRequest) -> HttpResponse:
    """C03: what adding an office takes; the POST begins it, with the terms accepted once more."""
    refused = request.method == "POST" and not posted.field(request, "terms")
    if request.method == "POST" and not refused:
        revision = new_office_draft(request, {})
        return redirect("office:draft", revision.application_id)
    page = {"version": in_force(clock.today())[0], "errors": refused}
    return render(request, "office/new_office.html", page, status=422 if refused else 200)


# S04, S05, S06


@contract_page
@require_GET
def guide(request: OfficeRequest) -> HttpResponse:
    """How to apply, step by step."""
    if request.office.provisional:
        return redirect("office:menu")
    return render(
        request,
        "office/guide.html",
        {
            "drafts": Application.objects.filter(applicant_office=request.office, state="draft").count(),
        },
    )


def store_items(revision: Revision, form: forms.Form) -> dict[str, Any]:
    """What S05 stores; items that are not on the screen (a new contract) stay chosen."""
    data = form.cleaned_data
    off_screen = [p.key for p in CATALOGUE.of(revision.items) if not p.entry.group.on_screen]
    data["chosen"] = [*off_screen, *data["chosen"]]
    chosen = [*data["chosen"], *([data["other_chosen"]] if data["other_chosen"] else [])]
    kept = [e.to_json() for e in revision.edit_list if e.procedure in chosen]
    return {
        "items": data["chosen"],
        "other": data["other_chosen"],
        "wish_date": data["wish_date"],
        "reason": data["reason_text"],
        "edits": kept,
    }


def need_with(case: Case, data: QueryDict | None) -> Need:
    """What a draft needs of its start day with the items that were sent with S05, where they were."""
    if data is None:
        return case.need
    other = posted_other(data)
    chosen = [k for k in [*data.getlist("items"), other] if k in CATALOGUE]
    if set(chosen) == set(case.chosen_items):
        return case.need
    kept = [e for e in case.requested if e.procedure in chosen]
    r = case.revision
    return Case.of_edits(case.office, kept, items=chosen, wish_date=r.wish_date, extra=r.extra).need


def posted_other(data: QueryDict) -> str:
    """The item of その他 that was sent, if その他 is chosen at all."""
    return str(data.get("other", "")) if data.get("has_other") == "yes" else ""


@contract_page
@require_http_methods(["GET", "POST"])
def start(request: OfficeRequest) -> HttpResponse:
    """S05 before there is a draft: the first good POST makes it."""
    if request.office.provisional:
        return redirect("office:menu")
    data = posted.sent(request)
    form = ItemsForm(data, {"has_other": "no"}, need_with(Case.of_edits(request.office, ()), data))
    if request.method == "POST" and form.is_valid():
        revision = drafts.begin(request.office, request.user, **store_items(Revision(), form))
        return redirect("office:contact", revision.application_id)
    return render(
        request,
        "office/items.html",
        {
            "form": form,
            "errors": bool(form.errors),
            "back": address("office:guide"),
            "primary": TO_CONTACT,
            "base": "",
            "calendar_url": address("office:calendar"),
        },
        status=422 if form.errors else 200,
    )


@unsent.gives_back
@draft_page
@require_http_methods(["GET", "POST"])
def items(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """S05: the chosen items of a draft."""
    if is_single_item(revision):
        return redirect(steps(Case.of_draft(revision))[0][1])

    def build(case: Case, data: QueryDict | None) -> forms.Form:
        r = case.revision
        initial = {
            "items": r.items,
            "has_other": "yes" if r.other else "no",
            "other": r.other,
            **DayAndReason.initial_values(r, case.need),
        }
        return ItemsForm(data, initial, need_with(case, data))

    return step(
        request,
        revision,
        build,
        lambda case, form: store_items(case.revision, form),
        "office/items.html",
        {"primary": TO_CONTACT, "calendar_url": address("office:choose-day", revision.application_id)},
        "",
    )


@unsent.gives_back
@draft_page
@require_http_methods(["GET", "POST"])
def fast(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """The one page of the fast route: day and reason; everything else is known."""

    def build(case: Case, data: QueryDict | None) -> forms.Form:
        return DayAndReason(data, DayAndReason.initial_values(case.revision, case.need), case.need)

    def store(case: Case, form: forms.Form) -> dict[str, Any]:
        return {"wish_date": form.cleaned_data["wish_date"], "reason": form.cleaned_data["reason_text"]}

    return step(
        request,
        revision,
        build,
        store,
        "office/fast.html",
        {"primary": TO_CHECK, "calendar_url": address("office:choose-day", revision.application_id)},
        "" if is_single_item(revision) else address("office:check", revision.application_id),
    )


@unsent.gives_back
@draft_page
@require_http_methods(["GET", "POST"])
def contact(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """S06: who to ask about the application."""

    def build(case: Case, data: QueryDict | None) -> forms.Form:
        return ContactForm(data, case.revision.contact)

    def store(case: Case, form: forms.Form) -> dict[str, Any]:
        return {"contact": {n: form.cleaned_data[n] for n in drafts.CONTACT_FIELDS}}

    known = not problems_of(revision.contact)
    context = {"primary": NEXT, "known": known, "facts": facts_of(revision.contact)}
    return step(request, revision, build, store, "office/contact.html", context, "")


@contract_page
@require_GET
def calendar(request: OfficeRequest) -> HttpResponse:
    """C26: 120 days, each with its verdict and why."""
    today = clock.today()
    need = Need(full=places.full_days(today))
    return render(
        request,
        "office/calendar.html",
        {
            "verdicts": schedule.calendar(today, need),
            "days": schedule.registered(today)[:40],
            "full": need.full,
        },
    )


@draft_page
@require_http_methods(["GET", "POST"])
def choose_day(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """C26: a calendar of what this draft may wish for, three months at a time, each day with its verdict."""
    case = Case.of_draft(revision)
    today, need = case.today, case.need
    back = address(
        "office:fast" if is_single_item(revision) or revision.wish_date is None else "office:items",
        revision.application_id,
    )
    if request.method == "POST":
        try:
            day = read_day(posted.field(request, "day"))
            if not schedule.judge(day, today, need).allowed:
                raise ValueError
            drafts.save(revision, request.user, wish_date=day)
            messages.success(
                request,
                t(f"利用開始希望日を{day:%Y/%m/%d}にしました。", f"The requested start date is {day}."),
            )
            return redirect(back)
        except ValueError:
            messages.error(request, t("この日は選べません。", "This day cannot be chosen."))
        except drafts.Stale:
            messages.error(
                request,
                t(
                    "この間に下書きが保存されました。もう一度お試しください。",
                    "The draft was saved meanwhile.",
                ),
            )
        return redirect(request.path)
    try:
        first = date.fromisoformat(request.GET.get("from", "") + "-01")
    except ValueError:
        first = today
    first = min(max(first, today), today + timedelta(days=300)).replace(day=1)
    months = schedule.months(first, 3, today, need)
    later = (months[-1][0] + timedelta(days=32)).replace(day=1)
    earlier = (first - timedelta(days=80)).replace(day=1)
    return render(
        request,
        "office/choose_day.html",
        {
            **panel(case),
            "months": months,
            "later": f"{later:%Y-%m}",
            "earlier": f"{earlier:%Y-%m}" if first > today else "",
            "back": back,
            "wish": revision.wish_date,
        },
    )
