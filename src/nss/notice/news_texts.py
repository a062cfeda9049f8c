"""The line of news for each event."""

from __future__ import annotations

from nss.base import clock
from nss.base.words import W
from nss.master import state as masters

from .facts import Facts

WORK_NEWS: dict[str, W] = {
    "work_proposed": W(
        "{kind}の候補日（{text}）があります。都合のよい日を選んでください。",
        "Dates for the works ({kind}) are offered: {text}. Please choose.",
    ),
    "work_fixed": W(
        "{kind}の日程が{text}に決まりました。", "The date of the works ({kind}) is fixed: {text}."
    ),
    "work_done": W("{kind}が完了しました。", "The works ({kind}) are done."),
    "work_failed": W(
        "{kind}が完了しませんでした。日程を改めて調整します。",
        "The works ({kind}) could not be finished; new dates follow.",
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
    "agreed": W("全事業所の同意がそろい、審査に進みました。", "All offices agreed; the review begins."),
    "refused_consent": W(
        "共用している事業所の同意が得られませんでした。申込内容の修正、または取下げを行ってください。",
        "A sharing office did not agree. Correct the application or withdraw it.",
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
    "extend": W("システム設定申込締切日が延長されました。", "The setting deadline was extended."),
}
NEWS_EVENTS: tuple[tuple[str, W], ...] = (
    ("approve", W("審査の終了", "Review finished")),
    ("approve_wait", W("審査の終了（システム設定あり）", "Review finished, setting needed")),
    ("send_back", W("確認事項", "Query")),
    ("agreed", W("全事業所の同意", "All agreed")),
    ("refused_consent", W("不同意", "Not agreed")),
    ("withdraw", W("取下げ", "Withdrawal")),
    ("revoke", W("取消", "Revoked")),
    ("refuse", W("不承認", "Not approved")),
    ("invalidate", W("無効", "Made void")),
    ("setting_done", W("システム設定の完了", "Setting complete")),
    ("extend", W("締切日の延長", "Deadline extended")),
)
"""Events whose line the Center may word itself (masters)."""
BESIDE_NEWS: dict[str, tuple[str, W]] = {
    "B": (
        "setting",
        W(
            "システム設定申込の審査を終了しました。通知内容を確認してください。",
            "The review of the system setting is finished.",
        ),
    ),
    "C": (
        "application",
        W(
            "通関士IDの追加申込の審査を終了しました。追加した利用者を確認してください。",
            "The review is finished. Please check the users added.",
        ),
    ),
    "D": (
        "certificate",
        W(
            "デジタル証明書を再発行しました。デジタル証明書を取得の上、適用作業を実施願います。",
            "A certificate was re-issued. Fetch and apply it.",
        ),
    ),
    "E": (
        "application",
        W(
            "パスワードを再発行しました。ID通知内容を確認してください。",
            "Passwords were re-issued. Read the ID notice.",
        ),
    ),
}
"""What the end of a review says for the series of reception numbers beside the contract's (guide, 新着情報)."""
BESIDE_QUERY: dict[str, tuple[str, W]] = {
    "B": (
        "setting",
        W(
            "システム設定申込内容に確認事項があります。通知内容をご確認の上、申込内容の修正、または取下げを行ってください。",
            "There is a query about the system setting.",
        ),
    ),
    "C": (
        "application",
        W(
            "通関士IDの追加申込に確認事項があります。通知内容をご確認の上、申込内容の修正、または取下げを行ってください。",
            "There is a query about the specialists' IDs.",
        ),
    ),
}


def news_line(event: str, facts: Facts) -> tuple[str, W]:
    """Category and text of the line of news for an event of the life cycle, by the series of the number."""
    series = facts.number[-1:]
    if event in ("approve", "approve_wait") and series in BESIDE_NEWS:
        return BESIDE_NEWS[series]
    if event == "send_back" and series in BESIDE_QUERY:
        return BESIDE_QUERY[series]
    own = masters.news_text(event, clock.today())
    return "setting" if series == "B" else "application", own or NEWS[event]
