"""Fee plans, who is billed, how it is paid."""

from __future__ import annotations

from django.db import models

from nss.base.columns import AddressColumn, ChoiceColumn, MailColumn, PhoneColumn, PostalColumn, TextColumn
from nss.base.words import W
from nss.contract import choices as c
from nss.contract.dated import ContractTab, DatedRow, text_field


class FeePlan(DatedRow):
    """料金プラン, one row for each of the two tabs."""

    kind = "plan"
    label = W("料金プラン", "Fee plan")
    order = 170
    contract_tab = ContractTab.BILLING
    unique_by = (("office", "tab"),)
    columns = (
        ChoiceColumn("tab", W("対象", "For"), c.Tab),
        ChoiceColumn("plan", W("料金プラン", "Fee plan"), c.Plan, must=True),
    )
    named_by = ("tab",)
    tab = models.CharField(max_length=8, choices=c.Tab.choices())
    plan = models.CharField(max_length=1, choices=c.Plan.choices())


class BillingRecipient(DatedRow):
    """請求先: who the invoice is addressed to."""

    kind = "billing"
    label = W("請求先登録情報", "Billing recipient")
    order = 180
    contract_tab = ContractTab.BILLING
    unique_by = (("office",),)
    outlives = True
    columns = (
        TextColumn("name", W("請求先名", "Recipient"), must=True),
        PostalColumn("postal_code", W("請求先郵便番号", "Postal code"), must=True),
        AddressColumn("address", W("請求書送付先", "Billing address"), must=True),
    )
    name = text_field(80)
    postal_code = text_field(7)
    address = text_field(120)


class BillingContact(DatedRow):
    """請求先担当者: who at the recipient answers for invoices."""

    kind = "billing_contact"
    label = W("請求先担当者", "Billing contact")
    order = 190
    contract_tab = ContractTab.BILLING
    unique_by = (("office",),)
    outlives = True
    columns = (
        TextColumn("name", W("請求先担当者氏名", "Billing contact"), must=True),
        TextColumn("department", W("請求先所属部課名", "Department")),
        PhoneColumn("phone", W("請求先電話番号", "Telephone"), must=True),
        MailColumn("email", W("請求先E-mail", "E-mail"), must=True),
    )
    name = text_field(40)
    department = text_field(60)
    phone = text_field(11)
    email = text_field(100)


class PaymentMethod(DatedRow):
    """支払の方法."""

    kind = "payment"
    label = W("支払の方法", "Payment")
    order = 200
    contract_tab = ContractTab.BILLING
    unique_by = (("office",),)
    outlives = True
    columns = (ChoiceColumn("method", W("支払の方法", "Payment"), c.Payment, must=True),)
    method = models.CharField(max_length=8, choices=c.Payment.choices())
