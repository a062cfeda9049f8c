"""回線・論理端末: the page of one line (S10), of a new line, of an end, and the contacts for works (S11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.edits import Action, Edit, add, change, end
from nss.base.columns import Column
from nss.base.words import W
from nss.contract.book import Row
from nss.contract.choices import Device, Package, SystemClass, WorkKind
from nss.contract.rows.lines import Line
from nss.procedure.kit.fields import field_of, normal_value
from nss.procedure.kit.procedure import Ctx, FieldRow, ItemForm, Section
from nss.procedure.kit.schedule import read_day

from .rows import LINE, LINE_COLUMNS, TERMINAL, TERMINAL_COLUMNS, line_of, mails, router_of, works_on

SPEEDS = ("0.5Mbps", "1Mbps", "3Mbps", "5Mbps", "10Mbps", "ベストエフォート")
"""Of leased lines (D-60); optical broadband promises none."""
FIELDS = tuple(c.name for c in Line.columns if c.name != "router")
MOVES = ("postal_code", "address")
NEW = "line"
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
BAD_DAY = W("日付として読み取れません。例 2026/12/01", "This is not a date, e.g. 2026/12/01")
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


class WorksDay(forms.CharField):
    """工事希望日, typed in any of the usual forms; cleans to ISO text."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return read_day(text).isoformat()
        except ValueError as error:
            raise ValidationError(BAD_DAY) from error


class _LineForm(ItemForm):
    """What the pages of an existing and of a new line have in common."""

    line: Row | None = None

    def build_common(self, speeds: Sequence[str]) -> None:
        self.fields["works_on"] = WorksDay(
            label=W("工事希望日", "Wished day of works"),
            required=False,
            max_length=20,
            help_text=W(
                "論理端末の情報のみ変更する場合は、利用開始希望日を入力してください。工事を伴う場合、実際の工事日は別途ご連絡のうえ決定します。",
                "If only terminals change, enter the wished start date. The day of works is agreed on later.",
            ),
            widget=forms.TextInput(attrs={"class": "code", "inputmode": "numeric", "autocomplete": "off"}),
        )
        for name in FIELDS:
            column = LINE_COLUMNS[name]
            self.fields[name] = field_of(column)
        self.fields["speed"] = forms.ChoiceField(
            label=LINE_COLUMNS["speed"].label, required=False, choices=[(s, s) for s in speeds]
        )
        for name, (label, _, _, unit) in COUNTS.items():
            self.fields[name] = self.count_field(label, unit)
        self.fields["mail"] = self.count_field(MAIL_COUNT, "個")

    @staticmethod
    def count_field(label: W, unit: str) -> forms.IntegerField:
        return forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=MOST,
            help_text=W(f"{unit}数を入力してください。", "How many."),
            error_messages={"invalid": W("数字を入力してください。", "Enter a number.")},
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w5"}),
        )

    def count_sections(self) -> list[Section]:
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
        for name in FIELDS:
            if name in data:
                value, problem = normal_value(LINE_COLUMNS[name], data[name])
                data[name] = value
                if problem is not None:
                    self.add_error(name, ValidationError(problem))
        for name in ("postal_code", "address"):
            if not data.get(name) and name not in self.errors:
                self.add_error(
                    name, ValidationError(W("設置場所を入力してください。", "Enter the installation place."))
                )
        if data.get("works_on") and date.fromisoformat(data["works_on"]) <= self.ctx.today:
            self.add_error(
                "works_on",
                ValidationError(W("明日以降の日を入力してください。", "Choose tomorrow or later.")),
            )
        return data

    def options(self, edits: Sequence[Edit]) -> dict[str, Any]:
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
        found = self.ctx.contract.where("terminal", router=router, device=Device.SMTP.value)
        return str(found[0].values["name"]) if found else ""


def _counts_of(edits: Sequence[Edit]) -> dict[str, Any]:
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


def _day(text: str) -> str:
    return text.replace("-", "/")


class LineForm(_LineForm):
    """S10 of a line of the contract. `subject` is its router number."""

    @classmethod
    def start(cls, ctx: Ctx, subject: str) -> dict[str, Any]:
        row = line_of(ctx.contract, subject)
        mine = [e for e in ctx.edits if cls._of(e, subject)]
        values = dict(row.values) if row else {}
        for e in mine:
            if e.kind == "line" and e.action == Action.CHANGE.value:
                values |= e.after
        initial = _as_initial(values) | _counts_of(mine)
        initial |= {
            f"end_{e.target}": True for e in mine if e.kind == "terminal" and e.action == Action.END.value
        }
        day = works_on(ctx.edits, subject) or (ctx.wish.isoformat() if ctx.wish else "")
        return {**initial, "works_on": _day(day)}

    @staticmethod
    def _of(edit: Edit, router: str) -> bool:
        return edit.procedure in (LINE, TERMINAL) and router_of(edit) == router

    def mine(self, edit: Edit) -> bool:
        return self._of(edit, self.subject)

    def build(self) -> None:
        self.line = line_of(self.ctx.contract, self.subject)
        if self.line is None:
            raise LookupError(self.subject)
        self.terminals = self.ctx.contract.where("terminal", router=self.subject)
        now = str(self.line.values.get("speed") or "")
        self.build_common(dict.fromkeys([*([now] if now else []), *SPEEDS]))
        for r in self.terminals:
            self.fields[f"end_{r.identity}"] = forms.BooleanField(
                label=W(f"{r.name}を廃止する", f"Abolish {r.name}"), required=False
            )

    def sections(self) -> list[Section]:
        router = LINE_COLUMNS["router"]
        columns = [TERMINAL_COLUMNS[n] for n in ("system_class", "device", "package", "name", "address")]
        table = tuple(
            FieldRow({c.name: c.show(r.values.get(c.name)) for c in columns}, (f"end_{r.identity}",), r.name)
            for r in self.terminals
        )
        found = [
            Section(
                W("回線工事日等に関する項目", "Day of works"),
                facts=((router.label, self.subject),),
                fields=("works_on",),
            ),
            *self.count_sections(),
        ]
        if table:
            found.append(
                Section(
                    W("論理端末の廃止", "Logical terminals to abolish"),
                    columns=(*columns, Column("end", W("廃止", "Abolish"))),
                    table=table,
                )
            )
        found.append(
            Section(
                W("回線に関する項目", "Line"),
                note=W(
                    "変更しない項目は、上書きしないでください。設置場所や回線種別の変更には回線敷設の工事が伴います。",
                    "Leave what does not change. A new place or kind needs a line to be laid.",
                ),
                fields=FIELDS,
                fold=True,
            )
        )
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        ends = [r for r in self.terminals if data.get(f"end_{r.identity}")]
        if data.get("mail") and not data.get("smtp"):
            server = self.mail_server(self.subject)
            if not server or any(r.values["name"] == server for r in ends):
                text = W(
                    "メールアドレスは、SMTPサーバとあわせて追加してください。",
                    "Mail addresses need an SMTP server.",
                )
                self.add_error("mail", ValidationError(text))
        changed = any(data.get(n) for n in (*COUNTS, "mail")) or ends
        if not self.errors and not changed and not self.line_edit():
            text = W(
                "変更がありません。端末数を1以上で入力するか、廃止する端末を選ぶか、回線の項目を変更してください。",
                "Nothing changes. Enter a count of 1 or more, choose a terminal to abolish, or change the line.",
            )
            self.add_error("interactive", ValidationError(text))
        return data

    @property
    def unlike(self) -> frozenset[str]:
        assert self.line is not None  # noqa: S101
        now = _as_initial(self.line.values)
        shown = {n: self[n].value() for n in FIELDS}
        return frozenset(n for n in FIELDS if str(shown[n] or "") != str(now.get(n) or ""))

    def line_edit(self) -> Edit | None:
        assert self.line is not None  # noqa: S101  (build refused otherwise)
        return change(LINE, self.line, {n: self.cleaned_data[n] for n in FIELDS if n in self.cleaned_data})

    def edits(self) -> list[Edit]:
        assert self.line is not None  # noqa: S101
        line = self.line_edit()
        ends = [end(TERMINAL, r) for r in self.terminals if self.cleaned_data.get(f"end_{r.identity}")]
        rows = self.additions(self.subject, "", str(self.line.values["system_class"]))
        done = [*([line] if line else []), *ends, *rows]
        return [_with(e, self.options(done)) for e in done]


def _with(edit: Edit, options: Mapping[str, Any]) -> Edit:
    return replace(edit, options={**edit.options, **options})


def _as_initial(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: ("1" if v else "0") if isinstance(v, bool) else v for k, v in values.items() if k in FIELDS}


class NewLineForm(_LineForm):
    """S10 blank: a line that the Center will give a router number. `subject` is the ref of its ADD, or ''."""

    @classmethod
    def start(cls, ctx: Ctx, subject: str) -> dict[str, Any]:
        edit = next((e for e in ctx.edits if e.ref and e.ref == subject), None)
        office = ctx.contract.first("office")
        values: dict[str, Any] = {
            "system_class": SystemClass.COMMON.value,
            "connection": "general",
            "edifact": False,
            "line_kind": "leased",
            "speed": SPEEDS[0],
            "wiring": "own",
            "maintenance": "weekdays",
            "spare_router": False,
        }
        if office is not None:
            values |= {n: office.values[n] for n in MOVES}
        if edit is not None:
            values |= edit.after
        mine = [e for e in ctx.edits if subject and router_of(e) == subject]
        return {**_as_initial(values), **_counts_of(mine), "works_on": _day(works_on(ctx.edits, subject))}

    def build(self) -> None:
        if self.subject and not any(e.ref == self.subject for e in self.ctx.edits):
            raise LookupError(self.subject)
        self.build_common(SPEEDS)

    def mine(self, edit: Edit) -> bool:
        return bool(self.subject) and edit.procedure in (LINE, TERMINAL) and router_of(edit) == self.subject

    def sections(self) -> list[Section]:
        return [
            Section(W("回線工事日等に関する項目", "Day of works"), fields=("works_on",)),
            Section(
                W("回線に関する項目", "Line"),
                note=W(
                    "ルータ番号はNACCSセンターが払い出します。ルータは利用開始日の前日までに設置します。",
                    "The Center issues the router number. The router is placed by the day before the start.",
                ),
                fields=FIELDS,
            ),
            *self.count_sections(),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not any(data.get(n) for n in COUNTS):
            text = W("追加する端末数を1以上で入力してください。", "Enter a count of 1 or more.")
            self.add_error("interactive", ValidationError(text))
        if data.get("mail") and not data.get("smtp"):
            self.add_error(
                "mail",
                ValidationError(
                    W(
                        "メールアドレスは、SMTPサーバとあわせて追加してください。",
                        "Mail addresses need an SMTP server.",
                    )
                ),
            )
        return data

    def edits(self) -> list[Edit]:
        used = {e.ref for e in self.ctx.edits}
        ref = self.subject or next(f"{NEW}{n}" for n in range(1, 100) if f"{NEW}{n}" not in used)
        after = {**{n: self.cleaned_data[n] for n in FIELDS}, "router": ""}
        done = [add(LINE, "line", after, ref=ref), *self.additions("", ref, after["system_class"])]
        return [_with(e, self.options(done)) for e in done]


class EndLineForm(ItemForm):
    """廃止 of a line with its terminals. `subject` is the router number."""

    def build(self) -> None:
        self.line = line_of(self.ctx.contract, self.subject)
        if self.line is None:
            raise LookupError(self.subject)
        self.fields["works_on"] = WorksDay(
            label=W("撤去希望日", "Wished day of removal"),
            required=False,
            max_length=20,
            help_text=W(
                "未入力の場合は、利用開始希望日の前後で調整します。",
                "Left empty, it is agreed on around the wished start date.",
            ),
            widget=forms.TextInput(attrs={"class": "code", "inputmode": "numeric", "autocomplete": "off"}),
        )
        self.fields["sure"] = forms.BooleanField(
            label=W(
                f"回線{self.subject}とその論理端末をすべて廃止する",
                f"Abolish line {self.subject} with all its terminals",
            ),
            error_messages={
                "required": W("廃止する場合はチェックを入れてください。", "Tick this to abolish the line.")
            },
        )

    @classmethod
    def start(cls, ctx: Ctx, subject: str) -> dict[str, Any]:
        gone = any(
            e.kind == "line" and e.action == Action.END.value and router_of(e) == subject for e in ctx.edits
        )
        return {"works_on": _day(works_on(ctx.edits, subject)), "sure": gone}

    def sections(self) -> list[Section]:
        assert self.line is not None  # noqa: S101  (build refused otherwise)
        terminals = self.ctx.contract.where("terminal", router=self.subject)
        names = "、".join(f"{r.name} {mails(self.ctx.contract, str(r.name))}".strip() for r in terminals)
        facts: list[tuple[W, str | W]] = [
            (c.label, c.show(self.line.values.get(c.name))) for c in Line.columns
        ]
        facts.append(
            (W("あわせて廃止される論理端末", "Terminals that end with it"), names or W("なし", "none"))
        )
        return [
            Section(W("廃止する回線", "Line to abolish"), facts=tuple(facts), fields=("works_on", "sure"))
        ]

    def mine(self, edit: Edit) -> bool:
        return edit.procedure in (LINE, TERMINAL) and router_of(edit) == self.subject

    def edits(self) -> list[Edit]:
        assert self.line is not None  # noqa: S101
        day = self.cleaned_data.get("works_on")
        options = {"works": WorkKind.REMOVAL.value, **({"works_on": day} if day else {})}
        return [end(LINE, self.line, options=options)]
