"""回線・論理端末: what the pages of an existing and of a new line (S10) have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.edits import Action, Edit, add
from nss.base.columns import ColumnField, DateColumn
from nss.base.field_words import in_range
from nss.base.words import W
from nss.contract.choices import Device, LineKind, Package, WorkKind
from nss.contract.rows.lines import Line
from nss.contract.snapshot import Row
from nss.procedure.kit.pages import ItemForm, Section

from .rows import LINE_COLUMNS, TERMINAL

SPEEDS = ("0.5Mbps", "1Mbps", "3Mbps", "5Mbps", "10Mbps", "ベストエフォート")
"""Of leased lines (D-60); optical broadband promises none."""
BEST_EFFORT = SPEEDS[-1]
LEASED_SPEED = W(
    "専用線では、通信速度を選択してください。ベストエフォートはブロードバンド光だけで選択できます。",
    "Choose the speed of the leased line. Best effort is for optical broadband only.",
)
FIELDS = tuple(c.name for c in Line.columns if c.name != "router")
MOVES = ("postal_code", "address")
COUNTS: dict[str, tuple[W, str, str, str]] = {
    "interactive": (
        W("論理端末数（インタラクティブ）", "Logical terminals (interactive)"),
        Device.PC.value,
        Package.INTERACTIVE.value,
        "台",
    ),
    "gw": (W("GWサーバ台数（SMTP/POP3）", "Gateway servers (SMTP/POP3)"), Device.GATEWAY.value, "", "台"),
    "smtp": (W("SMTPサーバ台数（SMTP双方向）", "SMTP servers (SMTP two-way)"), Device.SMTP.value, "", "台"),
}
MAIL_COUNT = W("メールアドレス数（SMTP双方向）", "Mail addresses (SMTP two-way)")
MOST = 99


def work_kind(line: Row | None, edits: Sequence[Edit]) -> str:
    """工事種別 that edits of one line cause; '' for none (guide SMTP, cover; D-57)."""
    spare = bool(line and line.values.get("spare_router"))
    site = WorkKind.ON_SITE.value if spare else WorkKind.REMOTE.value
    found = ""
    for e in edits:
        if e.kind == "line" and e.action == Action.ADD.value:
            return WorkKind.LAYING.value
        if e.kind == "line" and e.action == Action.END.value:
            return WorkKind.REMOVAL.value
        if e.kind == "line":
            if set(e.after) & {"address", "line_kind", "speed"}:
                return WorkKind.LAYING.value
            found = site
        servers = (Device.SMTP.value, Device.GATEWAY.value)
        if e.kind == "terminal" and e.action == Action.ADD.value and e.after.get("device") in servers:
            found = site
    return found


class WorksDay(ColumnField):
    """工事希望日, typed in any of the usual forms; cleans to ISO text."""

    def __init__(self, label: W, hint: W) -> None:
        column = DateColumn("works_on", label)
        super().__init__(column, False, column.widget())
        self.help_text = hint

    def clean(self, value: Any) -> str:
        day = super().clean(value)
        return day.isoformat() if day else ""


class LinePage(ItemForm):
    """What the pages of an existing and of a new line have in common."""

    line: Row | None = None

    def add_common_fields(self, speeds: Sequence[str] | None) -> None:
        """Add the day of works, the fields of the line and the counts; `speeds` are the speeds to choose, None where the
        line is another office's and has no fields here."""
        self.fields["works_on"] = WorksDay(
            W("工事希望日", "Requested date of installation work"),
            W(
                "論理端末の情報のみ変更する場合は、利用開始希望日を入力してください。工事を伴う場合、実際の工事日は別途ご連絡の上、決定します。",
                "If only terminals change, enter the requested start date. The day of works is agreed on later.",
            ),
        )
        if speeds is not None:
            for name in FIELDS:
                self.fields[name] = LINE_COLUMNS[name].form_field()
            self.fields["speed"] = forms.ChoiceField(
                label=LINE_COLUMNS["speed"].label, required=False, choices=[(s, s) for s in speeds]
            )
        for name, (label, _, _, _) in COUNTS.items():
            self.fields[name] = self.count_field(label)
        self.fields["mail"] = self.count_field(MAIL_COUNT)

    @staticmethod
    def count_field(label: W) -> forms.IntegerField:
        """A field for how many terminals or addresses to add."""
        return forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=MOST,
            help_text=W("追加する数を入力してください。", "Enter how many to add."),
            error_messages=in_range(0, MOST),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w5"}),
        )

    def count_sections(self) -> list[Section]:
        """The parts of the page that hold the counts."""
        common = W("海上・航空共用", "Sea and air")
        label = LINE_COLUMNS["system_class"].label
        return [
            Section(
                W("論理端末に関する項目：一般利用者", "Logical terminals: general users"),
                note=W(
                    "追加する端末数を入力してください。論理端末名とIPアドレスはNACCSセンターが払い出します。",
                    "Enter how many to add. Names and addresses are issued by the Center.",
                ),
                facts=((W("システム", "System ") + label, common),),
                fields=("interactive",),
            ),
            Section(
                W("論理端末に関する項目：自社システム利用者", "Logical terminals: own systems"),
                note=W(
                    "サーバの追加にはルータの工事が伴い、工事中は数時間通信できないことがあります。",
                    "A server needs works on the router; communication may stop for some hours.",
                ),
                fields=("gw", "smtp", "mail"),
            ),
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for name in ("postal_code", "address"):
            if name in self.fields and not data.get(name) and name not in self.errors:
                self.add_error(
                    name, ValidationError(W("設置場所を入力してください。", "Enter the installation place."))
                )
        if data.get("line_kind") == LineKind.LEASED.value and data.get("speed") == BEST_EFFORT:
            self.add_error("speed", ValidationError(LEASED_SPEED))
        if data.get("works_on") and date.fromisoformat(data["works_on"]) <= self.case.today:
            self.add_error(
                "works_on",
                ValidationError(W("明日以降の日を入力してください。", "Choose tomorrow or later.")),
            )
        return data

    def options(self, edits: Sequence[Edit]) -> dict[str, Any]:
        """What the edits of the page carry: wished day (ISO) and kind of works, where there are any."""
        kind = work_kind(self.line, edits)
        found: dict[str, Any] = {"works_on": self.cleaned_data.get("works_on") or ""}
        if not found["works_on"]:
            found.pop("works_on")
        return {**found, **({"works": kind} if kind else {})}

    def additions(self, router: str, ref: str, system_class: str) -> list[Edit]:
        """ADD edits of terminals and mail addresses; `ref` names a new line."""
        done: list[Edit] = []
        data, base = self.cleaned_data, ref or router
        place = {"line": ref} if ref else {}
        for name, (_, device, package, _) in COUNTS.items():
            if data.get(name):
                after = {
                    "router": router,
                    "system_class": system_class,
                    "device": device,
                    "package": package,
                    "name": "",
                    "address": None,
                }
                done.append(
                    add(
                        TERMINAL,
                        "terminal",
                        after,
                        count=data[name],
                        ref=f"t-{base}-{name}",
                        parent=ref,
                        options=place,
                    )
                )
        if data.get("mail"):
            server = self.mail_server(router)
            parent = f"t-{base}-smtp" if data.get("smtp") else ""
            after = {"terminal": "" if parent else server, "address": ""}
            options = {"line": base, "router": router}
            done.append(
                add(TERMINAL, "mail_address", after, count=data["mail"], parent=parent, options=options)
            )
        return done

    def mail_server(self, router: str) -> str:
        """The existing SMTP server that gets further addresses."""
        found = self.case.contract.where("terminal", router=router, device=Device.SMTP.value)
        return str(found[0].values["name"]) if found else ""


def counts_of(edits: Sequence[Edit]) -> dict[str, Any]:
    """Initial counts from the edits of a line."""
    initial: dict[str, Any] = {}
    for e in edits:
        if e.action != Action.ADD.value:
            continue
        if e.kind == "mail_address":
            initial["mail"] = e.count
        for name, (_, device, package, _) in COUNTS.items():
            if e.kind == "terminal" and e.after["device"] == device and e.after["package"] == package:
                initial[name] = e.count
    return initial


def shown_day(text: str) -> str:
    """An ISO day as the form shows it; other text as it is."""
    return text.replace("-", "/")


def with_options(edit: Edit, options: Mapping[str, Any]) -> Edit:
    """The edit with these options beside its own."""
    return replace(edit, options={**edit.options, **options})


def as_initial(values: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values as initial values of the form's fields."""
    return {k: LINE_COLUMNS[k].initial(v) for k, v in values.items() if k in FIELDS}
