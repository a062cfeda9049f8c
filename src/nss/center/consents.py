"""Consents that the Center enters for an office that answered by another way."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application import filing
from nss.application.models import Consent
from nss.base.posted import sent
from nss.base.words import W, t

from .acting import act
from .acts import ProxyAct
from .review_page import application_or_404

ENDED = W("この依頼はすでに終了しています。", "This request has already ended.")


@center_page(may="may_review")
@require_POST
def proxy(request: CenterRequest, pk: int) -> HttpResponse:
    """N10: an answer that reached the Center in writing, with its evidence."""
    consent = Consent.objects.select_related("application").filter(pk=pk).first()
    if consent is None:
        raise Http404
    form = ProxyAct(sent(request), of=pk)

    def do() -> None:
        data = form.cleaned_data
        filing.answer_consent(pk, None, request.user, data["answer"] == "agree", evidence=data["evidence"])

    a = application_or_404(str(consent.application.number))
    return act(request, a, do, t("回答を代行登録しました。", "The answer was entered."), form, moved_on=ENDED)
