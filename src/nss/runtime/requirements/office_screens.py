"""Screens of the offices: those that the guides show (S..), further ones (C..)."""

from __future__ import annotations

from .model import Section, rule
from .sources import APPLICATIONS, CERTIFICATES, FEEDBACK, GUIDE_10, GUIDE_SMTP, INVOICES, PLANS, TERMS_2019

SHOWN = Section(
    "Screens of the office",
    "Shown in the guides, wholly or in part. Labels and order are theirs, so that the help desk and the screen use the same words.",
    (
        rule(
            "S01",
            "ログイン: office code, person and password. Back and several tabs are allowed.",
            GUIDE_SMTP,
        ),
        rule(
            "S02",
            "メニュー: news (新着情報, the newest ten), every application and look-up, and 「対応が必要な手続き」, what waits for the office.",
            GUIDE_10,
            GUIDE_SMTP,
        ),
        rule(
            "S03",
            "契約情報詳細表示: the contract in tabs, with rows to tick as the start of an application.",
            GUIDE_10,
        ),
        rule(
            "S04",
            "変更申込ガイダンス: the four steps of an application before it begins.",
            GUIDE_10,
            GUIDE_SMTP,
        ),
        rule(
            "S05",
            "変更内容入力: the list of everything that can change, the wished start day and the reason (240 characters).",
            GUIDE_10,
            GUIDE_SMTP,
        ),
        rule(
            "S06",
            "申込担当者入力: the person whom the Center calls, filled in from the last application; hyphens and widths are put right.",
            GUIDE_10,
            GUIDE_SMTP,
        ),
        rule(
            "S07",
            "利用者コード 一覧入力: contract rows beside the rows applied for; each leads to S08.",
            GUIDE_10,
        ),
        rule(
            "S08",
            "利用者コード 詳細入力: class, numbers to end, business types, materials of one user code.",
            GUIDE_10,
        ),
        rule(
            "S09",
            "回線・論理端末 一覧入力: lines and terminals, contract beside application, with the configuration drawing.",
            GUIDE_SMTP,
        ),
        rule(
            "S10",
            "回線・論理端末 詳細入力: counts of terminals, servers and mail addresses of one line, and the wished day of works.",
            GUIDE_SMTP,
        ),
        rule(
            "S11",
            "回線工事 詳細入力: who is called about the works (工事事務担当者) and who attends them (工事立会者).",
            GUIDE_SMTP,
        ),
        rule(
            "S12",
            "入力確認: everything before and after, remark, attachments; each part can be changed and leads back here.",
            GUIDE_SMTP,
        ),
        rule("S13", "登録完了: the reception number, who is mailed, what happens next.", GUIDE_SMTP),
        rule(
            "S14",
            "申込情報一覧: the office's applications with filters, state and what they wait for.",
            GUIDE_SMTP,
        ),
        rule(
            "S15",
            "申込内容参照: one application: dates, contact, counts of 対象項目, progress (進行状況), papers.",
            GUIDE_SMTP,
        ),
        rule(
            "S16",
            "ID通知内容 参照: what was issued, old beside new, with passwords inside their window.",
            GUIDE_SMTP,
        ),
        rule("S17", "利用開始までの案内: works and connection test between approval and use.", GUIDE_SMTP),
    ),
)

FURTHER = Section(
    "Further screens of the office",
    "Named in the guides or needed by a rule, but shown nowhere.",
    (
        rule("C01", "仮アカウントの発行: how somebody without a contract gets in.", APPLICATIONS),
        rule("C02", "新規申込: a whole contract entered as a list of tasks in any order.", APPLICATIONS),
        rule("C03", "事業所の追加: an office more of a company that has a contract.", APPLICATIONS),
        rule(
            "C04",
            "下書き一覧: drafts to resume, copy, hand over, delete and bring back.",
            FEEDBACK,
            ours="drafts live on the server, so they need a list of their own",
        ),
        rule(
            "C05",
            "下書きトップ: the tasks of one draft and how far each is.",
            FEEDBACK,
            ours="a draft may be left and taken up anywhere",
        ),
        rule(
            "C06",
            "確認事項への回答: what the Center asks, comment by comment, with an answer to each.",
            GUIDE_10,
            GUIDE_SMTP,
            ours="the guides say that a query can be corrected, but show no page for it",
        ),
        rule(
            "C07",
            "修正入力: a filed application corrected on the pages that entered it, under its number.",
            GUIDE_10,
            ours="the guides show no page for it",
        ),
        rule("C08", "取下げ: an undecided application taken back, with the reason.", GUIDE_10, GUIDE_SMTP),
        rule(
            "C09",
            "システム設定の申込: the survey form of a business type on screen or as a file.",
            APPLICATIONS,
        ),
        rule(
            "C10",
            "システム設定申込 参照: looked up like any other application.",
            APPLICATIONS,
            ours="one look-up for all kinds",
        ),
        rule("C11", "通関士IDの追加: a number for each customs specialist.", APPLICATIONS),
        rule("C12", "デジタル証明書の再発行: which certificates, and why.", GUIDE_SMTP),
        rule(
            "C13",
            "証明書一覧: each certificate with its state, by when it must be fetched and when it stops.",
            CERTIFICATES,
        ),
        rule("C14", "請求一覧: the months with amount, tax, method and due day.", GUIDE_SMTP, INVOICES),
        rule(
            "C15",
            "請求詳細: the lines of a bill, the qualified-invoice number, the invoice as PDF and the usage as CSV.",
            INVOICES,
        ),
        rule("C16", "口座振替: the request form for direct debit (預金口座振替依頼書) to print.", GUIDE_SMTP),
        rule(
            "C17",
            "工事日程: days that the Center offers are accepted, or others are wished for.",
            GUIDE_SMTP,
            ours="the guide leaves the date to a telephone call",
        ),
        rule(
            "C18",
            "お知らせ一覧: all news by kind, period and text, read or unread for each person.",
            GUIDE_10,
            ours="the menu shows the newest ten only",
        ),
        rule(
            "C19",
            "通知設定: which mails come at once, once a day or not at all, and to whom else; what the terms ask for cannot be off.",
            FEEDBACK,
        ),
        rule(
            "C20",
            "事業所の担当者管理: the manager invites people, gives roles, stops accounts.",
            ours="every act needs a name; the old system had one account an office",
        ),
        rule(
            "C21",
            "契約手続き用パスワードの変更: twelve characters or more, common ones refused, no rule of composition.",
            GUIDE_SMTP,
            ours="length protects, composition rules do not (docs/security.md, 6.2)",
        ),
        rule("C22", "パスワード再設定: a mailed link that works once.", ours="see T-15"),
        rule(
            "C23",
            "Items of S05 that the guides do not show have pages of the same grammar: list, detail, back to the list.",
            APPLICATIONS,
            PLANS,
        ),
        rule("C24", "他事業所の利用者コードを共用する: whose code, and whether it can be.", GUIDE_10),
        rule(
            "C25",
            "同意: an office that shares a code agrees or not, by a day; the asking office sees who has answered.",
            GUIDE_10,
            ours="the guide makes every office apply for itself (see X-05)",
        ),
        rule(
            "C26",
            "利用開始日を選ぶ: a calendar in which every day says why it cannot be chosen.",
            GUIDE_SMTP,
            ours="the guide lets a day be typed blind",
        ),
        rule("C28", "APIトークン: made by a manager, shown once, with an end and the last use.", FEEDBACK),
        rule(
            "C30",
            "アカウント・セッション: the devices that are signed in, to end one or all.",
            ours="docs/security.md, 7.4",
        ),
        rule(
            "C31",
            "構成図: the configuration drawing of a draft and of a filed application, on the page and as PDF.",
            GUIDE_SMTP,
        ),
        rule("C32", "ヘルプ: words of the field and how pages behave.", FEEDBACK),
        rule(
            "C33",
            "時間切れ: what was kept when a session ended, and the way back to it.",
            FEEDBACK,
            ours="see F-07",
        ),
        rule(
            "C34",
            "競合の解決: a field that two tabs or two people changed is shown with both values.",
            FEEDBACK,
            ours="see F-05",
        ),
    ),
)
PAPERS = Section(
    "Papers",
    "What can be printed of an application.",
    (
        rule(
            "P01",
            "システムサービス利用契約変更申込書: from filing on, for the office's own files; it is neither posted nor sealed.",
            TERMS_2019,
            GUIDE_SMTP,
        ),
        rule(
            "P02",
            "システムサービス利用契約変更承認通知: from the start day on.",
            TERMS_2019,
            GUIDE_SMTP,
        ),
        rule(
            "P03",
            "システムサービス利用契約解除通知書: for every office whose contract ends, from that day on.",
            TERMS_2019,
        ),
    ),
)
