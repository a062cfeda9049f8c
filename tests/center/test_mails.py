"""N17: what did not arrive is seen, sent again or to another address, and what came back later is entered."""

from __future__ import annotations

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from nss.account.models import Access, Role
from nss.account.people_mail import send_link
from nss.base import clock
from nss.base.words import W
from nss.contract.rows.office import CompanyProfile
from nss.notice.models import Mail, MailState
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return parts.signed_in(parts.person(None, "kanri", Role.ADMIN))


def mailed(state: str = MailState.FAILED, error: str = "550") -> Mail:
    """The mail about a filed application, as the server left it."""
    office = parts.guide_office()
    parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    Mail.objects.update(state=state, last_error=error)
    return Mail.objects.get()


def deliveries(mail: Mail) -> int:
    return ProcrastinateJob.objects.filter(task_name="nss.deliver", args__mail_ids=[str(mail.pk)]).count()


def test_a_failed_mail_is_sent_again_and_a_sent_one_never(admin: Client) -> None:
    # Holds N17.
    mail = mailed()
    before = deliveries(mail)
    assert "550" in admin.get("/center/mails/", {"state": "failed"}).content.decode()
    assert admin.post(f"/center/mails/{mail.pk}/again/").status_code == 302
    again = Mail.objects.get()
    assert (again.state, again.to, again.message_id) == ("queued", mail.to, mail.message_id)
    assert deliveries(mail) == before + 1
    written = Access.objects.get(what="mail")
    assert written.detail == {"about": "NAC001", "subject": mail.subject}
    Mail.objects.update(state="sent")
    said = admin.post(f"/center/mails/{mail.pk}/again/", follow=True).content.decode()
    assert "送信できなかったメールだけを再送できます" in said
    assert Mail.objects.get().state == "sent" and deliveries(mail) == before + 1
    assert mail.message_id.strip("<>") in admin.get(f"/center/mails/{mail.pk}/").content.decode()


def test_a_failed_mail_goes_to_another_address_and_the_record_names_both(admin: Client) -> None:
    # Holds N17.
    mail = mailed()
    page = admin.post(f"/center/mails/{mail.pk}/again/", {"new_to": "soumu@"})
    assert page.status_code == 422 and 'value="soumu@"' in page.content.decode()
    assert Mail.objects.get().state == "failed"
    answer = admin.post(f"/center/mails/{mail.pk}/again/", {"new_to": "ｓｏｕｍｕ@example.jp"})
    assert answer.status_code == 302
    again = Mail.objects.get()
    assert (again.state, again.to, again.message_id) == ("queued", ["soumu@example.jp"], mail.message_id)
    written = Access.objects.get(what="mail")
    assert written.office == mail.office
    changed = {"to": "soumu@example.jp", "before": ", ".join(mail.to)}
    assert written.detail == {"about": "NAC001", "subject": mail.subject, **changed}
    record = admin.get("/center/record/", {"kind": "access"}).content.decode()
    assert "soumu@example.jp" in record and mail.to[0] in record


def test_a_mail_with_a_link_to_sign_in_goes_to_nobody_else(admin: Client) -> None:
    send_link(parts.person(parts.office()), W("パスワード再設定のご案内", "Set a new password"))
    mail = Mail.objects.get(sealed__isnull=False)
    Mail.objects.update(state=MailState.FAILED)
    page = admin.post(f"/center/mails/{mail.pk}/again/", {"new_to": "anybody@example.jp"})
    assert page.status_code == 422 and "別の宛先に送信できません" in page.content.decode()
    kept = Mail.objects.get(pk=mail.pk)
    assert (kept.state, kept.to) == ("failed", mail.to)
    assert admin.post(f"/center/mails/{mail.pk}/again/", {"new_to": mail.to[0]}).status_code == 302
    assert Mail.objects.get(pk=mail.pk).state == "queued"


def test_a_mail_that_came_back_stands_among_the_failed_ones_with_what_the_answer_said(admin: Client) -> None:
    # Holds N17.
    mail = mailed(MailState.SENT, "")
    path = f"/center/mails/{mail.pk}/returned/"
    empty = admin.post(path, {"came_back": ""})
    assert empty.status_code == 422 and "mail-returned-came_back-error" in empty.content.decode()
    assert admin.post(path, {"came_back": "550 User unknown"}).status_code == 302
    back = Mail.objects.get()
    assert (back.state, back.last_error) == ("failed", "550 User unknown")
    assert "550 User unknown" in admin.get("/center/mails/", {"state": "failed"}).content.decode()
    written = Access.objects.get(what="mail_back")
    assert (written.office, written.detail["reason"]) == (mail.office, "550 User unknown")
    said = admin.post(path, {"came_back": "もう一度"}, follow=True).content.decode()
    assert "送信済みのメールだけを不達にできます" in said
    assert Mail.objects.get().last_error == "550 User unknown"
    assert "もう一度送信する" in admin.get(f"/center/mails/{mail.pk}/").content.decode()


def test_who_only_reads_mails_is_offered_nothing_to_do_with_them() -> None:
    mail = mailed()
    desk = parts.signed_in(parts.person(None, "uketsuke", Role.RECEPTION))
    assert "もう一度送信する" not in desk.get(f"/center/mails/{mail.pk}/").content.decode()
    assert desk.post(f"/center/mails/{mail.pk}/again/").status_code == 403
    assert desk.post(f"/center/mails/{mail.pk}/returned/", {"came_back": "x"}).status_code == 403
    assert Mail.objects.get().state == "failed"


@pytest.mark.parametrize(
    "typed",
    [
        "{number}",
        "{wide}",
        "{beginning}",
        "ナックス商事",
        "ﾅｯｸｽ商事",
        "NAC001",
        "ｎａｃ００１",
        "通関 花子",
        "つうかん",
        "HANAKO@naccs.example",
        "ｈａｎａｋｏ＠naccs.example",
    ],
)
def test_a_mail_is_found_by_its_application_company_office_or_person_in_any_width(
    admin: Client, typed: str
) -> None:
    # Holds N17.
    office, other = parts.guide_office(), parts.office("XYZ001", company_name="別会社")
    CompanyProfile.objects.filter(company=other.company).update(name="別会社", name_kana="")
    who = parts.person(office, email="hanako@naccs.example")
    stranger = parts.person(
        other, "jiro", names=("貿易", "次郎", "ボウエキ ジロウ"), email="jiro@xyz.example"
    )
    parts.rows.user_code(other, "1AXYZ", "sea", parts.SINCE)
    parts.rows.user_id(other, "1AXYZ", "A01", ["01"], "interactive", parts.SINCE)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    b = parts.filed(other, stranger, parts.ids_to_add("1AXYZ"))
    for application, person in ((a, who), (b, stranger)):
        Mail.objects.filter(application_id=application.pk).update(to=[person.email])
    number = str(a.number)
    wide = number.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)})
    page = admin.get(
        "/center/mails/", {"q": typed.format(number=number, wide=wide, beginning=number[:7])}
    ).content.decode()
    mine, theirs = (Mail.objects.get(application_id=x.pk) for x in (a, b))
    assert f"/center/mails/{mine.pk}/" in page
    if "{beginning}" not in typed:
        assert f"/center/mails/{theirs.pk}/" not in page


def test_mails_to_a_person_are_found_and_not_those_to_colleagues(admin: Client) -> None:
    office = parts.guide_office()
    for name, family in (("hanako", "通関"), ("jiro", "貿易")):
        who = parts.person(office, name, names=(family, "花子", ""), email=f"{name}@naccs.example")
        Mail.objects.create(
            kind="M01",
            to=[who.email],
            subject="x",
            body="x",
            office=office,
            dedupe=name,
            message_id=name,
            queued_at=clock.now(),
        )
    page = admin.get("/center/mails/", {"q": "貿易"}).content.decode()
    found = {m.to[0] for m in Mail.objects.all() if f"/center/mails/{m.pk}/" in page}
    assert found == {"jiro@naccs.example"}


@pytest.mark.parametrize("typed", ["-", "()", "ｱ", "%", "'", "あ" * 500])
def test_a_search_of_mails_for_signs_that_are_not_compared_finds_no_more_than_what_has_them(
    admin: Client, typed: str
) -> None:
    mail = mailed()
    answer = admin.get("/center/mails/", {"q": typed})
    assert answer.status_code == 200 and f"/center/mails/{mail.pk}/" not in answer.content.decode()
