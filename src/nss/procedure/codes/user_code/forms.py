"""利用者コード: the pages on one code (S08), on a new code, and on sharing another office's (C24)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.edits import Action, Edit, add, change, end
from nss.base.columns import Column
from nss.base.words import W
from nss.contract.choices import BusinessType, Method, SystemClass
from nss.contract.rows.ids import SHARED_COLUMN
from nss.procedure.kit.contact import clean_text
from nss.procedure.kit.fields import Ready
from nss.procedure.kit.procedure import Ctx, FieldRow, ItemForm, Section

from .rows import CODE_COLUMNS, COUNT_COLUMN, ID_COLUMNS, KEY, WIDE, code_row, free_ref, partner_row
from .rules import business_problem

FLAGS = ("stats_paid", "stats_free", "bonded_storage")
SLOTS = 3
MAX_IDS = 99


BUSINESSES = Ready(BusinessType.choices())
METHODS = Ready([("", W("選択してください", "Choose")), *Method.choices()])
NO_YES = Ready([("0", W("否", "No")), ("1", W("要", "Yes"))])


class _Additions:
    """The block 識別番号の追加: a few rows of business types, method, count."""

    @staticmethod
    def build(form: forms.Form, slots: int) -> None:
        for n in range(slots):
            form.fields[f"add_business_{n}"] = forms.MultipleChoiceField(
                label=W("業種", "Business types"),
                choices=BUSINESSES,
                required=False,
                widget=forms.SelectMultiple(attrs={"size": 4}),
            )
            form.fields[f"add_method_{n}"] = forms.ChoiceField(
                label=W("処理方式", "Processing method"),
                required=False,
                choices=METHODS,
            )
            form.fields[f"add_count_{n}"] = forms.IntegerField(
                label=COUNT_COLUMN.label,
                required=False,
                min_value=0,
                max_value=MAX_IDS,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

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


def _yes_no(label: W) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, choices=NO_YES, widget=forms.RadioSelect)
    return field


class _CodeForm(ItemForm):
    """What the pages on an existing and on a new code have in common."""

    key = KEY

    def build_common(self, slots: int) -> None:
        self.slots = slots
        self.fields["system_class"] = forms.ChoiceField(
            label=W("システム区分", "System class"), choices=SystemClass.choices(), widget=forms.RadioSelect
        )
        _Additions.build(self, slots)
        for flag in FLAGS:
            label = CODE_COLUMNS[flag].label
            if CODE_COLUMNS[flag].group:
                label = (CODE_COLUMNS[flag].group or label) + W(f"（{label.ja}）", f" ({label.en})")
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
        code = code_row(ctx.contract, subject)
        mine = [e for e in ctx.edits if e.procedure == cls.key and cls._of(e, subject)]
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
        self.code = code_row(self.ctx.contract, self.subject)
        if self.code is None:
            raise LookupError(self.subject)
        self.ids = self.ctx.contract.where("user_id", code=self.subject)
        self.shared = self.subject in self.ctx.contract.shared
        additions = [e for e in self.ctx.edits if self.mine(e) and e.action == Action.ADD.value]
        self.build_common(len(additions) + SLOTS)
        for r in self.ids:
            self.fields[f"business_{r.identity}"] = forms.MultipleChoiceField(
                label=W(f"業種の変更 {r.name}", f"Business types of {r.name}"),
                choices=BUSINESSES,
                required=False,
                widget=forms.SelectMultiple(attrs={"size": 4}),
            )
            self.fields[f"end_{r.identity}"] = forms.BooleanField(
                label=W(f"{r.name}を廃止する", f"Abolish {r.name}"), required=False
            )
        self.fields["end_all"] = forms.BooleanField(
            label=W("この利用者コードの識別番号をすべて廃止する", "Abolish every number of this code"),
            required=False,
        )
        if self.shared:
            self.fields["scope"] = forms.ChoiceField(
                label=W(
                    "すべての識別番号を廃止する場合の利用者コードの扱い",
                    "If every number ends, the user code",
                ),
                choices=[
                    (
                        "all",
                        W(
                            "全事業所で利用者コードを廃止する（共用している全事業所の同意が必要です）",
                            "ends for all offices (every sharing office must agree)",
                        ),
                    ),
                    (
                        "own",
                        W(
                            "自事業所の共用だけを終える（利用者コードはほかの事業所で引き続き使用されます）",
                            "ends for this office only (others go on using it)",
                        ),
                    ),
                ],
                widget=forms.RadioSelect,
                required=False,
            )

    def sections(self) -> list[Section]:
        rows = tuple(
            FieldRow(
                {
                    c.name: c.show(r.values.get(c.name))
                    for c in (ID_COLUMNS["business"], ID_COLUMNS["method"], ID_COLUMNS["number"])
                },
                (f"business_{r.identity}", f"end_{r.identity}"),
                r.name,
            )
            for r in self.ids
        )
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
                    ID_COLUMNS["business"],
                    ID_COLUMNS["method"],
                    ID_COLUMNS["number"],
                    Column("change", W("業種の変更", "Change of business types")),
                    Column("end", W("識別番号の廃止", "Abolish")),
                ),
                table=rows,
                fields=("end_all", *(("scope",) if self.shared else ())),
            ),
            _Additions.section(self.slots),
            self.materials,
        ]

    @staticmethod
    def _of(edit: Edit, code: str) -> bool:
        return {**edit.before, **edit.after}.get("code") == code

    def mine(self, edit: Edit) -> bool:
        return (
            edit.procedure == self.key and self._of(edit, self.subject) and not edit.ref.startswith("share")
        )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.additions = _Additions.clean(self, self.slots)
        for r in self.ids:
            field = f"business_{r.identity}"
            if field not in self.fields:
                continue
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
            done.append(change(self.key, self.code, {"system_class": data["system_class"], **self.flags()}))
        for r in self.ids:
            if r in ending:
                done.append(end(self.key, r))
            else:
                chosen = [b for b in BusinessType if b.value in data[f"business_{r.identity}"]]
                done.append(change(self.key, r, {"business": [b.value for b in chosen]}))
        if whole and self.shared:
            done.append(end(self.key, self.code, options={"scope": data.get("scope") or "all"}))
        for a in self.additions:
            after = {"code": self.subject, "number": "", "business": a["business"], "method": a["method"]}
            done.append(add(self.key, "user_id", after, count=a["count"]))
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
            add(
                KEY,
                "user_id",
                {"code": "", "number": "", "business": a["business"], "method": a["method"]},
                count=a["count"],
                parent=self.ref,
            )
            for a in self.additions
        ]
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
            label=W("相手の事業所コード", "Office code of the partner"),
            max_length=20,
            widget=forms.TextInput(attrs=code_attrs),
            help_text=W("例 NAC001", "e.g. NAC001"),
        )
        self.fields["code"] = forms.CharField(
            label=CODE_COLUMNS["code"].label,
            max_length=20,
            widget=forms.TextInput(attrs=code_attrs),
            help_text=W("例 1BNAC", "e.g. 1BNAC"),
        )
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
            data[f] = clean_text(data.get(f) or "").upper().translate(WIDE)
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
            "code": data["code"],
            "system_class": row.values["system_class"] if row else "common",
            "stats_paid": False,
            "stats_free": False,
            "bonded_storage": False,
        }
        code = add(KEY, "user_code", after, ref=self.ref, options={"partner": data["partner"]})
        return [code] + [
            add(
                KEY,
                "user_id",
                {"code": data["code"], "number": "", "business": a["business"], "method": a["method"]},
                count=a["count"],
                parent=self.ref,
            )
            for a in self.additions
        ]
