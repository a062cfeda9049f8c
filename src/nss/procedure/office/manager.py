"""システム管理責任者の情報 (電話番号、緊急連絡用FAX番号)."""

from nss.base.words import W
from nss.procedure.kit.row_form import RowProcedure, RowSection
from nss.procedure.kit.selection import Entry, Group


class Manager(RowProcedure):
    """システム管理責任者."""

    entry = Entry(
        "manager",
        Group.OFFICE,
        40,
        W(
            "システム管理責任者の情報（電話番号、緊急連絡用FAX番号）",
            "System manager (telephone, emergency fax)",
        ),
    )
    parts = (
        RowSection(
            "manager",
            must=("name", "name_kana", "phone", "email"),
            hints={"email": W("申込受付・完了のお知らせの宛先になります。", "Notices are sent here too.")},
        ),
    )
    title = W("システム管理責任者 入力", "System manager")


PROCEDURE = Manager()
