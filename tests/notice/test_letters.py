"""Every mail about an application says who writes, to whom, about which application; English carries what the Japanese says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from nss.account.people_mail import REGISTERED, RESET, send_link
from nss.application.announce.reminders import sample_facts
from nss.base.words import W
from nss.notice.letter_texts import FOOT, SENDER
from nss.notice.letters import WRITERS
from nss.notice.models import Mail
from tests import parts

DAY = date(2026, 12, 4)
ABOUT = W("利用者コード3SKAWの廃止", "the discontinuation of user code 3SKAW")
MORE: dict[str, dict[str, object]] = {
    "M03-leader": {"leader": "260009A", "state": W("不承認", "Not approved")},
    "M03-due": {"line": W("回答期限は2026年12月4日（金）です。", "The answer is due by 4 December 2026.")},
    "M08": {"works": "リモート工事", "event": "work_fixed", "text": "2026/12/04 午前", "outage": 30},
    "M08-test": {"text": "再起動してください。"},
    "M09": {"about": ABOUT, "due": DAY, "asker": "東洋国際輸送株式会社 空港営業所（KAW002）"},
    "M09-again": {"about": ABOUT, "said": W("まだ回答がありません。", "You have not answered yet.")},
    "M09-result": {"outcome": "refused", "why": "継続利用のため"},
    "M09-done": {"about": ABOUT},
    "M09-entered": {"about": ABOUT, "answer": W("同意", "Agreed"), "evidence": "12/1 電話"},
    "M09-dropped": {"about": ABOUT},
    "M09-moved": {"about": ABOUT, "before": DAY},
    "M10": {"month": date(2026, 9, 1), "total": 66709, "due": DAY},
    "M12-stopped": {"name": "31002N"},
    "M10-corrected": {"month": date(2026, 9, 1), "number": "202609-KAW001-1", "total": -179},
    "M12": {"name": "31003W", "stops_on": DAY},
    "M13": {"last": DAY},
    "M16": {"before": DAY},
    "notice": {"title": "お知らせ", "text": "本文", "english": "Text"},
}
NO_NUMBER = {"M10", "M10-corrected", "M12", "M12-stopped", "M13", "notice"}


def written(kind: str) -> tuple[str, str]:
    return WRITERS[kind](sample_facts(), **MORE.get(kind, {}))


@pytest.mark.parametrize("kind", WRITERS)
def test_a_mail_says_who_writes_to_whom_and_about_what(kind):
    subject, body = written(kind)
    facts = sample_facts()
    assert subject.startswith("【NSS】")
    for part in (SENDER, FOOT, facts.company, facts.office, facts.person, facts.url):
        assert part in body
    if kind not in NO_NUMBER:
        assert facts.number in subject and facts.number in body


@pytest.mark.parametrize("kind", WRITERS)
def test_days_of_a_mail_are_written_in_one_form(kind):
    subject, body = written(kind)
    japanese, _, english = body.partition("[English]")
    assert not re.search(r"月0\d日|年0\d月|\d{4}-\d{2}-\d{2}", subject + body)
    for y, m, d in re.findall(r"(\d{4})年(\d{1,2})月(\d{1,2})日", japanese):
        assert f"{y}年{m}月{d}日（" in japanese, "with its day of the week"
    assert "年" not in english.replace(FOOT, "")


def test_english_says_the_deadline_the_window_and_that_the_day_differs():
    facts = sample_facts()
    moved = replace(facts, start_date=DAY, wish_date=date(2026, 12, 1))
    english = WRITERS["M02"](moved)[1].partition("[English]")[2]
    assert "Start date: 4 December 2026" in english and "differs from the requested date" in english
    assert "System settings are due by" in english and "void" in english
    assert "Passwords can be read" in english


def test_only_a_decision_with_passwords_says_until_when_they_can_be_read():
    facts = sample_facts()
    body, without = (WRITERS["M02"](replace(facts, window_last=last))[1] for last in (DAY, None))
    japanese, _, english = body.partition("[English]")
    assert (
        "※パスワードを参照できるのは、本日から2026年12月4日（金）（利用開始日の2営業日後）までです。"
        in japanese
    )
    assert "期間を過ぎると確認できません。" in japanese
    assert (
        "Passwords can be read from today until 4 December 2026 (2 business days after the start)." in english
    )
    assert "パスワード" not in without and "Passwords" not in without and "期間を過ぎると" not in without


def test_only_a_decision_that_waits_for_a_system_setting_says_until_when():
    facts = sample_facts()
    body, without = (WRITERS["M02"](replace(facts, setting_deadline=last))[1] for last in (DAY, None))
    assert "2026年12月4日（金）までに完了しない場合、この申込は無効になります。" in body
    assert "System settings are due by 4 December 2026, otherwise the application becomes void." in body
    assert "無効" not in without and "System settings" not in without


def test_a_moved_start_says_the_new_deadline_and_window_where_there_are_any():
    facts = replace(sample_facts(), start_date=DAY)
    both = replace(facts, setting_deadline=date(2026, 11, 30), window_last=date(2026, 12, 8))
    neither = replace(facts, setting_deadline=None, window_last=None)
    body, without = (WRITERS["M16"](f, before=date(2026, 12, 1))[1] for f in (both, neither))
    assert "システム設定申込締切日：2026年11月30日（月）" in body
    assert "※パスワードがある場合、参照できるのは2026年12月8日（火）までです。" in body
    assert "締切日" not in without and "パスワード" not in without


def test_who_is_asked_for_consent_reads_which_office_asks_and_what_happens_without_an_answer():
    _, body = written("M09")
    assert "空港営業所（KAW002）から" in body and "（申込受付番号 260001A）" in body
    assert "回答期限までにご回答がない場合は、同意が得られなかったものとして、申込者に差し戻します。" in body


@pytest.mark.django_db
@pytest.mark.parametrize(
    "title", [REGISTERED, RESET, W("仮アカウント T00001 のご案内", "Your temporary account")]
)
def test_a_mail_with_a_link_says_who_writes_what_to_set_and_with_which_names_to_sign_in(title):
    office = parts.office()
    person = parts.person(office)
    send_link(person, title)
    body = Mail.objects.latest("id").body
    for part in (SENDER, FOOT, office.company_name, person.full_name, "パスワードを設定してください"):
        assert part in body
    assert f"事業所コード：{office.code}" in body and f"担当者ID：{person.login_id}" in body
