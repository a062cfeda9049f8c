"""Terminals and certificates of netNACCS."""

from __future__ import annotations

from types import MappingProxyType

from django.db import models

from nss.base.columns import ChoiceColumn, DateColumn, IssuedColumn
from nss.base.words import W
from nss.contract import choices as c
from nss.contract.dated import ContractTab, DatedRow, text_field


class NetTerminal(DatedRow):
    """netNACCS・netAPI端末."""

    kind = "net_terminal"
    label = W("netNACCS・netAPI端末", "netNACCS / netAPI terminal")
    order = 140
    contract_tab = ContractTab.NET
    given = MappingProxyType({"terminal": ("name",)})
    unique_by = (("name",),)
    called_by_name = True
    columns = (
        ChoiceColumn("net_kind", W("種別", "Kind"), c.NetKind),
        IssuedColumn("name", W("論理端末名", "Logical terminal name"), pending=True),
    )
    named_by = ("name",)
    net_kind = models.CharField(max_length=8, choices=c.NetKind.choices())
    name = text_field(6)

    class Meta(DatedRow.Meta):
        # what a caller names is looked up across all offices (center/search.py)
        indexes = [
            models.Index(fields=["office", "ends"], name="netterminal_office"),
            models.Index(fields=["name"], name="net_terminal_name"),
        ]


class WebCertificate(DatedRow):
    """webNACCS証明書."""

    kind = "web_certificate"
    label = W("webNACCS証明書", "webNACCS certificate")
    order = 150
    contract_tab = ContractTab.CERTIFICATE
    given = MappingProxyType({"terminal": ("name",)})
    unique_by = (("name",),)
    columns = (
        IssuedColumn("name", W("証明書名", "Certificate name"), pending=True),
        DateColumn("expires", W("有効期限", "Expires"), issued=True),
    )
    named_by = ("name",)
    name = text_field(6)
    expires = models.DateField(null=True)
