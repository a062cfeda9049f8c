"""The line of news for each event."""

from __future__ import annotations

from dataclasses import dataclass

from nss.base import clock
from nss.base.words import W
from nss.master import state as masters

from .models import Category

WORK_NEWS: dict[str, W] = {
    "work_proposed": W(
        "{kind}の候補日（{text}）があります。都合のよい日を選んでください。",
        "Dates for the {kind} are offered: {text}. Please choose one.",
    ),
    "work_fixed": W("{kind}の日程が{text}に決まりました。", "The date of the {kind} is confirmed: {text}."),
    "work_done": W("{kind}が完了しました。", "The {kind} is complete."),
    "work_failed": W(
        "{kind}が完了しませんでした。日程を改めて調整します。",
        "The {kind} could not be completed; new dates follow.",
    ),
    "work_cancelled": W("{kind}を中止しました（{text}）。", "The {kind} was called off: {text}."),
    "work_reopened": W(
        "{kind}の中止を取り消しました。日程を改めて調整します。",
        "The {kind} takes place after all; dates follow.",
    ),
    "work_undone": W(
        "{kind}の完了の連絡を取り消しました。",
        "The {kind} is not complete after all.",
    ),
    "work_vendor": W(
        "{kind}の業者が変わりました（{text}）。", "The vendor of the {kind} has changed: {text}."
    ),
}
NEWS: dict[str, W] = {
    "approve": W(
        "利用申込の審査が終了しました。通知内容を確認してください。",
        "The review is finished. Please read the notice.",
    ),
    "approve_wait": W(
        "利用申込の審査が終了しました。通知内容を確認し、締切日までにシステム設定を申し込んでください。",
        "The review is finished. Read the notice and apply for the system setting in time.",
    ),
    "send_back": W(
        "利用申込内容に確認事項があります。通知内容をご確認の上、申込内容の修正、または取下げを行ってください。",
        "There is a query. Correct the application or withdraw it.",
    ),
    "query_back": W(
        "確認事項が取り消されました。回答と修正は必要ありません。",
        "The query was taken back. There is nothing to answer or correct.",
    ),
    "agreed": W("全事業所の同意がそろい、審査に進みました。", "All offices agreed; the review begins."),
    "refused_consent": W(
        "共用している事業所の同意が得られませんでした。申込内容の修正、または取下げを行ってください。",
        "A sharing office did not agree. Correct the application or withdraw it.",
    ),
    "leader_gone": W(
        "あわせて申し込んだ申込が、承認されずに終了しました。この申込だけを続けて登録し直すか、取り下げてください。",
        "The application that this one was submitted for came to nothing. Submit this one on its own, or withdraw it.",
    ),
    "withdraw": W("利用申込を取り下げました。", "The application was withdrawn."),
    "revoke": W("NACCSセンターが審査終了を取り消しました。", "The Center revoked its decision."),
    "refuse": W(
        "利用申込は承認されませんでした。通知内容を確認してください。", "The application was not approved."
    ),
    "invalidate": W(
        "システム設定の申込が締切日までに完了しなかったため、利用申込は無効になりました。",
        "No system setting was completed in time: the application is void.",
    ),
    "setting_done": W("システム設定が完了しました。", "The system setting is complete."),
    "move_start": W(
        "利用開始日が変わりました。通知内容を確認してください。",
        "The start date has changed. Please read the notice.",
    ),
    "extend": W("システム設定申込締切日が延長されました。", "The setting deadline was extended."),
}
NEWS_EVENTS: tuple[tuple[str, W], ...] = (
    ("approve", W("審査の終了", "Review finished")),
    ("approve_wait", W("審査の終了（システム設定あり）", "Review finished, setting needed")),
    ("send_back", W("確認事項", "Query")),
    ("query_back", W("確認事項の取消し", "Query taken back")),
    ("agreed", W("全事業所の同意", "All agreed")),
    ("refused_consent", W("不同意", "Not agreed")),
    ("leader_gone", W("もとの申込の終了", "Lead application ended")),
    ("withdraw", W("取下げ", "Withdrawal")),
    ("revoke", W("取消し", "Revoked")),
    ("refuse", W("不承認", "Not approved")),
    ("invalidate", W("無効", "Made void")),
    ("setting_done", W("システム設定の完了", "Setting complete")),
    ("move_start", W("利用開始日の変更", "Start date moved")),
    ("extend", W("締切日の延長", "Deadline extended")),
)
"""Events whose line the Center may word itself (masters)."""


@dataclass(frozen=True, slots=True)
class NewsLine:
    """A line of news: under which heading, in which words."""

    category: Category
    text: W


def text_of(event: str) -> W:
    """The words for an event of the life cycle: the Center's own, else the usual ones."""
    return masters.news_text(event, clock.today()) or NEWS[event]
