"""N15, N18: find an office, see who works there, help with a lost sign-in, look at its pages as it sees them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account import manager_proposals, people, roster, view_as
from nss.account.access import center_page
from nss.account.forms import ActForm
from nss.account.models import Person
from nss.account.requests import CenterRequest
from nss.base.columns import TextColumn
from nss.base.posted import field, posted_text
from nss.base.problems import Refused
from nss.base.words import W, t
from nss.contract.models import Office
from nss.web.typed import refuse

from .search import offices_with

VIEW_REASON = TextColumn("reason", W("閲覧の理由", "Reason"), length=240)

MOST = 50


def office_or_404(code: str) -> Office:
    """The office with a code, or 404."""
    office = Office.objects.filter(code=code).first()
    if office is None:
        raise Http404
    return office


@center_page
@require_GET
def offices(request: CenterRequest) -> HttpResponse:
    """By code, user code or ID, router, terminal, address or mailbox, or by any part of a name, person, telephone or mail. The
    page of the only one that is found opens at once."""
    text = request.GET.get("q", "").strip()
    found = list(Office.objects.filter(pk__in=offices_with(text)).order_by("code")[:MOST]) if text else []
    if len(found) == 1:
        return redirect("center:office", found[0].code)
    return render(request, "center/offices.html", {"rows": found, "q": text, "most": MOST})


@center_page(may="may_see_offices_people", post="may_decide")
@require_http_methods(["GET", "POST"])
def office_people(request: CenterRequest, code: str) -> HttpResponse:
    """Reception sees who is there and helps with a lost sign-in; whom to let in is for those who decide. The auditor reads it."""
    return _people_of(request, office_or_404(code))


def _people_of(request: CenterRequest, found: Office, again: ActForm | None = None) -> HttpResponse:
    done = reverse("center:office-people", args=[found.code])
    helps = not request.user.may_decide
    return people.page(
        request,
        found,
        done,
        again,
        whose=found,
        action="center:person-act",
        helps_only=helps,
        reads_only=not request.user.may_manage_offices,
        proposals=manager_proposals.waiting_in(found),
        by_two=manager_proposals.BY_TWO,
    )


@center_page(may="may_manage_offices")
@require_POST
def person_act(request: CenterRequest, pk: int) -> HttpResponse:
    """A lost sign-in and the like, for a person of an office."""
    person = Person.objects.select_related("office").filter(pk=pk, office__isnull=False).first()
    if person is None or person.office is None:
        raise Http404
    if not request.user.may_decide and field(request, "what") not in roster.HELP:
        raise PermissionDenied
    again = people.act(request, person)
    if again is not None:
        return _people_of(request, person.office, again)
    return redirect("center:office-people", person.office.code)


@center_page(may="may_review")
@require_POST
def view_begin(request: CenterRequest, code: str) -> HttpResponse:
    """Needs a reason, which stands in the record with every page that is opened."""
    found = office_or_404(code)
    try:
        reason = posted_text(request, VIEW_REASON)
    except Refused as refused:
        refuse(request, refused.problems[0].text)
        return redirect("center:office", code)
    if not reason:
        messages.error(request, t("閲覧の理由を入力してください。", "Enter the reason for viewing."))
        return redirect("center:office", code)
    view_as.begin(request, found, reason)
    return redirect("office:menu")


@center_page(may="may_review")
@require_POST
def view_end(request: CenterRequest) -> HttpResponse:
    """End viewing an office."""
    view_as.end(request)
    return redirect("center:desk")
