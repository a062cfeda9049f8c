"""User codes and identification numbers."""

from __future__ import annotations

from types import MappingProxyType

from django.contrib.postgres.fields import ArrayField
from django.db import models

from nss.base.columns import HAS_NOT, ChoiceColumn, ChoicesColumn, FlagColumn, IssuedColumn
from nss.base.words import W
from nss.contract import choices as c
from nss.contract.dated import ContractTab, DatedRow

USER_ID = W("利用者ID", "User ID")
STATISTICS = W("管理統計資料", "Management statistics")


class UserCode(DatedRow):
    """利用者コード as this office uses it. Two offices with live rows of one code share it (他事業所と共用)."""

    kind = "user_code"
    label = W("利用者コード", "User code")
    order = 80
    contract_tab = ContractTab.CODE
    given = MappingProxyType({"user_code": ("code",)})
    unique_by = (("office", "code"),)
    counted = W("利用者コード数", "User codes")
    called_by_name = True
    columns = (
        ChoiceColumn("system_class", W("区分", "Class"), c.SystemClass, must=True),
        IssuedColumn("code", W("利用者コード", "User code"), group=USER_ID, pending=True),
        FlagColumn("stats_paid", W("有料分", "Paid"), group=STATISTICS, phone=False),
        FlagColumn("stats_free", W("無料分", "Free"), group=STATISTICS, phone=False),
        FlagColumn("bonded_storage", W("保税管理資料保存サービス", "Storage of bonded records"), phone=False),
    )
    named_by = ("code",)
    code = models.CharField(max_length=5)
    system_class = models.CharField(max_length=6, choices=c.SystemClass.choices())
    stats_paid = models.BooleanField(default=False)
    stats_free = models.BooleanField(default=False)
    bonded_storage = models.BooleanField(default=False)

    class Meta(DatedRow.Meta):
        indexes = [
            models.Index(fields=["office", "ends"], name="usercode_office"),
            models.Index(fields=["code", "ends"], name="usercode_code"),
        ]


SHARED_COLUMN = FlagColumn("shared", W("他事業所と共用", "Shared with other offices"), flag=HAS_NOT)
"""Read off the rows of all offices, so no row stores it."""


class UserId(DatedRow):
    """識別番号: with its user code the 利用者ID of eight characters that a person signs on to NACCS with."""

    kind = "user_id"
    label = W("識別番号", "Identification number")
    order = 90
    contract_tab = ContractTab.CODE
    given = MappingProxyType({"user_id": ("code", "number")})
    unique_by = (("code", "number"),)
    counted = W("識別番号数", "Identification numbers")
    called_by_name = True
    columns = (
        ChoicesColumn("business", W("業種", "Business type"), c.BusinessType, must=True),
        ChoiceColumn("method", W("処理方式", "Processing method"), c.Method, must=True),
        IssuedColumn("code", W("利用者コード", "User code"), group=USER_ID, pending=True),
        IssuedColumn("number", W("識別番号", "Identification number"), group=USER_ID, pending=True),
    )
    named_by = ("code", "number")
    code = models.CharField(max_length=5)
    number = models.CharField(max_length=3)
    business = ArrayField(models.CharField(max_length=2), default=list)
    method = models.CharField(max_length=12, choices=c.Method.choices())

    class Meta(DatedRow.Meta):
        indexes = [
            models.Index(fields=["office", "ends"], name="userid_office"),
            models.Index(fields=["code", "number"], name="userid_code"),
        ]
