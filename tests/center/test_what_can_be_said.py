"""The sentences for a caller: what an application waits for, who is to agree, until when passwords can be read."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from nss.account.models import Person
from nss.application.models import Application, Consent
from nss.center import sentences
from nss.issuing.models import Secret
from nss.notice.models import Mail

EVE, TODAY, NEXT = date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3)


@pytest.mark.parametrize(
    ("stored", "status", "ja", "en"),
    [
        (
            {"state": "received", "waiting_since": EVE},
            "received",
            "センターが審査しています（2026/12/01から）",
            "The Center reviews it (since 2026/12/01)",
        ),
        (
            {"state": "query"},
            "query",
            "申込者の回答（訂正して再提出）を待っています",
            "Waits for the applicant to correct it and submit it again",
        ),
        (
            {"state": "setting_wait", "setting_deadline": NEXT},
            "setting_wait",
            "システム設定の申込を待っています（締切 2026/12/03）",
            "Waits for the system setting (deadline 2026/12/03)",
        ),
        (
            {"state": "approved", "start_date": NEXT},
            "approved",
            "利用開始日 2026/12/03 を待っています",
            "Waits for its start on 2026/12/03",
        ),
        (
            {"state": "approved", "start_date": EVE},
            "works_left",
            "工事が終わっていません",
            "Works are not done",
        ),
        ({"state": "approved", "start_date": TODAY}, "approved", None, None),
        ({"state": "approved", "start_date": None}, "approved", None, None),
        ({"state": "withdrawn"}, "withdrawn", None, None),
    ],
)
def test_an_application_waits_for_somebody_until_it_is_over(
    stored: dict[str, Any], status: str, ja: str | None, en: str | None
) -> None:
    found = sentences.waits_for(Application(**stored), status, (), TODAY)
    assert (found and found.ja, found and found.en) == (ja, en)


def test_of_offices_that_are_to_agree_each_is_named_with_its_day() -> None:
    asked: Any = [
        SimpleNamespace(office=SimpleNamespace(code=c), due=d)
        for c, d in (("CTO001", NEXT), ("NAC555", None))
    ]
    found = sentences.waits_for(Application(state="consent"), "consent", asked, TODAY)
    assert found is not None
    assert found.ja == "共用している事業所の同意を待っています：CTO001（2026/12/03）、NAC555（—）"


def said(**more: Any) -> list[str]:
    """What can be said where there is nothing but this."""
    nothing: dict[str, Any] = dict.fromkeys(("applications", "asked", "passwords", "mails", "people"), ())
    return [w.ja for w in sentences.to_say(**{**nothing, **more}, today=TODAY)]


OPEN = "審査中・手続中の申込はありません。"


def test_an_office_without_anything_open_is_told_so_and_one_that_is_asked_is_told_until_when() -> None:
    assert said() == [OPEN]
    a = Application(number="260001A", state="query")
    waits = sentences.waits_for(a, "query", (), TODAY)
    assert said(applications=[(a, waits), (Application(number="260002A"), None)]) == [
        "申込260001Aは、申込者の回答（訂正して再提出）を待っています。"
    ]
    assert said(asked=[Consent(application=a, due=NEXT)]) == [
        OPEN,
        "申込260001Aについて同意の依頼が届いています。2026/12/03までに「同意依頼」から回答してください。",
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "read", "readable", "sentence"),
    [
        (EVE, NEXT, False, True, "は、2026/12/03まで「申込内容確認」の「ID通知内容」から参照できます。"),
        (EVE, NEXT, True, True, "から参照できます。すでに参照されています。"),
        (NEXT, NEXT, False, False, "は2026/12/03から参照できます。"),
        (
            EVE,
            EVE,
            True,
            False,
            "の参照期間は2026/12/01に終わりました。必要な場合は再発行を申し込んでください。",
        ),
        (
            EVE,
            TODAY,
            True,
            False,
            "の参照期間は2026/12/02に終わりました。必要な場合は再発行を申し込んでください。",
        ),
    ],
)
def test_of_passwords_it_is_said_until_when_they_can_be_read_or_what_to_do(
    opens: date, closes: date, read: bool, readable: bool, sentence: str
) -> None:
    secret = Secret(application_id=1, label="1ANACA01", opens_on=opens, closes_on=closes)
    (line,) = said(passwords=[(secret, read, readable)])[1:]
    assert line.startswith("1ANACA01などのパスワード") and line.endswith(sentence)


def test_of_many_passwords_one_of_each_of_the_newest_three_applications_is_told_as_read_if_any_was() -> None:
    window = {"opens_on": EVE, "closes_on": NEXT}
    several = [(Secret(application_id=n // 2, label=f"ID{n}", **window), n == 2, True) for n in range(8)]
    lines = said(passwords=several)[1:]
    assert [line[:3] for line in lines] == ["ID1", "ID3", "ID5"]
    assert ["すでに参照" in line for line in lines] == [False, True, False]


def test_a_mail_that_did_not_arrive_and_a_sign_in_that_is_stopped_are_told() -> None:
    mails = [
        Mail(state=state, subject=subject, to=["a@example.jp", "b@example.jp"])
        for state, subject in (("sent", "受付"), ("failed", "審査の終了"), ("failed", "確認事項"))
    ]
    people = [
        Person(family_name="通関", given_name=name, is_active=active)
        for name, active in (("花子", True), ("太郎", False))
    ]
    assert said(mails=mails[:1], people=people[:1]) == [OPEN]
    assert said(mails=mails, people=people) == [
        OPEN,
        "メール「審査の終了」はa@example.jp、b@example.jpに届いていません。メールアドレスを確認してください。",
        "通関 太郎様のログインは停止中です。再開は管理責任者が「利用者」から行えます。",
    ]
