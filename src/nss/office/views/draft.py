"""S04-S12 and C04, C05, C26: a draft and its pages. Every page has its own address; GET never writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import applicant_page
from nss.account.newcomers import begin_contract, terms_now
from nss.application import drafts, files
from nss.application.edits import Edit
from nss.application.models import Application, Kind, Revision
from nss.base import clock
from nss.base.terms import VERSION
from nss.base.words import W, t
from nss.contract.book import load
from nss.contract.models import Office
from nss.issuing import numbers
from nss.procedure import schedule, survey
from nss.procedure.base import Ctx, ListPage, Pair
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.contact import ContactForm
from nss.procedure.selection import BY_KEY, NEW_CONTRACT, Group
from nss.web import diffs, tables

from .. import merging
from ..forms import DayAndReason, ItemsForm
from ..show import ACTION, holds_of, table
from ..words import NEXT, SET, TO_CHECK, TO_CONTACT
from . import lines

EDIT = W("変更", "Change")
MEND = W("修正", "Edit")
END = W("廃止", "Abolish")
REMOVE = W("削除", "Remove")


def mine(request: HttpRequest, pk: int) -> Revision:
    """The open revision, or 404 for anybody else's. Raises Filed when it is no draft any more."""
    try:
        return drafts.of_office(request.user.office, pk)
    except Revision.DoesNotExist as error:
        raise Http404 from error


def draft_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the open revision; a filed one leads to what became of it (F-04)."""

    @applicant_page
    def wrapped(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        revision = mine(request, pk)
        if not drafts.editable(revision):
            return render(request, "office/filed.html", {"application": revision.application}, status=200)
        return view(request, revision, *args, **kwargs)

    wrapped.__name__ = view.__name__
    wrapped.__doc__ = view.__doc__
    return wrapped


def panel(revision: Revision) -> dict[str, Any]:
    """Context that every draft page has: the live before/after (X-02), the step list, when it was saved."""
    seen = drafts.look(revision, check=False)
    return {
        "revision": revision,
        "application": revision.application,
        "panel": diffs.render(seen.changes),
        "steps": steps(revision),
        "saved": revision.saved_at.astimezone(clock.TOKYO),
        "consequences": CATALOGUE.notes(seen.contract, seen.edits),
    }


def steps(revision: Revision) -> list[tuple[W, str]]:
    """The pages of this draft in their order."""
    pk = revision.application_id
    contact_step = (W("申込担当者", "Contact person"), reverse("office:contact", args=[pk]))
    if beside(revision) and revision.application.kind != Kind.NEW.value:
        found = [
            (page.title, reverse("office:item", args=[pk, p.key, page.slug]))
            for p, page in CATALOGUE.step_pages(revision.items, revision.edit_list)
        ]
        if CATALOGUE.dated(revision):
            found.append(
                (W("利用開始希望日と理由", "Start date and reason"), reverse("office:fast", args=[pk]))
            )
        return [*found, contact_step, (W("確認", "Check"), reverse("office:check", args=[pk]))]
    found = [(W("申込内容の選択", "Items"), reverse("office:items", args=[pk])), contact_step]
    chosen = [*revision.items, *([revision.other] if revision.other else [])]
    for p, page in CATALOGUE.step_pages(chosen, revision.edit_list):
        found.append((page.title, reverse("office:item", args=[pk, p.key, page.slug])))
    return [*found, (W("確認", "Check"), reverse("office:check", args=[pk]))]


def beside(revision: Revision) -> bool:
    """Whether this is an application of its own menu entry, without the selection screen."""
    if revision.application.kind == Kind.NEW.value:
        return False
    return any(BY_KEY[i].group is Group.BESIDE for i in revision.items if i in BY_KEY)


def following(revision: Revision, here: str) -> str:
    """Address of the step after `here`."""
    urls = [url for _, url in steps(revision)]
    at = urls.index(here) if here in urls else len(urls) - 2
    return urls[min(at + 1, len(urls) - 1)]


def previous(revision: Revision, here: str) -> str:
    urls = [url for _, url in steps(revision)]
    at = urls.index(here) if here in urls else 1
    return urls[at - 1] if at else reverse("office:draft", args=[revision.application_id])


def saved_json(request: HttpRequest, revision: Revision, form: forms.Form) -> JsonResponse:
    """Answer to an autosave: when, the live panel, and the new base of the page."""
    seen = drafts.look(revision, check=False)
    return JsonResponse({
        "saved_at": f"{revision.saved_at.astimezone(clock.TOKYO):%H:%M}", "panel_html": str(diffs.render(seen.changes)),
        "base": merging.token(merging.raw_of(form)),
    })  # fmt: skip


Build = Callable[[Revision, Any], forms.Form]
Store = Callable[[Revision, forms.Form], dict[str, Any]]


def step(
    request: HttpRequest,
    revision: Revision,
    build: Build,
    store: Store,
    template: str,
    context: dict[str, Any],
    after: str,
) -> HttpResponse:
    """One form page of a draft: show, merge with what others saved, check, save, go on."""
    auto = request.headers.get("X-Autosave") == "1"
    parked = getattr(request, "parked_post", None)
    for _ in range(5):
        stored = build(revision, None)
        if request.method != "POST":
            form = build(revision, parked) if parked else stored
            return page(request, revision, form, stored, template, context)
        data, conflicts = merging.merge(stored, request.POST)
        if conflicts:
            if auto:
                return JsonResponse({"conflict": True}, status=409)
            return render(request, "office/conflict.html", {
                **panel(revision), "conflicts": conflicts, "kept": kept_fields(stored, data, conflicts),
                "base": merging.token(merging.raw_of(stored)), "action": request.path,
            }, status=409)  # fmt: skip
        form = build(revision, data)
        if not form.is_valid():
            if auto:
                return JsonResponse(
                    {"errors": {k: [str(e) for e in v] for k, v in form.errors.items()}}, status=422
                )
            return page(request, revision, form, stored, template, context, status=422)
        try:
            drafts.save(revision, request.user, **store(revision, form))
        except drafts.Stale as stale:
            if stale.current.frozen_at is not None:
                return render(request, "office/filed.html", {"application": stale.current.application})
            revision = stale.current
            continue
        if auto:
            return saved_json(request, revision, build(revision, None))
        target = request.POST.get("back_to_check") and reverse("office:check", args=[revision.application_id])
        return redirect(target or after or following(revision, request.path))
    return render(request, "office/busy.html", {}, status=409)


def kept_fields(stored: forms.Form, data: Any, conflicts: list[merging.Conflict]) -> list[tuple[str, str]]:
    """What the conflict page carries along unseen: every posted value."""
    names = {c.name for c in conflicts}
    return [(n, v) for n in stored.fields for v in data.getlist(n) if n not in names]


def page(
    request: HttpRequest, revision: Revision, form: forms.Form, stored: forms.Form, template: str,
    context: dict[str, Any], status: int = 200,
) -> HttpResponse:  # fmt: skip
    """`base` is what is stored, also on an error page, so that a later save still merges rightly."""
    return render(request, template, {
        **panel(revision), **context, "form": form, "errors": bool(form.errors),
        "base": merging.token(merging.raw_of(stored)), "back_to_check": request.GET.get("check") or request.POST.get("back_to_check"),
        "back": previous(revision, request.path),
    }, status=status)  # fmt: skip


# C04, C05


@applicant_page
@require_GET
def draft_list(request: HttpRequest) -> HttpResponse:
    found = (
        Application.objects.filter(applicant_office=request.user.office, state="draft")
        .select_related("created_by")
        .order_by("-changed_at")[:100]
    )
    rows = []
    for a in found:
        revision = a.revisions.order_by("-no")[0]
        rows.append(
            {
                "application": a,
                "revision": revision,
                "items": [CATALOGUE[i].entry.label for i in revision.items if i in CATALOGUE.procedures],
            }
        )
    return render(request, "office/drafts.html", {"rows": rows, "keep_days": timedelta(days=30).days})


@draft_page
@require_GET
def draft_top(request: HttpRequest, revision: Revision) -> HttpResponse:
    seen = drafts.look(revision)
    return render(
        request,
        "office/draft.html",
        {
            **panel(revision),
            "problems": seen.problems,
            "ready": not [p for p in seen.problems if p.level == "stop"],
        },
    )


@draft_page
@require_POST
def draft_discard(request: HttpRequest, revision: Revision) -> HttpResponse:
    drafts.discard(revision, request.user)
    messages.success(request, t("下書きを削除しました。", "The draft was deleted."))
    return redirect("office:drafts")


@draft_page
@require_POST
def linked(request: HttpRequest, revision: Revision) -> HttpResponse:
    """続けて別の申込を作る (X-11): a second draft of the same group, with the same contact, day and reason."""
    first = revision.application
    if NEW_CONTRACT.key in request.POST.getlist("items"):
        made = new_office_draft(
            request, {"joint": first.office.code}, contact=revision.contact, wish_date=revision.wish_date
        )
        group = first.group or first.pk
        Application.objects.filter(pk__in=[first.pk, made.application_id]).update(group=group)
        return redirect("office:draft", made.application_id)
    items = [k for k in request.POST.getlist("items") if k in CATALOGUE.procedures and not BY_KEY[k].alone]
    made = drafts.begin(
        first.office,
        request.user,
        items=items,
        contact=revision.contact,
        wish_date=revision.wish_date,
        reason=revision.reason,
    )
    group = first.group or first.pk
    Application.objects.filter(pk__in=[first.pk, made.application_id]).update(group=group)
    messages.success(request, t("あわせて申し込む下書きを作成しました。", "A linked draft was made."))
    return redirect("office:items", made.application_id)


def new_office_draft(request: HttpRequest, extra: dict[str, Any], **more: Any) -> Revision:
    """C03: a further office of the company; this office applies for it."""
    mine = request.user.office
    with transaction.atomic():
        code = numbers.temporary_code()
        made = Office.objects.create(
            company_id=mine.company_id,
            code=code,
            company_name=mine.company_name,
            name="（新規申込）",
            provisional=True,
        )
        revision = begin_contract(made, mine, request.user, terms_now(), **more)
        if extra:
            drafts.save(revision, request.user, extra={**revision.extra, **extra})
        return revision


@applicant_page
@require_http_methods(["GET", "POST"])
def new_office(request: HttpRequest) -> HttpResponse:
    """C03: what adding an office takes; the POST begins it, with the terms accepted once more."""
    if request.method == "POST":
        if request.POST.get("terms"):
            revision = new_office_draft(request, {})
            return redirect("office:draft", revision.application_id)
        messages.error(request, t("利用規程への同意が必要です。", "The terms must be accepted."))
    return render(request, "office/new_office.html", {"version": VERSION})


# S04, S05, S06


@applicant_page
@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    if request.user.office.provisional:
        return redirect("office:menu")
    return render(request, "office/guide.html", {
        "drafts": Application.objects.filter(applicant_office=request.user.office, state="draft").count(),
    })  # fmt: skip


def store_items(revision: Revision, form: forms.Form) -> dict[str, Any]:
    data = form.cleaned_data
    if revision.application.kind == Kind.NEW.value:
        data["chosen"] = [NEW_CONTRACT.key, *data["chosen"]]
    chosen = [*data["chosen"], *([data["other_chosen"]] if data["other_chosen"] else [])]
    kept = [e.to_json() for e in revision.edit_list if e.procedure in chosen]
    return {
        "items": data["chosen"], "other": data["other_chosen"], "wish_date": data["wish_date"],
        "reason": data["reason_text"], "edits": kept,
    }  # fmt: skip


@applicant_page
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """S05 before there is a draft: the first good POST makes it."""
    if request.user.office.provisional:
        return redirect("office:menu")
    form = ItemsForm(request.POST if request.method == "POST" else None, {"has_other": "no"})
    if request.method == "POST" and form.is_valid():
        revision = drafts.begin(request.user.office, request.user)
        drafts.save(revision, request.user, **store_items(revision, form))
        return redirect("office:contact", revision.application_id)
    return render(request, "office/items.html", {
        "form": form, "errors": bool(form.errors), "back": reverse("office:guide"), "primary": TO_CONTACT, "base": "",
        "calendar_url": reverse("office:calendar"),
    }, status=422 if form.errors else 200)  # fmt: skip


@draft_page
@require_http_methods(["GET", "POST"])
def items(request: HttpRequest, revision: Revision) -> HttpResponse:
    if beside(revision):
        return redirect(steps(revision)[0][1])
    need = CATALOGUE.need(revision.edit_list)

    def build(r: Revision, data: Any) -> forms.Form:
        initial = {
            "items": r.items,
            "has_other": "yes" if r.other else "no",
            "other": r.other,
            **DayAndReason.start(r, need),
        }
        return ItemsForm(data, initial, need)

    return step(
        request,
        revision,
        build,
        store_items,
        "office/items.html",
        {"primary": TO_CONTACT, "calendar_url": reverse("office:choose-day", args=[revision.application_id])},
        "",
    )


@draft_page
@require_http_methods(["GET", "POST"])
def fast(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The one page of the fast route: day and reason; everything else is known."""
    need = CATALOGUE.need(revision.edit_list)

    def build(r: Revision, data: Any) -> forms.Form:
        return DayAndReason(data, DayAndReason.start(r, need), need)

    def store(r: Revision, form: forms.Form) -> dict[str, Any]:
        return {"wish_date": form.cleaned_data["wish_date"], "reason": form.cleaned_data["reason_text"]}

    return step(
        request,
        revision,
        build,
        store,
        "office/fast.html",
        {"primary": TO_CHECK, "calendar_url": reverse("office:choose-day", args=[revision.application_id])},
        "" if beside(revision) else reverse("office:check", args=[revision.application_id]),
    )


@draft_page
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, revision: Revision) -> HttpResponse:
    def build(r: Revision, data: Any) -> forms.Form:
        return ContactForm(data, r.contact)

    def store(r: Revision, form: forms.Form) -> dict[str, Any]:
        return {"contact": {n: form.cleaned_data[n] for n in drafts.CONTACT_FIELDS}}

    return step(request, revision, build, store, "office/contact.html", {"primary": NEXT}, "")


@applicant_page
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """C26: 120 days, each with its verdict and why."""
    today = clock.today()
    need = CATALOGUE.need([])
    return render(
        request,
        "office/calendar.html",
        {"verdicts": schedule.calendar(today, need), "days": schedule.registered(today)[:40]},
    )


@draft_page
@require_http_methods(["GET", "POST"])
def choose_day(request: HttpRequest, revision: Revision) -> HttpResponse:
    """C26: a calendar of what this draft may wish for, three months at a time, each day with its verdict."""
    today, need = clock.today(), CATALOGUE.need(revision.edit_list)
    back = reverse(
        "office:fast" if beside(revision) or revision.wish_date is None else "office:items",
        args=[revision.application_id],
    )
    if request.method == "POST":
        try:
            day = schedule.read_day(request.POST.get("day", ""))
            if not schedule.judge(day, today, need).allowed:
                raise ValueError
            drafts.save(revision, request.user, wish_date=day)
            messages.success(
                request,
                t(f"利用開始希望日を{day:%Y/%m/%d}にしました。", f"The wished start date is {day:%Y/%m/%d}."),
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
    return render(request, "office/choose_day.html", {
        **panel(revision), "months": months, "later": f"{later:%Y-%m}", "earlier": f"{earlier:%Y-%m}" if first > today else "",
        "back": back, "wish": revision.wish_date,
    })  # fmt: skip


# Item pages


def ctx_of(revision: Revision, kinds: tuple[str, ...]) -> Ctx:
    office = revision.application.office
    book = load(office, drafts.basis_day(revision.wish_date), kinds)
    edits = tuple(e for e in revision.edit_list if not e.derived)
    items = (*revision.items, *([revision.other] if revision.other else []))
    return Ctx(office, book, edits, clock.today(), revision.wish_date, items, revision.extra)


def items_with(revision: Revision, edits: Sequence[Edit]) -> list[str]:
    """The chosen items and those that the edits turned out to need, e.g. a line that brings terminals along."""
    chosen = [*revision.items, *(e.procedure for e in edits if not e.derived)]
    return [k for k in CATALOGUE.procedures if k in chosen and k != revision.other]


@draft_page
@require_POST
def drawing(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The configuration drawing of S09: confirmed as drawn, attached, removed."""
    return lines.drawing_post(request, revision)


@draft_page
@require_GET
def drawing_paper(request: HttpRequest, revision: Revision, ending: str) -> HttpResponse:
    return lines.draft_paper(request, revision, ending)


@draft_page
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, revision: Revision, key: str, slug: str, subject: str = "") -> HttpResponse:
    procedure = CATALOGUE.get(key)
    found = procedure.page(slug) if procedure else None
    if procedure is None or found is None:
        raise Http404
    here = reverse("office:item", args=[revision.application_id, key, slug])
    if isinstance(found, ListPage):
        if request.method == "POST" and "remove" in request.POST:
            remove_edit(request, revision)
            return redirect(here)
        if request.method == "POST":
            return redirect(following(revision, here))
        return list_page(request, revision, procedure.key, found, ctx_of(revision, procedure.kinds), here)
    upload = None
    if request.method == "POST" and found.upload and request.FILES:
        first = request.FILES.getlist("file")[0]
        upload = first.read(files.LIMIT + 1)
        first.seek(0)
        attach(request, revision)
    parent = None if found.step else next((p for p in procedure.pages if isinstance(p, ListPage)), None)
    back = (
        reverse("office:item", args=[revision.application_id, key, parent.slug])
        if parent
        else previous(revision, here)
    )

    stay: list[bool] = []

    def build(r: Revision, data: Any) -> forms.Form:
        try:
            form = found.form(ctx_of(r, procedure.kinds), subject, data)
        except LookupError as error:
            raise Http404 from error
        form.file = upload
        return form

    def store(r: Revision, form: Any) -> dict[str, Any]:
        edits = form.replaced()
        fields: dict[str, Any] = {"edits": [e.to_json() for e in edits], "items": items_with(r, edits)}
        if r.extra != (extra := {**r.extra, **form.extras()}):
            fields["extra"] = extra
        stay.append(form.again())
        return fields

    answer = step(
        request, revision, build, store, "office/form.html",
        {"page": found, "blank": blank_url(revision, key), "primary": SET if parent else NEXT, "list_url": back if parent else None,
         "attachments": revision.application.attachments.filter(purpose="file").defer("body") if found.upload else None},
        back if parent else "",
    )  # fmt: skip
    return redirect(request.path) if stay and stay[-1] and answer.status_code == 302 else answer


def blank_url(revision: Revision, key: str) -> str:
    """Where the form to fill in can be had, once it is known for what."""
    given = revision.extra.get("survey") if key == "survey" else None
    return reverse("office:survey-form", args=[given["code"], given["kind"]]) if given else ""


def attach(request: HttpRequest, revision: Revision) -> None:
    """Files sent with an item's page; a refused one says why, and what was typed is kept."""
    for f in request.FILES.getlist("file"):
        name, given = f.name or "", revision.extra.get("survey")
        if given and "survey" in revision.items:
            book = load(revision.application.office, clock.today(), ("user_id",))
            name = survey.file_name(
                given["code"], given["kind"], survey.types_of(book, given["code"]), clock.today()
            )
            revision.application.attachments.filter(name=name).delete()
        try:
            files.attach(revision.application, name, f.read(files.LIMIT + 1))
        except files.BadFile as bad:
            messages.error(request, str(bad.text))


def remove_edit(request: HttpRequest, revision: Revision) -> None:
    """削除 of an 申込情報 row: the edit goes if the list is still as the page showed it."""
    places, _, version = request.POST["remove"].removeprefix("edit:").partition("@")
    edits = [e for e in revision.edit_list if not e.derived]
    at = {int(n) for n in places.split(",") if n.isdigit()}
    if not at or version != str(revision.version) or max(at) >= len(edits):
        messages.error(
            request,
            t(
                "この間に申込情報が変わりました。もう一度お選びください。",
                "The list changed meanwhile. Please choose again.",
            ),
        )
        return
    refs = {edits[n].ref for n in at if edits[n].ref}
    kept = [e for n, e in enumerate(edits) if n not in at and e.parent not in refs]
    try:
        drafts.save(revision, request.user, edits=[e.to_json() for e in kept])
        messages.success(request, t("申込情報から削除しました。", "Removed from the application."))
    except drafts.Stale:
        messages.error(request, t("この間に下書きが保存されました。", "The draft was saved meanwhile."))


def list_page(
    request: HttpRequest, revision: Revision, key: str, found: ListPage, ctx: Ctx, here: str
) -> HttpResponse:
    pk = revision.application_id

    def link(slug: str, subject: str, word: W, name: str) -> tables.Action:
        return tables.Action(word, reverse("office:item", args=[pk, key, slug, subject]), name)

    def draw(pair: Pair) -> tuple[Any, Any]:
        def held_links(r: Any) -> list[tables.Action]:
            return [
                *([link(pair.detail, r.subject, EDIT, str(r.name))] if pair.detail else []),
                *([link(pair.end, r.subject, END, str(r.name))] if pair.end else []),
            ]

        def asked_links(r: Any) -> list[tables.Action]:
            slug = r.page or pair.detail
            removes = f"{r.key}@{revision.version}" if r.key.startswith("edit:") else ""
            return [
                *([link(slug, r.subject, MEND, str(r.name))] if slug else []),
                *([tables.Action(REMOVE, here, str(r.name), post=("remove", removes))] if removes else []),
            ]

        held_title, asked_title = pair.titles
        held = table(
            held_title, pair.columns, pair.held(ctx), actions=held_links, flags=holds_of(ctx.office.pk),
            empty=W("契約情報はありません。", "Nothing is registered."),
        )  # fmt: skip
        rows = [replace(r, values={**r.values, "action": r.action}) for r in pair.asked(ctx)]
        asked = table(
            asked_title, (ACTION, *(pair.asked_columns or pair.columns)), rows, actions=asked_links,
            empty=W("まだ変更がありません。", "No change yet."), csrf=str(csrf_input(request)),
        )  # fmt: skip
        return held, asked

    return render(request, "office/list.html", {
        **panel(revision), "page": found, "blocks": [draw(p) for p in found.pairs],
        "new": [(reverse("office:item", args=[pk, key, s]), label) for s, label in found.new],
        "next": NEXT, "action": here, "back": previous(revision, here),
        **(lines.drawing_block(revision, here) if found.drawing else {}),
    })  # fmt: skip
