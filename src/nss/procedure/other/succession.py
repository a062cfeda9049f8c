"""地位の承継: the six cases of mergers (D-52). The case is asked, and what each needs follows from it: renaming is a
linked application, rows of the vanishing office come over or end with its consent, on one day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Edit, add, end
from nss.application.rulebook import ConsentNeed
from nss.base.choices import Choice
from nss.base.words import W
from nss.contract.book import Row, load
from nss.contract.models import ROW_TYPES, Office
from nss.procedure import sharing
from nss.procedure.kit.pages import FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group
from nss.procedure.office import head_office, holder, name

from . import consultation
from .cancel import ENDING
from .move import KINDS as SERVICE
from .shared_use import code_of

ENTRY = Entry("succession", Group.OTHER, 50, W("地位の承継", "Succession"))
KEY = ENTRY.key


class Merger(Choice):
    """Who absorbs whom; the application is filed by the successor."""

    ABSORBS_OUTSIDER = (
        "1",
        W(
            "NACCSを利用している自社が、利用していない会社を吸収する",
            "We absorb a company that is not in NACCS",
        ),
    )
    RENAMED = (
        "2",
        W(
            "NACCSを利用していない会社に吸収され、契約を引き継ぐ",
            "A company outside NACCS absorbs us and carries on",
        ),
    )
    OURS_STAY = (
        "3",
        W(
            "双方が利用しており、相手を吸収して自社の利用者コードを使い続ける",
            "Both are in NACCS: we absorb the other and keep our codes",
        ),
    )
    THEIRS_COME = (
        "4",
        W(
            "双方が利用しており、相手を吸収して相手の利用者コードを引き継ぐ",
            "Both are in NACCS: we absorb the other and take over its codes",
        ),
    )
    NEW_WITH_OUTSIDER = (
        "5",
        W("利用していない会社と合併し、新会社となる", "We merge with a company outside NACCS into a new one"),
    )
    NEW_TOGETHER = (
        "6",
        W("双方が利用しており、合併して新会社となる", "Both are in NACCS and merge into a new company"),
    )


RENAMES = (Merger.RENAMED.value, Merger.NEW_WITH_OUTSIDER.value, Merger.NEW_TOGETHER.value)
ENDS = (Merger.OURS_STAY.value, Merger.NEW_TOGETHER.value)
TAKES = (Merger.THEIRS_COME.value,)
RENAME_ITEMS = (name.PROCEDURE.key, holder.PROCEDURE.key, head_office.PROCEDURE.key)
NOTHING = W("この場合、NACCSの契約手続きは必要ありません。", "This case needs no procedure.")
NO_OFFICE = W("承継元の事業所コードを確認してください。", "Check the code of the vanishing office.")


def rows_of(office: Office, day: date) -> list[Row]:
    """What an office has that can be taken over."""
    return list(load(office, day, SERVICE).rows)


class SuccessionForm(ItemForm):
    key = KEY

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        given = case.extra.get("succession", {})
        return {
            **consultation.initial_values(case.extra),
            "case": given.get("case", ""),
            "source": given.get("source", ""),
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
            label=W("承継元の事業所コード", "Office that vanishes"),
            required=False,
            max_length=10,
            help_text=W(
                "双方がNACCSを利用している場合に入力してください。例 NAC555",
                "Where both are in NACCS, e.g. NAC555",
            ),
            widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
        )

    def sections(self) -> list[Section]:
        note = W(
            "名称の変更を伴う場合は、この申込に続けて、企業名・契約者名・本社情報の変更を同じ日付で申し込みます。承継を証明する書類は確認画面で添付してください。",
            "Where names change, a linked application for them follows. Attach the papers of the succession on the confirm page.",
        )
        return [
            consultation.section(),
            Section(W("承継に関する項目", "Succession"), note, fields=("case", "source")),
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        consultation.clean(self)
        merger = data.get("case")
        data["source"] = code_of(data.get("source") or "")
        if merger == Merger.ABSORBS_OUTSIDER.value:
            self.add_error("case", ValidationError(NOTHING))
        if merger in (*ENDS, *TAKES):
            office = Office.objects.filter(code=data["source"]).exclude(pk=self.case.office.pk).first()
            if office is None or not rows_of(office, self.case.contract.day):
                self.add_error("source", ValidationError(NO_OFFICE))
        return data

    def edits(self) -> list[Edit]:
        """What comes to this office; what ends at the other stands in its consent."""
        data = self.cleaned_data
        if data.get("case") not in TAKES:
            return []
        office = Office.objects.get(code=data["source"])
        return [
            add(KEY, r.kind, dict(r.values), options={"from": data["source"]})
            for r in rows_of(office, self.case.contract.day)
        ]

    def extras(self) -> dict[str, Any]:
        data = self.cleaned_data
        source = data["source"] if data["case"] in (*ENDS, *TAKES) else ""
        return {**consultation.extras(self), "succession": {"case": data["case"], "source": source}}


def _source(case: Case) -> Office | None:
    """The vanishing office, where there is one."""
    return case.basis.others.get(str(case.extra.get("succession", {}).get("source", "")))


def _takes(case: Case) -> bool:
    """Whether what the vanishing office has comes over."""
    return case.extra.get("succession", {}).get("case") in TAKES


def _ends(case: Case, source: Office) -> list[Edit]:
    """The end of everything that the vanishing office has."""
    theirs = case.timeline.on(source.pk, case.contract.day).of(*ENDING)
    return [end(KEY, r, options={"scope": "own"}) for r in theirs]


class Succession(Procedure):
    entry = ENTRY
    kinds = ENDING
    pages = (
        FormPage(
            "form",
            W("地位の承継 入力", "Succession"),
            W("承継の内容を選択してください。", "Choose the case."),
            SuccessionForm,
            step=True,
        ),
    )
    rules = (consultation.rule(KEY),)
    checks = (
        Check(
            W("事前のお問い合わせがあり、承継元が同意している", "Consulted, and the vanishing office agrees"),
            ("not_consulted",),
        ),
    )
    bare = True
    four_eyes = True

    consent_purposes = {**sharing.ASK_END, "succession": W("地位の承継（{code}）", "succession ({code})")}

    def other_office_codes(self, extra: Mapping[str, Any], edits: Sequence[Edit]) -> list[str]:
        """The office that vanishes."""
        source = extra.get("succession", {}).get("source")
        return [str(source)] if source else []

    def derived_edits(self, case: Case) -> list[Edit]:
        """What the vanishing office shares comes over with its routers, or ends here too where it is shared with us."""
        source = _source(case)
        if source is None:
            return []
        gone = {(e.kind, e.target) for e in case.edits}
        ours = [
            end(KEY, r)
            for r in case.contract.where("shared_use", partner=source.code)
            if (r.kind, r.identity) not in gone
        ]
        taken = sharing.taken_over(KEY, sharing.ending(_ends(case, source)), case.office)
        return [*ours, *(taken if _takes(case) else ())]

    def consents(self, case: Case) -> list[ConsentNeed]:
        """The vanishing office agrees to the end of its contract and of everything that it has, and whoever shares
        something with it to what becomes of that."""
        source = _source(case)
        if source is None:
            return []
        ends = _ends(case, source)
        heir = case.office if _takes(case) else None
        others = sharing.consents(case, source, sharing.ending(ends), heir)
        return [ConsentNeed(source, source.code, "succession", tuple(ends)), *others]

    def linked(self, case: Case) -> list[tuple[str, ...]]:
        """Where names change, the items that change them."""
        return [RENAME_ITEMS] if case.extra.get("succession", {}).get("case") in RENAMES else []

    def notes(self, case: Case) -> list[W]:
        """How much comes over."""
        counts: dict[str, int] = {}
        for e in case.of(KEY):
            counts[e.kind] = counts.get(e.kind, 0) + 1
        text = "、".join(f"{ROW_TYPES[k].label.ja} {n}" for k, n in counts.items())
        return [W(f"引き継ぐ登録情報：{text}", f"Taken over: {text}")] if text else []

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        found = consultation.summary_lines(case)
        given = case.extra.get("succession")
        if given:
            found.append((W("承継の内容", "Case"), Merger.word_of(given["case"])))
            if given.get("source"):
                found.append((W("承継元の事業所コード", "Office that vanishes"), str(given["source"])))
        return found


PROCEDURE = Succession()
