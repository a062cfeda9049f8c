"""請求先担当者."""

from nss.base.words import W
from nss.procedure.kit.row_form import RowProcedure, RowSection
from nss.procedure.kit.selection import Entry, Group


class BillingContact(RowProcedure):
    """請求先担当者."""

    entry = Entry("billing-contact", Group.BILLING, 20, W("請求先担当者", "Billing contact"))
    parts = (
        RowSection(
            "billing_contact",
            must=("name", "phone", "email"),
            hints={
                "email": W("請求額の確定のお知らせをお送りします。", "Sent when a month's bill is final.")
            },
        ),
    )
    title = W("請求先担当者 入力", "Billing contact")


PROCEDURE = BillingContact()
