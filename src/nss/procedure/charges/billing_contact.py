"""請求先担当者."""

from nss.base.words import W
from nss.procedure.kit import selection
from nss.procedure.kit.row_form import Part, row_procedure

PROCEDURE = row_procedure(
    selection.BILLING_CONTACT,
    [
        Part(
            "billing_contact",
            must=("name", "phone", "email"),
            hints={
                "email": W("請求額の確定のお知らせをお送りします。", "Told when a month's amount is fixed.")
            },
        )
    ],
    W("請求先担当者 入力", "Billing contact"),
    W("変更する項目だけを上書きしてください。", "Overwrite only what changes."),
)
