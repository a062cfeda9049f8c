"""S07-S11, C23: the pages that a procedure declares, drawn from what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nss.account import unsent
from nss.account.requests import OfficeRequest
from nss.application import drafts, files
from nss.application.case import Case
from nss.application.edits import Edit
from nss.application.models import Attachment, Revision
from nss.base import many, posted
from nss.base.addresses import address
from nss.base.place import and_back
from nss.base.words import W, t
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.pages import ItemForm, ListPage, ListRow, Pair
from nss.procedure.kit.procedure import Procedure
from nss.procedure.places import Places
from nss.web import tables
from nss.web.context import token_field

from ..returning import return_address
from ..show import ACTION, holds_of, table
from ..words import NEXT, SET
from . import drawing
from .drafting import draft_page, following, panel, previous, step

EDIT = W("変更", "Change")
MEND = W("修正", "Edit")
END = W("廃止", "Discontinue")
REMOVE = W("削除", "Delete")
NOT_CHOSEN = W(
    "「{item}」は、この申込では選択されていません。変更する場合は、申込内容の選択で選んでください。",
    "'{item}' is not chosen in this application. To change it, choose it among the items.",
)
NO_MATCH = W("該当する契約情報はありません。", "Nothing was found.")


def items_with(revision: Revision, edits: Sequence[Edit]) -> list[str]:
    """The chosen items and those that the edits turned out to need, e.g. a line that brings terminals along."""
    chosen = [*revision.items, *(e.procedure for e in edits if not e.derived)]
    return [k for k in CATALOGUE.procedures if k in chosen and k != revision.other]


@unsent.gives_back
@draft_page
@require_http_methods(["GET", "POST"])
def item(request: OfficeRequest, revision: Revision, key: str, slug: str, subject: str = "") -> HttpResponse:
    """A page of a chosen item: its form, or its list."""
    procedure = CATALOGUE.get(key)
    found = procedure.page(slug) if procedure else None
    if procedure is None or found is None:
        raise Http404
    if not CATALOGUE.has_page(revision.chosen_items, found):
        messages.error(request, str(NOT_CHOSEN.format(item=procedure.entry.label)))
        return redirect("office:draft", revision.application_id)
    here, coming = address("office:item", revision.application_id, key, slug), return_address(request)
    current = address(
        "office:item",
        revision.application_id,
        *Places(Case.of_draft(revision)).step_at(key, slug).split("/")[1:],
    )
    if isinstance(found, ListPage):
        if current != here and request.method == "GET":
            return redirect(
                f"{current}?{request.GET.urlencode()}"
            )  # a page that two items share has one address
        if request.method == "POST" and posted.has(request, "remove"):
            remove_edit(request, revision)
            return redirect(and_back(here, coming))
        if request.method == "POST":
            return redirect(coming or following(Case.of_draft(revision), here))
        return list_page(request, Case.of_draft(revision), procedure, found, here)
    upload = None
    if request.method == "POST" and found.upload:
        upload = attach(request, Case.of_draft(revision), procedure)
    parent = None if found.step else next((p for p in procedure.pages if isinstance(p, ListPage)), None)
    back = (
        address("office:item", revision.application_id, key, parent.slug)
        if parent
        else previous(Case.of_draft(revision), here)
    )

    stay: list[str | None] = []
    asked_for = {name: request.GET.get(name, "") for name in ("open", "find", "page")}

    def build(case: Case, data: QueryDict | None) -> ItemForm:
        try:
            form = found.form(case.reading(procedure.kinds), subject, data, asked_for)
        except LookupError as error:
            raise Http404 from error
        form.file = upload
        return form

    def store(case: Case, form: ItemForm) -> dict[str, Any]:
        r, edits = case.revision, form.all_edits()
        fields: dict[str, Any] = {"edits": [e.to_json() for e in edits], "items": items_with(r, edits)}
        if r.extra != (extra := {**r.extra, **form.extras()}):
            fields["extra"] = extra
        stay.append(form.shown_again_at())
        return fields

    answer = step(
        request,
        revision,
        build,
        store,
        "office/form.html",
        {
            "page": found,
            "blank": sheet_url(Case.of_draft(revision), procedure),
            "primary": SET if parent else NEXT,
            "current": current,
            "list_url": back if parent and not coming else None,
            "attachments": Attachment.objects.of(revision).filter(purpose="file") if found.upload else None,
        },
        back if parent else "",
    )
    if stay and stay[-1] is not None and answer.status_code == 302:
        return redirect(and_back(request.path, coming, stay[-1]))
    return answer


def sheet_url(case: Case, procedure: Procedure) -> str:
    """Where the form to fill in as a file can be had, once it is known for what."""
    sheet = procedure.sheet(case)
    return address("office:sheet", procedure.key, *sheet) if sheet else ""


def attach(request: OfficeRequest, case: Case, procedure: Procedure) -> bytes | None:
    """Files sent with an item's page; a refused one says why, and what was typed is kept. Gives the first one that was taken:
    the bytes of a refused file are read by nobody."""
    application = case.revision.application
    taken: bytes | None = None
    for f in request.FILES.getlist("file"):
        name, body = procedure.file_name(case), f.read(files.LIMIT + 1)
        try:
            with transaction.atomic():
                if name is not None:
                    application.attachments.filter(name=name).remove_from(case.revision)
                files.attach(application, name or f.name or "", body)
            taken = body if taken is None else taken
        except files.BadFile as bad:
            messages.error(request, str(bad.text))
    return taken


def remove_edit(request: OfficeRequest, revision: Revision) -> None:
    """削除 of an 申込情報 row: the edit goes if the list is still as the page showed it."""
    places, _, version = posted.field(request, "remove").removeprefix("edit:").partition("@")
    edits = [e for e in revision.edit_list if not e.derived]
    at = {n for text in places.split(",") if (n := posted.key_number(text)) is not None}
    if not at or version != str(revision.version) or max(at) >= len(edits):
        messages.error(
            request,
            t(
                "この間に申込情報が変わりました。もう一度お選びください。",
                "The list changed meanwhile. Please choose again.",
            ),
        )
        return
    refs = {edits[n].ref for n in at if edits[n].ref}
    kept = [e for n, e in enumerate(edits) if n not in at and e.parent not in refs]
    try:
        drafts.save(revision, request.user, edits=[e.to_json() for e in kept])
        messages.success(request, t("申込情報から削除しました。", "Removed from the application."))
    except drafts.Stale:
        messages.error(request, t("この間に下書きが保存されました。", "The draft was saved meanwhile."))


def list_page(
    request: OfficeRequest, case: Case, procedure: Procedure, found: ListPage, here: str
) -> HttpResponse:
    """A list page: 契約情報 and 申込情報, with links to the page of each row."""
    revision, pk, coming = case.revision, case.revision.application_id, return_address(request)
    key, read = procedure.key, case.reading(procedure.kinds)
    again = and_back(here, coming)
    """This page, as it was come to."""

    def url(*page: str) -> str:
        return and_back(address("office:item", pk, key, *page), again if coming else "")

    def link(slug: str, subject: str, word: W, name: str) -> tables.Action:
        return tables.Action(word, url(slug, subject), name)

    query, page = request.GET.get("q", ""), request.GET.get("page", "1")
    where = {**({"next": coming} if coming else {}), **({"q": query} if query else {})}

    def draw(pair: Pair) -> tuple[Any, Any, many.Part[ListRow], many.Part[ListRow]]:
        def searched(r: ListRow) -> str:
            return " ".join([str(r.name), *(str(c.show(r.values.get(c.name))) for c in pair.columns)])

        per = many.PER_TWO if len(found.pairs) == 1 else many.FEW_BESIDE
        part = many.part(pair.contract_rows(read), searched, query, page, per, many.FEW_OF_TWO)

        def held_links(r: ListRow) -> list[tables.Action]:
            return [
                *([link(pair.detail, r.subject, EDIT, str(r.name))] if pair.detail else []),
                *([link(pair.end, r.subject, END, str(r.name))] if pair.end and not r.lasting else []),
            ]

        def asked_links(r: ListRow) -> list[tables.Action]:
            slug = r.page or pair.detail
            removes = f"{r.key}@{revision.version}" if r.key.startswith("edit:") else ""
            return [
                *([link(slug, r.subject, MEND, str(r.name))] if slug else []),
                *([tables.Action(REMOVE, again, str(r.name), post=("remove", removes))] if removes else []),
            ]

        held_title, asked_title = pair.titles
        held = table(
            held_title,
            pair.columns,
            part.rows,
            actions=held_links,
            flags=holds_of(case.office.pk),
            empty=NO_MATCH if part.total else W("契約情報はありません。", "Nothing is registered."),
        )
        rows = [replace(r, values={**r.values, "action": r.action}) for r in pair.requested_rows(read)]
        several = many.part(rows, searched, query, page, per, many.FEW_OF_TWO)
        asked = table(
            asked_title,
            (ACTION, *(pair.requested_columns or pair.columns)),
            several.rows,
            actions=asked_links,
            empty=W("まだ変更がありません。", "No change yet."),
            csrf=token_field(request),
        )
        return held, asked, part, several

    return render(
        request,
        "office/list.html",
        {
            **panel(case),
            "page": found,
            "blocks": [draw(p) for p in found.pairs],
            "query": query,
            "kept": [(k, v) for k, v in where.items() if k != "q"],
            "where": urlencode(where),
            "new": [(url(s), label) for s, label in found.new],
            "primary": NEXT,
            "action": again,
            "back": coming or previous(case, here),
            **(drawing.drawing_block(read, again) if found.drawing else {}),
        },
    )
