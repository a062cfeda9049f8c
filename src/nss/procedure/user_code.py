"""利用者コード (guide ⑩): codes and their identification numbers, added, changed, abolished, shared.

The page on one code rewrites all edits of that code. Ending the last number ends the code and its paid materials; a
shared code ends for everyone only with the consent of every office that uses it.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.edits import Action, Edit, add, change, end
from nss.application.rulebook import Asked, Issue, SecretText
from nss.base.clock import FOREVER
from nss.base.columns import Column
from nss.base.problems import Problem
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.contract.book import Contract, Row, live, sharers
from nss.contract.choices import NET_METHODS, BusinessType, Method, SystemClass
from nss.contract.models import SHARED_COLUMN, Office, UserCode, UserId
from nss.issuing import numbers

from . import selection
from .base import Ctx, FieldRow, FormPage, ItemForm, ListPage, ListRow, Procedure, Section
from .contact import clean_text

KEY = selection.USER_CODE.key
CODE_COLUMNS = {c.name: c for c in UserCode.columns}
ID_COLUMNS = {c.name: c for c in UserId.columns}
COUNT_COLUMN = Column("count", W("追加数", "Number to add"), "number", phone=True)
COLUMNS = (
    CODE_COLUMNS["system_class"], ID_COLUMNS["business"], ID_COLUMNS["method"], ID_COLUMNS["code"],
    ID_COLUMNS["number"], CODE_COLUMNS["stats_paid"], CODE_COLUMNS["stats_free"], CODE_COLUMNS["bonded_storage"],
    SHARED_COLUMN,
)  # fmt: skip
"""The list of guide ⑩ ⑥ and of the contract view: a number with what its code says."""
ASKED_COLUMNS = (*COLUMNS[:5], COUNT_COLUMN, *COLUMNS[5:])
FLAGS = ("stats_paid", "stats_free", "bonded_storage")
STORAGE_TYPES = frozenset({BusinessType.CY, BusinessType.BONDED, BusinessType.AIRLINE, BusinessType.STORES})
"""Business types that may store bonded records (domain.md 15)."""
GROUPS: tuple[frozenset[str], ...] = tuple(
    frozenset(m.value for m in members)
    for members in (
        (BusinessType.BROKER, BusinessType.FORWARDER, BusinessType.AIRLINE, BusinessType.STORES, BusinessType.AIR_AGENT,
         BusinessType.TRADER, BusinessType.SEA_FORWARDER, BusinessType.NVOCC),
        (BusinessType.BONDED,), (BusinessType.CY,), (BusinessType.CARRIER, BusinessType.SHIP_AGENT),
        (BusinessType.BANK,), (BusinessType.INSURER,), (BusinessType.VAN_POOL,),
    )
)  # fmt: skip
"""Business types that may stand on one ID (domain.md 7); 17 goes with every group but the banks."""
ALONE = frozenset({BusinessType.SPECIALIST.value, BusinessType.FOREX_EXPORTER.value})
SLOTS = 3
MAX_IDS = 99


def combined(contract: Contract, ids: Sequence[Row]) -> list[ListRow]:
    """IDs with the values of their code beside them."""
    codes = {r.values["code"]: r for r in contract.of("user_code")}
    rows = []
    for r in ids:
        code = codes.get(r.values["code"])
        values = {**(code.values if code else {}), **r.values, "shared": r.values["code"] in contract.shared}
        rows.append(ListRow(r.key, values, str(r.values["code"]), name=r.name))
    return rows


def held(ctx: Ctx) -> list[ListRow]:
    return combined(ctx.contract, ctx.contract.of("user_id"))


def asked(ctx: Ctx) -> list[ListRow]:
    """The 申込情報 table: one row an edit of an ID, and of a code where the code itself changes."""
    rows = []
    codes = {r.values["code"]: r.values for r in ctx.contract.of("user_code")}
    for n, e in enumerate(ctx.edits):
        if e.procedure != KEY:
            continue
        values = {**e.before, **e.after}
        parent = next((p.after for p in ctx.edits if p.ref and p.ref == e.parent), {})
        if e.kind == "user_id":
            code = codes.get(values.get("code"), parent)
            values = {**code, **values, "shared": values.get("code") in ctx.contract.shared}
        if e.action == Action.ADD.value and e.kind == "user_id":
            values["count"] = e.count
        subject = (
            e.parent or e.ref
            if e.action == Action.ADD.value and not values.get("code")
            else values.get("code")
        )
        rows.append(ListRow(f"edit:{n}", values, str(subject or e.ref), action=e.action, name=e.name))
    return rows


class _Additions:
    """The block 識別番号の追加: a few rows of business types, method, count."""

    @staticmethod
    def build(form: forms.Form, slots: int) -> None:
        for n in range(slots):
            form.fields[f"add_business_{n}"] = forms.MultipleChoiceField(
                label=W("業種", "Business types"), choices=BusinessType.choices(), required=False,
                widget=forms.SelectMultiple(attrs={"size": 4}),
            )  # fmt: skip
            form.fields[f"add_method_{n}"] = forms.ChoiceField(
                label=W("処理方式", "Processing method"), required=False,
                choices=[("", W("選択してください", "Choose")), *Method.choices()],
            )  # fmt: skip
            form.fields[f"add_count_{n}"] = forms.IntegerField(
                label=COUNT_COLUMN.label, required=False, min_value=0, max_value=MAX_IDS,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip

    @staticmethod
    def clean(form: forms.Form, slots: int) -> list[dict[str, Any]]:
        found = []
        for n in range(slots):
            business = form.cleaned_data.get(f"add_business_{n}") or []
            method = form.cleaned_data.get(f"add_method_{n}") or ""
            count = form.cleaned_data.get(f"add_count_{n}")
            if not business and not method and not count:
                continue
            if not business:
                form.add_error(
                    f"add_business_{n}",
                    ValidationError(W("業種を選択してください。", "Choose a business type.")),
                )
            if not method:
                form.add_error(
                    f"add_method_{n}",
                    ValidationError(W("処理方式を選択してください。", "Choose a processing method.")),
                )
            if not count:
                form.add_error(
                    f"add_count_{n}",
                    ValidationError(W("追加数を1以上で入力してください。", "Enter a number of 1 or more.")),
                )
            problem = business_problem(business)
            if business and problem:
                form.add_error(f"add_business_{n}", ValidationError(problem))
            found.append({"business": business, "method": method, "count": count or 0})
        return found

    @staticmethod
    def start(edits: Sequence[Edit]) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        for n, e in enumerate(edits):
            initial[f"add_business_{n}"] = list(e.after.get("business", []))
            initial[f"add_method_{n}"] = e.after.get("method", "")
            initial[f"add_count_{n}"] = e.count
        return initial

    @staticmethod
    def section(slots: int) -> Section:
        return Section(
            W("識別番号の追加に関する項目", "Identification numbers to add"),
            note=W(
                "識別番号はNACCSセンターが払い出します。業種、処理方式と追加数を入力してください。",
                "The Center issues the numbers. Enter business types, processing method and how many.",
            ),
            columns=(ID_COLUMNS["business"], ID_COLUMNS["method"], COUNT_COLUMN),
            table=tuple(
                FieldRow(
                    {},
                    (f"add_business_{n}", f"add_method_{n}", f"add_count_{n}"),
                    W(f"追加{n + 1}", f"Addition {n + 1}"),
                )
                for n in range(slots)
            ),
        )


def business_problem(business: Sequence[str]) -> W | None:
    """Whether these business types may stand on one ID (domain.md 7); at most three (guide's columns)."""
    chosen = set(business)
    if len(chosen) > 3:
        return W(
            "1つの識別番号に設定できる業種は3つまでです。", "One number may carry up to three business types."
        )
    if len(chosen) > 1 and chosen & ALONE:
        return W(
            "通関士、輸出者（外為法）は、ほかの業種と同じ識別番号にできません。",
            "Customs specialists and Foreign Exchange Act exporters need a number of their own.",
        )
    rest = chosen - {BusinessType.GENERAL.value}
    if BusinessType.BANK.value in chosen and BusinessType.GENERAL.value in chosen:
        return W(
            "銀行と汎用申請は同じ識別番号にできません。",
            "A bank cannot share a number with a general applicant.",
        )
    if rest and not rest & ALONE and not any(rest <= g for g in GROUPS):
        return W(
            "この業種の組み合わせは、同じ識別番号にできません。利用者コードを分けてください。",
            "These business types cannot share a number. Use separate user codes.",
        )
    return None


def _yes_no(label: W) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=label, choices=[("0", W("否", "No")), ("1", W("要", "Yes"))], widget=forms.RadioSelect
    )
    return field


class _CodeForm(ItemForm):
    """What the pages on an existing and on a new code have in common."""

    def build_common(self, slots: int) -> None:
        self.slots = slots
        self.fields["system_class"] = forms.ChoiceField(
            label=W("システム区分", "System class"), choices=SystemClass.choices(), widget=forms.RadioSelect
        )
        _Additions.build(self, slots)
        for flag in FLAGS:
            label = CODE_COLUMNS[flag].label
            if CODE_COLUMNS[flag].group:
                label = CODE_COLUMNS[flag].group + W(f"（{label.ja}）", f" ({label.en})")  # type: ignore[operator]
            self.fields[flag] = _yes_no(label)
        for f in ("system_class", *FLAGS):
            self.fields[f].must = True  # type: ignore[attr-defined]

    def flags(self) -> dict[str, bool]:
        return {f: self.cleaned_data.get(f) == "1" for f in FLAGS}

    materials = Section(
        W("管理統計資料に関する項目", "Management statistics"),
        note=W(
            "有料分と保税管理資料保存サービスは、それぞれ利用者コードごとに月額1,000円（税抜）です。",
            "The paid statistics and the storage of bonded records each cost 1,000 yen a month and code, without tax.",
        ),
        fields=FLAGS,
    )


class CodeForm(_CodeForm):
    """S08: one code of the contract. `subject` is the code."""

    @classmethod
    def start(cls, ctx: Ctx, subject: str) -> dict[str, Any]:
        code = _code(ctx.contract, subject)
        mine = [e for e in ctx.edits if e.procedure == KEY and cls._of(e, subject)]
        values = dict(code.values) if code else {}
        initial: dict[str, Any] = {}
        for e in mine:
            if e.kind == "user_code" and e.action == Action.CHANGE.value:
                values |= e.after
            if e.kind == "user_code" and e.action == Action.END.value:
                initial["scope"] = e.options.get("scope", "all")
            if e.kind == "user_id" and e.action == Action.END.value:
                initial[f"end_{e.target}"] = True
            if e.kind == "user_id" and e.action == Action.CHANGE.value:
                initial[f"business_{e.target}"] = list(e.after["business"])
        for r in ctx.contract.where("user_id", code=subject):
            initial.setdefault(f"business_{r.identity}", list(r.values["business"]))
        initial["system_class"] = values.get("system_class")
        initial |= {f: "1" if values.get(f) else "0" for f in FLAGS}
        initial.setdefault("scope", "all")
        return initial | _Additions.start([e for e in mine if e.action == Action.ADD.value])

    def build(self) -> None:
        self.code = _code(self.ctx.contract, self.subject)
        if self.code is None:
            raise LookupError(self.subject)
        self.ids = self.ctx.contract.where("user_id", code=self.subject)
        self.shared = self.subject in self.ctx.contract.shared
        additions = [e for e in self.ctx.edits if self.mine(e) and e.action == Action.ADD.value]
        self.build_common(len(additions) + SLOTS)
        for r in self.ids:
            self.fields[f"business_{r.identity}"] = forms.MultipleChoiceField(
                label=W(f"業種の変更 {r.name}", f"Business types of {r.name}"), choices=BusinessType.choices(), required=False,
                widget=forms.SelectMultiple(attrs={"size": 4}),
            )  # fmt: skip
            self.fields[f"end_{r.identity}"] = forms.BooleanField(
                label=W(f"{r.name}を廃止する", f"Abolish {r.name}"), required=False
            )
        self.fields["end_all"] = forms.BooleanField(
            label=W("この利用者コードの識別番号をすべて廃止する", "Abolish every number of this code"),
            required=False,
        )
        if self.shared:
            self.fields["scope"] = forms.ChoiceField(
                label=W("すべての識別番号を廃止する場合の利用者コードの扱い", "If every number ends, the user code"),
                choices=[
                    ("all", W("全事業所で利用者コードを廃止する（共用している全事業所の同意が必要です）", "ends for all offices (every sharing office must agree)")),
                    ("own", W("自事業所の共用だけを終える（利用者コードはほかの事業所で引き続き使用されます）", "ends for this office only (others go on using it)")),
                ],
                widget=forms.RadioSelect, required=False,
            )  # fmt: skip

    def sections(self) -> list[Section]:
        rows = tuple(
            FieldRow(
                {c.name: c.show(r.values.get(c.name)) for c in (ID_COLUMNS["business"], ID_COLUMNS["method"], ID_COLUMNS["number"])},
                (f"business_{r.identity}", f"end_{r.identity}"), r.name,
            )
            for r in self.ids
        )  # fmt: skip
        note = W(
            "利用者コードを廃止する場合は、すべての識別番号の廃止が必要です。netNACCSと一般NACCSの両方の識別番号をここに表示しています。",
            "To abolish the code, abolish every number. Numbers of netNACCS and of general NACCS are both listed here.",
        )
        shared_note = W(
            "この利用者コードは他の事業所と共用しています。利用者コードの廃止には、共用している全事業所の同意が必要です。同意はこの申込の中で依頼します。",
            "Other offices share this code. To abolish it every sharing office must agree; this application asks them.",
        )
        return [
            Section(
                W("利用者コードに関する項目", "User code"),
                note=shared_note if self.shared else None,
                facts=(
                    (CODE_COLUMNS["code"].label, self.subject),
                    (SHARED_COLUMN.label, SHARED_COLUMN.show(self.shared)),
                ),
                fields=("system_class",),
            ),
            Section(
                W("識別番号の変更・廃止に関する項目", "Change or abolish identification numbers"),
                note=note,
                columns=(
                    ID_COLUMNS["business"], ID_COLUMNS["method"], ID_COLUMNS["number"],
                    Column("change", W("業種の変更", "Change of business types")),
                    Column("end", W("識別番号の廃止", "Abolish")),
                ),
                table=rows,
                fields=("end_all", *(("scope",) if self.shared else ())),
            ),
            _Additions.section(self.slots),
            self.materials,
        ]  # fmt: skip

    @staticmethod
    def _of(edit: Edit, code: str) -> bool:
        return {**edit.before, **edit.after}.get("code") == code

    def mine(self, edit: Edit) -> bool:
        return edit.procedure == KEY and self._of(edit, self.subject) and not edit.ref.startswith("share")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.additions = _Additions.clean(self, self.slots)
        for r in self.ids:
            field = f"business_{r.identity}"
            chosen = data.get(field) or []
            ends = data.get("end_all") or data.get(f"end_{r.identity}")
            if not chosen and not ends:
                self.add_error(
                    field,
                    ValidationError(
                        W("業種を1つ以上選択してください。", "Choose at least one business type.")
                    ),
                )
            elif chosen and not ends and (problem := business_problem(chosen)):
                self.add_error(field, ValidationError(problem))
        return data

    def edits(self) -> list[Edit]:
        data = self.cleaned_data
        assert self.code is not None  # noqa: S101  (build refused otherwise)
        done: list[Edit | None] = []
        ending = [r for r in self.ids if data.get("end_all") or data.get(f"end_{r.identity}")]
        whole = len(ending) == len(self.ids) and not self.additions
        if not whole:
            done.append(change(KEY, self.code, {"system_class": data["system_class"], **self.flags()}))
        for r in self.ids:
            if r in ending:
                done.append(end(KEY, r))
            else:
                chosen = [b for b in BusinessType if b.value in data[f"business_{r.identity}"]]
                done.append(change(KEY, r, {"business": [b.value for b in chosen]}))
        if whole and self.shared:
            done.append(end(KEY, self.code, options={"scope": data.get("scope") or "all"}))
        for a in self.additions:
            after = {"code": self.subject, "number": "", "business": a["business"], "method": a["method"]}
            done.append(add(KEY, "user_id", after, count=a["count"]))
        return [e for e in done if e is not None]


class NewCodeForm(_CodeForm):
    """S08 blank: a code that the Center will issue. `subject` is the ref of its ADD, or ''."""

    @classmethod
    def start(cls, ctx: Ctx, subject: str) -> dict[str, Any]:
        code = next((e for e in ctx.edits if e.ref and e.ref == subject), None)
        values = code.after if code else {}
        return {
            "system_class": values.get("system_class"),
            **{f: "1" if values.get(f) else "0" for f in FLAGS},
            **_Additions.start([e for e in ctx.edits if e.parent and e.parent == subject]),
        }

    def build(self) -> None:
        self.ref = self.subject or free_ref(self.ctx.edits, "code")
        self.build_common(sum(1 for e in self.ctx.edits if e.parent == self.ref) + SLOTS)

    def sections(self) -> list[Section]:
        return [
            Section(
                W("利用者コードに関する項目", "User code"),
                note=W(
                    "利用者コード（5桁）はNACCSセンターが払い出します。",
                    "The Center issues the user code (5 characters).",
                ),
                fields=("system_class",),
            ),
            _Additions.section(self.slots),
            self.materials,
        ]

    def mine(self, edit: Edit) -> bool:
        return edit.procedure == KEY and self.ref in (edit.ref, edit.parent)

    def clean(self) -> dict[str, Any]:
        self.additions = _Additions.clean(self, self.slots)
        if not self.additions and not self.errors:
            self.add_error(
                "add_count_0",
                ValidationError(
                    W("識別番号を1つ以上追加してください。", "Add at least one identification number.")
                ),
            )
        return self.cleaned_data

    def edits(self) -> list[Edit]:
        code = add(
            KEY,
            "user_code",
            {"code": "", "system_class": self.cleaned_data["system_class"], **self.flags()},
            ref=self.ref,
        )
        ids = [
            add(KEY, "user_id", {"code": "", "number": "", "business": a["business"], "method": a["method"]},
                count=a["count"], parent=self.ref)
            for a in self.additions
        ]  # fmt: skip
        return [code, *ids]


class ShareForm(ItemForm):
    """C24: use a code of another office, with that office's consent. `subject` is the ref of its ADD, or ''."""

    @classmethod
    def start(cls, ctx: Ctx, subject: str) -> dict[str, Any]:
        code = next((e for e in ctx.edits if e.ref and e.ref == subject), None)
        if code is None:
            return {}
        return {"partner": code.options.get("partner", ""), "code": code.after["code"]} | _Additions.start(
            [e for e in ctx.edits if e.parent == subject]
        )

    def build(self) -> None:
        self.ref = self.subject or free_ref(self.ctx.edits, "share")
        self.slots = sum(1 for e in self.ctx.edits if e.parent == self.ref) + SLOTS
        code_attrs = {"autocomplete": "off", "autocapitalize": "characters", "class": "code"}
        self.fields["partner"] = forms.CharField(
            label=W("相手の事業所コード", "Office code of the partner"), max_length=20, widget=forms.TextInput(attrs=code_attrs),
            help_text=W("例 NAC001", "e.g. NAC001"),
        )  # fmt: skip
        self.fields["code"] = forms.CharField(
            label=CODE_COLUMNS["code"].label, max_length=20, widget=forms.TextInput(attrs=code_attrs),
            help_text=W("例 1BNAC", "e.g. 1BNAC"),
        )  # fmt: skip
        for f in ("partner", "code"):
            self.fields[f].must = True  # type: ignore[attr-defined]
        _Additions.build(self, self.slots)

    def sections(self) -> list[Section]:
        return [
            Section(
                W("共用する利用者コードに関する項目", "Code to share"),
                note=W(
                    "登録すると相手の事業所に同意を依頼します。共用には制限があります。不明な場合は事前にNACCSセンターへご確認ください。",
                    "On filing, the partner office is asked to agree. Sharing is limited; ask the Center first if in doubt.",
                ),
                fields=("partner", "code"),
            ),
            _Additions.section(self.slots),
        ]

    def mine(self, edit: Edit) -> bool:
        return edit.procedure == KEY and self.ref in (edit.ref, edit.parent)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for f in ("partner", "code"):
            data[f] = clean_text(data.get(f) or "").upper().translate(_WIDE)
        self.additions = _Additions.clean(self, self.slots)
        if not self.additions and not self.errors:
            self.add_error(
                "add_count_0",
                ValidationError(
                    W("識別番号を1つ以上追加してください。", "Add at least one identification number.")
                ),
            )
        if (
            data.get("partner")
            and data.get("code")
            and partner_row(self.ctx.contract, data["partner"], data["code"]) is None
        ):
            # one message for an unknown office and an unknown code: neither may be learned here
            self.add_error(
                "code",
                ValidationError(
                    W(
                        "この事業所コードと利用者コードの組み合わせでは共用を申し込めません。",
                        "Sharing cannot be asked for with this office code and user code.",
                    )
                ),
            )
        return data

    def edits(self) -> list[Edit]:
        data = self.cleaned_data
        row = partner_row(self.ctx.contract, data["partner"], data["code"])
        after = {
            "code": data["code"], "system_class": row.values["system_class"] if row else "common",
            "stats_paid": False, "stats_free": False, "bonded_storage": False,
        }  # fmt: skip
        code = add(KEY, "user_code", after, ref=self.ref, options={"partner": data["partner"]})
        return [code] + [
            add(KEY, "user_id", {"code": data["code"], "number": "", "business": a["business"], "method": a["method"]},
                count=a["count"], parent=self.ref)
            for a in self.additions
        ]  # fmt: skip


_WIDE = {ord("０") + i: str(i) for i in range(10)} | {ord("Ａ") + i: chr(65 + i) for i in range(26)}


def partner_row(contract: Contract, office_code: str, code: str) -> Row | None:
    """The row of a code at its office, if this office may ask for it; None for every reason alike."""
    if office_code == contract.office_code or contract.where("user_code", code=code):
        return None
    office = Office.objects.filter(code=office_code).first()
    if office is None:
        return None
    return next((r for r in live(office, "user_code", contract.day) if r.values["code"] == code), None)


def _code(contract: Contract, code: str) -> Row | None:
    return next(iter(contract.where("user_code", code=code)), None)


def free_ref(edits: Sequence[Edit], stem: str) -> str:
    """The next unused name of an ADD, e.g. code2."""
    used = {e.ref for e in edits}
    return next(f"{stem}{n}" for n in range(1, 1000) if f"{stem}{n}" not in used)


# What the contract view starts with ticked rows (the fast route)


def abolish(contract: Contract, ids: Sequence[int] = (), codes: Sequence[str] = ()) -> list[Edit]:
    """Edits that end chosen numbers, and whole codes with the numbers of both tabs (X-06)."""
    wanted = {r.identity for r in contract.of("user_id") if r.values["code"] in codes} | set(ids)
    edits = [end(KEY, r) for r in contract.of("user_id") if r.identity in wanted]
    for code in sorted({r.values["code"] for r in contract.of("user_code")} & contract.shared):
        row = _code(contract, code)
        mine = contract.where("user_id", code=code)
        if row is not None and mine and all(r.identity in wanted for r in mine):
            edits.append(end(KEY, row, options={"scope": "all"}))
    return edits


# Rules


def complete(contract: Contract, edits: Sequence[Edit]) -> list[Edit]:
    """The code ends with its last number; its materials end with it (domain.md 14)."""
    ended_ids = {e.target for e in edits if e.kind == "user_id" and e.action == Action.END.value}
    ended_codes = {e.target for e in edits if e.kind == "user_code" and e.action == Action.END.value}
    growing = {e.after.get("code") for e in edits if e.kind == "user_id" and e.action == Action.ADD.value}
    touched = {e.before.get("code") for e in edits if e.target in ended_ids}
    done = []
    for code in sorted(c for c in touched if c):
        row = _code(contract, code)
        ids = contract.where("user_id", code=code)
        if row is None or row.identity in ended_codes or code in growing:
            continue
        if ids and all(r.identity in ended_ids for r in ids):
            done.append(end(KEY, row, options={"scope": "all"} if code in contract.shared else {}))
    return done


def whole_code(contract: Contract, _: Any, edits: Sequence[Edit]) -> list[Problem]:
    """A code cannot end while a number of it stays (guide ⑩), also one whose start is decided for a later day."""
    ended = {e.target for e in edits if e.action == Action.END.value and e.kind == "user_id"}
    problems = []
    for e in edits:
        if e.procedure != KEY or e.kind != "user_code" or e.action != Action.END.value:
            continue
        code = e.before["code"]
        left = staying(contract.office_id, code, contract.day, ended)
        if left:
            names = "、".join(left)
            problems.append(
                Problem(
                    "ids_left",
                    W(
                        f"利用者コード{code}の廃止には、識別番号{names}の廃止も必要です。",
                        f"To abolish user code {code}, also abolish {names}.",
                    ),
                    f"user_code:{e.target}",
                )
            )
        if e.options.get("scope") == "all":
            for other in sharers(code, contract.day, but=contract.office_id):
                theirs = {r.identity for r in live(other, "user_id", contract.day)}
                if staying(other.pk, code, contract.day, theirs):
                    problems.append(Problem("ids_left", THEIRS_LATER, f"user_code:{e.target}"))
    return problems


THEIRS_LATER = W(
    "共用している事業所で、この日より後に利用を開始する識別番号が決まっています。利用開始日を後の日にしてください。",
    "A sharing office has a number that begins after this day. Choose a later day.",
)


def staying(office_id: int, code: str, day: date, ended: Container[int | None]) -> list[str]:
    """Numbers of an office under a code that live on a day or begin later, but for those that end."""
    found = UserId.objects.filter(office_id=office_id, code=code, ends__gt=day).order_by("number")
    rows = found.values_list("identity", "number", "ends")
    return sorted({code + n for i, n, ends in rows if i not in ended and ends == FOREVER})


def code_stays(contract: Contract, _: Any, edits: Sequence[Edit]) -> list[Problem]:
    """A number can only be added to, or changed under, a code that has no decided end."""
    ending = {e.target for e in edits if e.kind == "user_code" and e.action == Action.END.value}
    problems = []
    for e in edits:
        code = e.after.get("code")
        if e.procedure != KEY or e.kind != "user_id" or e.action != Action.ADD.value or not code or e.parent:
            continue
        row = _code(contract, code)
        if row is None or row.ends != FOREVER or row.identity in ending:
            problems.append(
                Problem(
                    "code_ends",
                    W(
                        f"利用者コード{code}は廃止されるため、識別番号を追加できません。",
                        f"User code {code} ends; no number can be added.",
                    ),
                    f"user_code:{row.identity}" if row else KEY,
                )
            )
    return problems


def groups(contract: Contract, _: Any, edits: Sequence[Edit]) -> list[Problem]:
    """Business types that may not share a number."""
    problems = []
    for e in edits:
        if e.kind == "user_id" and e.action != Action.END.value and "business" in e.after:
            text = business_problem(e.after["business"])
            if text is not None:
                problems.append(
                    Problem("business_group", text, f"user_id:{e.target}" if e.target else e.ref or e.parent)
                )
    return problems


def storage(contract: Contract, _: Any, edits: Sequence[Edit]) -> list[Problem]:
    """Bonded records may be stored only for some business types (domain.md 15)."""
    problems = []
    allowed = {b.value for b in STORAGE_TYPES}
    for e in edits:
        if e.kind != "user_code" or not e.after.get("bonded_storage"):
            continue
        code = e.before.get("code") or e.after.get("code")
        types = (
            {b for r in contract.where("user_id", code=code) for b in r.values["business"]} if code else set()
        )
        types |= {
            b for x in edits
            if x.kind == "user_id" and (x.parent == e.ref if e.ref else x.after.get("code") == code)
            for b in x.after.get("business", [])
        }  # fmt: skip
        if not types & allowed:
            problems.append(
                Problem(
                    "storage_type",
                    W(
                        "保税管理資料保存サービスは、CY、保税、航空会社、機用品のいずれかの業種の利用者コードで利用できます。",
                        "Bonded records can be stored for container yards, bonded warehouses, airlines and stores dealers only.",
                    ),
                    e.ref or f"user_code:{e.target}",
                )
            )
    return problems


def new_code_has_ids(contract: Contract, _: Any, edits: Sequence[Edit]) -> list[Problem]:
    """A new code needs a number to sign on with."""
    return [
        Problem("code_without_id", W("追加する利用者コードには、識別番号を1つ以上追加してください。", "A new user code needs at least one identification number."), e.ref)
        for e in edits
        if e.kind == "user_code" and e.action == Action.ADD.value and not any(x.parent == e.ref for x in edits)
    ]  # fmt: skip


def asks(office: Office, contract: Contract, edits: Sequence[Edit]) -> list[Asked]:
    """Every sharer of a code that ends for everyone, with its own rows; the holder of a code asked to be shared."""
    found = []
    for e in edits:
        if e.procedure != KEY or e.kind != "user_code":
            continue
        code = {**e.before, **e.after}.get("code", "")
        if e.action == Action.END.value and e.options.get("scope") == "all":
            for other in sharers(code, contract.day, but=office.pk):
                theirs = [
                    end(KEY, r)
                    for kind in ("user_id", "user_code")
                    for r in live(other, kind, contract.day)
                    if r.values["code"] == code
                ]
                found.append(Asked(other, code, "end", tuple(theirs)))
        if e.action == Action.ADD.value and e.options.get("partner"):
            partner = Office.objects.filter(code=e.options["partner"]).first()
            if partner is not None:
                found.append(Asked(partner, code, "share", ()))
    return found


def needs_setting(edits: Sequence[Edit]) -> bool:
    """Added or changed codes, numbers, business types need a system setting; ends and materials do not (D-16)."""
    return any(
        e.action == Action.ADD.value
        or (e.action == Action.CHANGE.value and (e.kind == "user_id" or "system_class" in e.after))
        for e in edits
    )


def issue(job: Issue, edits: Sequence[Edit]) -> list[Edit]:
    """Codes first, then one edit a number with its password."""
    done: list[Edit] = []
    for n, e in enumerate(edits):
        if e.action != Action.ADD.value:
            done.append(e)
            continue
        if e.kind == "user_code":
            code = e.after.get("code") or job.chosen.get(e.ref)
            if not e.after.get("code"):
                code = (
                    numbers.claim("user_code", code, job.office, job.application) if code
                    else numbers.user_code(job.office, job.application)
                )  # fmt: skip
            job.numbers[e.ref] = str(code)
            done.append(replace(e, after={**e.after, "code": code}))
            continue
        code = str(e.after.get("code") or job.numbers[e.parent])
        net = e.after["method"] in NET_METHODS
        for k in range(e.count):
            typed = job.chosen.get(f"id{n}.{k}")
            number = (
                numbers.claim("user_id", code + typed, job.office, job.application)[5:] if typed
                else numbers.id_number(code, net, prefix_for(job.office, code), job.office, job.application)
            )  # fmt: skip
            done.append(replace(e, count=1, after={**e.after, "code": code, "number": number}))
            job.secrets.append(SecretText("user_password", code + number, numbers.user_password()))
    return done


def prefix_for(office: Office, code: str) -> str:
    """First letter of this office's numbers under a code: that of its own numbers, else the next free letter (a shared
    code keeps the numbers of its offices apart, as 1BNAC's B01 of the guide)."""
    own = (
        UserId.objects.filter(office=office, code=code)
        .order_by("starts")
        .values_list("number", flat=True)
        .first()
    )
    if own:
        return own[0]
    used = {n[0] for n in UserId.objects.filter(code=code).values_list("number", flat=True)}
    return next((c for c in "ABCDEFGHJKLMNPQRSTUVWXYZ" if c not in used), "A")


def notes(contract: Contract, edits: Sequence[Edit]) -> list[W]:
    """What follows from the edits, in words (X-08)."""
    found = []
    for e in edits:
        if e.kind != "user_code":
            continue
        if e.action == Action.END.value:
            code = e.before["code"]
            found.append(W(f"利用者コード{code}も廃止になります。", f"User code {code} ends as well."))
            fee = sum(1000 for f in ("stats_paid", "bonded_storage") if e.before.get(f))
            if fee:
                found.append(
                    W(
                        f"利用者コード{code}の有料の資料（月額{fee:,}円、税抜）も終了します。",
                        f"Paid materials of {code} ({fee:,} yen a month) end too.",
                    )
                )
            if e.options.get("scope") == "all":
                found.append(
                    W(
                        f"登録すると、利用者コード{code}を共用している事業所に同意を依頼します。",
                        f"On filing, the offices sharing {code} are asked to agree.",
                    )
                )
        else:
            before = sum(1000 for f in ("stats_paid", "bonded_storage") if e.before.get(f))
            after = sum(1000 for f in ("stats_paid", "bonded_storage") if {**e.before, **e.after}.get(f))
            if before != after:
                found.append(
                    W(
                        f"有料の資料の月額が{after - before:+,}円（税抜）変わります。",
                        f"Paid materials change by {after - before:+,} yen a month.",
                    )
                )
    if needs_setting(edits):
        found.append(
            W(
                "利用開始日の4営業日前までに、システム設定の申込が必要です。完了しない場合、この申込は無効になります。",
                "A system setting must be applied for by 4 business days before the start, or this application becomes void.",
            )
        )
    return found


PROCEDURE = Procedure(
    entry=selection.USER_CODE,
    kinds=("user_code", "user_id"),
    pages=(
        ListPage(
            "list",
            W("利用者コード 入力", "User codes"),
            W(
                "「契約情報」に現在の契約内容が表示されています。「変更」から利用者コードの情報を更新すると、「申込情報」に反映されます。",
                "'Contract' shows what you have now. Use 'Change' to edit a code; the result appears under 'Application'.",
            ),
            COLUMNS, held, asked, "code",
            new=(("new", W("新規に利用者コードを追加する", "Add a new user code")),
                 ("share", W("他事業所の利用者コードを共用する", "Share a user code of another office"))),
            asked_columns=ASKED_COLUMNS,
        ),
        FormPage("code", W("利用者コード 入力", "User code"), W("入力後に「この内容で設定する」を押してください。", "Press 'Set' when done."), CodeForm),
        FormPage("new", W("利用者コードの追加", "New user code"), W("入力後に「この内容で設定する」を押してください。", "Press 'Set' when done."), NewCodeForm),
        FormPage("share", W("他事業所の利用者コードの共用", "Share a code of another office"), W("入力後に「この内容で設定する」を押してください。", "Press 'Set' when done."), ShareForm),
    ),
    rules=(whole_code, code_stays, groups, storage, new_code_has_ids),
    complete=complete,
    issue=issue,
    asks=asks,
    needs_setting=needs_setting,
    need=Need(),
    notes=notes,
)  # fmt: skip
