"""請求先登録情報."""

from nss.base.words import W
from nss.procedure.kit.row_form import RowProcedure, RowSection
from nss.procedure.kit.selection import Entry, Group


class Billing(RowProcedure):
    """請求先登録情報."""

    entry = Entry("billing", Group.BILLING, 10, W("請求先登録情報", "Billing recipient"))
    parts = (RowSection("billing", must=("name", "postal_code", "address")),)
    title = W("請求先登録情報 入力", "Billing recipient")
    lead = W("変更する項目だけを上書きしてください。", "Overwrite only what changes.")


PROCEDURE = Billing()
