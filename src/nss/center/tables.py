"""CSV of the Center's pages."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from nss.base.cells import safe_cell


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV download (UTF-8 with a byte order mark, for spreadsheets); formulas in cells are escaped."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    out = csv.writer(response, lineterminator="\r\n")
    out.writerow(heads)
    for row in rows:
        out.writerow([safe_cell(str(c)) for c in row])
    return response
