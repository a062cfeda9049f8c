"""Companies, offices, and every kind of thing that a contract holds. Column lists stand on the row types."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from nss.base.columns import HAS_NOT, Column
from nss.base.ids import new_id
from nss.base.words import W

from . import choices as c
from .dated import DatedRow


def _text(length: int) -> models.CharField:
    return models.CharField(max_length=length, blank=True, default="")


class Company(models.Model):
    """企業, named by its 企業略称 of three characters. What is written about it are dated rows."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(
        max_length=6, unique=True, help_text="企業略称; the temporary code of six before it is given"
    )

    def __str__(self) -> str:
        return self.code


class Office(models.Model):
    """事業所, the unit of a contract; its 事業所コード is 企業略称 + three digits (domain.md 3)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, models.PROTECT, related_name="offices")
    code = models.CharField(max_length=6, unique=True)
    customs = models.CharField(max_length=1, choices=c.Customs.choices(), default="1")
    system_class = models.CharField(max_length=6, choices=c.SystemClass.choices(), default="common")
    billing_code = _text(7)
    provisional = models.BooleanField(
        default=False, help_text="applies for its first contract and has none yet"
    )
    former_code = models.CharField(
        max_length=6, blank=True, default="", db_index=True, help_text="its temporary code"
    )
    company_name = _text(80)
    name = _text(80)
    """Names of today, copied from the dated rows for headers and lists; the rows are the truth."""

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="office_name", opclasses=["varchar_pattern_ops"]),
            models.Index(
                fields=["company_name"], name="office_company_name", opclasses=["varchar_pattern_ops"]
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CompanyProfile(DatedRow):
    kind = "company"
    label = W("企業", "Company")
    of_company = True
    columns = (
        Column("name", W("企業名", "Company name")),
        Column("name_kana", W("企業名（フリガナ）", "Company name (kana)"), phone=False),
        Column("corporate_number", W("法人番号", "Corporate number"), kind="code", phone=False),
    )
    name = _text(80)
    name_kana = _text(80)
    corporate_number = _text(13)


class HeadOffice(DatedRow):
    kind = "head_office"
    label = W("本社", "Head office")
    of_company = True
    columns = (
        Column("postal_code", W("本社郵便番号", "Head office postal code"), kind="code"),
        Column("address", W("本社所在地", "Head office address")),
        Column("phone", W("本社電話番号", "Head office telephone"), kind="code"),
    )
    postal_code = _text(7)
    address = _text(120)
    phone = _text(11)


class OfficeProfile(DatedRow):
    kind = "office"
    label = W("事業所", "Office")
    columns = (
        Column("name", W("事業所名", "Office name")),
        Column("postal_code", W("郵便番号", "Postal code"), kind="code"),
        Column("address", W("所在地", "Address")),
        Column("building", W("建物・階", "Building and floor"), phone=False),
        Column("phone", W("電話番号", "Telephone"), kind="code"),
        Column("fax", W("FAX番号", "Fax"), kind="code", phone=False),
    )
    name = _text(80)
    postal_code = _text(7)
    address = _text(120)
    building = _text(80)
    phone = _text(11)
    fax = _text(11)


class ContractHolder(DatedRow):
    kind = "holder"
    label = W("契約者", "Contract holder")
    columns = (
        Column("name", W("契約者名", "Contract holder")),
        Column("title", W("契約者の役職", "Position of the contract holder")),
    )
    name = _text(40)
    title = _text(40)


class SystemManager(DatedRow):
    kind = "manager"
    label = W("システム管理責任者", "System manager")
    columns = (
        Column("name", W("管理責任者氏名", "Name of the manager")),
        Column("name_kana", W("管理責任者氏名（フリガナ）", "Name of the manager (kana)"), phone=False),
        Column("phone", W("管理責任者電話番号", "Telephone of the manager"), kind="code"),
        Column("emergency_fax", W("緊急連絡用FAX番号", "Emergency fax"), kind="code", phone=False),
        Column("email", W("管理責任者E-mail", "E-mail of the manager"), kind="code"),
    )
    name = _text(40)
    name_kana = _text(80)
    phone = _text(11)
    emergency_fax = _text(11)
    email = _text(100)


class ContractorClass(DatedRow):
    kind = "contractor_class"
    label = W("契約者種別", "Contractor kind")
    columns = (Column("value", W("契約者種別", "Contractor kind"), "choice", c.ContractorKind),)
    value = models.CharField(max_length=8, choices=c.ContractorKind.choices(), default="private")


class OfficeBusiness(DatedRow):
    """利用業種 that the office has registered."""

    kind = "business"
    label = W("利用業種", "Business type")
    columns = (
        Column("system_class", W("区分", "Class"), "choice", c.SystemClass),
        Column("business", W("業種", "Business type"), "choice", c.BusinessType),
    )
    named_by = ("business",)
    system_class = models.CharField(max_length=6, choices=c.SystemClass.choices())
    business = models.CharField(max_length=2, choices=c.BusinessType.choices())


USER_ID = W("利用者ID", "User ID")
STATISTICS = W("管理統計資料", "Management statistics")


class UserCode(DatedRow):
    """利用者コード as this office uses it. Two offices with live rows of one code share it (他事業所と共用)."""

    kind = "user_code"
    label = W("利用者コード", "User code")
    columns = (
        Column("system_class", W("区分", "Class"), "choice", c.SystemClass),
        Column("code", W("利用者コード", "User code"), "code", group=USER_ID),
        Column("stats_paid", W("有料分", "Paid"), "flag", group=STATISTICS, phone=False),
        Column("stats_free", W("無料分", "Free"), "flag", group=STATISTICS, phone=False),
        Column(
            "bonded_storage", W("保税管理資料保存サービス", "Storage of bonded records"), "flag", phone=False
        ),
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


SHARED_COLUMN = Column("shared", W("他事業所と共用", "Shared with other offices"), "flag", flag=HAS_NOT)
"""Read off the rows of all offices, so no row stores it."""


class UserId(DatedRow):
    """識別番号: with its user code the 利用者ID of eight characters that a person signs on to NACCS with."""

    kind = "user_id"
    label = W("識別番号", "Identification number")
    columns = (
        Column("business", W("業種", "Business type"), "choices", c.BusinessType),
        Column("method", W("処理方式", "Processing method"), "choice", c.Method),
        Column("code", W("利用者コード", "User code"), "code", group=USER_ID),
        Column("number", W("識別番号", "Identification number"), "code", group=USER_ID),
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


class Line(DatedRow):
    """回線 with its router; 設置場所・オプション are the columns that the guides hide behind 詳細."""

    kind = "line"
    label = W("回線", "Line")
    columns = (
        Column("system_class", W("区分", "Class"), "choice", c.SystemClass),
        Column("connection", W("接続方式", "Connection"), "choice", c.Connection, phone=False),
        Column("edifact", W("EDIFACTの要否", "EDIFACT"), "flag", phone=False),
        Column("line_kind", W("接続種別", "Line kind"), "choice", c.LineKind),
        Column("speed", W("アクセス速度／回線種別", "Speed"), "code"),
        Column("wiring", W("屋内配線工事", "Indoor wiring"), "choice", c.Wiring, phone=False),
        Column("maintenance", W("保守時間帯", "Maintenance hours"), "choice", c.Maintenance, phone=False),
        Column("router", W("ルータ番号", "Router number"), "code"),
        Column("postal_code", W("設置場所 郵便番号", "Installation postal code"), "code", phone=False),
        Column("address", W("設置場所 所在地", "Installation address"), phone=False),
        Column("spare_router", W("予備ルータ", "Spare router"), "flag", flag=HAS_NOT, phone=False),
    )
    named_by = ("router",)
    system_class = models.CharField(max_length=6, choices=c.SystemClass.choices())
    connection = models.CharField(max_length=8, choices=c.Connection.choices(), default="general")
    edifact = models.BooleanField(default=False)
    line_kind = models.CharField(max_length=8, choices=c.LineKind.choices())
    speed = _text(20)
    wiring = models.CharField(max_length=8, choices=c.Wiring.choices(), default="own")
    maintenance = models.CharField(max_length=8, choices=c.Maintenance.choices(), default="weekdays")
    router = _text(5)
    postal_code = _text(7)
    address = _text(120)
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
    columns = (
        Column("router", W("ルータ番号", "Router number"), "code"),
        Column("system_class", W("区分", "Class"), "choice", c.SystemClass),
        Column("device", W("利用機器区分", "Device"), "choice", c.Device),
        Column("package", W("パッケージソフト区分", "Package software"), "choice", c.Package),
        Column("name", W("論理端末名", "Logical terminal name"), "code"),
        Column("address", W("IPアドレス（LAN側）", "IP address (LAN side)"), "code", phone=False),
    )
    named_by = ("name",)
    router = _text(5)
    system_class = models.CharField(max_length=6, choices=c.SystemClass.choices())
    device = models.CharField(max_length=4, choices=c.Device.choices())
    package = models.CharField(max_length=12, choices=c.Package.choices(), blank=True, default="")
    name = _text(6)
    address = models.GenericIPAddressField(null=True, protocol="IPv4")

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
    columns = (
        Column("terminal", W("論理端末名", "Logical terminal name"), "code"),
        Column("address", W("SMTPメールアドレス", "SMTP mail address"), "code"),
    )
    named_by = ("address",)
    terminal = _text(6)
    address = _text(100)


class AddressBlock(DatedRow):
    """A /29 of LAN addresses behind a router (T-01). A full router gets another: a row more, so the change is on record."""

    kind = "address_block"
    label = W("LAN側アドレスブロック", "LAN address block")
    columns = (
        Column("router", W("ルータ番号", "Router number"), "code"),
        Column("network", W("LAN側アドレスブロック", "LAN address block"), "code"),
    )
    named_by = ("network",)
    router = _text(5)
    network = _text(18)


class NetTerminal(DatedRow):
    """netNACCS・netAPI端末."""

    kind = "net_terminal"
    label = W("netNACCS・netAPI端末", "netNACCS / netAPI terminal")
    columns = (
        Column("net_kind", W("種別", "Kind"), "choice", c.NetKind),
        Column("name", W("論理端末名", "Logical terminal name"), "code"),
    )
    named_by = ("name",)
    net_kind = models.CharField(max_length=8, choices=c.NetKind.choices())
    name = _text(6)

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
    columns = (
        Column("name", W("証明書名", "Certificate name"), "code"),
        Column("expires", W("有効期限", "Expires"), "date"),
    )
    named_by = ("name",)
    name = _text(6)
    expires = models.DateField(null=True)


class Mailbox(DatedRow):
    kind = "mailbox"
    label = W("メールボックス", "Mailbox")
    columns = (Column("name", W("メールボックスID", "Mailbox ID"), "code"),)
    named_by = ("name",)
    name = _text(8)

    class Meta(DatedRow.Meta):
        # what a caller names is looked up across all offices (center/search.py)
        indexes = [
            models.Index(fields=["office", "ends"], name="mailbox_office"),
            models.Index(fields=["name"], name="mailbox_name"),
        ]


class FeePlan(DatedRow):
    """料金プラン, one row for each of the two tabs."""

    kind = "plan"
    label = W("料金プラン", "Fee plan")
    columns = (
        Column("tab", W("対象", "For"), "choice", c.Tab),
        Column("plan", W("料金プラン", "Fee plan"), "choice", c.Plan),
    )
    named_by = ("tab",)
    tab = models.CharField(max_length=8, choices=c.Tab.choices())
    plan = models.CharField(max_length=1, choices=c.Plan.choices())


class BillingRecipient(DatedRow):
    kind = "billing"
    label = W("請求先登録情報", "Billing recipient")
    columns = (
        Column("name", W("請求先名", "Recipient")),
        Column("postal_code", W("請求先郵便番号", "Postal code"), "code"),
        Column("address", W("請求書送付先", "Billing address")),
    )
    name = _text(80)
    postal_code = _text(7)
    address = _text(120)


class BillingContact(DatedRow):
    kind = "billing_contact"
    label = W("請求先担当者", "Billing contact")
    columns = (
        Column("name", W("請求先担当者氏名", "Billing contact")),
        Column("department", W("請求先所属部課名", "Department")),
        Column("phone", W("請求先電話番号", "Telephone"), "code"),
        Column("email", W("請求先E-mail", "E-mail"), "code"),
    )
    name = _text(40)
    department = _text(60)
    phone = _text(11)
    email = _text(100)


class PaymentMethod(DatedRow):
    kind = "payment"
    label = W("支払の方法", "Payment")
    columns = (Column("method", W("支払の方法", "Payment"), "choice", c.Payment),)
    method = models.CharField(max_length=8, choices=c.Payment.choices())


class SharedUse(DatedRow):
    """機器共用・共同利用 with another office."""

    kind = "shared_use"
    label = W("機器共用・共同利用", "Shared equipment and joint use")
    columns = (
        Column("use", W("種別", "Kind"), "choice", c.SharedUseKind),
        Column("partner", W("相手の事業所コード", "Partner office"), "code"),
        Column("object", W("対象", "Object"), "code"),
    )
    named_by = ("partner", "object")
    use = models.CharField(max_length=10, choices=c.SharedUseKind.choices())
    partner = _text(6)
    object = _text(8)


class RowWrite(models.Model):
    """The record by which an approval is taken back: which version was inserted, which was cut and from what end."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    application = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=20)
    version = models.BigIntegerField()
    inserted = models.BooleanField()
    ends_before = models.DateField(null=True)


ROW_TYPES: dict[str, type[DatedRow]] = {
    m.kind: m
    for m in (
        CompanyProfile,
        HeadOffice,
        OfficeProfile,
        ContractHolder,
        SystemManager,
        ContractorClass,
        OfficeBusiness,
        UserCode,
        UserId,
        Line,
        AddressBlock,
        Terminal,
        MailAddress,
        NetTerminal,
        WebCertificate,
        Mailbox,
        FeePlan,
        BillingRecipient,
        BillingContact,
        PaymentMethod,
        SharedUse,
    )
}
"""Every kind of row by its key, in the order in which contracts are read out."""
