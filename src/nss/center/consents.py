"""Consents that the Center enters for an office that answered by another way."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application import filing
from nss.application.lifecycle import NotAllowed
from nss.application.models import Consent
from nss.base.columns import TextColumn
from nss.base.problems import Refused
from nss.base.words import W, t
from nss.web.posted import typed

EVIDENCE = TextColumn("evidence", W("根拠", "Evidence"), length=240)


@center_page(may="may_review")
@require_http_methods(["POST"])
def proxy(request: CenterRequest, pk: int) -> HttpResponse:
    """N10: an answer that reached the Center in writing, with its evidence."""
    consent = Consent.objects.select_related("application").filter(pk=pk).first()
    if consent is None:
        raise Http404
    try:
        evidence = typed(request, EVIDENCE)
    except Refused as refused:
        messages.error(request, str(refused.problems[0].text))
        return redirect("center:application", consent.application.number)
    if not evidence:
        messages.error(
            request,
            t(
                "根拠（書面の受領日など）を入力してください。",
                "Enter the evidence (e.g. the day the letter came).",
            ),
        )
    else:
        try:
            filing.answer_consent(
                pk, None, request.user, request.POST.get("answer") == "agree", evidence=evidence
            )
            messages.success(request, t("回答を代行登録しました。", "The answer was entered."))
        except NotAllowed:
            messages.error(request, t("この依頼はすでに終了しています。", "This request has already ended."))
    return redirect("center:application", consent.application.number)
