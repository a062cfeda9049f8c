"""請求先登録情報."""

from nss.base.words import W
from nss.procedure.kit import selection
from nss.procedure.kit.row_form import Part, row_procedure

PROCEDURE = row_procedure(
    selection.BILLING,
    [Part("billing", must=("name", "postal_code", "address"))],
    W("請求先登録情報 入力", "Billing recipient"),
    W("変更する項目だけを上書きしてください。", "Overwrite only what changes."),
)
