"""契約者名、契約者の役職."""

from nss.base.words import W
from nss.procedure.kit.row_form import RowProcedure, RowSection
from nss.procedure.kit.selection import Entry, Group


class Holder(RowProcedure):
    """契約者."""

    entry = Entry("holder", Group.OFFICE, 20, W("契約者名、契約者の役職", "Contract holder and position"))
    parts = (
        RowSection(
            "holder",
            must=("name", "title"),
            hints={
                "name": W("例 輸出入 太郎", "e.g. 輸出入 太郎"),
                "title": W("例 代表取締役", "e.g. 代表取締役"),
            },
        ),
    )
    title = W("契約者 入力", "Contract holder")


PROCEDURE = Holder()
