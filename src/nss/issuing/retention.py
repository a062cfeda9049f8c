"""How long the record of passwords read is kept."""

from __future__ import annotations

from nss.base.words import W
from nss.record.retention import TEN_YEARS, Term

from .models import SecretView

TERMS = (
    Term(
        "views",
        W("パスワード閲覧の記録", "Record of passwords read"),
        TEN_YEARS,
        lambda before: SecretView.objects.filter(at__lt=before).delete()[0],
    ),
)
