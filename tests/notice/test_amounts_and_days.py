"""Sentences of mails that hold money, days or a choice: what exactly stands in them, in both languages, and what must not."""

from __future__ import annotations

from datetime import date

import pytest

from nss.base.words import W
from nss.notice.facts import Facts
from nss.notice.letters import write

pytestmark = pytest.mark.django_db
FACTS = Facts(
    "260012A", company="通関商事株式会社", office="東京営業所", person="輸出 健", reason="集計の誤り"
)
WISH, START, LATER = date(2026, 12, 10), date(2026, 12, 16), date(2026, 12, 23)
ABOUT = W("利用者コード3SKAWの廃止", "the discontinuation of user code 3SKAW")


def of(**more: date) -> Facts:
    """The facts of an application with days."""
    return Facts("260012A", reason="登録作業の都合", **more)


def test_a_final_bill_says_its_month_amount_with_tax_and_due_day() -> None:
    subject, body = write("M10", FACTS, month=date(2026, 12, 1), total=1234567, due=date(2027, 1, 29))
    assert "2026年12月分の請求額確定" in subject
    assert "請求額（税込）：1,234,567円" in body and "支払期限：2027年1月29日（金）" in body
    assert "for December 2026 is final: 1,234,567 yen including tax, due 29 January 2027." in body


@pytest.mark.parametrize(("total", "words"), [(-11000, "-11,000"), (179, "+179")])
def test_a_corrected_bill_says_whether_it_is_more_or_less(total: int, words: str) -> None:
    facts = {"month": date(2026, 10, 1), "number": "202610-NAC001-1", "total": total}
    subject, body = write("M10-corrected", FACTS, **facts)
    assert "2026年10月分の請求訂正" in subject
    for text in (
        f"訂正額（税込）：{words}円",
        "訂正番号：202610-NAC001-1",
        "理由：集計の誤り",
        f"for October 2026 was corrected: {words} yen including tax (202610-NAC001-1)",
    ):
        assert text in body


@pytest.mark.parametrize(
    ("event", "warns"),
    [
        ("work_proposed", True),
        ("work_fixed", True),
        ("work_countered", False),
        ("work_done", False),
        ("work_failed", False),
    ],
)
def test_an_outage_is_told_while_the_works_lie_ahead(event: str, warns: bool) -> None:
    _, body = write("M08", FACTS, works="オンサイト工事", event=event, text="2026/12/04 午前", outage=30)
    assert ("最大30分程度、通信できない" in body) is warns
    assert ("interrupted for up to 30 minutes" in body) is warns
    _, body = write("M08", FACTS, works="リモート工事", event=event, text="", outage=0)
    assert "通信できない" not in body and "interrupted" not in body and "内容：—" in body


def test_a_moved_start_names_both_days_and_what_depends_on_them_where_there_is_such_a_thing() -> None:
    _, body = write("M16", of(start_date=START), before=WISH)
    assert (
        "変更前の利用開始日：2026年12月10日（木）" in body
        and "変更後の利用開始日：2026年12月16日（水）" in body
    )
    assert "moved from 10 December 2026 to 16 December 2026. Reason: 登録作業の都合" in body
    assert "システム設定申込締切日" not in body and "参照できるのは" not in body
    facts = of(start_date=START, setting_deadline=WISH, window_last=LATER)
    _, body = write("M16", facts, before=WISH)
    assert "システム設定申込締切日：2026年12月10日（木）" in body and "2026年12月23日（水）まで" in body


def test_a_request_that_comes_to_nothing_says_whether_it_was_taken_back_or_not_answered() -> None:
    subject, body = write("M09-dropped", of(wish_date=WISH), about=ABOUT)
    assert "取消し" in subject and "取り消されました" in body and "was taken back" in body
    assert "2026年12月10日（木）" in body and "planned for 10 December 2026" in body
    subject, body = write("M09-dropped", of(wish_date=WISH, start_date=START), about=ABOUT, lapsed=True)
    assert "終了" in subject and "期限までに回答がなかった" in body and "not answered in time" in body
    assert "2026年12月16日（水）" in body and "planned for 16 December 2026" in body, (
        "the decided day, not the wish"
    )
    assert "取り消されました" not in body


def test_who_agreed_reads_the_decided_day_and_of_an_end_that_there_is_a_paper() -> None:
    _, plain = write("M09-done", of(wish_date=WISH, start_date=START), about=ABOUT)
    _, ends = write("M09-done", of(wish_date=WISH, start_date=START), about=ABOUT, ends=True)
    for body in (plain, ends):
        assert "2026年12月16日（水）に実施されます" in body and "takes place on 16 December 2026." in body
        assert "2026年12月10日" not in body
    for paper in ("解除通知書", "the notice of the end of your contract can be printed"):
        assert paper in ends and paper not in plain


def test_the_answers_of_the_others_are_told_with_the_reason_of_a_refusal_alone() -> None:
    _, agreed = write("M09-result", FACTS, outcome="agreed")
    assert (
        "審査に進みます" in agreed and "every office has agreed" in agreed and "同意しない理由" not in agreed
    )
    _, refused = write("M09-result", FACTS, outcome="refused", why="継続利用のため")
    assert "同意しない理由：継続利用のため" in refused and "Reason: 継続利用のため" in refused
    assert "同意が得られませんでした" in refused and "did not agree" in refused


def test_the_days_of_a_moved_consent_and_of_a_stopping_certificate_stand_in_their_order() -> None:
    _, body = write("M09-moved", of(start_date=START), about=ABOUT, before=WISH)
    assert "2026年12月10日（木）から2026年12月16日（水）に変わりました" in body
    assert "moved from 10 December 2026 to 16 December 2026." in body
    _, body = write("M12", FACTS, name="31003W", stops_on=LATER)
    assert "端末31003W" in body and "2026年12月23日（水）に停止" in body and "on 23 December 2026" in body
    _, body = write("M13", FACTS, last=LATER)
    assert "2026年12月23日（水）に削除" in body and "on 23 December 2026" in body
