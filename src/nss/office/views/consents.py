"""C25: what other offices ask this office to agree to."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from nss.account.access import office_page
from nss.account.requests import OfficeRequest
from nss.application import filing
from nss.application.edits import changes_of
from nss.application.lifecycle import NotAllowed, State
from nss.application.models import UNANSWERED, Application, Consent
from nss.application.shown import last_filed
from nss.base import clock, posted
from nss.base.words import t
from nss.contract.models import Office
from nss.document import adapter
from nss.office.forms.answers import ConsentForm
from nss.web import diffs

# C25


@office_page
@require_GET
def consents(request: OfficeRequest) -> HttpResponse:
    """The list of requests, open ones first."""
    found = (
        Consent.objects.filter(office=request.office)
        .select_related("application__office")
        .order_by("-id")[:50]
    )
    return render(request, "office/consents.html", {"rows": found})


def has_ended(application: Application, office: Office) -> bool:
    """Whether the contract of an office has ended by an application, so that there is a notice of it."""
    ended = adapter.ended(application, last_filed(application), clock.today())
    return any(e.office == office for e in ended)


@office_page(post="may_apply")
@require_http_methods(["GET", "POST"])
def consent(request: OfficeRequest, pk: int) -> HttpResponse:
    """What is asked, which own rows it touches, and the answer. Only the asked office gets here."""
    try:
        found = Consent.objects.select_related("application__office").get(pk=pk, office=request.office)
    except Consent.DoesNotExist as error:
        raise Http404 from error
    form = ConsentForm(posted.sent(request))
    if request.method == "POST":
        if form.is_valid():
            try:
                filing.answer_consent(
                    found.pk,
                    request.office,
                    request.user,
                    form.cleaned_data["answer"] == "agree",
                    form.cleaned_data["reason"],
                )
                messages.success(request, t("回答を登録しました。", "Your answer was recorded."))
            except NotAllowed:
                messages.error(
                    request, t("この依頼はすでに終了しています。", "This request has already ended.")
                )
            return redirect("office:consent", pk)
    elif request.user.may_apply:
        filing.mark_seen(found)
    open_now = found.state in UNANSWERED and found.application.state == State.CONSENT
    return render(
        request,
        "office/consent.html",
        {
            "consent": found,
            "form": form,
            "errors": bool(form.errors),
            "open": open_now,
            "changes": diffs.render(changes_of(found.edit_list)),
            "asker": found.application.office,
            "ended": has_ended(found.application, request.office),
        },
        status=422 if form.errors else 200,
    )
