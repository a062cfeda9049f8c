"""The public rules and guides that the requirements come from, as they were read in 2026.

Where a title is not known, `about` says what the paper is. Dates are those that the page or paper bears.
"""

from __future__ import annotations

from .model import Source

GUIDE_10 = Source(
    "guide ⑩",
    "手順⑩ 識別番号廃止申込（「利用者コード」の廃止申込を含む）, guide of the Center to NSS: the application that gives up an "
    "identification number, screen by screen; screens of the 5th generation with samples of 2010 to 2013. Circled numbers in "
    "citations are its steps",
)
GUIDE_SMTP = Source(
    "guide SMTP",
    "一般NACCS端末の追加申込（SMTP双方向サーバの追加）, guide of the Center to NSS: the application that adds a server, "
    "from sign-in to the connection test; samples of 2017 to 2025. Where the two guides differ, this one counts. Circled numbers in citations "
    "are its steps, STEP1 to STEP3 and `cover` its pages",
)
TERMS_2019 = Source(
    "terms of 2019",
    "システム利用規程の一部改正について（利用申込手続に関する事項等）, NACCS掲示板, 2019-04-02: 業務関連規程第2号 of 2019-03-13, "
    "in force from 2019-07-21",
    "https://bbs.naccscenter.com/naccs/dfw/web/docs/2019032900057",
)
APPLICATIONS = Source(
    "FAQ on applications",
    "利用契約に関する申込・システム設定の申込, NACCS掲示板 よくある問合せ, 2018-08-27",
    "https://bbs.naccscenter.com/naccs/dfw/web/qanda/docs-keiyaku/2018082700044",
)
NUMBERS = Source(
    "FAQ on 識別番号",
    "識別番号, NACCS掲示板 よくある問合せ (undated)",
    "https://bbs.naccscenter.com/naccs/dfw/web/qanda/docs-keiyaku/2014052000190/",
)
ID_REVIEW = Source(
    "review of user IDs",
    "利用者ID体系の見直し, papers of the Center for the working groups on the 6th generation, 2014-08-28 and 2015-01-15",
    "https://expydoc.com/doc/8097309/",
)
PLANS = Source(
    "FAQ on plans",
    "料金プラン and 有利な料金プランの選択方法, NACCS掲示板 よくある問合せ (undated)",
    "https://bbs.naccscenter.com/naccs/dfw/web/qanda/docs-keiyaku/2014052100043/",
)
STORAGE = Source(
    "page on 保税管理資料保存サービス",
    "保税管理資料保存サービス, NACCS掲示板 業務仕様・関連資料, 2025 (it quotes the circular of 2025-03-31)",
    "https://bbs.naccscenter.com/system/etcdoc/hozei.html",
)
MERGERS = Source(
    "FAQ on mergers",
    "会社の承継、合併、営業譲渡等の場合, NACCS掲示板 よくある問合せ (undated)",
    "https://bbs.naccscenter.com/naccs/dfw/web/qanda/docs-keiyaku/2014052100012",
)
SIGN_ON = Source(
    "paper on single sign-on",
    "Paper of the Center on single sign-on in the 5th generation: groups of business types that may share one ID (a stored copy)",
    "https://paperzz.com/doc/6086383/",
)
PARTIES = Source(
    "list of parties",
    "List of the services of the 5th generation by entering party: which business types exist for sea, for air or for both (a copy)",
    "https://cupdf.com/document/5-naccs-p1-m0t-1-1001tv-6-cusrep.html",
)
ACCESS = Source(
    "page on access lines",
    "アクセス回線、処理方式、利用料金プラン, NACCS掲示板 (undated)",
    "https://bbs.naccscenter.com/naccs/dfw/web/use/userguide/access.html",
)
EDI = Source(
    "EDI specification",
    "EDI仕様書, appendix 3 of the 5th generation and chapters of the 6th: the Center supplies routers and gives out the private addresses",
    "https://paperzz.com/doc/6025882/",
)
LEASED = Source(
    "notice on leased lines",
    "Application for leased lines of the 6th generation, 2016: new servers get an address of their own, spare routers the new settings, too (a copy)",
    "https://deploy.paperzz.com/doc/5726884/",
)
CERTIFICATES = Source(
    "notice on certificates of 2019",
    "【デジタル証明書】システム利用規程の改正に伴う取扱いと適切な管理のお願い, NACCS掲示板, 2019-04-02",
    "https://bbs.naccscenter.com/naccs/dfw/web/docs/2019040200026/",
)
REISSUE = Source(
    "FAQ on certificates",
    "何をするとデジタル証明書の再発行が必要になるのでしょうか, NACCS掲示板 よくある問合せ, 2023-04-14",
    "https://bbs.naccscenter.com/naccs/dfw/web/qanda/docs/2013071600596",
)
INVOICES = Source(
    "FAQ on invoices",
    "請求書郵送廃止（FAQ）, NACCS掲示板, 2022",
    "https://bbs.naccscenter.com/naccs/dfw/web/tetsuduki/seikyushohaishiFAQ.html",
)
SURVEYS = Source(
    "page on survey forms",
    "システム設定調査票 of exporters and importers, NACCS掲示板 (undated)",
    "https://bbs.naccscenter.com/naccs/dfw/web/tetsuduki/system/yushutsunyu_nochk.html",
)
SECURITY_6 = Source(
    "6th-generation security",
    "Paper of the Center on security in the 6th generation, 2015-01: rules of passwords (a copy)",
    "https://expydoc.com/doc/7974384/",
)
METI = Source(
    "METI on NACCS",
    "電子申請（NACCS外為法関連業務） and 経済産業省への申請者届出手続, 経済産業省, as of 2025-10-12",
    "https://www.meti.go.jp/policy/external_economy/trade_control/05_naccs/naccs.html",
)
METI_FAQ = Source(
    "METI's FAQ",
    "電子申請（NACCS）に関するFAQ, 経済産業省 (undated)",
    "http://www.meti.go.jp/policy/external_economy/trade_control/05_naccs/05_faq/faq.html",
)
EXPORTERS = Source(
    "practitioner on NACCS",
    "輸出許可申請｜電子申請（NACCS）を利用するための手続き, page of an administrative scrivener (undated)",
    "https://mshoji-office.com/export_naccs_riyou",
)
FEEDBACK = Source(
    "reports on like systems",
    "What users and builders of public form services reported in the open: issues of open-forms, GOV.UK Forms, démarches-simplifiées, "
    "civiform and others, usage notes of e-Gov and of Japanese cities, 2009 to 2026",
)
WCAG = Source("WCAG 2.2", "Web Content Accessibility Guidelines 2.2, W3C, 2023-10-05, level AA")

ALL: tuple[Source, ...] = (
    GUIDE_10,
    GUIDE_SMTP,
    TERMS_2019,
    APPLICATIONS,
    NUMBERS,
    ID_REVIEW,
    PLANS,
    STORAGE,
    MERGERS,
    SIGN_ON,
    PARTIES,
    ACCESS,
    EDI,
    LEASED,
    CERTIFICATES,
    REISSUE,
    INVOICES,
    SURVEYS,
    SECURITY_6,
    METI,
    METI_FAQ,
    EXPORTERS,
    FEEDBACK,
    WCAG,
)
