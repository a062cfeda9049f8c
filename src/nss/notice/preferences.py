"""C19: which mails an office wants beside the fixed ones, and who else gets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nss.base.compiled_query import CompiledQuery
from nss.base.words import W
from nss.contract.models import Office

from .models import NoticeSetting


@dataclass(frozen=True, slots=True)
class Occasion:
    """One kind of mail; a fixed one tells of something that changes the contract and cannot be turned off."""

    kind: str
    word: W
    fixed: bool = True


OCCASIONS: tuple[Occasion, ...] = (
    Occasion("M01", W("利用申込の受付", "Application received")),
    Occasion("M02", W("審査の終了", "Review finished")),
    Occasion("M03", W("確認事項", "Query")),
    Occasion("M04", W("取下げ", "Withdrawal")),
    Occasion("M05", W("利用申込の無効", "Application void")),
    Occasion("M06", W("不承認", "Not approved")),
    Occasion("M07", W("システム設定申込締切日", "System settings deadline"), fixed=False),
    Occasion("M08", W("工事の日程と接続確認", "Works and connection tests")),
    Occasion("M09", W("同意の依頼と結果", "Consents asked and given")),
    Occasion("M10", W("請求額の確定", "Bill is final"), fixed=False),
    Occasion("M12", W("証明書の停止予定", "Certificates about to stop")),
    Occasion("M13", W("下書きの保存期限", "Drafts about to be deleted"), fixed=False),
    Occasion("M14", W("パスワード参照期限", "Passwords readable until"), fixed=False),
    Occasion("M16", W("利用開始日の変更", "Start date moved")),
    Occasion("notice", W("センターからのお知らせ", "Announcements of the Center"), fixed=False),
)
DAILY = Occasion("daily", W("日次まとめ", "Daily mail"))
"""What an office gets once a day instead of several mails."""
LATE = Occasion("late", W("回答期限を過ぎた申込", "Answers that are late"))
"""What those of the Center who decide are told."""
BY_KIND = {o.kind: o for o in (*OCCASIONS, DAILY, LATE)}
MOST = 5
"""Further addresses for one kind."""


def settings_of(office: Office) -> dict[str, NoticeSetting]:
    """What the office has set, by kind of mail."""
    return {s.kind: s for s in NoticeSetting.objects.filter(office=office)}


def store(office: Office, kind: str, mail: bool, extra: Sequence[str], daily: bool = False) -> None:
    """Set one kind; a fixed one stays on and comes at once whatever is asked. Raises KeyError for an unknown kind."""
    fixed = BY_KIND[kind].fixed
    wanted, daily = mail or fixed, daily and not fixed
    NoticeSetting.objects.update_or_create(
        office=office,
        kind=kind,
        defaults={
            "company_id": office.company_id,
            "mail": wanted,
            "daily": daily,
            "extra": list(dict.fromkeys(extra))[:MOST],
        },
    )


SETTING = CompiledQuery(
    lambda office, kind: NoticeSetting.objects.filter(office_id=office, kind=kind)[:1], int, str
)


def recipients(office: Office | None, kind: str, to: list[str]) -> tuple[list[str], bool]:
    """Who gets a mail of this kind (those it is meant for and the further addresses; nobody where it is turned off), and
    whether it waits for the daily mail."""
    if office is None or kind not in BY_KIND or not to:
        return to, False
    found = SETTING.first(office.pk, kind)
    if found is None:
        return to, False
    return (list(dict.fromkeys([*to, *found.extra])) if found.mail else []), found.daily
