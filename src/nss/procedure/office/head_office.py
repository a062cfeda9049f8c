"""本社情報 (所在地、電話番号等): one row for every office of the company."""

from __future__ import annotations

from nss.application.case import Case
from nss.base.words import W
from nss.procedure.kit.row_form import RowProcedure, RowSection
from nss.procedure.kit.selection import Entry, Group

from .reach import every_office


class HeadOffice(RowProcedure):
    """本社情報."""

    entry = Entry(
        "head-office",
        Group.OFFICE,
        30,
        W("本社情報（所在地、電話番号等）", "Head office (address, telephone)"),
    )
    parts = (RowSection("head_office", must=("postal_code", "address", "phone")),)
    title = W("本社情報 入力", "Head office")
    lead = W(
        "本社情報は、同じ企業略称の全事業所に共通です。変更する項目だけを上書きしてください。",
        "The head office is the same for every office of the company. Overwrite only what changes.",
    )
    lead_new = W(
        "本社情報は、同じ企業略称の全事業所に共通です。",
        "The head office is the same for every office of the company.",
    )

    def notes(self, case: Case) -> list[W]:
        return every_office(case)


PROCEDURE = HeadOffice()
