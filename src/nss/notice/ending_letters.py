"""The built-in texts of mails that tell of an end without effect."""

from __future__ import annotations

from .facts import TITLES, Facts, day, day_en
from .letter_texts import _about, _letter


def _withdrawn(f: Facts) -> tuple[str, str]:
    return _letter(
        f,
        TITLES["M04"],
        ["次の利用申込は取下げとなりました。契約は変わりません。", "", *_about(f), f"理由：{f.reason}"],
        f"{f.number} was withdrawn; the contract is unchanged. Reason: {f.reason}",
    )


def _revoked(f: Facts) -> tuple[str, str]:
    """What an office has read of a decision is worth nothing any more once that is taken back."""
    return _letter(
        f,
        "利用申込の審査終了の取消しのお知らせ",
        [
            "次の利用申込について、NACCSセンターが審査終了を取り消しました。契約は申込前のまま変わりません。",
            "",
            *_about(f),
            f"取り消した利用開始日：{day(f.start_date)}",
            f"理由：{f.reason}",
            "",
            "お知らせした番号とパスワードは使用できません。必要な場合は改めてお申し込みください。",
        ],
        f"The Center revoked its decision on {f.number}, which was to start on {day_en(f.start_date)}. The contract is "
        "unchanged; numbers and passwords that you were told cannot be used. Please apply again if needed. "
        f"Reason: {f.reason}",
    )


def _void(f: Facts) -> tuple[str, str]:
    return _letter(
        f,
        TITLES["M05"],
        [
            "次の利用申込は、システム設定の申込が締切日までに完了しなかったため、無効となりました。",
            "",
            *_about(f),
            f"システム設定申込締切日：{day(f.setting_deadline)}",
            "契約は申込前のまま変わりません。必要な場合は改めてお申し込みください。",
        ],
        f"{f.number} became void because the system settings were not completed by {day_en(f.setting_deadline)}. "
        "The contract is unchanged. Please apply again if needed.",
    )


def _rejected(f: Facts) -> tuple[str, str]:
    return _letter(
        f,
        TITLES["M06"],
        ["次の利用申込は承認できませんでした。", "", *_about(f), f"理由：{f.reason}"],
        f"{f.number} was not approved. Reason: {f.reason}",
    )
