"""Mails to a person about the account: invitations, resets, a password changed (T-15), a browser not seen before (M15)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings

from nss.base import clock
from nss.base.words import W
from nss.notice import mail, sealed_links

from .models import OneTimeLink, Person

LINK_MINUTES = 60


def tell(person: Person, title: W, text: W, url: str = "", kind: str = "account", secret: str = "") -> None:
    """Queue one mail; never with a secret but a one-time link, for which `hidden.PLACE` stands in the kept text."""
    body = f"{person.full_name} 様\n\n{title.ja}。\n{text.ja}\n{url}\n\n[English] {title.en}. {text.en}\n"
    mail.queue(kind, [person.email], f"【NSS】{title.ja}", body, office=person.office, secret=secret)


def void_links(person: Person) -> None:
    """Every link that was mailed to this person is dead from now on: one was used, the password changed, or the person was
    stopped."""
    OneTimeLink.objects.filter(person=person, used_at__isnull=True).update(used_at=clock.now())


def send_link(person: Person, title: W) -> None:
    """Mail a one-time link that lives 60 minutes."""
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        person=person,
        expires=clock.now() + timedelta(minutes=LINK_MINUTES),
    )
    tell(
        person,
        title,
        W(
            f"次のアドレスから{LINK_MINUTES}分以内に設定してください。",
            f"Use this address within {LINK_MINUTES} minutes.",
        ),
        sealed_links.PLACE,
        secret=f"{settings.PUBLIC_URL}/password/reset/{token}/",
    )


def factor_changed(person: Person, kind: W, what: W) -> None:
    """Whoever has the password of somebody else must not change the second factor unseen."""
    tell(
        person,
        W(f"二段階認証の{kind.ja}が{what.ja}", f"Your second factor: {kind.en} {what.en}"),
        W(
            "心当たりがない場合は、「アカウントと二段階認証」からほかのログインを終了し、パスワードを変更してください。",
            "If this was not you, end other sign-ins and change the password.",
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
            "心当たりがない場合は、「アカウントと二段階認証」からほかのログインを終了し、パスワードを変更してください。",
            "A browser that was not used before signed in. If this was not you, end other sign-ins and change the password.",
        ),
        f"{settings.PUBLIC_URL}/account/",
        kind="M15",
    )
