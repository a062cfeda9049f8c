"""請求先登録情報."""

from nss.application.case import Case
from nss.base.words import W
from nss.procedure.kit.row_form import RowProcedure, RowSection
from nss.procedure.kit.selection import Entry, Group


class Billing(RowProcedure):
    """請求先登録情報."""

    entry = Entry("billing", Group.BILLING, 10, W("請求先登録情報", "Billing recipient"))
    parts = (RowSection("billing", must=("name", "postal_code", "address")),)
    title = W("請求先登録情報 入力", "Billing recipient")

    def known(self, case: Case) -> dict[str, dict[str, str]]:
        """The names and the address that a new office has entered."""
        typed = {e.kind: e.after for e in case.requested}
        company, office = typed.get("company", {}), typed.get("office", {})
        same = {name: str(office.get(name, "")) for name in ("postal_code", "address")}
        return {"billing": {"name": str(company.get("name", "")) or case.office.company_name, **same}}


PROCEDURE = Billing()
