"""料金プラン (A or B), apart for netNACCS and 一般NACCS, from the first of a month (D-39)."""

from __future__ import annotations

from typing import Any

from django import forms

from nss.application.case import Case
from nss.application.edits import Action, Edit, add, change
from nss.base.words import W
from nss.billing import fees
from nss.billing.invoices import estimate
from nss.calendar.verdict import Need
from nss.contract.choices import Plan, Tab
from nss.procedure.kit.pages import FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Procedure
from nss.procedure.kit.selection import Entry, Group

ENTRY = Entry("fee-plan", Group.PLAN, 10, W("料金プラン（AプランまたはBプランの選択）", "Fee plan (A or B)"))
KEY = ENTRY.key


class PlanForm(ItemForm):
    """One radio pair for each of the two sides that the office has a plan for."""

    key = KEY

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        known = {str(r.values["tab"]): r.values["plan"] for r in case.contract.of("plan")}
        asked = {str({**e.before, **e.after}["tab"]): e.after["plan"] for e in case.requested_of(KEY)}
        return {f"plan_{t.value}": {**known, **asked}.get(t.value, Plan.B.value) for t in Tab}

    def add_fields(self) -> None:
        for t in Tab:
            self.fields[f"plan_{t.value}"] = forms.ChoiceField(
                label=t.word, choices=Plan.choices(), widget=forms.RadioSelect
            )

    def sections(self) -> list[Section]:
        facts: list[tuple[W, str | W]] = []
        for e in estimate(self.case.office, self.case.contract):
            better = W(
                f"{e.cheaper}プランの方が月額{abs(e.plan_a - e.plan_b):,}円安くなります",
                f"plan {e.cheaper} is {abs(e.plan_a - e.plan_b):,} yen a month cheaper",
            )
            label = Tab.word_of(e.tab)
            facts.append(
                (
                    W(
                        f"{label.ja if isinstance(label, W) else label}の試算（{e.months}か月の平均）",
                        f"Estimate {e.tab} (average of {e.months} months)",
                    ),
                    W(
                        f"Aプラン {e.plan_a:,}円、Bプラン {e.plan_b:,}円：{better.ja}",
                        f"plan A {e.plan_a:,} yen, plan B {e.plan_b:,} yen: {better.en}",
                    ),
                )
            )
        fee = fees.on(self.case.contract.day).basic
        note = W(
            f"Aプランは1端末・1メールボックスあたり月額{fee:,}円（税抜）の基本料金があり、従量料金の単価が約13〜20%低くなります。変更は毎月1日からです。",
            f"Plan A has a basic fee of {fee:,} yen a month per terminal or mailbox and unit prices 13 to 20 % lower. Changes start on the first of a month.",
        )
        found = [Section(ENTRY.group.word, note, tuple(self.fields))]
        if facts:
            about = W("実際の利用から計算した税抜の月額です。", "From real use, a month without tax.")
            found.append(
                Section(W("利用実績による試算", "Estimate from real use"), about, facts=tuple(facts))
            )
        return found

    def edits(self) -> list[Edit]:
        asked: list[Edit | None] = []
        for t in Tab:
            plan = self.cleaned_data[f"plan_{t.value}"]
            row = next(iter(self.case.contract.where("plan", tab=t.value)), None)
            asked.append(
                change(KEY, row, {"plan": plan}) if row else add(KEY, "plan", {"tab": t.value, "plan": plan})
            )
        return [e for e in asked if e is not None]


class FeePlan(Procedure):
    """料金プランの変更."""

    entry = ENTRY
    kinds = ("plan", "terminal", "net_terminal", "mailbox")
    pages = (
        FormPage(
            "plan",
            W("料金プラン 入力", "Fee plan"),
            W(
                "netNACCSと一般NACCSのそれぞれについて、料金プランを選択してください。",
                "Choose the plan for each side.",
            ),
            PlanForm,
            step=True,
        ),
    )

    def need(self, case: Case) -> Need:
        """Plans change with the month; the first plan of a contract begins with it. Where the item is chosen and nothing
        is asked for yet, what an office that has plans can ask for is a change."""
        asked = case.requested_of(KEY)
        chosen = KEY in case.chosen_items and not asked
        changes = any(e.action == Action.CHANGE for e in asked) or (chosen and bool(case.contract.of("plan")))
        return Need(first_of_month=changes)

    def notes(self, case: Case) -> list[W]:
        """Where plan A begins to pay (D-38: 25,000 to 37,500 yen of use per unit on plan B)."""
        if any(e.after.get("plan") == Plan.A.value for e in case.of(KEY)):
            return [
                W(
                    "Bプランの従量料金が1端末あたり月25,000円を下回る場合は、Bプランの方が安くなります。",
                    "If use on plan B stays below 25,000 yen a month and terminal, plan B is cheaper.",
                )
            ]
        return []


PROCEDURE = FeePlan()
