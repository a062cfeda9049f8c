"""企業名、事業所名、所在地等. Company data change for every office of the 企業略称 (D-56); an office with a line that moves takes
the line item along (D-55)."""

from __future__ import annotations

from nss.application.case import Case
from nss.application.edits import Action
from nss.base.problems import Problem
from nss.base.words import W
from nss.procedure.kit.row_form import RowProcedure, RowSection
from nss.procedure.kit.selection import Entry, Group

from .reach import every_office

MOVED = W(
    "回線を利用している事業所が移転する場合は、「一般NACCS回線の登録情報」も選択し、設置場所を変更してください。",
    "An office with a line that moves must also choose the line item and change the installation place.",
)


def line_moves_too(case: Case) -> list[Problem]:
    """事業所の所在地 changes, a line is there, and no line changes its installation place or ends beside it."""
    moves = any(e.kind == "office" and {"address", "postal_code"} & set(e.after) for e in case.edits)
    placed = any(
        e.kind == "line"
        and e.target is not None
        and (e.action == Action.END.value or {"address", "postal_code"} & set(e.after))
        for e in case.edits
    )
    if moves and case.contract.of("line") and not placed:
        return [Problem("line_must_move", MOVED, "items")]
    return []


class OfficeData(RowProcedure):
    """企業・事業所."""

    entry = Entry(
        "office-data", Group.OFFICE, 10, W("企業名、事業所名、所在地等", "Company name, office name, address")
    )
    kinds = ("line",)
    parts = (
        RowSection(
            "company",
            must=("name",),
            note=W(
                "企業の情報は、同じ企業略称の全事業所で更新されます。",
                "Company data change for every office of the company.",
            ),
        ),
        RowSection(
            "office",
            must=("name", "postal_code", "address", "phone"),
            hints={
                "postal_code": W(
                    "例 1350064（ハイフンがあっても構いません）", "e.g. 1350064 (hyphens are fine)"
                )
            },
        ),
    )
    title = W("企業・事業所 入力", "Company and office")
    rules = (line_moves_too,)

    def known(self, case: Case) -> dict[str, dict[str, str]]:
        """The name of the company, which was given for the temporary account."""
        return {"company": {"name": case.office.company_name}}

    def notes(self, case: Case) -> list[W]:
        return every_office(case)


PROCEDURE = OfficeData()
