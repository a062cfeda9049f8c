"""The rows of the change-selection screen (S05), each typed once, in the guides' order. A row is open when a module of
this folder declares a `PROCEDURE` with its entry; the others say that they are not open yet."""

from __future__ import annotations

from dataclasses import dataclass

from nss.base.choices import Choice
from nss.base.words import W


class Group(Choice):
    """Headings of the selection screen."""

    OFFICE = "office", W("本社・事業所の変更", "Head office and office")
    CODES = "codes", W("利用業種・利用者コード等の変更", "Business types and user codes")
    NET = "net", W("端末・証明書の変更（netNACCS）", "Terminals and certificates (netNACCS)")
    LINES = "lines", W("回線・端末等の変更（一般NACCS）", "Lines and terminals (general NACCS)")
    PLAN = "plan", W("料金プランの変更", "Fee plan")
    STATISTICS = "statistics", W("管理統計資料の変更", "Management statistics")
    STORAGE = "storage", W("保税管理資料保存サービスの変更", "Storage of bonded records")
    BILLING = "billing", W("請求先の変更", "Billing")
    FILES = "files", W("添付ファイル登録", "Attachments")
    OTHER = "other", W("その他の契約変更", "Other changes of the contract")
    BESIDE = "beside", W("契約変更以外の申込", "Other applications")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: `alone` rows (その他) cannot stand in one application with others (D-53)."""

    key: str
    group: Group
    label: W
    series: str = "A"
    """Last letter of the reception number (D-01)."""
    short: W | None = None
    """How the menu calls it."""

    @property
    def word(self) -> W:
        return self.short or self.label

    @property
    def alone(self) -> bool:
        return self.group is Group.OTHER


G = Group
OFFICE_DATA = Entry(
    "office-data", G.OFFICE, W("企業名、事業所名、所在地等", "Company name, office name, address")
)
HOLDER = Entry("holder", G.OFFICE, W("契約者名、契約者の役職", "Contract holder and position"))
HEAD_OFFICE = Entry(
    "head-office", G.OFFICE, W("本社情報（所在地、電話番号等）", "Head office (address, telephone)")
)
MANAGER = Entry(
    "manager",
    G.OFFICE,
    W("システム管理責任者の情報（電話番号、緊急連絡用FAX番号）", "System manager (telephone, emergency fax)"),
)
BUSINESS = Entry(
    "business", G.CODES, W("利用業種（追加・変更・削除）", "Business types (add, change, remove)")
)
USER_CODE = Entry(
    "user-code", G.CODES, W("利用者コード（追加・変更・削除）", "User codes (add, change, remove)")
)
ID_NUMBER = Entry("id-number", G.CODES, W("識別番号（追加・削除）", "Identification numbers (add, remove)"))
SETTING = Entry(
    "setting", G.CODES, W("システム設定（追加・変更・削除）", "System settings (add, change, remove)")
)
CONTRACTOR = Entry("contractor", G.CODES, W("契約者種別の変更", "Contractor kind"))
NET_TERMINAL = Entry(
    "net-terminal",
    G.NET,
    W("netNACCS、netAPI端末の登録情報（追加・削除）", "netNACCS / netAPI terminals (add, remove)"),
)
WEB_CERTIFICATE = Entry(
    "web-certificate",
    G.NET,
    W("webNACCS証明書の登録情報（追加・削除）", "webNACCS certificates (add, remove)"),
)
LINE = Entry(
    "line",
    G.LINES,
    W("一般NACCS回線の登録情報（追加・変更・廃止）", "General NACCS lines (add, change, abolish)"),
)
TERMINAL = Entry(
    "terminal", G.LINES, W("一般NACCS端末の登録情報（追加・削除）", "General NACCS terminals (add, remove)")
)
MAILBOX = Entry(
    "mailbox",
    G.LINES,
    W("一般NACCSのメールボックス数（追加・廃止）", "General NACCS mailboxes (add, abolish)"),
)
FEE_PLAN = Entry("fee-plan", G.PLAN, W("料金プラン（AプランまたはBプランの選択）", "Fee plan (A or B)"))
STATISTICS = Entry(
    "statistics", G.STATISTICS, W("管理統計資料（有料分・無料分）", "Management statistics (paid, free)")
)
STORAGE = Entry(
    "storage", G.STORAGE, W("保税管理資料保存サービス（要・不要）", "Storage of bonded records (yes, no)")
)
BILLING = Entry("billing", G.BILLING, W("請求先登録情報", "Billing recipient"))
BILLING_CONTACT = Entry("billing-contact", G.BILLING, W("請求先担当者", "Billing contact"))
PAYMENT = Entry(
    "payment", G.BILLING, W("支払の方法（口座振替・銀行振込）", "Payment (direct debit, transfer)")
)
FILES = Entry("files", G.FILES, W("添付ファイル登録", "Attachments"))
EQUIPMENT = Entry("equipment", G.OTHER, W("機器共用（追加・解除）", "Shared equipment (add, end)"))
JOINT_USE = Entry("joint-use", G.OTHER, W("共同利用（追加・解除）", "Joint use (add, end)"))
JOINT_NEW = Entry("joint-new", G.OTHER, W("共同利用（新規事業所）", "Joint use (new office)"))
MOVE = Entry(
    "move", G.OTHER, W("事業所間の登録情報の移動（付替）", "Move of registered data between offices")
)
SUCCESSION = Entry("succession", G.OTHER, W("地位の承継", "Succession"))
CANCEL = Entry("cancel", G.OTHER, W("契約解除、事業所廃止", "Cancellation, closing of the office"))

ENTRIES: tuple[Entry, ...] = (
    OFFICE_DATA,
    HOLDER,
    HEAD_OFFICE,
    MANAGER,
    BUSINESS,
    USER_CODE,
    ID_NUMBER,
    SETTING,
    CONTRACTOR,
    NET_TERMINAL,
    WEB_CERTIFICATE,
    LINE,
    TERMINAL,
    MAILBOX,
    FEE_PLAN,
    STATISTICS,
    STORAGE,
    BILLING,
    BILLING_CONTACT,
    PAYMENT,
    FILES,
    EQUIPMENT,
    JOINT_USE,
    JOINT_NEW,
    MOVE,
    SUCCESSION,
    CANCEL,
)
NEW_CONTRACT = Entry("new-contract", G.BESIDE, W("新規申込", "New contract"), "A")
SURVEY = Entry("survey", G.BESIDE, W("システム設定の申込", "System setting"), "B")
SPECIALIST = Entry("specialist", G.BESIDE, W("通関士IDの追加", "Add customs specialists' IDs"), "C")
CERTIFICATE = Entry(
    "certificate", G.BESIDE, W("デジタル証明書の再発行", "Re-issue of digital certificates"), "D"
)
REISSUE = Entry("reissue", G.BESIDE, W("パスワードの再発行", "Re-issue of passwords"), "E")
BESIDE: tuple[Entry, ...] = (SURVEY, SPECIALIST, CERTIFICATE, REISSUE)
"""Applications of their own menu entries: one item each, not on the selection screen (D-49)."""
BY_KEY = {e.key: e for e in (NEW_CONTRACT, *ENTRIES, *BESIDE)}
