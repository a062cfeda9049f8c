"""What holds for rows that every office of a company shares: whom a change reaches."""

from __future__ import annotations

from nss.application.case import Case
from nss.base.words import W
from nss.contract.models import ROW_TYPES, Office


def every_office(case: Case) -> list[W]:
    """The offices that a change of company data reaches, by their codes (guide: 全事業所の情報が更新されます)."""
    if not any(ROW_TYPES[e.kind].of_company for e in case.edits):
        return []
    codes = list(
        Office.objects.filter(code__startswith=case.contract.office_code[:3])
        .order_by("code")
        .values_list("code", flat=True)
    )
    return [
        W(
            f"企業・本社の情報は、同じ企業略称の全{len(codes)}事業所（{'、'.join(codes)}）で更新されます。",
            f"Company data change for all {len(codes)} offices of the company ({', '.join(codes)}).",
        )
    ]
