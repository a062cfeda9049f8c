"""What can be said to a caller: what an application waits for, and prepared sentences. Nothing that only the Center may know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nss.account.models import Person
from nss.application.lifecycle import TO_REVIEW, State
from nss.application.models import Application, Consent
from nss.base.words import W
from nss.issuing.models import Secret
from nss.notice.facts import NOTHING
from nss.notice.models import Mail, MailState

NOTHING_OPEN = W(
    "審査中・手続中の申込はありません。",
    "No application is open.",
)


def day_word(day: date | None) -> str:
    """A day as it is read out."""
    return f"{day:%Y/%m/%d}" if day else NOTHING


def waits_for(a: Application, status: str, asked: Sequence[Consent], today: date) -> W | None:
    """For whom or what an application waits; None where it is over."""
    state = State(a.state)
    if state is State.CONSENT:
        who = "、".join(f"{c.office.code}（{day_word(c.due)}）" for c in asked)
        return W(f"共用している事業所の同意を待っています：{who}", f"Waits for the consent of {who}")
    if state in TO_REVIEW:
        since = day_word(a.waiting_since)
        return W(f"センターが審査しています（{since}から）", f"The Center reviews it (since {since})")
    if state is State.QUERY:
        return W(
            "申込者の回答（訂正して再提出）を待っています",
            "Waits for the applicant to correct it and submit it again",
        )
    if state is State.SETTING_WAIT:
        last = day_word(a.setting_deadline)
        return W(
            f"システム設定の申込を待っています（締切 {last}）",
            f"Waits for the system setting (deadline {last})",
        )
    if status == "works_left":
        return W("工事が終わっていません", "Works are not done")
    if state is State.APPROVED and a.start_date is not None and a.start_date > today:
        start = day_word(a.start_date)
        return W(f"利用開始日 {start} を待っています", f"Waits for its start on {start}")
    return None


def to_say(
    applications: Sequence[tuple[Application, W | None]],
    asked: Sequence[Consent],
    passwords: Sequence[tuple[Secret, bool, bool]],
    mails: Sequence[Mail],
    people: Sequence[Person],
    today: date,
) -> list[W]:
    """Sentences for the telephone, what is most likely asked first. `passwords`: each with whether it was read and whether it can
    be read today."""
    said = [
        W(f"申込{a.number}は、{waits.ja}。", f"Application {a.number}: {waits.en}.")
        for a, waits in applications
        if waits is not None
    ]
    said = said or [NOTHING_OPEN]
    said += [
        W(
            f"申込{c.application.number}について同意の依頼が届いています。{day_word(c.due)}までに「同意依頼」から回答してください。",
            f"You are asked to agree to application {c.application.number}; please answer by {day_word(c.due)}.",
        )
        for c in asked
    ]
    said += [_password(*p, today) for p in _newest(passwords)]
    failed = [m for m in mails if m.state == MailState.FAILED.value]
    if failed:
        to = "、".join(failed[0].to)
        said.append(
            W(
                f"メール「{failed[0].subject}」は{to}に届いていません。メールアドレスを確認してください。",
                f"The mail '{failed[0].subject}' did not reach {to}. Please check the address.",
            )
        )
    said += [
        W(
            f"{p.full_name}様のログインは停止中です。再開は管理責任者が「利用者」から行えます。",
            f"The sign-in of {p.full_name} is stopped; your manager can bring it back under People.",
        )
        for p in people
        if not p.is_active
    ]
    return said


def _newest(passwords: Sequence[tuple[Secret, bool, bool]]) -> list[tuple[Secret, bool, bool]]:
    """One for each application: the windows of its passwords are the same."""
    found: dict[int, tuple[Secret, bool, bool]] = {}
    for secret, read, readable in passwords:
        before = found.get(secret.application_id)
        found[secret.application_id] = (secret, read or (before[1] if before else False), readable)
    return list(found.values())[:3]


def _password(secret: Secret, read: bool, readable: bool, today: date) -> W:
    """Until when the passwords of an application can be read, and what to do afterwards."""
    if readable:
        last = day_word(secret.closes_on)
        again = W("すでに参照されています。", "They were read before. ") if read else W("", "")
        return W(
            f"{secret.label}などのパスワードは、{last}まで「申込内容確認」の「ID通知内容」から参照できます。{again.ja}",
            f"The passwords of {secret.label} can be read until {last} on the ID notice of the application. {again.en}".strip(),
        )
    if secret.opens_on > today:
        first = day_word(secret.opens_on)
        return W(
            f"{secret.label}などのパスワードは{first}から参照できます。",
            f"The passwords of {secret.label} can be read from {first}.",
        )
    return W(
        f"{secret.label}などのパスワードの参照期間は{day_word(secret.closes_on)}に終わりました。必要な場合は再発行を申し込んでください。",
        f"The time to read the passwords of {secret.label} ended on {day_word(secret.closes_on)}. Please apply for a re-issue.",
    )
