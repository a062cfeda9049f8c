"""N17: the mails that the portal sent, with what did not arrive and what is done about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from nss.account.access import center_page
from nss.account.access_log import log
from nss.account.models import Access
from nss.account.requests import CenterRequest
from nss.base.columns import MailColumn, TextColumn
from nss.base.posted import key_number, sent
from nss.base.problems import Refused
from nss.base.words import W, t
from nss.notice import sealed_links, undelivered
from nss.notice.models import Mail, MailState
from nss.notice.preferences import BY_KIND
from nss.web.typed import refuse

from .acts import Act
from .search import mails_with

PAGE = 50


@center_page
@require_GET
def mails(request: CenterRequest) -> HttpResponse:
    """Newest first, by state and text; a refused one says what the server said."""
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()
    found = (mails_with(text) if text else Mail.objects.all()).select_related("office").order_by("-id")
    if state in set(MailState):
        found = found.filter(state=state)
    if (before := key_number(request.GET.get("before", ""))) is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    counts = dict(Mail.objects.exclude(state=MailState.SENT).values_list("state").annotate(n=Count("id")))
    kept = request.GET.copy()
    kept.pop("before", None)
    return render(
        request,
        "center/mails.html",
        {
            "rows": [
                (m, BY_KIND[m.kind].word if m.kind in BY_KIND else m.kind, MailState.word_of(m.state))
                for m in rows[:PAGE]
            ],
            "more": rows[PAGE - 1].pk if len(rows) > PAGE else None,
            "kept": kept.urlencode(),
            "state": state,
            "q": text,
            "states": [(s, s.word, counts.get(s)) for s in MailState],
        },
    )


class AgainAct(Act):
    """Sends a mail that did not arrive once more."""

    act = "mail-again"
    new_to = MailColumn(
        "new_to",
        W("別の宛先", "Another address"),
        length=100,
        hint=W("空欄の場合は、同じ宛先に送信します。", "Left empty, it goes to the same address."),
    ).form_field()


class ReturnedAct(Act):
    """Says of a mail that was sent that it came back."""

    act = "mail-returned"
    came_back = TextColumn(
        "came_back",
        W("返送の内容", "What the answer says"),
        length=200,
        hint=W("例 宛先不明（550 User unknown）", "E.g. 550 User unknown"),
    ).form_field(must=True)


@center_page(may="may_manage_offices")
@require_GET
def mail(request: CenterRequest, pk: int) -> HttpResponse:
    """One mail as it was sent, without links that let somebody in. That it was read is recorded."""
    found = mail_or_404(pk)
    log(Access.What.MAIL_READ, request, request.user, about=found.office, subject=found.subject, mail=pk)
    return page(request, found)


def mail_or_404(pk: int) -> Mail:
    """The mail with this key, or 404."""
    found = Mail.objects.select_related("office").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def page(request: CenterRequest, found: Mail, sent_form: Act | None = None) -> HttpResponse:
    """The page of a mail with what can be done about it; `sent_form` as it was filled in, where it is refused."""
    forms: dict[str, Any] = {"again": AgainAct(), "returned": ReturnedAct()}
    request.met_again = reverse("center:mail", args=[found.pk])
    if sent_form is not None:
        forms[sent_form.act.removeprefix("mail-")] = sent_form
    return render(
        request,
        "center/mail.html",
        {
            "mail": found,
            "text": sealed_links.text_to_show(found),
            "state": MailState.word_of(found.state),
            **forms,
            "errors": sent_form is not None,
        },
        status=200 if sent_form is None else 422,
    )


@center_page(may="may_administer")
@require_POST
def again(request: CenterRequest, pk: int) -> HttpResponse:
    """Send a mail that did not arrive again; nothing else is sent twice."""
    found, form = mail_or_404(pk), AgainAct(sent(request))
    if not form.is_valid():
        return page(request, found, form)
    to = form.cleaned_data["new_to"]
    try:
        before = undelivered.again(pk, to)
    except Refused as refused:
        return _refused(request, found, form, refused)
    log(
        Access.What.MAIL,
        request,
        request.user,
        about=found.office,
        subject=found.subject,
        **({"to": to, "before": ", ".join(before)} if to else {}),
    )
    messages.success(request, t("再送を予約しました。", "It will be sent again."))
    return redirect("center:mails")


@center_page(may="may_administer")
@require_POST
def returned(request: CenterRequest, pk: int) -> HttpResponse:
    """A mail that was sent came back: it stands among those that failed, and can be sent to another address."""
    found, form = mail_or_404(pk), ReturnedAct(sent(request))
    if not form.is_valid():
        return page(request, found, form)
    what = form.cleaned_data["came_back"]
    try:
        undelivered.returned(pk, what)
    except Refused as refused:
        return _refused(request, found, form, refused)
    log(Access.What.MAIL_BACK, request, request.user, about=found.office, subject=found.subject, reason=what)
    messages.success(request, t("不達を記録しました。", "It is recorded as not delivered."))
    return redirect("center:mail", pk)


def _refused(request: CenterRequest, found: Mail, form: Act, refused: Refused) -> HttpResponse:
    """What a field answers for stands beside it on the page; everything else is told on it."""
    rest = form.pin(refused.problems)
    if not rest:
        return page(request, found, form)
    refuse(request, rest[0].text)
    return redirect("center:mail", found.pk)
