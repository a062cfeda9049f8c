"""保税管理資料保存サービス (要・不要), for the business types that may have it."""

from __future__ import annotations

from datetime import date

from nss.base.words import W
from nss.billing import fees
from nss.procedure.codes.business_rules import storage_allowed
from nss.procedure.kit.pages import FormPage
from nss.procedure.kit.procedure import Check
from nss.procedure.kit.selection import Entry, Group

from .materials import MaterialForm, MaterialProcedure

ENTRY = Entry(
    "storage",
    Group.STORAGE,
    10,
    W("保税管理資料保存サービス（要・不要）", "Storage of bonded records (yes, no)"),
)


class StorageForm(MaterialForm):
    """Storage of bonded records, yes or no a user code."""

    key, flags = ENTRY.key, ("bonded_storage",)

    def note(self, day: date) -> W:
        fee = fees.on(day).bonded_storage
        return W(
            f"利用者コードごとに月額{fee:,}円（税抜）で、保税管理資料を5年間保存します。CY、保税、航空会社、機用品の業種で利用できます。",
            f"Keeps bonded records five years for {fee:,} yen a month and code; for container yards, bonded warehouses, airlines, stores dealers.",
        )


class Storage(MaterialProcedure):
    """保税管理資料保存サービス."""

    entry = ENTRY
    kinds = ("user_code", "user_id")
    pages = (
        FormPage(
            "form",
            W("保税管理資料保存サービス 入力", "Storage of bonded records"),
            W("利用者コードごとに要否を選択してください。", "Choose for each user code."),
            StorageForm,
            step=True,
        ),
    )
    rules = (storage_allowed,)
    checks = (
        Check(
            W("保存サービスを利用できる業種である", "Business types may use the storage"), ("storage_type",)
        ),
    )


PROCEDURE = Storage()
