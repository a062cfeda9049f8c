"""What an office shares with another."""

from __future__ import annotations

from django.db import models

from nss.base.columns import ChoiceColumn, CodeColumn
from nss.base.words import W
from nss.contract import choices as c
from nss.contract.dated import ContractTab, DatedRow, text_field


class SharedUse(DatedRow):
    """機器共用・共同利用 with another office."""

    kind = "shared_use"
    label = W("機器共用・共同利用", "Shared equipment and joint use")
    order = 210
    contract_tab = ContractTab.GENERAL
    unique_by = (("office", "use", "partner", "object"),)
    empty_counts = ("object",)  # joint use has none
    columns = (
        ChoiceColumn("use", W("種別", "Kind"), c.SharedUseKind),
        CodeColumn("partner", W("相手の事業所コード", "Partner office")),
        CodeColumn("object", W("対象", "Object")),
    )
    named_by = ("partner", "object")
    use = models.CharField(max_length=10, choices=c.SharedUseKind.choices())
    partner = text_field(6)
    object = text_field(8)

    class Meta(DatedRow.Meta):
        indexes = [
            models.Index(fields=["office", "ends"], name="shareduse_office"),
            models.Index(fields=["partner"], name="shareduse_partner"),
        ]
