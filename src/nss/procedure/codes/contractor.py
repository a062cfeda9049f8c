"""契約者種別の変更."""

from nss.base.words import W
from nss.procedure.kit import selection
from nss.procedure.kit.row_form import Part, row_procedure

PROCEDURE = row_procedure(
    selection.CONTRACTOR,
    [Part("contractor_class")],
    W("契約者種別 入力", "Contractor kind"),
    W("変更後の契約者種別を選択してください。", "Choose the contractor kind."),
)
