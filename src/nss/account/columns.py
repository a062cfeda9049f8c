"""What is kept of offices and people beside the rows of contracts: what each value is called, how it is typed and read. For the
file of a register, and the record."""

from __future__ import annotations

from nss.base.columns import (
    ChoiceColumn,
    CodeColumn,
    Column,
    KanaColumn,
    MailColumn,
    PhoneColumn,
    TextColumn,
    field_length,
)
from nss.base.words import W
from nss.contract import choices as c
from nss.contract.models import Office

from .models import Person

OF_AN_OFFICE: tuple[Column, ...] = (
    ChoiceColumn("customs", W("管轄税関", "Customs house"), c.Customs, must=True),
    ChoiceColumn("system_class", W("区分", "Class"), c.SystemClass, must=True),
    CodeColumn(
        "billing_code", W("請求先コード", "Billing code"), length=field_length(Office, "billing_code")
    ),
)
"""It stands with the contract of the office."""
LOGIN_ID = W("担当者ID", "Person ID")
ROLE = W("役割", "Role")
FAMILY_NAME = TextColumn(
    "family_name", W("姓", "Family name"), must=True, length=field_length(Person, "family_name")
)
GIVEN_NAME = TextColumn(
    "given_name", W("名", "Given name"), must=True, length=field_length(Person, "given_name")
)
EMAIL = MailColumn("email", W("E-mailアドレス", "E-mail"), must=True, length=field_length(Person, "email"))
OF_A_PERSON: tuple[Column, ...] = (
    FAMILY_NAME,
    GIVEN_NAME,
    KanaColumn("kana", W("フリガナ", "Reading"), length=field_length(Person, "kana")),
    TextColumn("department", W("部課名", "Department"), length=field_length(Person, "department")),
    TextColumn("title", W("役職", "Position"), length=field_length(Person, "title")),
    PhoneColumn("phone", W("電話番号", "Telephone"), length=field_length(Person, "phone")),
    EMAIL,
)
