"""C04: the drafts of an office and its bin: resume, copy, hand over (X-16), delete, bring back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import contract_page
from nss.account.models import Person, Role
from nss.account.people_mail import tell
from nss.account.requests import OfficeRequest
from nss.application import drafts
from nss.application.case import Case
from nss.application.lifecycle import NotAllowed, State
from nss.application.models import Application, Revision
from nss.base import clock, many, posted
from nss.base.words import W, t
from nss.procedure.catalogue import CATALOGUE

from .drafting import draft_page, task_states

MOST = 100
PER_PAGE, FEW = 20, 25
"""Drafts of a page, and how many stand whole: what fits on three screens."""


def drafts_in(request: OfficeRequest, state: State) -> list[Application]:
    """Drafts of the office in a state, last saved first."""
    office = request.office
    return list(
        Application.objects.filter(applicant_office=office, state=state.value)
        .select_related("created_by", "applicant_office", "office")
        .prefetch_related("revisions")
        .order_by("-changed_at")[:MOST]
    )


def colleagues(request: OfficeRequest) -> list[Person]:
    """Who a draft can be handed to."""
    roles = [Role.MANAGER.value, Role.APPLICANT.value]
    found = Person.objects.filter(office=request.office, is_active=True, role__in=roles)
    return list(found.exclude(pk=request.user.pk or 0).order_by("login_id"))


def draft_row(a: Application, days: int) -> dict[str, Any]:
    """What the list says of a draft; `days` is how long it is kept after its last save."""
    revision = max(a.revisions.all(), key=lambda r: r.no)
    revision.application = a
    return {
        "application": a,
        "revision": revision,
        "until": clock.day_of(revision.saved_at + timedelta(days=days)),
        "items": CATALOGUE.labels(revision.chosen_items),
    }


@contract_page
@require_GET
def listing(request: OfficeRequest) -> HttpResponse:
    """C04: drafts and bin."""
    found = drafts_in(request, State.DRAFT)
    part = many.part(found, str, "", request.GET.get("page", "1"), PER_PAGE, FEW)
    rows = [draft_row(a, drafts.KEEP_DAYS) for a in part.rows]
    for row in rows:
        done = [s.code for s in task_states(Case.of_draft(row["revision"]))]
        row["done"], row["all"] = done.count("done"), len(done)
    thrown = [
        {
            **draft_row(a, 0),
            "until": clock.day_of(a.changed_at + timedelta(days=drafts.BIN_DAYS)),
        }
        for a in drafts_in(request, State.DISCARDED)
    ]
    return render(
        request,
        "office/drafts.html",
        {
            "rows": rows,
            "part": part,
            "where": "",
            "bin": thrown,
            "keep_days": drafts.KEEP_DAYS,
            "bin_days": drafts.BIN_DAYS,
            "colleagues": colleagues(request),
        },
    )


@draft_page
@require_POST
def discard(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """Put a draft into the bin."""
    try:
        drafts.discard(revision, request.user)
        messages.success(
            request,
            t(
                f"下書きを削除しました。{drafts.BIN_DAYS}日間は復元できます。",
                f"The draft was deleted; it can be restored for {drafts.BIN_DAYS} days.",
            ),
        )
    except NotAllowed:
        messages.error(request, t("この申込は削除できません。", "This one cannot be deleted."))
    return redirect("office:drafts")


@contract_page
@require_POST
def restore(request: OfficeRequest, pk: int) -> HttpResponse:
    """Bring a draft back from the bin."""
    try:
        revision = drafts.restore(request.office, pk, request.user)
    except (Revision.DoesNotExist, NotAllowed) as error:
        raise Http404 from error
    messages.success(request, t("下書きを復元しました。", "The draft was restored."))
    return redirect("office:draft", revision.application_id)


@draft_page
@require_POST
def duplicate(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """Copy a draft without its files."""
    if revision.application.office.provisional:
        raise Http404
    made = drafts.duplicate(revision, request.user)
    messages.success(request, t("下書きを複製しました。", "The draft was copied."))
    return redirect("office:draft", made.application_id)


@draft_page
@require_POST
def hand_over(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """A colleague gets the draft and a mail that says so; anybody of the office may still resume it."""
    to = next((p for p in colleagues(request) if str(p.pk) == posted.field(request, "to")), None)
    if to is None:
        messages.error(request, t("引き継ぐ相手を選択してください。", "Choose a colleague."))
        return redirect("office:draft", revision.application_id)
    drafts.hand_over(revision, request.user, to)
    name = request.user.full_name
    tell(
        to,
        W("申込の下書きを引き継ぎました", "A draft was handed over to you"),
        W(
            f"{name}さんから下書きを引き継ぎました。次のページから再開できます。",
            f"{name} handed a draft over to you. Resume it here.",
        ),
        request.build_absolute_uri(f"/drafts/{revision.application_id}/"),
    )
    messages.success(request, t(f"{to.full_name}さんに引き継ぎました。", f"Handed over to {to.full_name}."))
    return redirect("office:drafts")
