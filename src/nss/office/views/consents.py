"""C25: what other offices ask this office to agree to."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from nss.account.access import office_page
from nss.account.requests import OfficeRequest
from nss.application import filing
from nss.application.edits import changes_of
from nss.application.lifecycle import DECIDED, Event, NotAllowed, State
from nss.application.models import UNANSWERED, Application, Consent, ConsentState
from nss.application.shown import last_filed
from nss.base import clock, posted
from nss.base.columns import phone_shown
from nss.base.words import W, t
from nss.contract.models import Office
from nss.document import adapter
from nss.office.forms.answers import ConsentForm
from nss.web import diffs
from nss.web.typed import refuse

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


STANDING = {
    ConsentState.AGREED: W(
        "同意の回答を受け付けています。実施日が決まりましたら、お知らせします。",
        "Your agreement is recorded. You will be told when the day is decided.",
    ),
    ConsentState.REFUSED: W(
        "同意しないと回答しました。貴事業所の契約は変わりません。",
        "You did not agree. Your contract stays as it is.",
    ),
    ConsentState.EXPIRED: W(
        "期限までに回答がなかったため、この依頼は終了しました。貴事業所の契約は変わりません。",
        "It was not answered in time and is over. Your contract stays as it is.",
    ),
    ConsentState.CANCELLED: W(
        "この依頼は取り消されました。貴事業所の契約は変わりません。",
        "The request was taken back. Your contract stays as it is.",
    ),
}
"""What becomes of a request, by its state, while no day is decided for it."""
MOVED = W(
    "実施日が{before}から{after}に変わりました（{at}）。",
    "The day was moved from {before} to {after} (on {at}).",
)


def decided_day(found: Consent) -> date | None:
    """The decided day of what the office agreed to; None before the decision and where nothing comes of the request."""
    stands = found.state == ConsentState.AGREED and found.application.state in DECIDED
    return found.application.start_date if stands else None


def _asked_by(found: Consent) -> dict[str, str]:
    """Why the other office asks, and whom to call about it there: who agrees has to know both."""
    revision = found.application.revisions.get(no=found.revision_no)
    names = ("department", "family_name", "given_name")
    words = [str(revision.contact.get(n) or "") for n in names]
    caller = " ".join(w for w in [*words, phone_shown(str(revision.contact.get("phone") or ""))] if w)
    return {"reason": revision.reason, "caller": caller}


def moves_of_day(application: Application) -> list[W]:
    """Each move of the decided day, in its order."""

    def shown(day: str) -> str:
        return day.replace("-", "/")

    return [
        MOVED.format(
            before=shown(r.detail["before"]),
            after=shown(r.detail["after"]),
            at=f"{clock.day_of(r.at):%Y/%m/%d}",
        )
        for r in application.record.filter(event=Event.MOVE_START).order_by("at", "id")
    ]


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
                refuse(request, t("この依頼はすでに終了しています。", "This request has already ended."))
            return redirect("office:consent", pk)
    elif request.user.may_apply:
        filing.mark_seen(found)
    open_now = found.state in UNANSWERED and found.application.state == State.CONSENT
    decided = decided_day(found)
    return render(
        request,
        "office/consent.html",
        {
            "consent": found,
            "form": form,
            "errors": bool(form.errors),
            "open": open_now,
            "decided": decided,
            "moves": moves_of_day(found.application) if decided else [],
            "standing": None if decided else STANDING.get(ConsentState(found.state)),
            "changes": diffs.render(changes_of(found.edit_list)),
            "asker": found.application.office,
            **_asked_by(found),
            "ended": has_ended(found.application, request.office),
        },
        status=422 if form.errors else 200,
    )
