"""What all pages of a draft share (X-01): whose it is, its steps, the live panel, one way to show, merge, check and save a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, TypeAlias, TypeVar

from django import forms
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render

from nss.account import unsent
from nss.account.access import ContractEnded, applicant_page
from nss.account.requests import OfficeRequest
from nss.application import drafts
from nss.application.case import Case
from nss.application.lifecycle import OPEN, State
from nss.application.models import Application, Revision
from nss.base import clock, posted
from nss.base.addresses import address
from nss.base.problems import STOP
from nss.base.words import W, english
from nss.contract import snapshot
from nss.office.forms.draft import RemarkForm
from nss.procedure.places import CONTACT, ITEMS, START, Places
from nss.web import diffs, languages
from nss.web.typed import typed

from .. import merging
from ..returning import return_address

DraftView: TypeAlias = Callable[Concatenate[OfficeRequest, Revision, ...], HttpResponse]
"""A page of a draft; what follows comes from its address, by name."""


def draft_or_404(request: OfficeRequest, pk: int) -> Revision:
    """The open revision, or 404 for anybody else's. Raises Filed when it is no draft any more."""
    try:
        return drafts.of_office(request.office, pk)
    except Revision.DoesNotExist as error:
        raise Http404 from error


def refuse_after_the_end(request: OfficeRequest, application: Application) -> None:
    """Raises ContractEnded where the contract that an application is about has ended: nothing of it can be approved."""
    if request.office.ended and application.office_id == request.office.pk:
        raise ContractEnded


def draft_page(view: DraftView) -> Callable[..., HttpResponse]:
    """Gives the view the open revision; a filed one leads to what became of it (F-04)."""

    @applicant_page
    @wraps(view)
    def wrapped(request: OfficeRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        revision = draft_or_404(request, pk)
        refuse_after_the_end(request, revision.application)
        if not drafts.editable(revision):
            return filed(request, revision)
        with snapshot.cached_reads():
            return view(request, revision, *args, **kwargs)

    return wrapped


def filed(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """What became of a draft that is none any more, and what was typed into a page of it meanwhile. The form by which it was
    filed leads again where it led: whoever sends it once more may never have had the first answer."""
    application = revision.application
    if State(application.state) in OPEN and filed_by_this(request, revision):
        return redirect("office:received", application.number)
    request.met_again = address("office:draft", application.pk)
    return render(request, "office/filed.html", {"application": application, "typed": typed(request)})


def filed_by_this(request: OfficeRequest, revision: Revision) -> bool:
    """Whether a form is the one by which a revision was filed: it shows what was filed, with the remark that was."""
    if request.method != "POST" or not revision.digest or posted.field(request, "digest") != revision.digest:
        return False
    form = RemarkForm(posted.sent(request))
    return form.is_valid() and form.cleaned_data["remark"] == revision.remark


def panel(case: Case) -> dict[str, Any]:
    """Context that every draft page has: the live before/after (X-02), the step list, when it was saved."""
    revision = case.revision
    return {
        "revision": revision,
        "application": revision.application,
        "panel": diffs.render(case.changes, brief=True),
        "panel_count": diffs.heading(case.changes) if case.changes else "",
        "steps": steps(case),
        "saved": revision.saved_at.astimezone(clock.TOKYO),
        "consequences": case.notes,
    }


def steps(case: Case) -> list[tuple[W | str, str]]:
    """The pages of this draft in their order: what they are called, and their addresses."""
    return [(p.words, p.step_url(case.revision.application_id)) for p in Places(case).steps]


def following(case: Case, here: str) -> str:
    """Address of the step after `here`."""
    urls = [url for _, url in steps(case)]
    at = urls.index(here) if here in urls else len(urls) - 2
    return urls[min(at + 1, len(urls) - 1)]


def previous(case: Case, here: str) -> str:
    """Address of the step before `here`."""
    urls = [url for _, url in steps(case)]
    at = urls.index(here) if here in urls else 1
    return urls[at - 1] if at else address("office:draft", case.revision.application_id)


def saved_json(case: Case, form: forms.Form) -> JsonResponse:
    """Answer to an autosave (F-02): when, the live panel, and the new base of the page."""
    panel_html = str(diffs.render(case.changes, brief=True))
    return JsonResponse(
        {
            "saved_at": f"{case.revision.saved_at.astimezone(clock.TOKYO):%H:%M}",
            "panel_html": languages.marked(panel_html) if english() else panel_html,
            "base": merging.sign_base(merging.raw_of(form)),
        }
    )


FormT = TypeVar("FormT", bound=forms.Form)
Build: TypeAlias = Callable[[Case, QueryDict | None], FormT]
"""Makes the form of a page, with what was sent or as it is stored."""
Store: TypeAlias = Callable[[Case, FormT], dict[str, Any]]
"""What a checked form stores, by field of the revision."""


def step(
    request: OfficeRequest,
    revision: Revision,
    build: Build[FormT],
    store: Store[FormT],
    template: str,
    context: dict[str, Any],
    after: str,
) -> HttpResponse:
    """One form page of a draft: show, merge with what others saved, check, save, go on."""
    auto = request.headers.get("X-Autosave") == "1"
    parked = getattr(request, "parked_post", None)
    for _ in range(5):
        case = Case.of_draft(revision)
        stored = build(case, None)
        if request.method != "POST":
            form = build(case, parked) if parked else stored
            if parked:
                unsent.shown_in_page(request)
            return page(request, case, form, stored, template, context)
        data, conflicts = merging.merge(stored, posted.sent(request) or QueryDict())
        if conflicts:
            if auto:
                return JsonResponse({"conflict": True}, status=409)
            return render(
                request,
                "office/conflict.html",
                {
                    **panel(case),
                    "conflicts": conflicts,
                    "kept": kept_fields(data, conflicts),
                    "base": merging.sign_base(merging.raw_of(stored)),
                    "action": request.path,
                    "next": return_address(request),
                },
                status=409,
            )
        form = build(case, data)
        if not form.is_valid():
            if auto:
                return JsonResponse(
                    {"errors": {k: [str(e) for e in v] for k, v in form.errors.items()}}, status=422
                )
            return page(request, case, form, stored, template, context, status=422)
        try:
            drafts.save(revision, request.user, **store(case, form))
        except drafts.Stale as stale:
            if stale.current.frozen_at is not None:
                return filed(request, stale.current)
            revision = stale.current
            continue
        case = Case.of_draft(revision)  # as it is now saved
        if auto:
            return saved_json(case, build(case, None))
        return redirect(return_address(request) or after or following(case, request.path))
    return render(request, "office/busy.html", {"typed": typed(request)}, status=409)


OF_THE_PAGE = ("csrfmiddlewaretoken", "base", "next")


def kept_fields(data: QueryDict, conflicts: list[merging.FieldConflict]) -> list[tuple[str, str]]:
    """What the conflict page carries along unseen: every posted value."""
    names = {*OF_THE_PAGE, *(c.name for c in conflicts), *(f"choose_{c.name}" for c in conflicts)}
    return [(n, v) for n, values in data.lists() for v in values if n not in names]


def page(
    request: OfficeRequest,
    case: Case,
    form: forms.Form,
    stored: forms.Form,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """`base` is what is stored, also on an error page, so that a later save still merges rightly."""
    return render(
        request,
        template,
        {
            **panel(case),
            **context,
            "form": form,
            "errors": bool(form.errors),
            "base": merging.sign_base(merging.raw_of(stored)),
            "next": return_address(request),
            "back": return_address(request) or previous(case, request.path),
        },
        status=status,
    )


@dataclass(frozen=True, slots=True)
class TaskState:
    """One task of a draft and how far it is (C05)."""

    word: W | str
    url: str
    code: str

    @property
    def state(self) -> W:
        """How far the task is, in words."""
        return STATES[self.code]


STATES = {"none": W("未着手", "Not begun"), "part": W("入力中", "Begun"), "done": W("完了", "Done")}


def task_states(case: Case) -> list[TaskState]:
    """Every page of the draft but the last: done where nothing stops it, begun where something is entered."""
    revision, places = case.revision, Places(case)
    stopped = {places.of(p.where).step for p in case.problems if p.level == STOP}
    entered = {step for e in case.requested for step in places.steps_of(e.procedure)}
    if any(revision.contact.values()):
        entered.add(CONTACT)
    if revision.wish_date or revision.reason:
        entered |= {ITEMS, START}
    if revision.chosen_items:
        entered.add(ITEMS)
    return [
        TaskState(
            p.words,
            p.step_url(revision.application_id),
            "done" if p.step not in stopped else "part" if p.step in entered else "none",
        )
        for p in places.steps[:-1]
    ]
