"""N15: the register of an office as it was and is, row by row, and setting a value right by two people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import center_page
from nss.account.requests import CenterRequest
from nss.application import correction
from nss.application.models import Correction
from nss.base import many
from nss.base.columns import LongColumn
from nss.base.marks import mark_must, pin
from nss.base.posted import field, sent
from nss.base.problems import Refused
from nss.base.words import W, t
from nss.contract.dated import DatedRow
from nss.contract.models import ROW_TYPES, Office
from nss.contract.rows.office import OfficeProfile
from nss.contract.snapshot import row_name
from nss.web import tables
from nss.web.reading import ENDS, STARTS

from .concluding import conclude
from .offices import office_or_404

CORRECT = W("訂正", "Correct")
WAITS = W("訂正の確認待ち", "Correction waits")
LAST = 20
REASON = LongColumn("reason", W("訂正の理由", "Reason"), length=240, rows=2)


class CorrectionForm(forms.Form):
    """The values of a version that may be set right, as they stand, and why."""

    use_required_attribute = False

    def __init__(self, row: DatedRow, data: Mapping[str, object] | None = None) -> None:
        self.columns = correction.correctable(row.kind)
        now = correction.values_of(row)
        super().__init__(data, initial={c.name: c.initial(now[c.name]) for c in self.columns})
        for c in self.columns:
            self.fields[c.name] = c.form_field()
            mark_must(self.fields[c.name], c.must and bool(now[c.name]))
        self.fields["reason"] = REASON.form_field(must=True)


def correction_lines(found: Correction) -> list[tuple[W, str, str]]:
    """The values that a correction changes: label, value now, value after it."""
    by_name = {c.name: c for c in ROW_TYPES[found.kind].columns}
    return [
        (c.label, str(c.show(found.before[c.name])), str(c.show(found.after[c.name])))
        for c in map(by_name.__getitem__, found.after)
    ]


def history_of(office: Office, kind: str, open_versions: set[int], may: bool) -> tables.Table:
    """Every version of every row of a kind, newest version first."""
    model = ROW_TYPES[kind]
    whose = {"company_id": office.company_id} if model.of_company else {"office_id": office.pk}
    versions = model._default_manager.filter(**whose).order_by(
        *(model.named_by or ("identity",)), "identity", "-starts"
    )
    rows = []
    for v in versions:
        values = correction.values_of(v)
        name = str(row_name(kind, values))
        to = reverse("center:register-row", args=[office.code, kind, v.pk])
        rows.append(
            tables.TableRow(
                key=str(v.pk),
                values={**values, "starts": v.starts, "ends": v.ends},
                name=name,
                flag=WAITS if v.pk in open_versions else None,
                actions=[tables.Action(CORRECT, to, f"{name} {v.starts:%Y/%m/%d}")]
                if may and correction.correctable(kind)
                else (),
            )
        )
    return tables.Table(
        model.label, (*model.columns, STARTS, ENDS), rows, W("登録はありません。", "Nothing is registered.")
    )


@center_page
@require_GET
def register(request: CenterRequest, code: str) -> HttpResponse:
    """N15: the rows of an office, kind by kind, with every version."""
    office = office_or_404(code)
    kind = request.GET.get("kind", OfficeProfile.kind)
    kind = kind if kind in ROW_TYPES else OfficeProfile.kind
    made = Correction.objects.filter(office=office).select_related("by", "confirmed_by").order_by("-id")
    last = list(made[:LAST])
    waiting = {c.version for c in last if c.is_open}
    table, query, where = (
        history_of(office, kind, waiting, request.user.may_decide),
        request.GET.get("q", ""),
        {"kind": kind},
    )
    part = many.part(table.rows, lambda r: r.name, query, request.GET.get("page", "1"))
    return render(
        request,
        "center/register.html",
        {
            "office": office,
            "kinds": [(k, m.label, k == kind) for k, m in ROW_TYPES.items()],
            "table": tables.render(replace(table, rows=part.rows)),
            "part": part,
            "query": query,
            "kept": where.items(),
            "where": urlencode({**where, "q": query} if query else where),
            "corrections": [(c, ROW_TYPES[c.kind].label, correction_lines(c)) for c in last],
        },
    )


@center_page(may="may_decide")
@require_http_methods(["GET", "POST"])
def row(request: CenterRequest, code: str, kind: str, version: int) -> HttpResponse:
    """A version of a row, and the form that proposes a correction."""
    office = office_or_404(code)
    try:
        found = correction.version_of(office, kind, version)
    except LookupError as error:
        raise Http404 from error
    form = CorrectionForm(found, sent(request))
    back = f"{reverse('center:register', args=[code])}?kind={kind}"
    if form.is_bound:
        pin(form, Refused(correction.changed_since(found, field(request, "seen"))))
    if form.is_bound and form.is_valid():
        values = {c.name: form.cleaned_data[c.name] for c in form.columns}
        try:
            correction.propose(office, kind, version, values, form.cleaned_data["reason"], request.user)
            messages.success(
                request,
                t(
                    "訂正を登録しました。別の担当者の確認で反映されます。",
                    "Entered. It takes effect when a second person confirms.",
                ),
            )
            return redirect(back)
        except Refused as refused:
            pin(form, refused)
    return render(
        request,
        "center/register_row.html",
        {
            "office": office,
            "form": form,
            "errors": bool(form.errors),
            "back": back,
            "row": found,
            "seen": correction.shown(found),
            "label": found.label,
            "name": row_name(kind, correction.values_of(found)),
        },
        status=422 if form.errors else 200,
    )


@center_page(may="may_decide")
@require_POST
def confirm(request: CenterRequest, pk: int) -> HttpResponse:
    """Confirm a correction that somebody else proposed."""
    back = _back(pk)
    conclude(
        request,
        lambda: correction.confirm(pk, request.user),
        t("訂正を反映しました。", "The register was corrected."),
    )
    return back


@center_page(may="may_decide")
@require_POST
def drop(request: CenterRequest, pk: int) -> HttpResponse:
    """Take a proposed correction back."""
    back = _back(pk)
    conclude(
        request,
        lambda: correction.drop(pk, request.user),
        t("訂正を取りやめました。", "The correction was taken back."),
    )
    return back


def _back(pk: int) -> HttpResponse:
    found = get_object_or_404(Correction.objects.select_related("office"), pk=pk)
    return redirect(f"{reverse('center:register', args=[found.office.code])}?kind={found.kind}")
