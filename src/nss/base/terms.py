"""利用規程 in short: what a new user accepts. The full terms are the Center's; their version is kept with every acceptance."""

from nss.base.words import W

VERSION = "2025年10月12日版"
TERMS: tuple[tuple[W, W], ...] = (
    (
        W("利用の申込と承諾", "Application and acceptance"),
        W(
            "利用の契約は、NACCSセンターが審査を終了し、利用開始日を通知したときに成立します。",
            "A contract begins when the Center has finished its review and told the start date.",
        ),
    ),
    (
        W("利用者コードとパスワードの管理", "Codes and passwords"),
        W(
            "利用者は、払い出された利用者コード、識別番号、パスワードを自らの責任で管理します。",
            "Users keep codes, numbers and passwords safe.",
        ),
    ),
    (
        W("システム設定の期限", "Deadline of settings"),
        W(
            "必要なシステム設定の申込が利用開始日の4営業日前までに完了しない場合、利用申込は無効になります。",
            "An application becomes void if a needed setting is not complete 4 business days before the start.",
        ),
    ),
    (
        W("デジタル証明書", "Digital certificates"),
        W(
            "デジタル証明書は、利用開始または再発行から2か月以内に取得しないと停止します。",
            "A certificate that is not fetched within 2 months of the start or the re-issue stops.",
        ),
    ),
    (
        W("料金", "Fees"),
        W(
            "利用料金は月ごとに請求し、請求書は本システムで提供します。",
            "Fees are billed by month; invoices are given out in this system.",
        ),
    ),
    (
        W("情報の取扱い", "Data"),
        W(
            "申込の情報は、審査と契約の管理に利用します。外為法関連業務の申込情報は経済産業省に提供します。",
            "Data serve review and contract; those of Foreign Exchange Act users are given to METI.",
        ),
    ),
)
