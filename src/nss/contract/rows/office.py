"""Rows about the company and the office themselves: names, addresses, who answers for the contract."""

from __future__ import annotations

from django.db import models

from nss.base.columns import (
    AddressColumn,
    ChoiceColumn,
    CorporateColumn,
    KanaColumn,
    MailColumn,
    PhoneColumn,
    PostalColumn,
    TextColumn,
)
from nss.base.words import W
from nss.contract import choices as c
from nss.contract.dated import ContractTab, DatedRow, text_field


class CompanyProfile(DatedRow):
    """企業: name, reading, corporate number; one for all offices of the company."""

    kind = "company"
    label = W("企業", "Company")
    order = 10
    contract_tab = ContractTab.OFFICE
    unique_by = (("company",),)
    of_company = True
    columns = (
        TextColumn("name", W("企業名", "Company name"), must=True),
        KanaColumn("name_kana", W("企業名（フリガナ）", "Company name (kana)"), phone=False),
        CorporateColumn("corporate_number", W("法人番号", "Corporate number"), phone=False),
    )
    name = text_field(80)
    name_kana = text_field(80)
    corporate_number = text_field(13)


class HeadOffice(DatedRow):
    """本社: address and telephone; one for all offices of the company."""

    kind = "head_office"
    label = W("本社", "Head office")
    order = 20
    contract_tab = ContractTab.OFFICE
    unique_by = (("company",),)
    of_company = True
    columns = (
        PostalColumn("postal_code", W("本社郵便番号", "Head office postal code"), must=True),
        AddressColumn("address", W("本社所在地", "Head office address"), must=True),
        PhoneColumn("phone", W("本社電話番号", "Head office telephone"), must=True),
    )
    postal_code = text_field(7)
    address = text_field(120)
    phone = text_field(11)


class OfficeContract(DatedRow):
    """That the office has a contract: from its first day to its end, which is the end of everything the office has."""

    kind = "contract"
    label = W("利用契約", "Contract")
    order = 25
    contract_tab = ContractTab.OFFICE
    unique_by = (("office",),)
    columns = ()


class OfficeProfile(DatedRow):
    """事業所: name, address, telephone."""

    kind = "office"
    label = W("事業所", "Office")
    order = 30
    contract_tab = ContractTab.OFFICE
    unique_by = (("office",),)
    outlives = True
    columns = (
        TextColumn("name", W("事業所名", "Office name"), must=True),
        PostalColumn("postal_code", W("郵便番号", "Postal code"), must=True),
        AddressColumn("address", W("所在地", "Address"), must=True),
        TextColumn("building", W("建物・階", "Building and floor"), phone=False),
        PhoneColumn("phone", W("電話番号", "Telephone"), must=True),
        PhoneColumn("fax", W("FAX番号", "Fax"), phone=False),
    )
    name = text_field(80)
    postal_code = text_field(7)
    address = text_field(120)
    building = text_field(80)
    phone = text_field(11)
    fax = text_field(11)


class ContractHolder(DatedRow):
    """契約者: name and title of the person who signs the contract."""

    kind = "holder"
    label = W("契約者", "Contract holder")
    order = 40
    contract_tab = ContractTab.OFFICE
    unique_by = (("office",),)
    outlives = True
    columns = (
        TextColumn("name", W("契約者名", "Contract holder"), must=True),
        TextColumn("title", W("契約者の役職", "Position of the contract holder")),
    )
    name = text_field(40)
    title = text_field(40)


class SystemManager(DatedRow):
    """システム管理責任者: who is called about the systems, also in an emergency."""

    kind = "manager"
    label = W("システム管理責任者", "System manager")
    order = 50
    contract_tab = ContractTab.OFFICE
    unique_by = (("office",),)
    outlives = True
    columns = (
        TextColumn("name", W("管理責任者氏名", "Name of the manager"), must=True),
        KanaColumn("name_kana", W("管理責任者氏名（フリガナ）", "Name of the manager (kana)"), phone=False),
        PhoneColumn("phone", W("管理責任者電話番号", "Telephone of the manager"), must=True),
        PhoneColumn("emergency_fax", W("緊急連絡用FAX番号", "Emergency fax"), phone=False),
        MailColumn("email", W("管理責任者E-mail", "E-mail of the manager"), must=True),
    )
    name = text_field(40)
    name_kana = text_field(80)
    phone = text_field(11)
    emergency_fax = text_field(11)
    email = text_field(100)


class ContractorClass(DatedRow):
    """契約者種別."""

    kind = "contractor_class"
    label = W("契約者種別", "Contract holder type")
    order = 60
    contract_tab = ContractTab.OFFICE
    unique_by = (("office",),)
    columns = (ChoiceColumn("value", W("契約者種別", "Contract holder type"), c.ContractorKind, must=True),)
    value = models.CharField(max_length=8, choices=c.ContractorKind.choices(), default="private")


class OfficeBusiness(DatedRow):
    """利用業種 that the office has registered."""

    kind = "business"
    label = W("利用業種", "Business type")
    order = 70
    contract_tab = ContractTab.OFFICE
    unique_by = (("office", "system_class", "business"),)
    columns = (
        ChoiceColumn("system_class", W("区分", "Class"), c.SystemClass, must=True),
        ChoiceColumn("business", W("業種", "Business type"), c.BusinessType),
    )
    named_by = ("business",)
    system_class = models.CharField(max_length=6, choices=c.SystemClass.choices())
    business = models.CharField(max_length=2, choices=c.BusinessType.choices())
