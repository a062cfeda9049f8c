"""Names of today on companies' offices: copies for headers and lists. The dated rows are the truth; a copy that is a day
late misleads nobody about a contract, so a sweep keeps them."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from .models import CompanyProfile, Office, OfficeProfile


def refresh(today: date) -> int:
    """Copy the names that are live today; gives how many offices changed. Safe to run any number of times."""
    changed = 0
    live = {"starts__lte": today, "ends__gt": today}
    for row in OfficeProfile.objects.filter(**live).exclude(name=F("office__name")):
        changed += Office.objects.filter(pk=row.office_id or 0).update(name=row.name)
    for company in CompanyProfile.objects.filter(**live):
        changed += (
            Office.objects.filter(company_id=company.company_id)
            .exclude(company_name=company.name)
            .update(company_name=company.name)
        )
    return changed
