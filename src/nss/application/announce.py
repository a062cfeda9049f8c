"""Who is told what when an application moves: mails and news, written in the transaction of the transition."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings

from nss.base import clock
from nss.base.words import W
from nss.calendar.days import add_business_days
from nss.calendar.deadlines import password_window
from nss.contract.book import load
from nss.contract.models import Office
from nss.issuing import certificates, vault
from nss.master.models import Announcement, Audience
from nss.notice import letters, mail, news
from nss.notice.models import Mail

from . import drafts
from .lifecycle import Event, Transition
from .models import Application, ConnectionTest, Consent, Revision, Work, WorkKind


def _manager_mail(office: Office) -> str:
    row = load(office, clock.today(), ["manager"]).first("manager")
    return str(row.values["email"]) if row else ""


def recipients(application: Application, revision: Revision) -> list[str]:
    """申込担当者 and 管理責任者, each once (guide: S06 note)."""
    addresses = [str(revision.contact.get("email", "")), _manager_mail(application.office)]
    return list(dict.fromkeys(a for a in addresses if a))


def facts(application: Application, revision: Revision, **more: Any) -> letters.Facts:
    """What letters may say of an application; never a secret."""
    contact = revision.contact
    last = None
    if application.start_date and application.decided_on:
        last = password_window(application.decided_on, application.start_date)[1]
    path = f"/applications/{application.number}/"
    values: dict[str, Any] = {
        "number": application.number or "",
        "received_on": application.received_on,
        "company": application.office.company_name,
        "office": application.office.name,
        "department": contact.get("department", ""),
        "person": f"{contact.get('family_name', '')} {contact.get('given_name', '')}".strip(),
        "wish_date": revision.wish_date,
        "start_date": application.start_date,
        "setting_deadline": application.setting_deadline,
        "window_last": last,
        "reason": application.closing_reason,
        "url": settings.PUBLIC_URL + path,
    }
    return letters.Facts(**{**values, **more})


def transition(
    application: Application, revision: Revision, step: Transition, person: Any = None, **detail: Any
) -> None:
    """The mail and the news that the transition's row in the table lists."""
    told = facts(application, revision)
    stamp = f"{step.event.value}:{revision.no}:{application.changed_at:%Y%m%d%H%M%S%f}"
    if step.mail:
        if step.mail == "M09":
            subject, body = letters.write("M09-result", told, outcome=step.event.value)
        else:
            subject, body = letters.write(step.mail, told)
        mail.queue(
            step.mail,
            recipients(application, revision),
            subject,
            body,
            office=application.office,
            application_id=application.pk,
            dedupe=stamp,
        )
    if step.news:
        category, text = letters.news_line(step.event.value, told)
        news.post(
            application.office,
            category,
            text,
            number=application.number or "",
            application_id=application.pk,
            link=f"/applications/{application.number}/",
        )


def consent_asked(application: Application, consent: Consent) -> None:
    """The asked office learns who asks for which code, and until when to answer."""
    office = consent.office
    text = W(
        "{about}について同意の依頼があります。{due}までに回答してください。",
        "You are asked to agree to {about}. Please answer by {due}.",
    ).format(about=consent.about, due=f"{consent.due:%Y/%m/%d}")
    link = f"/consents/{consent.pk}/"
    news.post(office, "application", text, number="", application_id=application.pk, link=link)
    to = _manager_mail(office)
    if to:
        told = letters.Facts(
            number=application.number or "",
            company=office.company_name,
            office=office.name,
            url=settings.PUBLIC_URL + link,
            wish_date=consent.wish_date,
            received_on=application.received_on,
        )
        subject, body = letters.write(
            "M09", told, about=consent.about, due=consent.due, asker=application.office.company_name
        )
        mail.queue(
            "M09",
            [to],
            subject,
            body,
            office=office,
            application_id=application.pk,
            dedupe=f"ask:{consent.pk}",
        )


def consent_done(application: Application, consent: Consent) -> None:
    """A sharing office learns that the code ends on the decided day."""
    day = application.start_date
    text = W(
        "同意いただいた{about}の実施日が{day}に決まりました。",
        "The day for {about}, which you agreed to, is {day}.",
    ).format(about=consent.about, day=f"{day:%Y/%m/%d}")
    link = f"/consents/{consent.pk}/"
    news.post(consent.office, "application", text, number="", application_id=application.pk, link=link)
    to = _manager_mail(consent.office)
    if to:
        told = letters.Facts(
            number=application.number or "",
            company=consent.office.company_name,
            office=consent.office.name,
            start_date=day,
            wish_date=consent.wish_date,
            received_on=application.received_on,
            url=settings.PUBLIC_URL + link,
        )
        subject, body = letters.write("M09-done", told, about=consent.about)
        mail.queue(
            "M09",
            [to],
            subject,
            body,
            office=consent.office,
            application_id=application.pk,
            dedupe=f"done:{consent.pk}",
        )


def work(application: Application, made: Work, event: Event, text: str) -> None:
    """M08 and news: dates of works proposed, fixed, done (guide SMTP: 別途、日程調整についてご連絡)."""
    revision = application.revisions.get(no=application.revision_no)
    kind = WorkKind(made.kind).word
    if event is not Event.WORK_COUNTERED:
        news.post(
            application.office,
            "application",
            letters.WORK_NEWS[event.value].format(kind=kind, text=text),
            number=application.number or "",
            application_id=application.pk,
            link=f"/applications/{application.number}/works/",
        )
    to = [*recipients(application, revision), str(revision.extra.get("works", {}).get("email", ""))]
    told = facts(application, revision, url=f"{settings.PUBLIC_URL}/applications/{application.number}/works/")
    subject, body = letters.write(
        "M08", told, works=kind.ja, event=event.value, text=text, outage=made.outage
    )
    mail.queue(
        "M08",
        list(dict.fromkeys(a for a in to if a)),
        subject,
        body,
        office=application.office,
        application_id=application.pk,
        dedupe=f"{event.value}:{made.pk}:{made.sequence}",
    )


def test_answered(application: Application, test: ConnectionTest) -> None:
    """The Center's answer to a connection that did not work."""
    text = W(
        "接続確認の結果についてNACCSセンターから回答があります。",
        "The Center has answered your connection test.",
    )
    news.post(
        application.office,
        "application",
        text,
        number=application.number or "",
        application_id=application.pk,
        link=f"/applications/{application.number}/works/",
    )
    revision = application.revisions.get(no=application.revision_no)
    subject, body = letters.write("M08-test", facts(application, revision), text=test.answer)
    mail.queue(
        "M08",
        recipients(application, revision),
        subject,
        body,
        office=application.office,
        application_id=application.pk,
        dedupe=f"test:{test.pk}",
    )


def remind_windows() -> int:
    """M14: passwords not yet looked at, two and one business days before their window closes. Gives how many mails."""
    sent = 0
    for pk, last in vault.closing_soon(clock.today()):
        application = Application.objects.select_related("office").filter(pk=pk).first()
        if application is None:
            continue
        revision = application.revisions.get(no=application.revision_no)
        subject, body = letters.write("M14", facts(application, revision, window_last=last))
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


def sample_facts() -> letters.Facts:
    """Made-up facts for previews of texts."""
    today = clock.today()
    return letters.Facts(
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
        offices = Office.objects.filter(provisional=False)
        if a.audience == Audience.NAMED.value:
            offices = offices.filter(code__in=a.codes)
        for office in offices.iterator(chunk_size=500):
            to = _manager_mail(office)
            told = letters.Facts(
                number="", company=office.company_name, office=office.name, url=settings.PUBLIC_URL
            )
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
        application__state="draft", saved_at__lt=now - timedelta(days=drafts.WARN_DAYS)
    ).select_related("application__applicant_office", "application__created_by")
    for revision in old:
        a = revision.application
        person = a.created_by
        if person is None:
            continue
        office = a.applicant_office
        told = letters.Facts(
            number="",
            company=office.company_name,
            office=office.name,
            person=person.full_name,
            url=f"{settings.PUBLIC_URL}/drafts/{a.pk}/",
        )
        last = (revision.saved_at + timedelta(days=drafts.KEEP_DAYS)).astimezone(clock.TOKYO).date()
        subject, body = letters.write("M13", told, last=last)
        stamp = f"M13:{revision.version}"
        if not Mail.objects.filter(application_id=a.pk, kind="M13", dedupe=stamp).exists():
            mail.queue("M13", [person.email], subject, body, office=office, application_id=a.pk, dedupe=stamp)
            sent += 1
    return sent


def warn_certificates() -> int:
    """M12: certificates that stop in 14 or 3 days because nobody has fetched them (T-16). Gives how many mails."""
    sent = 0
    for c in certificates.stopping(clock.today()):
        to = _manager_mail(c.office)
        told = letters.Facts(
            number="",
            company=c.office.company_name,
            office=c.office.name,
            url=settings.PUBLIC_URL + "/certificates/",
        )
        subject, body = letters.write("M12", told, name=c.name, day=c.stops_on)
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
