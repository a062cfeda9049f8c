"""管理統計資料 (有料分・無料分), by user code."""

from __future__ import annotations

from datetime import date

from nss.base.words import W
from nss.billing import fees
from nss.procedure.kit.pages import FormPage
from nss.procedure.kit.selection import Entry, Group

from .materials import MaterialForm, MaterialProcedure

ENTRY = Entry(
    "statistics",
    Group.STATISTICS,
    10,
    W("管理統計資料（有料分・無料分）", "Management statistics (paid, free)"),
)


class StatisticsForm(MaterialForm):
    """Paid and free material, yes or no a user code."""

    key, flags = ENTRY.key, ("stats_paid", "stats_free")

    def note(self, day: date) -> W:
        fee = fees.on(day).stats_paid
        return W(
            f"有料分は利用者コードごとに月額{fee:,}円（税抜）です。",
            f"The paid part costs {fee:,} yen a month and code, without tax.",
        )


class Statistics(MaterialProcedure):
    """管理統計資料."""

    entry = ENTRY
    kinds = ("user_code",)
    pages = (
        FormPage(
            "form",
            W("管理統計資料 入力", "Management statistics"),
            W("利用者コードごとに、有料分と無料分の要否を選択してください。", "Choose for each user code."),
            StatisticsForm,
            step=True,
        ),
    )


PROCEDURE = Statistics()
