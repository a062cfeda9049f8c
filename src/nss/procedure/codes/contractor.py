"""契約者種別の変更."""

from nss.base.words import W
from nss.procedure.kit.row_form import RowProcedure, RowSection
from nss.procedure.kit.selection import Entry, Group


class Contractor(RowProcedure):
    """契約者種別."""

    entry = Entry("contractor", Group.CODES, 50, W("契約者種別の変更", "Contract holder type"))
    parts = (RowSection("contractor_class"),)
    title = W("契約者種別 入力", "Contract holder type")
    lead = W("変更後の契約者種別を選択してください。", "Choose the contractor kind.")


PROCEDURE = Contractor()
