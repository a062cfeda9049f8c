"""The configuration drawing of a draft and of a filed application (S09, C31)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from nss.account.access import office_page
from nss.account.requests import OfficeRequest
from nss.application import drafts, files
from nss.application.case import Case
from nss.application.models import Revision
from nss.application.shown import last_filed
from nss.base import clock, posted
from nss.base.columns import TextColumn
from nss.base.posted import posted_text
from nss.base.problems import Refused
from nss.base.seen import mark_of
from nss.base.words import W, t
from nss.document import drawing
from nss.notice.facts import NOTHING
from nss.procedure.lines import drawing as layout
from nss.web.typed import refuse

from .applications import application_or_404 as mine_filed
from .drafting import draft_page

NOTE = TextColumn("drawing_note", W("注記", "Note"), length=240)


def drawing_block(case: Case, here: str) -> dict[str, Any]:
    """Context of the drawing's part of S09: drawn, confirmed or not, attached files with their versions."""
    sites, revision = layout.sites(case), case.revision
    chosen = revision.extra.get("drawing", {})
    seen = layout.digest(case.requested)
    return {
        "drawings": [
            Markup(drawing.svg(s, f"drawing-{n}"))  # noqa: S704  (made and escaped by us)
            for n, s in enumerate(sites)
        ],
        "drawing_rows": drawing.table_rows(sites),
        "drawing_chosen": bool(chosen) and chosen.get("seen") == seen,
        "drawing_old": bool(chosen) and chosen.get("seen") != seen,
        "drawing_note": chosen.get("note", ""),
        "drawing_here": here,
        "drawing_stored": seen_of(revision),
        "drawing_needed": bool(layout.drawn_edits(case.requested)),
        "drawing_files": [f for f in reversed(case.attachments) if f.purpose == "drawing"],
    }


def attach_drawing(request: OfficeRequest, revision: Revision) -> None:
    """Choosing a file and sending it attaches it; an earlier one stays as an older version."""
    found = request.FILES.getlist("drawing_file")
    if not found:
        messages.error(request, t("ファイルを選択してください。", "Choose a file."))
    for f in found:
        try:
            files.attach(revision.application, f.name or "", f.read(files.LIMIT + 1), "drawing")
            messages.success(request, t("システム構成図を添付しました。", "The drawing is attached."))
        except files.BadFile as bad:
            messages.error(request, str(bad.text))
        except (DatabaseError, OSError):
            messages.error(
                request,
                t(
                    "ファイルを保存できませんでした。下書きはそのまま残っています。時間をおいてもう一度お試しください。",
                    "The file could not be kept. Your draft is as it was. Please try again later.",
                ),
            )


WRITTEN = W(
    "この画面を開いた後に、ほかの画面または担当者が図の提出を変更しました。最新の内容を確認し、もう一度実行してください。保存されている注記：{note}",
    "How the drawing is submitted was changed in another tab or by a colleague after this page was opened. Please look again. "
    "Note stored now: {note}",
)


def seen_of(revision: Revision) -> str:
    """What a page shows of the drawing's confirmation, for the form that writes over it."""
    return mark_of(*(revision.extra.get("drawing") or {}).items())


def confirm_drawing(request: OfficeRequest, revision: Revision) -> None:
    """この図で提出する, with a note or without; taken back by pressing the other button."""
    extra = dict(revision.extra)
    if posted.field(request, "drawing_seen") != seen_of(revision):
        refuse(request, WRITTEN.format(note=extra.get("drawing", {}).get("note") or NOTHING))
        return
    if posted.field(request, "drawing") == "drop":
        extra.pop("drawing", None)
    else:
        try:
            note = posted_text(request, NOTE)
        except Refused as refused:
            refuse(request, refused.problems[0].text)
            return
        seen = layout.digest(revision.edit_list)
        extra["drawing"] = {"way": "drawn", "seen": seen, **({"note": note} if note else {})}
    try:
        drafts.save(revision, request.user, extra=extra)
        messages.success(
            request, t("システム構成図の提出方法を保存しました。", "Saved how the drawing is submitted.")
        )
    except drafts.Stale:
        refuse(
            request,
            t(
                "この間に下書きが保存されました。もう一度お試しください。",
                "The draft was saved meanwhile. Please try again.",
            ),
        )


@draft_page
@require_POST
def drawing_post(request: OfficeRequest, revision: Revision) -> HttpResponse:
    """The configuration drawing of S09: confirmed as drawn, attached, removed."""
    back = posted.field(request, "here")
    if not back.startswith(f"/drafts/{revision.application_id}/"):
        back = reverse("office:draft", args=[revision.application_id])
    if posted.has(request, "drawing_upload"):
        attach_drawing(request, revision)
    elif (file := posted.key_number(posted.field(request, "drawing_detach"))) is not None:
        revision.application.attachments.filter(pk=file, purpose="drawing").remove_from(revision)
    else:
        confirm_drawing(request, revision)
    return redirect(back + "#drawing")


def _download(body: bytes, kind: str, name: str, inline: bool = True) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return response


@draft_page
@require_GET
def draft_paper(request: OfficeRequest, revision: Revision, ending: str) -> HttpResponse:
    """The drawing of a draft as PDF, or the form to fill in as xlsx."""
    sites = layout.sites(layout.case_of(revision))
    today = clock.today()
    if ending == "xlsx":
        from nss.document import blank  # spreadsheets: ten megabytes that most processes never need

        body = blank.drawing_form(sites, drawing.head(revision.application), today)
        kind = files.KINDS["xlsx"][1]
        return _download(body, kind, f"drawing-{revision.application.office.code}.xlsx", inline=False)
    note = str(revision.extra.get("drawing", {}).get("note", ""))
    return _download(
        drawing.pdf(sites, drawing.head(revision.application), note, today), "application/pdf", "drawing.pdf"
    )


@office_page
@require_GET
def application_drawing(request: OfficeRequest, number: str) -> HttpResponse:
    """The drawing that an application was filed with, as PDF."""
    a = mine_filed(request, number)
    body = drawing.filed_pdf(a, last_filed(a))
    if body is None:
        raise Http404
    return _download(body, "application/pdf", f"{a.number}-drawing.pdf")
