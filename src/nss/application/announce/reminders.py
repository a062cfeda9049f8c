"""Mails that are sent because a day comes near, and announcements whose time has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.conf import settings

from nss.application import drafts
from nss.application.lifecycle import State
from nss.application.models import Application, Revision
from nss.base import clock
from nss.base.words import W
from nss.calendar.days import add_business_days
from nss.issuing import certificates, vault
from nss.issuing.models import Certificate
from nss.master.models import Announcement
from nss.notice import letters, mail, news
from nss.notice.facts import Facts
from nss.notice.models import Mail

from .moves import _manager_mail, facts, recipients
from .reach import offices_of


def remind_windows() -> int:
    """M14: passwords not yet looked at, two and one business days before their window closes. Gives how many mails."""
    sent = 0
    for pk, last in vault.closing_soon(clock.today()):
        application = Application.objects.select_related("office").filter(pk=pk).first()
        if application is None:
            continue
        revision = application.revisions.get(no=application.revision_no)
        subject, body = letters.write("M14", replace(facts(application, revision), window_last=last))
        mail.queue(
            "M14",
            recipients(application, revision),
            subject,
            body,
            office=application.office,
            application_id=application.pk,
            dedupe=f"M14:{clock.today()}",
        )
        sent += 1
    return sent


def remind_deadlines() -> int:
    """M07: three and one business days before the setting deadline. Gives how many mails."""
    days = [add_business_days(clock.today(), n) for n in (3, 1)]
    sent = 0
    late = Application.objects.select_related("office").filter(
        state="setting_wait", setting_deadline__in=days
    )
    for application in late:
        revision = application.revisions.get(no=application.revision_no)
        subject, body = letters.write("M07", facts(application, revision))
        mail.queue(
            "M07",
            recipients(application, revision),
            subject,
            body,
            office=application.office,
            application_id=application.pk,
            dedupe=f"M07:{clock.today()}",
        )
        sent += 1
    return sent


QUERY_NEWS = {
    "near": W(
        "申込{number}の確認事項の回答期限は{day}です。",
        "The query about application {number} is to be answered by {day}.",
    ),
    "over": W(
        "申込{number}の確認事項の回答期限（{day}）を過ぎました。回答がない場合、NACCSセンターの判断で取下げとなることがあります。",
        "The day to answer the query about application {number} ({day}) has passed. Without an answer the Center may withdraw it.",
    ),
    "moved": W(
        "申込{number}の確認事項の回答期限は{day}に変わりました。",
        "The query about application {number} is to be answered by {day} now.",
    ),
}
"""What an office reads of the day to answer a query: before it, after it, and where the Center gave another."""


def query_due(application: Application, which: str) -> bool:
    """M03 and news: of the day to answer a query, `which` of `QUERY_NEWS`. Each is told once a day that is due."""
    due = application.query_due
    stamp = f"M03-{which}:{due}"
    if due is None or Mail.objects.filter(application_id=application.pk, kind="M03", dedupe=stamp).exists():
        return False
    revision = application.revisions.get(no=application.revision_no)
    line = QUERY_NEWS[which].format(number=application.number, day=f"{due:%Y/%m/%d}")
    subject, body = letters.write("M03-due", facts(application, revision), line=line)
    mail.queue(
        "M03",
        recipients(application, revision),
        subject,
        body,
        office=application.office,
        application_id=application.pk,
        dedupe=stamp,
    )
    news.post(
        application.applicant_office,
        "application",
        line,
        number=application.number or "",
        application_id=application.pk,
        link=f"/applications/{application.number}/",
    )
    return True


def late_answers(to: list[str], applications: Sequence[Application]) -> None:
    """One mail to those who decide, of applications whose answer has become late."""
    lines = [
        f"{a.number} {a.office.code} {a.office.company_name} {a.waiting_since:%Y/%m/%d}から "
        f"担当：{a.claimed_by.full_name if a.claimed_by else 'なし'}"
        for a in applications
    ]
    told = Facts(number="", url=f"{settings.PUBLIC_URL}/center/?view=late")
    subject, body = letters.late(told, lines)
    mail.queue("late", to, subject, body)


def sample_facts() -> Facts:
    """Made-up facts for previews of texts."""
    today = clock.today()
    return Facts(
        number="260001A",
        received_on=today,
        company="ナックス商事株式会社",
        office="東京事業所",
        department="通関課",
        person="通関 花子",
        wish_date=add_business_days(today, 15),
        start_date=add_business_days(today, 15),
        setting_deadline=add_business_days(today, 11),
        window_last=add_business_days(today, 17),
        reason="見本",
        url=f"{settings.PUBLIC_URL}/applications/260001A/",
    )


def broadcast() -> int:
    """Mail the announcements that have begun and ask for it (N16); each office once. Gives how many mails."""
    now, sent = clock.now(), 0
    due = Announcement.objects.filter(mail=True, mailed_at__isnull=True, first_at__lte=now, last_at__gt=now)
    for a in due:
        for office in offices_of(a.audience, a.codes).iterator(chunk_size=500):
            to = _manager_mail(office)
            told = Facts(number="", company=office.company_name, office=office.name, url=settings.PUBLIC_URL)
            subject, body = letters.write(
                "notice", told, title=a.title_ja, text=a.text_ja, english=a.text_en or a.title_en
            )
            if to and mail.queue(
                "notice", [to], subject, body, office=office, application_id=a.pk, dedupe=office.code
            ):
                sent += 1
        Announcement.objects.filter(pk=a.pk).update(mailed_at=now)
    return sent


def remind_drafts() -> int:
    """M13: a draft that nobody has saved for 25 days goes into the bin five days later. Gives how many mails."""
    now, sent = clock.now(), 0
    old = Revision.objects.filter(
        application__state=State.DRAFT, saved_at__lt=now - timedelta(days=drafts.WARN_DAYS)
    ).select_related("application__applicant_office", "application__created_by")
    for revision in old:
        a = revision.application
        person = a.created_by
        if person is None:
            continue
        office = a.applicant_office
        told = Facts(
            number="",
            company=office.company_name,
            office=office.name,
            person=person.full_name,
            url=f"{settings.PUBLIC_URL}/drafts/{a.pk}/",
        )
        last = clock.day_of(revision.saved_at + timedelta(days=drafts.KEEP_DAYS))
        subject, body = letters.write("M13", told, last=last)
        stamp = f"M13:{revision.version}"
        if not Mail.objects.filter(application_id=a.pk, kind="M13", dedupe=stamp).exists():
            mail.queue("M13", [person.email], subject, body, office=office, application_id=a.pk, dedupe=stamp)
            sent += 1
    return sent


def certificate_stopped(c: Certificate, reason: str) -> None:
    """M12: the Center has stopped a certificate; the office is told why, and how to get another one."""
    told = Facts(
        number="",
        company=c.office.company_name,
        office=c.office.name,
        reason=reason,
        url=settings.PUBLIC_URL + "/certificates/",
    )
    subject, body = letters.write("M12-stopped", told, name=c.name)
    to = _manager_mail(c.office)
    mail.queue("M12", [to], subject, body, office=c.office, dedupe=f"M12-stopped:{c.pk}")
    news.post(
        c.office,
        "certificate",
        W(
            f"証明書{c.name}をNACCSセンターが停止しました。",
            f"The Center has stopped the certificate of {c.name}.",
        ),
        link="/certificates/",
    )


def warn_certificates() -> int:
    """M12: certificates that stop in 14 or 3 days because nobody has fetched them (T-16). Gives how many mails."""
    sent = 0
    for c in certificates.stopping(clock.today()):
        to = _manager_mail(c.office)
        told = Facts(
            number="",
            company=c.office.company_name,
            office=c.office.name,
            url=settings.PUBLIC_URL + "/certificates/",
        )
        subject, body = letters.write("M12", told, name=c.name, stops_on=c.stops_on)
        mail.queue("M12", [to], subject, body, office=c.office, dedupe=f"M12:{c.pk}:{clock.today()}")
        news.post(
            c.office,
            "certificate",
            W(
                f"証明書{c.name}は、取得されていないため{c.stops_on:%Y/%m/%d}に停止します。",
                f"Certificate {c.name} stops on {c.stops_on:%Y/%m/%d}: it was not fetched.",
            ),
            link="/certificates/",
        )
        sent += 1
    return sent
