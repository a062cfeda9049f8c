"""The built-in text of each kind of mail."""

from __future__ import annotations

from datetime import date

from nss.base.words import W

from .facts import NOTHING, TITLES, Facts, day, day_en

SENDER = "輸出入・港湾関連情報処理センター株式会社（NACCSセンター）です。\nNACCSをご利用いただきありがとうございます。"
FOOT = (
    "--\nNACCSサポートシステム（NSS）\nヘルプデスク 0120-794-550（終日）\n利用契約の窓口 044-520-6266（平日9:00〜18:00）\n"
    "このメールには返信できません。"
)


def _letter(facts: Facts, title: str, lines: list[str], english: str) -> tuple[str, str]:
    name = f"{facts.company} {facts.office} {facts.department}".strip()
    person = f"{facts.person} 様" if facts.person else "ご担当者 様"
    number = f"（{facts.number}）" if facts.number else ""
    head = f"{name}\n{person}\n\n{SENDER}\n"
    body = "\n".join(lines)
    return (
        f"【NSS】{title}{number}",
        f"{head}\n{body}\n\n{facts.url}\n\n[English] {english}\n{facts.url}\n\n{FOOT}\n",
    )


def _about(facts: Facts) -> list[str]:
    return [f"申込受付年月日：{day(facts.received_on)}", f"申込受付番号：{facts.number}"]


def _received(f: Facts) -> tuple[str, str]:
    return _letter(
        f,
        TITLES["M01"],
        [
            "利用申込を受け付けました。内容を審査し、終了後に改めてお知らせします。",
            "",
            *_about(f),
            f"利用開始希望日：{day(f.wish_date)}",
            "",
            "申込の内容と進行状況は次のページで確認できます。",
        ],
        f"Your application {f.number} was received on {day_en(f.received_on)}. Requested start date: {day_en(f.wish_date)}. "
        "It is reviewed now; you will be told the result.",
    )


ENDING = "この日から、契約解除通知書を出力できます。"
ENDING_EN = " From that day on the notice of the end of your contract can be printed."


def _approved(f: Facts, ends: bool = False) -> tuple[str, str]:
    """The decision; with `ends` it is the end of the office's contract, which has a paper of its own."""
    lines = [
        "申込内容の確認が完了しました。",
        "",
        *_about(f),
        f"利用開始希望日：{day(f.wish_date)}",
        f"利用開始日（決定）：{day(f.start_date)}",
        "",
        "確定した申込内容と利用開始日を、次のページで必ずご確認ください。",
        "トップメニュー「新着情報」＞「詳細」＞「ID通知内容」",
    ]
    if ends:
        lines += ["", f"※利用契約は利用開始日に終了します。{ENDING}"]
    if f.start_date != f.wish_date:
        lines += ["", "※利用開始日が希望日と異なります。"]
    if f.setting_deadline:
        lines += [
            "",
            f"※この申込にはシステム設定の申込が必要です。{day(f.setting_deadline)}までに完了しない場合、この申込は無効になります。",
        ]
    if f.window_last:
        lines += [
            "",
            f"※パスワードを参照できるのは、本日から{day(f.window_last)}（利用開始日の2営業日後）までです。",
            "期間を過ぎると確認できません。期間内に確認し、紛失しないよう管理してください。",
        ]
    english = f"The review of {f.number} is finished. Start date: {day_en(f.start_date)}."
    if f.start_date != f.wish_date:
        english += f" It differs from the requested date ({day_en(f.wish_date)})."
    if f.setting_deadline:
        english += f" System settings are due by {day_en(f.setting_deadline)}, otherwise the application becomes void."
    if f.window_last:
        english += f" Passwords can be read from today until {day_en(f.window_last)} (2 business days after the start)."
    return _letter(f, TITLES["M02"], lines, english + (ENDING_EN if ends else ""))


def _query_due(f: Facts, line: W) -> tuple[str, str]:
    """Of the day to answer a query; `line` says it."""
    return _letter(f, TITLES["M03"], [line.ja, "", *_about(f)], line.en)


def _query_back(f: Facts) -> tuple[str, str]:
    return _letter(
        f,
        "確認事項の取消しのお知らせ",
        [
            "先にお知らせした確認事項を取り消しました。回答と修正は必要ありません。登録された内容で審査を続けます。",
            f"理由：{f.reason}",
            "",
            *_about(f),
        ],
        f"The query about {f.number} was taken back: nothing is to be answered or corrected, and the review goes on. "
        f"Reason: {f.reason}",
    )


def _query(f: Facts) -> tuple[str, str]:
    return _letter(
        f,
        TITLES["M03"],
        [
            "利用申込の内容に確認事項があります。",
            "",
            *_about(f),
            "",
            "次のページで内容をご確認の上、修正して再提出するか、取り下げてください。",
        ],
        f"There is a query about {f.number}. Correct and submit it again, or withdraw it.",
    )


def _leader_gone(f: Facts, leader: str, state: W) -> tuple[str, str]:
    return _letter(
        f,
        TITLES["M03"],
        [
            f"この申込と併せて申し込まれた申込{leader}は「{state.ja}」となりました。この申込は審査されません。",
            "",
            *_about(f),
            "",
            "次のページで、この申込だけを続ける場合は登録し直し、続けない場合は取り下げてください。",
        ],
        f"{leader}, with which {f.number} was submitted, is '{state.en}'. {f.number} is not reviewed: submit it on its own, "
        "or withdraw it.",
    )


def _setting(f: Facts) -> tuple[str, str]:
    return _letter(
        f,
        TITLES["M07"],
        [
            "システム設定の申込の締切日は次のとおりです。",
            "",
            *_about(f),
            f"システム設定申込締切日：{day(f.setting_deadline)}",
        ],
        f"System settings for {f.number} are due by {day_en(f.setting_deadline)}.",
    )


def _start_moved(f: Facts, before: date) -> tuple[str, str]:
    lines = [
        "次の利用申込の利用開始日を変更しました。申込の内容は変わりません。",
        "",
        *_about(f),
        f"変更前の利用開始日：{day(before)}",
        f"変更後の利用開始日：{day(f.start_date)}",
        f"理由：{f.reason}",
    ]
    if f.setting_deadline:
        lines.append(f"システム設定申込締切日：{day(f.setting_deadline)}")
    if f.window_last:
        lines += ["", f"※パスワードがある場合、参照できるのは{day(f.window_last)}までです。"]
    return _letter(
        f,
        TITLES["M16"],
        lines,
        f"The start of {f.number} has moved from {day_en(before)} to {day_en(f.start_date)}. Reason: {f.reason}",
    )


def _window(f: Facts) -> tuple[str, str]:
    return _letter(
        f,
        f"パスワード参照期限が近づいています（{f.window_last.month}月{f.window_last.day}日まで）"
        if f.window_last
        else TITLES["M14"],
        [
            f"パスワードを参照できるのは{day(f.window_last)}までです。まだ確認していない場合は、期間内にご確認ください。",
            "",
            *_about(f),
        ],
        f"The passwords of {f.number} can be read until {day_en(f.window_last)}.",
    )


WORK_TITLES = {
    "work_proposed": "工事日程のご提案",
    "work_countered": "工事日程のご希望の受付",
    "work_fixed": "工事日の確定のお知らせ",
    "work_done": "工事完了のお知らせ",
    "work_failed": "工事の再調整のお知らせ",
    "work_cancelled": "工事中止のお知らせ",
    "work_reopened": "工事中止の取消しのお知らせ",
    "work_undone": "工事完了の取消しのお知らせ",
    "work_vendor": "工事業者の変更のお知らせ",
}


WORKS_EN = {
    "work_proposed": "Dates for the installation work of {number} are offered: {text}. Please choose one.",
    "work_countered": "Installation work of {number}: the dates that you requested were received: {text}.",
    "work_fixed": "The date of the installation work of {number} is confirmed: {text}.",
    "work_done": "The installation work of {number} is complete: {text}.",
    "work_failed": "The installation work of {number} could not be completed: {text}. New dates follow.",
    "work_cancelled": "The installation work of {number} was called off: {text}.",
    "work_reopened": "The installation work of {number} takes place after all: {text}. Dates follow.",
    "work_undone": "The installation work of {number} is not complete after all: {text}.",
    "work_vendor": "The vendor of the installation work of {number} has changed: {text}.",
}


def _works(f: Facts, works: str, event: str, text: str, outage: int, vendor: str = "") -> tuple[str, str]:
    lines = [f"{works}についてお知らせします。", "", *_about(f), f"内容：{text or NOTHING}"]
    lines += [f"業者：{vendor}"] if vendor and event == "work_fixed" else []
    if outage and event in ("work_proposed", "work_fixed"):
        lines += ["", f"※工事中は最大{outage}分程度、通信できないことがあります。"]
    english = WORKS_EN[event].format(number=f.number, text=text or NOTHING)
    if outage and event in ("work_proposed", "work_fixed"):
        english += f" Communication may be interrupted for up to {outage} minutes."
    if vendor and event == "work_fixed":
        english += f" Vendor: {vendor}."
    return _letter(f, WORK_TITLES[event], lines, english)


def _billed(f: Facts, month: date, total: int, due: date) -> tuple[str, str]:
    words = f"{month.year}年{month.month}月分"
    return _letter(
        f,
        f"{words}の請求額確定のお知らせ",
        [
            f"{words}の請求額が確定しました。",
            "",
            f"請求額（税込）：{total:,}円",
            f"支払期限：{day(due)}",
            "",
            "請求書と明細は次のページで確認できます。",
        ],
        f"Your bill for {month:%B} {month.year} is final: {total:,} yen including tax, due {day_en(due)}.",
    )


def _bill_corrected(f: Facts, month: date, number: str, total: int) -> tuple[str, str]:
    return _letter(
        f,
        f"{month.year}年{month.month}月分の請求訂正のお知らせ",
        [
            f"{month.year}年{month.month}月分の請求を訂正しました。確定した請求書は変わりません。",
            "",
            f"訂正番号：{number}",
            f"訂正額（税込）：{total:+,}円",
            f"理由：{f.reason}",
            "",
            "訂正額は次回の請求書に記載します。訂正の書面は次のページで確認できます。",
        ],
        f"Your bill for {month:%B} {month.year} was corrected: {total:+,} yen including tax ({number}). It is on your next invoice.",
    )


def _stopping(f: Facts, name: str, stops_on: date) -> tuple[str, str]:
    return _letter(
        f,
        "デジタル証明書の取得期限のお知らせ",
        [
            f"端末{name}のデジタル証明書は、取得されていないため{day(stops_on)}に停止します。",
            "NACCS掲示板から取得した後、NSSの「証明書の一覧」で「取得を記録する」を押してください。",
        ],
        f"The certificate of {name} was not fetched and is suspended on {day_en(stops_on)}. Fetch it from the bulletin board, "
        "then press 'Record the fetching' in the list of certificates.",
    )


def _stopped(f: Facts, name: str) -> tuple[str, str]:
    return _letter(
        f,
        "デジタル証明書の停止のお知らせ",
        [
            f"端末{name}のデジタル証明書を、NACCSセンターが停止しました。",
            f"理由：{f.reason}",
            "端末を引き続き使用する場合は、NSSの「証明書一覧」から再発行を申し込んでください。",
        ],
        f"The Center has stopped the certificate of {name}. To go on using the terminal, apply for a re-issue from the list of "
        "certificates.",
    )


def _draft(f: Facts, last: date) -> tuple[str, str]:
    return _letter(
        f,
        "下書きの保存期限のお知らせ",
        [
            f"保存中の下書きは、このままでは{day(last)}に削除されます。",
            "続ける場合は、次のページを開いて保存してください。削除後も30日間は下書き一覧から復元できます。",
        ],
        f"Your draft will be deleted on {day_en(last)} unless it is saved again; it can be restored for 30 days after that.",
    )


def _announced(f: Facts, title: str, text: str, english: str) -> tuple[str, str]:
    return _letter(f, title, text.splitlines(), english or title)


def _tested(f: Facts, text: str) -> tuple[str, str]:
    return _letter(
        f,
        "接続確認に関する回答のお知らせ",
        ["接続確認の結果について回答します。", "", *_about(f), f"回答：{text}"],
        f"Answer to the connection test of {f.number}: {text}",
    )
