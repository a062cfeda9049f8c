"""What a procedure is known by: its row on the change-selection screen (S05), in which group, in which order, under
which words. Each procedure declares its own entry; the catalogue puts the screen together."""

from __future__ import annotations

from dataclasses import dataclass

from nss.base.choices import Choice
from nss.base.words import W


class Group(Choice):
    """Headings of the selection screen, in its order. NEW and BESIDE are not on it: applications of one item (D-49)."""

    NEW = "new", W("契約変更以外の申込", "Other applications")
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

    @property
    def folder(self) -> str:
        """The folder of `nss.procedure` where the modules of the group stand."""
        return FOLDERS.get(self, self.value)

    @property
    def on_screen(self) -> bool:
        """Whether its procedures stand on the selection screen (申込項目)."""
        return self not in (Group.NEW, Group.BESIDE)


FOLDERS = {
    Group.NEW: "beside",
    Group.PLAN: "charges",
    Group.STATISTICS: "charges",
    Group.STORAGE: "charges",
    Group.BILLING: "charges",
    Group.FILES: "beside",
}
"""Of groups whose folder is not called as they are."""


class Menu(Choice):
    """Headings of an office's menu under which applications of their own begin."""

    APPLY = "apply", W("申込を行う", "Apply")
    PEOPLE = "people", W("ユーザー情報", "People")


@dataclass(frozen=True, slots=True)
class Series:
    """Applications whose reception numbers end with the same letter (D-01)."""

    letter: str
    word: W
    short: W
    """For the Center's lists."""


CONTRACT = Series("A", W("利用申込（契約）", "Contract"), W("利用申込", "Contract"))


@dataclass(frozen=True, slots=True)
class Entry:
    """What one procedure is known by. `order` counts within the group, in tens so that one more fits between."""

    key: str
    group: Group
    order: int
    label: W
    series: Series = CONTRACT
    menu: Menu | None = None
    """Where it stands on an office's menu, if it begins there."""
    about: W | None = None
    """What it is for, on the page where it begins."""
    reason: W | None = None
    """The reason that such an application carries by itself, where none is asked for."""

    @property
    def alone(self) -> bool:
        """Whether it cannot stand in one application with others (その他, D-53)."""
        return self.group is Group.OTHER
