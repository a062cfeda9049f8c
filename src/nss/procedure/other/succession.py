"""地位の承継: the case of the merger is asked, and what it needs follows from it. All offices of the company that vanishes
end with their consent, what they have comes over or ends; renaming and new offices are linked applications."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Edit, end
from nss.application.rulebook import ConsentNeed, Linked, WorkNeed
from nss.base.columns import DateColumn
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.models import ROW_TYPES, Office
from nss.contract.rows.office import CompanyProfile, OfficeBusiness, OfficeContract, OfficeProfile
from nss.contract.rows.sharing import SharedUse
from nss.procedure import sharing
from nss.procedure.beside import new_contract
from nss.procedure.codes import business
from nss.procedure.kit.pages import FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group
from nss.procedure.office import head_office, holder, name

from . import consultation, decided_ends, merger
from .cancel import ENDING, removals
from .merger import RENAMES, VANISH, Merger
from .shared_use import code_of

ENTRY = Entry(merger.KEY, Group.OTHER, 50, W("地位の承継", "Succession"))
KEY = ENTRY.key
PARALLEL = DateColumn(
    "parallel",
    W("並行利用の開始日", "Start of the parallel period"),
    hint=W(
        "新しい事業所や名称を、承継元の利用終了より前から利用する場合に入力してください。NACCSセンターとの事前の調整が必要です。例 2026/12/09",
        "If new offices or names are used before the other side ends, as arranged with the Center. E.g. 2026/12/09",
    ),
)
PARALLEL_ORDER = W(
    "並行利用の開始日は、承継元の利用が終了する日（{day}）より前の日にしてください。",
    "The parallel period begins before the other side ends ({day}).",
)
NOT_THEIRS = W(
    "{codes}は承継元の企業の事業所ではありません。", "{codes}: not an office of the predecessor company."
)
RENAME_ITEMS = (name.PROCEDURE.key, holder.PROCEDURE.key, head_office.PROCEDURE.key)
NOTHING = W("この場合、NACCSの契約手続きは必要ありません。", "This case needs no procedure.")
NOT_ALL = W(
    "承継元の企業には、ほかにも利用契約のある事業所（{codes}）があります。「地位の承継」を入力し直してください。",
    "The predecessor company has further offices with a contract ({codes}). Enter the succession again.",
)
NO_OFFICE = W("承継元の事業所コードを確認してください。", "Check the code of the predecessor office.")


class SuccessionForm(ItemForm):
    """Which of the six cases, the offices that vanish, and which of their rows come over."""

    key = KEY

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        given = merger.given(case.extra)
        return {
            **consultation.initial_values(case.extra),
            "case": given.get("case", ""),
            "source": given.get("source", ""),
            "new": " ".join(merger.carried_on(case.extra)),
            "parallel": str(given.get("parallel", "")).replace("-", "/"),
        }

    def add_fields(self) -> None:
        consultation.fields(self)
        self.fields["case"] = forms.ChoiceField(
            label=W("承継の内容", "Case"),
            choices=Merger.choices(),
            widget=forms.RadioSelect,
            error_messages={"required": W("承継の内容を選択してください。", "Choose the case.")},
        )
        self.fields["source"] = forms.CharField(
            label=W("承継元の事業所コード", "Code of the predecessor office"),
            required=False,
            max_length=10,
            help_text=W(
                "双方がNACCSを利用している場合に、承継元の事業所を1つ入力してください。その企業のすべての事業所が対象になります。例 XYZ001",
                "Where both are in NACCS: one office of the other company; all of its offices are meant. E.g. XYZ001",
            ),
            widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
        )

        self.fields["new"] = forms.CharField(
            label=W("新しい事業所として引き継ぐ事業所コード", "Offices that go on as new offices"),
            required=False,
            max_length=200,
            help_text=W(
                "承継元の事業所を自社の新しい事業所として続ける場合に入力してください。事業所ごとに新規申込が必要です。複数ある場合は空白で区切ります。例 XYZ001 XYZ002",
                "Offices of the other company that go on as ours; each needs a new contract. Separated by spaces, e.g. XYZ001 XYZ002.",
            ),
            widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
        )
        self.fields["parallel"] = PARALLEL.form_field()

    def sections(self) -> list[Section]:
        note = W(
            "名称の変更や新しい事業所を伴う場合は、確認画面から、それぞれの申込をあわせて作成します。すべて登録されるまで、承継は承認されません。承継を証明する書類は確認画面で添付してください。",
            "New names and new offices are linked applications, begun on the confirm page; the succession is approved once all are submitted. Attach the papers of the succession there.",
        )
        return [
            consultation.section(),
            Section(W("承継に関する項目", "Succession"), note, fields=("case", "source", "new", "parallel")),
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        consultation.clean(self)
        chosen = data.get("case")
        data["source"] = code_of(data.get("source") or "")
        data["offices"] = []
        if chosen == Merger.ABSORBS_OUTSIDER.value:
            self.add_error("case", ValidationError(NOTHING))
        if chosen in VANISH:
            theirs = Office.objects.filter(code=data["source"])
            office = theirs.exclude(company_id=self.case.office.company_id).first()
            if office is not None:
                data["offices"] = merger.open_offices(office, self.case.contract.day)
            if data["source"] not in data["offices"]:
                self.add_error("source", ValidationError(NO_OFFICE))
        data["new"] = [code_of(c) for c in re.split(r"[\s,、，]+", data.get("new") or "") if c]
        unknown = [c for c in data["new"] if c not in data["offices"]]
        if unknown and "source" not in self.errors:
            text = NOT_THEIRS.format(codes="、".join(unknown))
            self.add_error("new", ValidationError(text))
        return data

    def extras(self) -> dict[str, Any]:
        data = self.cleaned_data
        kept: dict[str, Any] = {"case": data["case"]}
        if data["offices"]:
            kept |= {"source": data["source"], "offices": data["offices"], "new": data["new"]}
            if data.get("parallel"):
                kept["parallel"] = data["parallel"].isoformat()
        return {**consultation.extras(self), KEY: kept}


def all_named(case: Case) -> list[Problem]:
    """No office of the company that vanishes is left out."""
    found = merger.sources(case)
    if KEY not in case.chosen_items or not found:
        return []
    left = [c for c in merger.open_offices(found[0], case.contract.day) if c not in merger.named(case.extra)]
    return [Problem("not_all_named", NOT_ALL.format(codes="、".join(left)), KEY)] if left else []


def parallel(case: Case) -> list[Problem]:
    """A parallel period begins before the day on which the other side ends."""
    since = merger.parallel_from(case.extra)
    if KEY not in case.chosen_items or since is None or case.wish is None or since < case.wish:
        return []
    return [Problem("parallel_order", PARALLEL_ORDER.format(day=f"{case.wish:%Y/%m/%d}"), KEY)]


ENDS_ANYWAY = W(
    "承継元の「{name}」は、{by}により{day}に廃止されることが決まっているため、引き継げません。承継の希望日をその日以降にするか、先にその廃止の取消をNACCSセンターに依頼してください。",
    "'{name}' of the other side ends on {day} by {by}, so it cannot be taken over. Ask for that day or later, or have the Center take that end back first.",
)


def taken_rows_have_no_end(case: Case) -> list[Problem]:
    """What comes over has no end that was decided for later."""
    if KEY not in case.chosen_items or not merger.takes(case):
        return []
    return [
        p
        for source in merger.sources(case)
        for p in decided_ends.problems(
            case,
            source,
            [e for e in merger.ends(case, source) if e.kind in merger.COMING],
            "taken_row_ends",
            ENDS_ANYWAY,
        )
    ]


class Succession(Procedure):
    """地位の承継."""

    entry = ENTRY
    kinds = (*ENDING, OfficeProfile.kind)
    pages = (
        FormPage(
            "form",
            W("地位の承継 入力", "Succession"),
            W("承継の内容を選択してください。", "Choose the case."),
            SuccessionForm,
            step=True,
        ),
    )
    rules = (consultation.rule(KEY), all_named, parallel, taken_rows_have_no_end)
    checks = (
        Check(
            W("承継元のすべての事業所が含まれる", "Every predecessor office is included"), ("not_all_named",)
        ),
        Check(
            W(
                "あわせて必要な申込がそろい、承認できる",
                "What must be submitted with it is submitted and can be approved",
            ),
            ("group_",),
        ),
        Check(
            W("引き継ぐ登録情報の廃止が決まっていない", "Nothing that comes over has a decided end"),
            ("taken_row_ends",),
        ),
        Check(
            W("並行利用期間が承継元の終了より前に始まる", "The parallel period begins before the end"),
            ("parallel_",),
        ),
        Check(
            W(
                "事前のお問い合わせがあり、承継元が同意している",
                "Consulted beforehand, and the predecessor agrees",
            ),
            ("not_consulted",),
        ),
    )
    edits_optional = True
    four_eyes = True

    consent_purposes = {**sharing.ASK_END, "succession": W("地位の承継（{code}）", "succession ({code})")}

    def other_office_codes(self, extra: Mapping[str, Any], edits: Sequence[Edit]) -> list[str]:
        """The offices that vanish."""
        return merger.named(extra)

    def derived_edits(self, case: Case) -> list[Edit]:
        """What the vanishing offices have comes over, or what we share with them ends."""
        codes = {o.code for o in merger.sources(case)}
        ours = [end(KEY, r) for r in case.contract.of(SharedUse.kind) if r.values["partner"] in codes]
        if not merger.takes(case):
            return [*ours, *sharing.derived_edits(case.with_edits([*case.edits, *ours]))]
        over = sharing.going_over(case, self._shared(case), case.office)
        return [*merger.taken(case), *ours, *sharing.heir_edits(KEY, over, case.office)]

    def _shared(self, case: Case) -> list[Edit]:
        """The ends of what the vanishing offices share with others that stay."""
        found = merger.sources(case)
        codes = {case.office.code, *(o.code for o in found)}
        shared = sharing.sharing_ends(e for o in found for e in merger.ends(case, o))
        return [e for e in shared if e.before["partner"] not in codes]

    def consents(self, case: Case) -> list[ConsentNeed]:
        """Every vanishing office agrees to the end of its contract and of everything that it has, and whoever shares
        something with one of them to what becomes of that."""
        shared = self._shared(case)
        over = sharing.going_over(case, shared, case.office) if merger.takes(case) else []
        found = []
        for source in merger.sources(case):
            ends = merger.ends(case, source)
            mine = [e for e in ends if e in shared]
            found += [
                ConsentNeed(source, source.code, KEY, tuple(ends)),
                *sharing.consents(case, source, [e for e in mine if e in over], case.office),
                *sharing.consents(case, source, [e for e in mine if e not in over]),
            ]
        return found

    def works(self, case: Case) -> list[WorkNeed]:
        """Lines of the vanishing offices that do not come over are removed."""
        return removals(e for o in merger.sources(case) for e in merger.ends(case, o))

    def linked(self, case: Case) -> list[Linked]:
        """The new name of the company, a contract for each office that goes on, business types of an office that is
        joined to this one at the same address."""
        since = merger.parallel_from(case.extra)
        found = []
        if merger.given(case.extra).get("case") in RENAMES:
            found.append(Linked(RENAME_ITEMS, CompanyProfile.kind, must=True, since=since))
        for code in merger.carried_on(case.extra):
            extra = {new_contract.SUCCEEDS: code}
            new = Linked((new_contract.KEY,), OfficeContract.kind, extra, code, must=True, since=since)
            found.append(new)
        if not merger.takes(case) and merger.businesses_to_add(case):
            found.append(Linked((business.PROCEDURE.key,), OfficeBusiness.kind, since=since))
        return found

    def notes(self, case: Case) -> list[W]:
        """How much comes over."""
        counts: dict[str, int] = {}
        for e in case.of(KEY):
            counts[e.kind] = counts.get(e.kind, 0) + 1
        text = "、".join(f"{ROW_TYPES[k].label.ja} {n}" for k, n in counts.items())
        return [W(f"引き継ぐ登録情報：{text}", f"Taken over: {text}")] if text else []

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        found = consultation.summary_lines(case)
        given = merger.given(case.extra)
        if given:
            found.append((W("承継の内容", "Case"), Merger.word_of(given["case"])))
        codes = merger.named(case.extra)
        if codes:
            found.append(
                (
                    W("承継元の事業所（すべて廃止）", "Predecessor offices (all discontinued)"),
                    "、".join(codes),
                )
            )
        new = merger.carried_on(case.extra)
        if new:
            found.append((W("新しい事業所として引き継ぐ事業所", "Go on as new offices"), "、".join(new)))
        since, last = merger.parallel_from(case.extra), case.revision.application.start_date or case.wish
        if since is not None and last is not None:
            found.append((W("並行利用期間", "Parallel period"), f"{since:%Y/%m/%d}～{last:%Y/%m/%d}"))
        return found


PROCEDURE = Succession()
