"""Names of today on companies' offices: copies for headers and lists. The dated rows are the truth; a copy that is a day
late misleads nobody about a contract, so a sweep keeps them."""

from __future__ import annotations

from datetime import date

from django.db import connection

OFFICES = """
    UPDATE contract_office o SET name = p.name FROM contract_officeprofile p
    WHERE p.office_id = o.id AND p.starts <= %(day)s AND p.ends > %(day)s AND o.name <> p.name
    AND (%(company)s::bigint IS NULL OR o.company_id = %(company)s)"""
COMPANIES = """
    UPDATE contract_office o SET company_name = p.name FROM contract_companyprofile p
    WHERE p.company_id = o.company_id AND p.starts <= %(day)s AND p.ends > %(day)s AND o.company_name <> p.name
    AND (%(company)s::bigint IS NULL OR o.company_id = %(company)s)"""


def refresh(today: date, company: int | None = None) -> int:
    """Copy the names that are live today, of one company or of all; gives how many copies changed. Safe to run any number
    of times."""
    changed = 0
    with connection.cursor() as cursor:
        for query in (OFFICES, COMPANIES):
            cursor.execute(query, {"day": today, "company": company})
            changed += cursor.rowcount
    return changed
