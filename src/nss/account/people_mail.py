"""Mails to a person about the account: invitations, resets, a password changed (T-15), a browser not seen before (M15)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings

from nss.base import clock
from nss.base.words import W
from nss.notice import mail, sealed_links
from nss.notice.letter_texts import FOOT, SENDER

from .models import CENTER_CODE, OneTimeLink, Person

LINK_MINUTES = 60


def tell(person: Person, title: W, text: W, url: str = "", kind: str = "account", secret: str = "") -> None:
    """Queue one mail; never with a secret but a one-time link, for which `hidden.PLACE` stands in the kept text."""
    office = person.office
    place = f"{office.company_name} {office.name}".strip() if office else "NACCSセンター"
    body = (
        f"{place}\n{person.full_name} 様\n\n{SENDER}\n\n{text.ja}\n\n{url}\n\n"
        f"[English] {title.en}. {text.en}\n{url}\n\n{FOOT}\n"
    )
    mail.queue(kind, [person.email], f"【NSS】{title.ja}", body, office=person.office, secret=secret)


def void_links(person: Person) -> None:
    """Every link that was mailed to this person is dead from now on: one was used, the password changed, or the person was
    stopped."""
    OneTimeLink.objects.filter(person=person, used_at__isnull=True).update(used_at=clock.now())


REGISTERED = W("担当者登録のご案内", "Your registration as a user of NSS")
RESET = W("パスワード再設定のご案内", "Set a new password")
OPENINGS = {
    REGISTERED: W(
        "NACCSサポートシステム（NSS）の担当者として登録されました。次のURLを開き、{minutes}分以内にパスワードを設定してください。",
        "You were registered as a user of the NACCS support system (NSS). Open the link and set your password within "
        "{minutes} minutes.",
    ),
    RESET: W(
        "NACCSサポートシステム（NSS）のパスワード再設定の依頼を受け付けました。次のURLを開き、{minutes}分以内に新しいパスワードを設定してください。"
        "心当たりがない場合は、このメールを破棄してください。パスワードは変わりません。",
        "A new password was asked for in the NACCS support system (NSS). Open the link and set it within {minutes} minutes. "
        "If you did not ask for it, ignore this e-mail: your password stays as it is.",
    ),
}
"""Why somebody gets a link, by the title of the mail."""
TEMPORARY = W(
    "NACCSサポートシステム（NSS）の仮アカウントを発行しました。次のURLを開き、{minutes}分以内にパスワードを設定してください。"
    "設定した後、新規申込の内容を入力できます。",
    "Your temporary account of the NACCS support system (NSS) was opened. Open the link and set your password within "
    "{minutes} minutes; then you can fill in your new contract.",
)
"""The same for a newcomer, whose mail has the temporary code in its title."""
SIGN_IN = W(
    "\n\n事業所コード：{office}\n担当者ID：{login}\n\n期限を過ぎた場合は、ログイン画面の「パスワードを忘れた方」から再送できます。",
    " Office code: {office}. Person ID: {login}. If the link has expired, ask for a new one by 'Forgotten password' on the "
    "sign-in page.",
)


def send_link(person: Person, title: W) -> None:
    """Mail a one-time link that lives 60 minutes; `title` is `REGISTERED`, `RESET`, or names a temporary account."""
    token = secrets.token_urlsafe(32)
    code = person.office.code if person.office else CENTER_CODE
    OneTimeLink.objects.create(
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        person=person,
        expires=clock.now() + timedelta(minutes=LINK_MINUTES),
    )
    tell(
        person,
        title,
        OPENINGS.get(title, TEMPORARY).format(minutes=LINK_MINUTES)
        + SIGN_IN.format(office=code, login=person.login_id),
        sealed_links.PLACE,
        secret=f"{settings.PUBLIC_URL}/password/reset/{token}/",
    )


def factor_changed(person: Person, kind: W, what: W) -> None:
    """Whoever has the password of somebody else must not change the second factor unseen."""
    tell(
        person,
        W(f"二段階認証の{kind.ja}が{what.ja}", f"Your second factor: {kind.en} {what.en}"),
        W(
            f"ログインに使う二段階認証の{kind.ja}が{what.ja}。心当たりがない場合は、「アカウントと二段階認証」からほかの端末をログアウトし、パスワードを変更してください。",
            f"Your second factor ({kind.en}) {what.en}. If this was not you, sign out on other devices and change the password.",
        ),
        f"{settings.PUBLIC_URL}/account/",
    )


def new_device(person: Person, agent: str) -> None:
    """M15: somebody signed in as this person with a browser that never did before."""
    tell(
        person,
        W("新しい端末からのログインのお知らせ", "Sign-in from a new device"),
        W(
            f"{clock.now():%Y/%m/%d %H:%M}に、これまで使われていない端末からログインがありました。\n端末：{agent or '不明'}\n"
            "心当たりがない場合は、「アカウントと二段階認証」からほかの端末をログアウトし、パスワードを変更してください。",
            f"On {clock.now():%Y/%m/%d %H:%M} a browser that was not used before signed in (device: {agent or 'unknown'}). If this was not "
            "you, sign out on other devices and change the password.",
        ),
        f"{settings.PUBLIC_URL}/account/",
        kind="M15",
    )
