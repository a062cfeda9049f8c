"""Lines with their routers, and what belongs to them: terminals, addresses, mailboxes."""

from __future__ import annotations

from ipaddress import IPv4Address
from types import MappingProxyType

from django.db import models

from nss.base.columns import (
    HAS_NOT,
    AddressColumn,
    ChoiceColumn,
    CodeColumn,
    FlagColumn,
    IssuedColumn,
    PostalColumn,
)
from nss.base.words import W
from nss.contract import choices as c
from nss.contract.dated import ContractTab, DatedRow, text_field


class Line(DatedRow):
    """回線 with its router; 設置場所・オプション are the columns that the guides hide behind 詳細."""

    kind = "line"
    label = W("回線", "Line")
    order = 100
    contract_tab = ContractTab.GENERAL
    given = MappingProxyType({"router": ("router",)})
    unique_by = (("router",),)
    counted = W("回線数", "Lines")
    called_by_name = True
    columns = (
        ChoiceColumn("system_class", W("区分", "Class"), c.SystemClass, must=True),
        ChoiceColumn("connection", W("接続方式", "Connection"), c.Connection, phone=False),
        FlagColumn("edifact", W("EDIFACTの要否", "EDIFACT"), phone=False),
        ChoiceColumn("line_kind", W("接続種別", "Line kind"), c.LineKind),
        CodeColumn("speed", W("アクセス速度／回線種別", "Speed")),
        ChoiceColumn("wiring", W("屋内配線工事", "Indoor wiring"), c.Wiring, phone=False),
        ChoiceColumn("maintenance", W("保守時間帯", "Maintenance hours"), c.Maintenance, phone=False),
        IssuedColumn("router", W("ルータ番号", "Router number"), pending=True),
        PostalColumn(
            "postal_code",
            W("設置場所 郵便番号", "Installation postal code"),
            phone=False,
            must=True,
        ),
        AddressColumn("address", W("設置場所 所在地", "Installation address"), phone=False, must=True),
        FlagColumn("spare_router", W("予備ルータ", "Spare router"), flag=HAS_NOT, phone=False),
    )
    named_by = ("router",)
    system_class = models.CharField(max_length=6, choices=c.SystemClass.choices())
    connection = models.CharField(max_length=8, choices=c.Connection.choices(), default="general")
    edifact = models.BooleanField(default=False)
    line_kind = models.CharField(max_length=8, choices=c.LineKind.choices())
    speed = text_field(20)
    wiring = models.CharField(max_length=8, choices=c.Wiring.choices(), default="own")
    maintenance = models.CharField(max_length=8, choices=c.Maintenance.choices(), default="weekdays")
    router = text_field(5)
    postal_code = text_field(7)
    address = text_field(120)
    spare_router = models.BooleanField(default=False)

    class Meta(DatedRow.Meta):
        # what a caller names is looked up across all offices (center/search.py)
        indexes = [
            models.Index(fields=["office", "ends"], name="line_office"),
            models.Index(fields=["router"], name="line_router"),
        ]


class Terminal(DatedRow):
    """論理端末 behind a router."""

    kind = "terminal"
    label = W("論理端末", "Logical terminal")
    order = 120
    contract_tab = ContractTab.GENERAL
    given = MappingProxyType({"terminal": ("name",), "address": ("address",)})
    unique_by = (
        ("name",),
        ("address",),
    )
    counted = W("論理端末数", "Logical terminals")
    called_by_name = True
    columns = (
        IssuedColumn("router", W("ルータ番号", "Router number"), pending=True),
        ChoiceColumn("system_class", W("区分", "Class"), c.SystemClass, must=True),
        ChoiceColumn("device", W("利用機器区分", "Device"), c.Device),
        ChoiceColumn("package", W("パッケージソフト区分", "Package software"), c.Package),
        IssuedColumn("name", W("論理端末名", "Logical terminal name"), pending=True),
        IssuedColumn("address", W("IPアドレス（LAN側）", "IP address (LAN side)"), phone=False),
    )
    named_by = ("name",)
    router = text_field(5)
    system_class = models.CharField(max_length=6, choices=c.SystemClass.choices())
    device = models.CharField(max_length=4, choices=c.Device.choices())
    package = models.CharField(max_length=12, choices=c.Package.choices(), blank=True, default="")
    name = text_field(6)
    address = models.GenericIPAddressField(null=True, protocol="IPv4")

    @classmethod
    def called(cls, name: str) -> models.Q:
        """Callers also say its LAN address."""
        try:
            return models.Q(address=str(IPv4Address(name)))
        except ValueError:
            return super().called(name)

    class Meta(DatedRow.Meta):
        # what a caller names is looked up across all offices (center/search.py)
        indexes = [
            models.Index(fields=["office", "ends"], name="terminal_office"),
            models.Index(fields=["name"], name="terminal_name"),
            models.Index(fields=["address"], name="terminal_address"),
        ]


class MailAddress(DatedRow):
    """SMTPメールアドレス of an SMTP two-way server; one server may have several (guide SMTP ⑦)."""

    kind = "mail_address"
    label = W("SMTPメールアドレス", "SMTP mail address")
    order = 130
    contract_tab = ContractTab.GENERAL
    given = MappingProxyType({"mail_address": ("address",)})
    unique_by = (("address",),)
    columns = (
        IssuedColumn("terminal", W("論理端末名", "Logical terminal name")),
        IssuedColumn("address", W("SMTPメールアドレス", "SMTP mail address")),
    )
    named_by = ("address",)
    terminal = text_field(6)
    address = text_field(100)


class AddressBlock(DatedRow):
    """A /29 of LAN addresses behind a router (T-01). A full router gets another: a row more, so the change is on record."""

    kind = "address_block"
    label = W("LAN側アドレスブロック", "LAN address block")
    order = 110
    contract_tab = ContractTab.GENERAL
    given = MappingProxyType({"block": ("network",)})
    unique_by = (("network",),)
    columns = (
        IssuedColumn("router", W("ルータ番号", "Router number"), pending=True),
        IssuedColumn("network", W("LAN側アドレスブロック", "LAN address block")),
    )
    named_by = ("network",)
    router = text_field(5)
    network = text_field(18)


class Mailbox(DatedRow):
    """メールボックス of general NACCS."""

    kind = "mailbox"
    label = W("メールボックス", "Mailbox")
    order = 160
    contract_tab = ContractTab.GENERAL
    given = MappingProxyType({"mailbox": ("name",)})
    unique_by = (("name",),)
    counted = W("メールボックス数", "Mailboxes")
    called_by_name = True
    columns = (IssuedColumn("name", W("メールボックスID", "Mailbox ID"), pending=True),)
    named_by = ("name",)
    name = text_field(8)

    class Meta(DatedRow.Meta):
        # what a caller names is looked up across all offices (center/search.py)
        indexes = [
            models.Index(fields=["office", "ends"], name="mailbox_office"),
            models.Index(fields=["name"], name="mailbox_name"),
        ]
