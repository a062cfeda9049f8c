"""N01: views of the queue with their filters that somebody has saved under a name of their own."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from nss.account.access import center_page
from nss.account.models import Person
from nss.account.requests import CenterRequest
from nss.application.models import SavedView
from nss.base import clock
from nss.base.columns import TextColumn
from nss.base.compiled_query import CompiledQuery
from nss.base.posted import field, sent
from nss.base.problems import WARN, Problem, Refused
from nss.base.seen import mark_of
from nss.base.words import W, t
from nss.procedure.catalogue import CATALOGUE

from .acts import Act
from .queue_views import colleague, views

MOST = 20
"""So many views one person saves: more tabs than that are no shorter way than the filters."""
TOO_MANY = Problem(
    "too_many",
    W(
        f"保存できる表示は{MOST}件までです。不要な表示を削除してください。",
        f"You can save up to {MOST} views. Delete one that you no longer need.",
    ),
    "name",
)
TAKEN = Problem(
    "taken",
    W(
        "この名前の表示はすでにあります。別の名前を入力してください。",
        "You have a view with this name already. Enter another name.",
    ),
    "name",
)
RENAMED = W(
    "この画面を開いた後に、ほかの画面で名前が「{name}」に変わりました。変更する場合は、もう一度実行してください。",
    "It was renamed “{name}” in another tab after this page was opened. To rename it, do it again.",
)
REPLACES = Problem(
    "replaces",
    W(
        "この名前の表示はすでにあります。もう一度押すと、いまの表示と絞り込みに置き換えます。",
        "You have a view with this name already. Press once more to replace it with this view and its filters.",
    ),
    "name",
    WARN,
)

OWN = CompiledQuery(lambda person: SavedView.objects.filter(person_id=person).order_by("id"), int)
"""The views of one person, in the order in which they were saved."""


class SavedViewAct(Act):
    """The name of a view."""

    act = "saved-view"
    name = TextColumn("name", W("表示の名前", "Name of the view"), length=40).form_field(must=True)


def save(person: Person, name: str, query: str, replaces: str) -> SavedView:
    """The view and filters of `query` under a name. Another one of this name is replaced where `replaces` names it as it is:
    somebody has been told. Raises Refused."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        before = SavedView.objects.filter(person=person, name=name).first()
        if before is None:
            if SavedView.objects.filter(person=person).count() >= MOST:
                raise Refused([TOO_MANY])
            return SavedView.objects.create(person=person, name=name, query=query)
        if before.query != query:
            if replaces != mark(before):
                raise Refused([REPLACES])
            before.query = query
            before.save(update_fields=["query"])
        return before


def mark(view: SavedView) -> str:
    """What a page showed of a view that would be replaced."""
    return mark_of(view.pk, view.query)


def rename(view: SavedView, name: str, seen: str) -> None:
    """Another name for a view whose name the page showed (`seen`). Raises Refused where another one of the same person has it,
    or where it was renamed meanwhile."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=view.person_id)
        now = SavedView.objects.values_list("name", flat=True).get(pk=view.pk)
        if mark_of(now) != seen:
            raise Refused([Problem("renamed", RENAMED.format(name=now), "name")])
        if SavedView.objects.filter(person=view.person_id, name=name).exclude(pk=view.pk).exists():
            raise Refused([TAKEN])
        SavedView.objects.filter(pk=view.pk).update(name=name)


def posted(request: CenterRequest, query: str) -> tuple[SavedViewAct, str] | None:
    """Save the view that the queue shows, as it was asked for; None where that is done. Otherwise the form with what is wrong,
    and the mark of a view that the next press replaces."""
    form = SavedViewAct(sent(request))
    if not form.is_valid():
        return form, ""
    name = form.cleaned_data["name"]
    try:
        save(request.user, name, query, field(request, "replaces"))
    except Refused as refused:
        form.pin(refused.problems)
        before = SavedView.objects.filter(person=request.user, name=name).first()
        return form, mark(before) if before is not None else ""
    messages.success(request, t(f"表示「{name}」を保存しました。", f"The view “{name}” was saved."))
    return None


def to_queue(query: str) -> HttpResponse:
    """To the queue in this view."""
    return HttpResponseRedirect(f"{reverse('center:desk')}?{query}")


def filters_of(view: SavedView, person: Person) -> list[tuple[W, W | str]]:
    """What a view shows, in words: its tab and what it is filtered by."""
    asked = QueryDict(view.query)
    found: list[tuple[W, W | str]] = []
    tab = views(person, clock.today()).get(asked.get("view", ""))
    if tab is not None:
        found.append((W("表示", "View"), tab.word))
    if (series := CATALOGUE.series.get(asked.get("series", ""))) is not None:
        found.append((W("申込分類", "Kind"), series.short))
    if (item := asked.get("item", "")) in CATALOGUE:
        found.append((W("内容", "Item"), CATALOGUE[item].entry.label))
    if who := asked.get("who"):
        found.append((W("担当", "Who"), colleague(who)))
    return found


def own_or_404(request: CenterRequest, pk: int) -> SavedView:
    """A view of this person, or 404: that of somebody else does not exist."""
    found = SavedView.objects.filter(pk=pk, person=request.user).first()
    if found is None:
        raise Http404
    return found


@center_page(may="may_act")
@require_http_methods(["GET", "POST"])
def saved_view(request: CenterRequest, pk: int) -> HttpResponse:
    """One saved view: what it shows, another name for it, and the way to delete it."""
    found = own_or_404(request, pk)
    form = SavedViewAct(sent(request), initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename(found, form.cleaned_data["name"], field(request, "seen"))
        except Refused as refused:
            form.pin(refused.problems)
        else:
            messages.success(request, t("表示の名前を変更しました。", "The view was renamed."))
            return to_queue(found.query)
    shown = {
        "view": found,
        "filters": filters_of(found, request.user),
        "form": form,
        "seen": mark_of(found.name),
    }
    return render(request, "center/saved_view.html", shown, status=422 if form.errors else 200)


@center_page(may="may_act")
@require_POST
def remove(request: CenterRequest, pk: int) -> HttpResponse:
    """Delete a saved view. Pressed again, there is nothing left to delete, and that is said."""
    if not SavedView.objects.filter(pk=pk).exists():
        messages.info(request, t("この表示はすでに削除されています。", "This view has been deleted already."))
        return redirect("center:desk")
    own_or_404(request, pk).delete()
    messages.success(request, t("表示を削除しました。", "The view was deleted."))
    return redirect("center:desk")
