"""Mails to offices that are asked to agree, and to those that asked them (M09)."""

from __future__ import annotations

from datetime import date

from nss.base.words import W

from .facts import Facts, day, day_en
from .letter_texts import ENDING, ENDING_EN, _about, _letter


def _asked(f: Facts, about: W, due: date, asker: str) -> tuple[str, str]:
    return _letter(
        f,
        "同意のお願い",
        [
            f"{asker}から、{about.ja}（申込受付番号 {f.number}）について同意の依頼があります。",
            "",
            f"希望日：{day(f.wish_date)}",
            f"回答期限：{day(due)}",
            "回答期限までにご回答がない場合は、同意が得られなかったものとして、申込者に差し戻します。",
            "",
            "次のページで内容をご確認の上、ご回答ください。",
        ],
        f"Your consent to {about.en} (application {f.number}, requested date {day_en(f.wish_date)}) is asked for by "
        f"{day_en(due)}. Without an answer by then it counts as not given.",
    )


def _asked_again(f: Facts, about: W, said: W) -> tuple[str, str]:
    """To an office that is still, or again, to answer; `said` is what."""
    return _letter(
        f,
        "同意のお願い（再度のご連絡）",
        [
            said.ja,
            "",
            f"対象：{about.ja}（申込受付番号 {f.number}）",
            f"希望日：{day(f.wish_date)}",
            "",
            "次のページで内容をご確認の上、ご回答ください。",
        ],
        f"{said.en} (Application {f.number}, requested date {day_en(f.wish_date)}.)",
    )


def _consent_result(f: Facts, outcome: str, why: str = "") -> tuple[str, str]:
    text = (
        "全事業所の同意がそろいました。審査に進みます。"
        if outcome == "agreed"
        else "共用している事業所の同意が得られませんでした。修正して登録し直すか、取り下げてください。"
    )
    return _letter(
        f,
        "同意依頼の結果のお知らせ",
        [text, *([f"同意しない理由：{why}"] if why else []), "", *_about(f)],
        f"{f.number}: every office has agreed; the review begins."
        if outcome == "agreed"
        else f"{f.number}: a sharing office did not agree. Correct and submit it again, or withdraw it."
        + (f" Reason: {why}" if why else ""),
    )


def _consent_done(f: Facts, about: W, ends: bool = False) -> tuple[str, str]:
    """The day of what an office agreed to; with `ends` it is the end of its contract, which has a paper of its own."""
    return _letter(
        f,
        "同意いただいた申込の実施日のお知らせ",
        [f"同意いただいた{about.ja}は、{day(f.start_date)}に実施されます。", *([ENDING] if ends else [])],
        f"{about.en}, to which you agreed, takes place on {day_en(f.start_date)}.{ENDING_EN if ends else ''}",
    )


def _consent_entered(f: Facts, about: W, answer: W, evidence: str) -> tuple[str, str]:
    """The Center has entered an answer that an office gave by another way."""
    return _letter(
        f,
        "同意の依頼への回答の登録のお知らせ",
        [
            f"{about.ja}についての貴事業所の回答「{answer.ja}」を、NACCSセンターが登録しました。",
            f"根拠：{evidence}",
            "心当たりがない場合は、NACCSセンターにご連絡ください。",
        ],
        f"The Center entered your answer about {about.en}: {answer.en}. Evidence: {evidence} If you did not give it, tell the "
        "Center.",
    )


def _consent_dropped(f: Facts, about: W, lapsed: bool = False) -> tuple[str, str]:
    """Nothing comes of a request: taken back, or with `lapsed` not answered in time."""
    planned = f.start_date or f.wish_date
    ja = "期限までに回答がなかったため終了しました" if lapsed else "取り消されました"
    en = "is over, as it was not answered in time" if lapsed else "was taken back"
    return _letter(
        f,
        f"同意の依頼の{'終了' if lapsed else '取消し'}のお知らせ",
        [
            f"{about.ja}（実施予定日：{day(planned)}）についての依頼は{ja}。",
            "貴事業所の契約は変わりません。改めて依頼があった場合は、別途お知らせします。",
        ],
        f"The request about {about.en} (planned for {day_en(planned)}) {en}; your contract stays as it is.",
    )


def _consent_moved(f: Facts, about: W, before: date) -> tuple[str, str]:
    return _letter(
        f,
        "同意いただいた申込の実施日の変更のお知らせ",
        [f"同意いただいた{about.ja}の実施日が、{day(before)}から{day(f.start_date)}に変わりました。"],
        f"{about.en}: moved from {day_en(before)} to {day_en(f.start_date)}.",
    )
