"""C33: forms that were sent and not carried out, shown to the person who typed them. Each is sent again, or thrown away, by its
button; nothing happens by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, ResolverMatch, resolve
from django.views.decorators.http import require_http_methods

from nss.account import unsent
from nss.account.access import signed_in_page
from nss.account.requests import PersonRequest
from nss.base import posted
from nss.base.words import W

from .typed import entries, labels, of_master
from .unsent_words import ACTS

THROWN_AWAY = W("破棄しました。", "Thrown away.")
SHORT = 14
"""Entries that are shown at once; more are folded."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A form as the page shows it: in words, and as it is sent again."""

    form: unsent.Unsent
    title: W
    about: str
    """Number or code of what it was about; '' where its address names none."""
    entries: list[tuple[W, list[str]]]

    @property
    def at(self) -> datetime:
        return self.form.at

    @property
    def folded(self) -> bool:
        return len(self.entries) > SHORT


@signed_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: PersonRequest) -> HttpResponse:
    """What waits, and what was shown or sent again already."""
    if request.method == "POST":
        unsent.throw_away(request.user, posted.key_number(posted.field(request, "form")))
        unsent.look(request, request.user)
        messages.success(request, str(THROWN_AWAY))
        return redirect("web:unsent")
    unsent.look(request, request.user)
    forms = [shown(unsent.opened(row)) for row in unsent.of(request.user)]
    context = {
        "waiting": [f for f in forms if f.form.returned_at is None],
        "returned": [f for f in forms if f.form.returned_at is not None],
        "again": unsent.AGAIN,
        "hours": int(unsent.KEEP.total_seconds() // 3600),
    }
    return render(request, "web/unsent.html", context)


def shown(form: unsent.Unsent) -> Shown:
    """A kept form in words."""
    try:
        found: ResolverMatch | None = resolve(form.address.partition("?")[0])
    except Resolver404:
        found = None
    name = found.view_name if found else ""
    named = found.kwargs if found else {}
    title = ACTS.get(name, W("送信した内容", "What was sent"))
    about = str(named.get("number") or named.get("code") or "")
    if sheet := of_master(name, named):
        title = sheet.title + W("：", ": ") + title
    return Shown(form, title, about, entries(form.fields, labels(name, named)))
