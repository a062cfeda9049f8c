"""S09's configuration drawing, S17 with C17: the drawing of a draft, works, and what is to do until the start."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from markupsafe import Markup

from nss.account.access import applicant_page, office_page
from nss.application import drafts, files, works
from nss.application.models import Application, Revision, Work
from nss.base import clock
from nss.base.problems import Refused
from nss.base.words import W, t
from nss.document import drawing
from nss.document.calendar import entry
from nss.issuing.models import Secret
from nss.procedure.kit.schedule import read_day
from nss.procedure.lines import drawing as layout
from nss.procedure.lines.rows import KINDS, LINE, TERMINAL

from ..forms import SlotForm, TestForm
from .applications import mine as mine_filed
from .applications import revision_of


def sites_of(revision: Revision) -> list[layout.Site]:
    """The lines of an open draft as they will be."""
    seen = drafts.look(revision, kinds=KINDS, check=False)
    return layout.sites(seen.contract, seen.edits)


def drawing_block(revision: Revision, here: str) -> dict[str, Any]:
    """Context of the drawing's part of S09: drawn, confirmed or not, attached files with their versions."""
    sites = sites_of(revision)
    chosen = revision.extra.get("drawing", {})
    edits = [e for e in revision.edit_list if e.procedure in (LINE, TERMINAL)]
    return {
        "drawings": [
            Markup(drawing.svg(s, f"drawing-{n}"))  # noqa: S704  (made and escaped by us)
            for n, s in enumerate(sites)
        ],
        "drawing_rows": drawing.table_rows(sites),
        "drawing_chosen": bool(chosen) and chosen.get("seen") == layout.digest(edits),
        "drawing_old": bool(chosen) and chosen.get("seen") != layout.digest(edits),
        "drawing_note": chosen.get("note", ""),
        "drawing_here": here,
        "drawing_needed": bool(edits),
        "drawing_files": list(
            revision.application.attachments.filter(purpose="drawing").defer("body").order_by("-id")
        ),
    }


def attach_drawing(request: HttpRequest, revision: Revision) -> None:
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


def confirm_drawing(request: HttpRequest, revision: Revision) -> None:
    """この図で提出する, with a note or without; taken back by pressing the other button."""
    extra = dict(revision.extra)
    if request.POST.get("drawing") == "drop":
        extra.pop("drawing", None)
    else:
        note = " ".join(request.POST.get("drawing_note", "").split())
        if len(note) > 240:
            messages.error(
                request, t("注記は240文字以内で入力してください。", "The note may have up to 240 characters.")
            )
            return
        edits = [e for e in revision.edit_list if e.procedure in (LINE, TERMINAL)]
        extra["drawing"] = {"way": "drawn", "seen": layout.digest(edits), **({"note": note} if note else {})}
    try:
        drafts.save(revision, request.user, extra=extra)
        messages.success(
            request, t("システム構成図の提出方法を保存しました。", "Saved how the drawing is submitted.")
        )
    except drafts.Stale:
        messages.error(
            request,
            t(
                "この間に下書きが保存されました。もう一度お試しください。",
                "The draft was saved meanwhile. Please try again.",
            ),
        )


def drawing_post(request: HttpRequest, revision: Revision) -> HttpResponse:
    back = request.POST.get("here", "")
    if not back.startswith(f"/drafts/{revision.application_id}/"):
        back = reverse("office:draft", args=[revision.application_id])
    if "drawing_upload" in request.POST:
        attach_drawing(request, revision)
    elif request.POST.get("drawing_detach", "").isdecimal():
        revision.application.attachments.filter(
            pk=int(request.POST["drawing_detach"]), purpose="drawing"
        ).delete()
    else:
        confirm_drawing(request, revision)
    return redirect(back + "#drawing")


def _download(body: bytes, kind: str, name: str, inline: bool = True) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return response


def draft_paper(request: HttpRequest, revision: Revision, ending: str) -> HttpResponse:
    """The drawing of a draft as PDF, or the form to fill in as xlsx."""
    sites = sites_of(revision)
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
def application_drawing(request: HttpRequest, number: str) -> HttpResponse:
    a = mine_filed(request, number)
    body = drawing.filed_pdf(a, revision_of(a))
    if body is None:
        raise Http404
    return _download(body, "application/pdf", f"{a.number}-drawing.pdf")


# S17, C17


def checklist(application: Application) -> list[tuple[W, W, str]]:
    """What stands between the decision and the first day of work: (what, state, address)."""
    todo, done = W("これから", "to do"), W("済み", "done")
    a, today = application, clock.today()
    decided = a.decided_on is not None
    rows = [
        (
            W("ID通知内容の確認", "Read the ID notice"),
            done if decided and _acknowledged(a) else todo,
            reverse("office:ids", args=[a.number]) if decided else "",
        ),
    ]
    made = [w for w in works.of(a) if w.state != "cancelled"]
    if made:
        rows.append(
            (
                W("工事", "Works"),
                done if all(w.state == "done" for w in made) else W("調整・実施中", "under way"),
                "#works",
            )
        )
    rows.append(
        (
            W("パッケージソフトの導入（自社システム接続の一部を除く）", "Install the package software"),
            W("手順書を参照してください", "see the setup guide"),
            "",
        )
    )
    started = a.start_date is not None and a.start_date <= today
    tests = works.open_tests(a)
    state = (
        done
        if any(x.good for x in tests)
        else todo
        if started
        else W("利用開始日以降", "from the start date on")
    )
    return [*rows, (W("TCC業務による接続確認", "Test the connection with TCC"), state, "#test")]


def _acknowledged(application: Application) -> bool:
    found = Secret.objects.filter(application_id=application.pk)
    return not found.filter(received_at__isnull=True).exists()


@office_page
@require_GET
def until_start(request: HttpRequest, number: str, **more: Any) -> HttpResponse:
    return show_until(request, mine_filed(request, number))


def show_until(request: HttpRequest, a: Application, status: int = 200, **more: Any) -> HttpResponse:
    today = clock.today()
    made = works.of(a)
    return render(
        request,
        "office/until_start.html",
        {
            "application": a,
            "works": [
                (
                    w,
                    [(s, works.slot_word(s)) for s in w.slots],
                    works.slot_word(w.fixed) if w.fixed else None,
                    [works.slot_word(s) for s in w.wished],
                )
                for w in made
            ],
            "checklist": checklist(a),
            "tests": works.open_tests(a),
            "slot_form": SlotForm(),
            "test_form": TestForm(),
            "may_test": request.user.may_apply
            and a.start_date is not None
            and a.start_date <= today
            and a.state == "approved",
            "errors": status != 200,
            **more,
        },
        status=status,
    )


def _own_work(request: HttpRequest, a: Application, pk: int) -> Work:
    work = a.works.filter(pk=pk).first()
    if work is None:
        raise Http404
    return work


@applicant_page
@require_POST
def choose_slot(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """候補を選ぶ, or with `other` 別の日を希望する."""
    a = mine_filed(request, number)
    work = _own_work(request, a, pk)
    try:
        if "other" in request.POST:
            form = SlotForm(request.POST)
            if not form.is_valid():
                return show_until(request, a, 422, slot_form=form)
            works.counter(work.pk, request.user, form.slots(), form.cleaned_data["remark"])
            messages.success(request, t("希望日を送信しました。", "Your dates were sent."))
        else:
            works.accept(work.pk, request.user, request.POST.get("slot", ""))
            messages.success(request, t("工事日が決まりました。", "The date is fixed."))
    except Refused as refused:
        return show_until(request, a, 422, problems=refused.problems)
    return redirect("office:until-start", a.number)


@office_page
@require_GET
def work_calendar(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    a = mine_filed(request, number)
    work = _own_work(request, a, pk)
    body = entry(work)
    if body is None:
        raise Http404
    return _download(body, "text/calendar; charset=utf-8", f"{a.number}-works.ics", inline=False)


@applicant_page
@require_http_methods(["POST"])
def tested(request: HttpRequest, number: str) -> HttpResponse:
    """接続確認: the TCC result; a bad one opens a ticket on the Center's desk."""
    a = mine_filed(request, number)
    if a.start_date is None or a.start_date > clock.today() or a.state != "approved":
        raise Http404
    form = TestForm(request.POST)
    if not form.is_valid():
        return show_until(request, a, 422, test_form=form)
    data = form.cleaned_data
    works.tested(a, request.user, read_day(data["tested_on"]), data["good"] == "1", data["remark"])
    if data["good"] == "1":
        messages.success(request, t("接続確認の結果を記録しました。", "The result was recorded."))
    else:
        messages.success(
            request,
            t(
                "NACCSセンターに連絡しました。回答をお待ちください。",
                "The Center was told. Please wait for its answer.",
            ),
        )
    return redirect("office:until-start", a.number)
