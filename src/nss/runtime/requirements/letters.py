"""Kinds of mail (M..). The number is the kind that the code writes."""

from __future__ import annotations

from .model import Section, rule
from .sources import CERTIFICATES, FEEDBACK, GUIDE_10, GUIDE_SMTP, TERMS_2019

LETTERS = Section(
    "Mails",
    "Every mail goes to 申込担当者 and システム管理責任者 (D-65) unless the row names somebody else, carries the reception number and a link "
    "to the page in question, and never a secret.",
    (
        rule("M01", "利用申込受付完了: an application was filed.", GUIDE_10, GUIDE_SMTP),
        rule(
            "M02",
            "利用申込確認完了のお知らせ: the review has ended; start day, deadline of the system setting, window of the passwords.",
            GUIDE_10,
            GUIDE_SMTP,
            TERMS_2019,
        ),
        rule("M03", "確認事項のお知らせ: the Center asks something back.", GUIDE_10, GUIDE_SMTP),
        rule(
            "M04", "取下げ: an application was withdrawn or revoked.", ours="both sides must hear of an end"
        ),
        rule("M05", "無効: the system setting was not completed in time.", TERMS_2019),
        rule(
            "M06",
            "不承認: an application was refused, with the reason.",
            ours="both sides must hear of an end",
        ),
        rule(
            "M07",
            "システム設定申込締切日: three and one business days before the deadline, and when it is extended.",
            TERMS_2019,
            ours="the deadline used to pass unnoticed",
        ),
        rule(
            "M08",
            "工事: dates offered, fixed, done, and the answer to a connection test; to 工事事務担当者, too.",
            GUIDE_SMTP,
        ),
        rule(
            "M09",
            "同意: a consent is asked for, given or refused, to each office concerned.",
            FEEDBACK,
            ours="see X-05",
        ),
        rule("M10", "請求額確定: last month's amount is fixed; to 請求先担当者.", GUIDE_10, GUIDE_SMTP),
        rule(
            "M12", "証明書の停止前: a certificate stops unless it is fetched.", CERTIFICATES, ours="see T-16"
        ),
        rule(
            "M13",
            "下書きの削除前: a draft that nobody has saved for 25 days.",
            FEEDBACK,
            ours="nothing vanishes unannounced",
        ),
        rule(
            "M14",
            "パスワード参照期間の終了前: two and one business days before the window closes on passwords that nobody has read.",
            GUIDE_SMTP,
            ours="who misses the window needs a procedure more",
        ),
        rule(
            "M15",
            "新しい端末からのログイン: a browser that was not used before; to the person alone.",
            ours="a stolen password should be noticed",
        ),
        rule(
            "M16",
            "利用開始日の変更: the decided start was moved, from which day to which, and why.",
            ours="whoever was told of a day must be told of another",
        ),
    ),
)
