"""Screens of the Center (N..). No guide shows them."""

from __future__ import annotations

from .model import Section, rule
from .sources import FEEDBACK, GUIDE_10, GUIDE_SMTP, TERMS_2019

NONE = "the guides show the offices' side only"
CENTER = Section(
    "The Center's screens",
    "No guide shows them: what they hold follows from what offices are told, the rest is our decision.",
    (
        rule(
            "N01",
            "受付箱: the queue in views and in those that a person has saved, with filters, search, owner and age in business days.",
            ours=NONE,
        ),
        rule(
            "N02",
            "審査詳細: what the office saw, automatic checks, what will be issued, files and history, on one page.",
            FEEDBACK,
            ours=NONE,
        ),
        rule(
            "N03",
            "確認事項 作成: comments pinned to fields, from prepared texts; taken back before the office has begun to answer.",
            FEEDBACK,
            ours=NONE,
        ),
        rule(
            "N04",
            "再提出の差分: a re-submission beside the one before; comments are ticked off one by one.",
            FEEDBACK,
            ours=NONE,
        ),
        rule(
            "N05",
            "番号払出: numbers suggested from the pools or typed; what was ever issued is refused.",
            GUIDE_SMTP,
        ),
        rule(
            "N06",
            "利用開始日の確定: another day than the wished one needs a reason that the office sees; a decided start can be moved.",
            GUIDE_10,
            GUIDE_SMTP,
        ),
        rule(
            "N07",
            "スケジュール管理: registration days added, taken out, or with deadlines of their own; how many applications a day takes; lead times. What "
            "a change touches is read before it is stored.",
            GUIDE_SMTP,
        ),
        rule(
            "N08",
            "営業日カレンダー: closed days of the Center, and holidays that it works. What a change touches is read before it is stored.",
            ours=NONE,
        ),
        rule(
            "N09",
            "工事調整: works offered, fixed, done or failed, called off or taken back; who carries them out (業者), what was said "
            "about them (連絡記録), a calendar of all; connection tests that went wrong.",
            GUIDE_SMTP,
            ours="who comes, and what was agreed by telephone, has to be known to every colleague",
        ),
        rule(
            "N10",
            "同意状況: code by office, the nearest day first; a reminder by a press and before the day; an answer that came in writing is entered for the office, with its evidence, and taken back.",
            ours="an office may be unable to sign in",
        ),
        rule(
            "N11",
            "システム設定 審査: survey forms are reviewed like applications; one that is sent back completes nothing.",
            GUIDE_SMTP,
        ),
        rule(
            "N12",
            "締切超過・無効化: what becomes void soon; extended with a reason, or made void.",
            TERMS_2019,
        ),
        rule(
            "N13",
            "証明書: which certificates stop soon, wait, live or have stopped; the Center stops one with a reason, and the office is told.",
            ours="a key may have fallen into other hands",
        ),
        rule(
            "N14",
            "請求登録・確定: a month's usage file checked and drawn up by the worker, with how far it is; fixed by two people when it is over and those before it are fixed.",
            GUIDE_SMTP,
        ),
        rule(
            "N15",
            "契約台帳: every version of every row; a mistake is set right by two people with the reason, never an issued name.",
            ours="a wrong register has to be mended without losing what stood there",
        ),
        rule(
            "N16",
            "お知らせ配信: announcements to chosen offices for a period, by mail where wanted; whom it reaches is said before it is stored.",
            GUIDE_10,
        ),
        rule(
            "N17",
            "メール文面・送信箱: the Center's own words for mails; what did not arrive, or came back, is sent again, to another address too.",
            FEEDBACK,
        ),
        rule(
            "N18",
            "利用者・権限: people of offices and of the Center, roles, lost sign-ins; an auditor who reads everything and "
            "changes nothing.",
            ours=NONE,
        ),
        rule(
            "N19",
            "操作記録: who did what, with before and after, who read which password; searched, exported, never changed.",
            ours="docs/security.md, 16.3",
        ),
        rule(
            "N20",
            "マスタ・統計: what the Center keeps beside contracts, and figures of the desk with CSV.",
            ours=NONE,
        ),
    ),
)
