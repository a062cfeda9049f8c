"""Who is told what when an application moves: mails and news (X-15), written in the transaction of the transition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.conf import settings

from nss.account.models import Person
from nss.application.edits import ends_contract
from nss.application.lifecycle import DECIDED, Event, State, Transition
from nss.application.models import (
    Application,
    ConnectionTest,
    Consent,
    ConsentState,
    Revision,
    Work,
    WorkKind,
)
from nss.application.rulebook import current
from nss.base import clock
from nss.base.ids import new_id
from nss.base.words import W
from nss.calendar.deadlines import password_window
from nss.contract.models import Office
from nss.contract.snapshot import load
from nss.notice import letters, mail, news, news_texts
from nss.notice.facts import Facts
from nss.notice.models import Mail


def _manager_mail(office: Office) -> str:
    row = load(office, clock.today(), ["manager"]).first("manager")
    return str(row.values["email"]) if row else ""


def recipients(application: Application, revision: Revision) -> list[str]:
    """申込担当者 and 管理責任者, each once (D-65)."""
    addresses = [str(revision.contact.get("email", "")), _manager_mail(application.office)]
    return list(dict.fromkeys(a for a in addresses if a))


def facts(application: Application, revision: Revision) -> Facts:
    """What letters may say of an application; never a secret."""
    contact = revision.contact
    last = None
    if application.start_date and application.decided_on:
        last = password_window(application.decided_on, application.start_date)[1]
    path = f"/applications/{application.number}/"
    return Facts(
        number=application.number or "",
        received_on=application.received_on,
        company=application.office.company_name,
        office=application.office.name,
        department=contact.get("department", ""),
        person=f"{contact.get('family_name', '')} {contact.get('given_name', '')}".strip(),
        wish_date=revision.wish_date,
        start_date=application.start_date,
        setting_deadline=application.setting_deadline,
        window_last=last,
        reason=application.closing_reason,
        url=settings.PUBLIC_URL + path,
    )


def transition(
    application: Application,
    revision: Revision,
    step: Transition,
    person: Person | None = None,
    **detail: object,
) -> None:
    """The mail and the news that the transition's row in the table lists."""
    told = facts(application, revision)
    stamp = f"{step.event}:{revision.no}:{application.changed_at:%Y%m%d%H%M%S%f}"
    if step.mail:
        if step.event is Event.MOVE_START:
            told = replace(told, reason=str(detail["reason"]))
            subject, body = letters.write(step.mail, told, before=detail["before"])
        elif step.event is Event.LEADER_GONE:
            state = State(str(detail["state"])).word
            subject, body = letters.write("M03-leader", told, leader=detail["leader"], state=state)
        elif step.event is Event.QUERY_BACK:
            subject, body = letters.write("M03-back", replace(told, reason=str(detail["reason"])))
        elif step.event is Event.REVOKE:
            subject, body = letters.write("M04-revoked", told)
        elif step.mail == "M09":
            subject, body = letters.write(
                "M09-result", told, outcome=step.event, why=str(detail.get("why", ""))
            )
        elif step.mail == "M02":
            subject, body = letters.write(step.mail, told, ends=ends_contract(revision.issued_list))
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
        line = current().news_line(revision.chosen_items, step.event)
        news.post(
            application.office,
            line.category,
            line.text,
            number=application.number or "",
            application_id=application.pk,
            link=f"/applications/{application.number}/",
        )


STANDS_ALONE = W(
    "申込{leader}は「{state}」となりました。あわせて作成した{own}は、そのまま残っています。不要な場合は取り下げてください。",
    "Application {leader} is '{state}'. {own}, made with it, stays as it is. Withdraw it if it is not needed.",
)
BEGUN_ALONE = W(
    "申込{leader}は「{state}」となりました。あわせて申し込んだ{own}は利用が始まっているため、そのまま続きます。",
    "Application {leader} is '{state}'. {own}, submitted with it, is in use already and goes on.",
)
A_DRAFT = W("下書き", "A draft")


def stands_alone(application: Application, leader: Application) -> None:
    """The applicant learns that something came to nothing which this one was filed, or begun, beside."""
    own = (
        W(f"申込{application.number}", f"Application {application.number}") if application.number else A_DRAFT
    )
    text = BEGUN_ALONE if State(application.state) in DECIDED else STANDS_ALONE
    news.post(
        application.applicant_office,
        "application",
        text.format(leader=leader.number, state=State(leader.state).word, own=own),
        number=application.number or "",
        application_id=application.pk,
        link=f"/applications/{application.number}/" if application.number else f"/drafts/{application.pk}/",
    )


def consent_asked(application: Application, consent: Consent) -> None:
    """The asked office learns who asks for which code, and until when to answer."""
    text = W(
        "{about}について同意の依頼があります。{due}までに回答してください。",
        "You are asked to agree to {about}. Please answer by {due}.",
    ).format(about=consent.about, due=f"{consent.due:%Y/%m/%d}")
    office = application.office
    asker = f"{office.company_name} {office.name}（{office.code}）"
    _tell_sharer(application, consent, text, f"ask:{consent.pk}", "M09", due=consent.due, asker=asker)


def consent_reminded(application: Application, consent: Consent) -> bool:
    """An office that has not answered is asked once more; False where that was done today."""
    stamp = f"remind:{consent.pk}:{clock.today()}"
    if Mail.objects.filter(application_id=application.pk, kind="M09", dedupe=stamp).exists():
        return False
    line = STILL_ASKED.format(about=consent.about, due=f"{consent.due:%Y/%m/%d}")
    _tell_sharer(application, consent, line, stamp, "M09-again", said=line)
    return True


STILL_ASKED = W(
    "{about}についての同意の依頼に、まだ回答がありません。{due}までに回答してください。",
    "You have not answered yet whether you agree to {about}. Please answer by {due}.",
)
ASKED_ANEW = W(
    "{about}についてNACCSセンターが登録した貴事業所の同意を取り消しました。{due}までに改めて回答してください。",
    "The Center took back the consent to {about} that it had entered for you. Please answer by {due}.",
)


def answer_taken_back(application: Application, consent: Consent) -> None:
    """An office learns that a consent which the Center entered for it does not count, and that it is asked again."""
    line = ASKED_ANEW.format(about=consent.about, due=f"{consent.due:%Y/%m/%d}")
    _tell_sharer(application, consent, line, f"anew:{consent.pk}:{new_id()}", "M09-again", said=line)


def answer_entered(application: Application, consent: Consent) -> None:
    """An office learns that the Center entered the answer that it gave by another way."""
    text = W(
        "{about}についての貴事業所の回答「{answer}」を、NACCSセンターが登録しました。",
        "The Center entered your answer about {about}: {answer}.",
    )
    answer = ConsentState(consent.state).word
    line = text.format(about=consent.about, answer=answer)
    stamp = f"entered:{consent.pk}:{new_id()}"  # it may be taken back and entered again
    _tell_sharer(application, consent, line, stamp, "M09-entered", answer=answer, evidence=consent.evidence)


def consent_done(application: Application, consent: Consent) -> None:
    """An office that has agreed learns the decided day, and from when it can print the notice of the end of its contract."""
    text = W(
        "同意いただいた{about}の実施日が{day}に決まりました。",
        "The day for {about}, which you agreed to, is {day}.",
    )
    ends = ends_contract(consent.edit_list)
    if ends:
        text += W(
            "この日から、契約解除通知書を出力できます。",
            " From that day on the notice of the end of your contract can be printed.",
        )
    line = text.format(about=consent.about, day=f"{application.start_date:%Y/%m/%d}")
    _tell_sharer(application, consent, line, f"done:{consent.pk}", "M09-done", ends=ends)


def consent_moved(application: Application, consent: Consent, before: date) -> None:
    """A sharing office learns that what it agreed to is done on another day than it was told."""
    text = W(
        "同意いただいた{about}の実施日が{before}から{day}に変わりました。",
        "The day for {about}, which you agreed to, has moved from {before} to {day}.",
    )
    day = application.start_date
    line = text.format(about=consent.about, before=f"{before:%Y/%m/%d}", day=f"{day:%Y/%m/%d}")
    stamp = f"moved:{consent.pk}:{application.changed_at:%Y%m%d%H%M%S%f}"
    _tell_sharer(application, consent, line, stamp, "M09-moved", before=before)


def decided_for(application: Application, office: Office) -> None:
    """An office that gets a row by the decision and was not asked (joint use with a new office) learns of it."""
    text = W(
        "申込{number}により、貴事業所の契約が{day}に変わります。",
        "Your contract changes on {day} by application {number}.",
    )
    _tell_unasked(application, office, text)


def start_moved_for(application: Application, office: Office, before: date) -> None:
    """The same office learns of another day."""
    text = W(
        "申込{number}による貴事業所の契約の変更の実施日が、{before}から{day}に変わりました。",
        "What application {number} changes for your office moves from {before} to {day}.",
    )
    _tell_unasked(application, office, text, before=f"{before:%Y/%m/%d}")


def undone_for(application: Application, office: Office) -> None:
    """The same office learns that nothing comes of it."""
    text = W(
        "申込{number}の決定が取り消されたため、{day}に予定していた変更は行われません。貴事業所の契約は変わりません。",
        "Application {number} was taken back: what was to change on {day} does not. Your contract stays as it is.",
    )
    _tell_unasked(application, office, text)


def _tell_unasked(application: Application, office: Office, text: W, **more: str) -> None:
    line = text.format(number=application.number, day=f"{application.start_date:%Y/%m/%d}", **more)
    own = office.pk == application.applicant_office_id
    link = f"/applications/{application.number}/" if own else ""
    number = application.number or "" if own else ""
    news.post(office, "application", line, number=number, application_id=application.pk, link=link)


def _tell_sharer(
    application: Application, consent: Consent, line: W, stamp: str, letter: str, **more: object
) -> None:
    """News and a mail to an office that is asked; `more` is what the letter says beside the facts. `stamp` names the step:
    nothing is mailed twice."""
    office, link = consent.office, f"/consents/{consent.pk}/"
    news.post(office, "application", line, number="", application_id=application.pk, link=link)
    to = _manager_mail(office)
    if not to:
        return
    told = Facts(
        number=application.number or "",
        company=office.company_name,
        office=office.name,
        start_date=application.start_date,
        wish_date=consent.wish_date,
        received_on=application.received_on,
        url=settings.PUBLIC_URL + link,
    )
    subject, body = letters.write(letter, told, about=consent.about, **more)
    mail.queue("M09", [to], subject, body, office=office, application_id=application.pk, dedupe=stamp)


DROPPED = W(
    "{about}についての依頼は取り消されました。貴事業所の契約は変わりません。",
    "The request about {about} was taken back. Your contract stays as it is.",
)
LAPSED = W(
    "{about}についての依頼は、期限までに回答がなかったため終了しました。貴事業所の契約は変わりません。",
    "The request about {about} is over: it was not answered in time. Your contract stays as it is.",
)


def consent_dropped(application: Application, consent: Consent) -> None:
    """An office that was asked, or had agreed, learns that nothing comes of it: what was told is told back."""
    lapsed = consent.state == ConsentState.EXPIRED.value
    text = (LAPSED if lapsed else DROPPED).format(about=consent.about)
    _tell_sharer(application, consent, text, f"dropped:{consent.pk}", "M09-dropped", lapsed=lapsed)


def work(application: Application, made: Work, event: Event, text: str) -> None:
    """M08 and news: dates of works proposed, fixed, done (guide SMTP: 別途、日程調整についてご連絡)."""
    revision = application.revisions.get(no=application.revision_no)
    kind = WorkKind(made.kind).word
    if event is not Event.WORK_COUNTERED:
        news.post(
            application.office,
            "application",
            news_texts.WORK_NEWS[event].format(kind=kind, text=text),
            number=application.number or "",
            application_id=application.pk,
            link=f"/applications/{application.number}/works/",
        )
    to = [*recipients(application, revision), str(revision.extra.get("works", {}).get("email", ""))]
    told = replace(
        facts(application, revision),
        url=f"{settings.PUBLIC_URL}/applications/{application.number}/works/",
    )
    vendor = made.vendor.name if made.vendor else ""
    subject, body = letters.write(
        "M08", told, works=kind.ja, event=event, text=text, outage=made.outage, vendor=vendor
    )
    mail.queue(
        "M08",
        list(dict.fromkeys(a for a in to if a)),
        subject,
        body,
        office=application.office,
        application_id=application.pk,
        dedupe=f"{event}:{made.pk}:{made.sequence}",
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
