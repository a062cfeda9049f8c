"""支払の方法 (口座振替・銀行振込). Until the bank's form is processed, invoices stay on transfer (D-62)."""

from __future__ import annotations

from nss.application.case import Case
from nss.base.words import W
from nss.contract.choices import Payment
from nss.procedure.kit.row_form import RowProcedure, RowSection
from nss.procedure.kit.selection import Entry, Group


class PaymentMethod(RowProcedure):
    """支払の方法."""

    entry = Entry(
        "payment",
        Group.BILLING,
        30,
        W("支払の方法（口座振替・銀行振込）", "Payment (direct debit, transfer)"),
    )
    parts = (RowSection("payment"),)
    title = W("支払の方法 入力", "Payment")
    lead = W("支払の方法を選択してください。", "Choose how to pay.")

    def notes(self, case: Case) -> list[W]:
        """Direct debit begins with a form on paper."""
        if any(e.kind == "payment" and e.after.get("method") == Payment.DEBIT.value for e in case.edits):
            return [
                W(
                    "口座振替には預金口座振替依頼書の郵送が必要です。審査終了後に「請求金額の参照」から印刷できます。手続きが終わるまでは銀行振込となります。",
                    "Direct debit needs a form sent by post; print it under 'Amounts billed' after the review. Until then pay by transfer.",
                )
            ]
        return []


PROCEDURE = PaymentMethod()
