"""Rules of the trade: what the terms, the guides and the Center's pages ask of a contract (D-..)."""

from __future__ import annotations

from .model import Section, rule
from .sources import (
    ACCESS,
    APPLICATIONS,
    CERTIFICATES,
    EXPORTERS,
    GUIDE_10,
    GUIDE_SMTP,
    ID_REVIEW,
    INVOICES,
    MERGERS,
    METI,
    METI_FAQ,
    NUMBERS,
    PARTIES,
    PLANS,
    REISSUE,
    SECURITY_6,
    SIGN_ON,
    STORAGE,
    SURVEYS,
    TERMS_2019,
)

TRADE = Section(
    "Rules of the trade",
    "Numbers up to D-28 answer questions that no public paper answers; D-31 to D-65 come from public papers, but for D-46; from D-66 "
    "on, each says what of it is public.",
    (
        rule(
            "D-01",
            "申込受付番号: two digits of the year, a serial of four, a letter for the series: A contract, B system setting, "
            "C customs specialists, D certificates, E passwords. A serial runs by year and letter.",
            GUIDE_SMTP,
            ours="the guides show A only; a letter a kind tells at the telephone what it is",
        ),
        rule(
            "D-02",
            "論理端末名: five digits and a letter: C interactive, M mail, S SMTP two-way, G gateway, N netNACCS, P netAPI, W webNACCS.",
            GUIDE_SMTP,
            ours="C, M and S are the guide's; the rest had to be chosen",
        ),
        rule(
            "D-03",
            "端末アクセスキー: sixteen capitals and digits that are not easily confused.",
            ours="its form is not public",
        ),
        rule(
            "D-04",
            "SMTPメールアドレス: the terminal's name in lower case, a hyphen, two digits, at the set domain.",
            ours="its form is not public",
        ),
        rule(
            "D-05",
            "メールボックスID: the user code and three digits.",
            ours="as long as a user ID, since the two could be equal in the 5th generation",
        ),
        rule(
            "D-06",
            "The letters I and O are left out where numbers are issued automatically.",
            ours="they are read as 1 and 0",
        ),
        rule(
            "D-07",
            "区分 of a row is one of 海上, 航空, 共用 (both), 港湾.",
            GUIDE_10,
            GUIDE_SMTP,
            ours="港湾 stands in one guide only",
        ),
        rule(
            "D-08",
            "仮アカウント: lives 30 days and for one application; the mail address is proved by setting the password.",
            ours="its form is not public",
        ),
        rule(
            "D-09",
            "付替 (moving registered data) works between offices of one company; the other office is asked to agree.",
            ours="anything else is a succession",
        ),
        rule(
            "D-10",
            "業種: eighteen business types with two-digit codes; the Center may take one out of what is offered.",
            PARTIES,
            SIGN_ON,
            ours="no code list is public",
        ),
        rule(
            "D-11",
            "接続方式 of a line: 一般 or 自社システム.",
            GUIDE_SMTP,
            ours="the guide shows one of them",
        ),
        rule(
            "D-12", "屋内配線工事: 自社手配 or センター手配.", GUIDE_SMTP, ours="the guide shows one of them"
        ),
        rule("D-13", "保守時間帯: 平日 or 24時間365日.", GUIDE_SMTP, ours="the guide shows one of them"),
        rule(
            "D-15",
            "LAN側アドレス come from 10.20.0.0/16, in blocks of /29 (T-01).",
            GUIDE_SMTP,
            ours="the guide's sample address is the first of such a block",
        ),
        rule(
            "D-16",
            "A system setting must follow where a user code, a number or a business type is added or changed; not for ends, lines, "
            "terminals, mailboxes, plans, names, billing.",
            GUIDE_SMTP,
            ours="no list is public; the guide's sample without such changes has no deadline",
        ),
        rule(
            "D-17",
            "A system setting counts as completed when it was submitted by the end of its deadline and is not sent back.",
            ours="an office must not lose for the Center's time",
        ),
        rule(
            "D-18",
            "営業日: Monday to Friday but national holidays and 29 December to 3 January, and what the Center announces.",
            GUIDE_SMTP,
            ours="the contract desk's weekdays",
        ),
        rule(
            "D-19",
            "Start days are registration days (システム登録日): Wednesdays, Thursdays and firsts of a month that are business days. "
            "Another day may be asked for and is warned about; past days and today are refused.",
            GUIDE_10,
            GUIDE_SMTP,
            ours="the published table is not to be had; all days in the guides' samples fit",
        ),
        rule(
            "D-20",
            "The states of an application; 無効 and 審査終了 are the public words.",
            TERMS_2019,
            GUIDE_SMTP,
            ours="the rest follows from what the guides say happens",
        ),
        rule("D-21", "請求先コード: seven digits.", GUIDE_SMTP, ours="the guide masks it; the width is its"),
        rule(
            "D-23",
            "A survey form may have any file name; it is named by business type, code, kind and day when it arrives.",
            SURVEYS,
            ours="the old system refuses files for their names",
        ),
        rule(
            "D-25",
            "Attachments: pdf, png, jpg, xlsx, docx, xls, doc (drawings: svg, too), 10 MB each, 20 MB and ten files in all, names up to "
            "190 bytes; no archives.",
            GUIDE_SMTP,
            ours="no limits are public; nobody can look into archives safely",
        ),
        rule(
            "D-26",
            "Unit prices by transaction on plan A and B, by date, kept by the Center; estimates use them with real counts.",
            PLANS,
            ours="the table of the terms is not to be had",
        ),
        rule(
            "D-27",
            "利用料金請求ファイル: ten columns from 請求年月 to 金額, UTF-8 with BOM, CRLF.",
            NUMBERS,
            ours="only its existence is public",
        ),
        rule(
            "D-28",
            "A bill is due at the end of the month after, or on the next business day where that is a closed one.",
            ours="not public",
        ),
        rule(
            "D-31",
            "利用者ID: eight characters, 利用者コード 5 (営業所コード 2 + 企業略称 3) and 識別番号 3. 事業所コード: 企業略称 and three digits. "
            "What was issued once is never issued again.",
            NUMBERS,
            ID_REVIEW,
            GUIDE_10,
        ),
        rule(
            "D-32",
            "The last character of a 識別番号 is a letter for netNACCS and a digit for 一般NACCS.",
            GUIDE_10,
        ),
        rule(
            "D-33",
            "A user code ends only with all its numbers of both tabs; it ends by itself with the last one, and its paid materials with it.",
            GUIDE_10,
        ),
        rule(
            "D-34",
            "Business types share one number only inside a group; 通関士 and 輸出者(外為法) stand alone, 汎用申請 goes with all but 銀行; "
            "three types at most.",
            SIGN_ON,
            GUIDE_10,
        ),
        rule(
            "D-35",
            "Some business types exist for sea only, some for air only, wherever they are entered.",
            PARTIES,
        ),
        rule(
            "D-36",
            "保税管理資料保存サービス is open to user codes of CY, 保税蔵置場, 航空会社 and 機用品業.",
            STORAGE,
        ),
        rule(
            "D-37",
            "管理統計資料（有料分） and 保税管理資料保存サービス cost 1,000 yen a month and user code each, without tax.",
            PLANS,
            STORAGE,
        ),
        rule(
            "D-38",
            "Plan A: 5,000 yen a month for each terminal or mailbox and lower unit prices (13.4 to 20 %); plan B: use only. Below 25,000 yen "
            "of use a unit B is cheaper, above 37,500 A.",
            PLANS,
        ),
        rule(
            "D-39",
            "料金プラン is chosen apart for netNACCS and 一般NACCS and changes from the first of a month.",
            PLANS,
        ),
        rule(
            "D-40",
            "A user code for 外為法関連業務 begins with V1 and is for nothing else; a company has one.",
            EXPORTERS,
        ),
        rule("D-41", "外為法関連業務: two weeks from application to start, which cannot be shortened.", METI),
        rule("D-42", "外為法関連業務 cost nothing.", METI_FAQ),
        rule(
            "D-43",
            "システム設定申込締切日: four business days before the start. What is not completed by then makes the approved application void (無効). "
            "Example: start Thu 2018-11-01, deadline Fri 2018-10-26.",
            TERMS_2019,
        ),
        rule(
            "D-44",
            "Passwords can be read from the day of the notice to two business days after the start, and by nobody afterwards.",
            GUIDE_SMTP,
        ),
        rule(
            "D-45",
            "An answer can be expected on the next business day at the earliest.",
            GUIDE_10,
            GUIDE_SMTP,
        ),
        rule(
            "D-46",
            "An office that is asked to agree has five business days, or until the setting deadline of the wished start; at least one.",
            ours="the review needs an end, and a start day must stay within reach",
        ),
        rule(
            "D-47",
            "デジタル証明書: one for each netNACCS and webNACCS terminal; it stops when it is not fetched within two months of the start or of a "
            "re-issue. It is fetched from NACCS掲示板, not from here. It ends with its terminal, and moves with it.",
            CERTIFICATES,
            TERMS_2019,
        ),
        rule(
            "D-48",
            "Reasons for which a certificate is issued anew: PC, OS or account changed, deleted, expired, failed.",
            REISSUE,
        ),
        rule(
            "D-49",
            "システム設定の申込: survey forms by business type, for a newly issued code or an existing one; an application of its own beside the "
            "change application.",
            APPLICATIONS,
            SURVEYS,
        ),
        rule(
            "D-50",
            "通関士IDの追加: an application of its own, for a user code of a 通関業.",
            APPLICATIONS,
            GUIDE_10,
        ),
        rule(
            "D-51",
            "新規申込: for a company or an office without a contract; the terms of use are accepted first.",
            APPLICATIONS,
            ACCESS,
        ),
        rule(
            "D-52",
            "地位の承継: six cases, by who is in NACCS and whose codes go on. Every office of the company that vanishes ends as in a "
            "cancellation; new names and new offices are applications of their own, judged together with it; they may begin before "
            "the old ends where a parallel period was arranged.",
            MERGERS,
        ),
        rule(
            "D-53",
            "Items of the first frame combine freely; one of その他の契約変更 stands alone in its application.",
            GUIDE_10,
            GUIDE_SMTP,
        ),
        rule(
            "D-54",
            "その他の契約変更, but for the end of a contract, is talked over with the Center first.",
            GUIDE_SMTP,
        ),
        rule(
            "D-55",
            "An office with a line that moves must take the line item into the application and change where the line stands.",
            GUIDE_10,
            GUIDE_SMTP,
        ),
        rule(
            "D-56",
            "A change of the company's data reaches every office of the 企業略称.",
            GUIDE_10,
            GUIDE_SMTP,
        ),
        rule(
            "D-57",
            "工事種別: a server behind a router means remote work with hours without communication, with a spare router a visit at extra cost; "
            "a new or moved line is laid. Works end by the day before the start.",
            GUIDE_SMTP,
        ),
        rule("D-58", "システム構成図 must come with every change of lines or terminals.", GUIDE_SMTP),
        rule(
            "D-59",
            "利用者パスワード: capitals and digits, at least one of each, six to eight characters; issued are eight.",
            SECURITY_6,
        ),
        rule(
            "D-60",
            "専用線 run at 0.5, 1, 3, 5 or 10 Mbps; ブロードバンド光 promises no speed.",
            ACCESS,
        ),
        rule("D-61", "Bills are downloaded; past ones, too. There is no paper since April 2022.", INVOICES),
        rule(
            "D-62",
            "支払の方法: direct debit begins when the bank's form is processed; until then bills are paid by transfer.",
            GUIDE_SMTP,
            ours="the guide shows the form's way, not the interval",
        ),
        rule(
            "D-63",
            "An application has two papers: 申込書 from filing on (P01) and 承認通知 from the start day on (P02); every office whose "
            "contract ends by it has a 契約解除通知書 (P03) besides.",
            TERMS_2019,
            GUIDE_SMTP,
        ),
        rule(
            "D-64",
            "A password that was not read in time, or was lost, is issued anew by an application of its own.",
            GUIDE_SMTP,
        ),
        rule(
            "D-65",
            "Notices go to 申込担当者 and システム管理責任者, once each.",
            GUIDE_10,
            GUIDE_SMTP,
            TERMS_2019,
        ),
        rule(
            "D-66",
            "A monthly fee is charged whole for each calendar month on at least one day of which there is what it is charged for: "
            "the month of the start and the month of the end included, no parts of a month.",
            ours="the papers give prices a month and no share of a day; terms of like services charge from the month of the start to "
            "the month of the end",
        ),
        rule(
            "D-67",
            "The plan of a side in a month is the one of its first day on which the office has one; another plan counts from the next month.",
            PLANS,
            ours="plans are chosen by the month; which plan an irregular change leaves to its month had to be chosen",
        ),
        rule(
            "D-68",
            "What passes from one office to another under the same name, from one day to the next (付替, 地位の承継), is charged once in that "
            "month: where it is first due. What stands in one office under one name is one thing.",
            ours="the fee is for a terminal, a mailbox, a code, and there is one of it",
        ),
        rule(
            "D-69",
            "外為法関連業務 are free by ID: what an ID used that served nothing else in the month costs nothing, whatever the usage file says. "
            "Fees of an office, or of a user code, count from the first day on which not all of its IDs are such.",
            METI_FAQ,
            ours="the FAQ does not say how an office is billed that has both",
        ),
        rule(
            "D-70",
            "Without a charging unit a side is on plan B. On the general side plan A may be taken for the fee of one unit, which is charged "
            "where an ID is used under it.",
            PLANS,
        ),
        rule(
            "D-71",
            "Use through the SMTP server of another office is priced on the plan of the office that owns the server.",
            PLANS,
        ),
        rule(
            "D-72",
            "A line of the usage file is taken only if the ID was the office's on a day of the month, on that side, if the price is one that the "
            "price list has for the plan of the month, and if no line before has the same ID, side, transaction and price.",
            ours="each has happened to systems of this kind",
        ),
        rule(
            "D-73",
            "Monthly fees and the rate of tax are masters that count from the first of a month; a bill keeps those of its month.",
            ours="they change by law and by the terms, and a past bill may not",
        ),
        rule(
            "D-74",
            "A fixed bill is corrected by a document of its own, by two people and with its reason; it stands on the next bill. Its tax is the "
            "difference between that of the bill as it should have been and as it was. No more is given back than was billed.",
            ours="an invoice that was handed over is not rewritten; one rounding a rate and bill (T-12) holds for both together",
        ),
    ),
)
