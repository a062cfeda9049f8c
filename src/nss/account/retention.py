"""How long personal data are kept, and the job that erases the rest with a report (goals: ten years of contracts).

Contracts, applications and their record stay ten years after their end; what only served an access goes sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max

from nss.application import drafts
from nss.application.lifecycle import CLOSED
from nss.application.models import Application, Presence, Revision
from nss.base import clock
from nss.base.words import W
from nss.issuing.models import SecretView
from nss.notice.models import Mail, NewsRead
from nss.record.models import History
from nss.record.triggers import erasing

from .access_log import log
from .models import Access, OneTimeLink, ParkedPost, Person, PersonSession, SignInAttempt

TEN_YEARS, THREE_YEARS, YEAR, MONTH = (
    timedelta(days=3653),
    timedelta(days=1096),
    timedelta(days=366),
    timedelta(days=31),
)
GONE = "（保存期間満了）"


@dataclass(frozen=True, slots=True)
class Term:
    """One kind of data: how long, and what erases it. `erase` gets the moment before which it goes and gives a count."""

    key: str
    word: W
    keep: timedelta
    erase: Callable[[datetime], int]


def _mails(before: datetime) -> int:
    """Texts and addresses go; that a mail was sent, when and about what stays."""
    old = Mail.objects.filter(queued_at__lt=before).exclude(body="")
    return old.update(body="", to=[], subject=GONE)


def _contacts(before: datetime) -> int:
    """Contact persons of applications that ended long ago."""
    ended = Application.objects.filter(
        state__in=[s.value for s in CLOSED if s.value != "discarded"] + ["approved"], changed_at__lt=before
    )
    return Revision.objects.filter(application__in=ended).exclude(contact={}).update(contact={})


def _people(before: datetime) -> int:
    """People who were stopped and have not signed in since: the name goes, the row stays for the record."""
    gone = Person.objects.filter(is_active=False, last_login__lt=before).exclude(family_name=GONE[:20])
    return gone.update(
        family_name=GONE[:20],
        given_name="",
        kana="",
        department="",
        title="",
        phone="",
        email="erased@invalid",
    )


TERMS: tuple[Term, ...] = (
    Term(
        "presence",
        W("審査画面の閲覧状況", "Who has a review open"),
        timedelta(days=1),
        lambda t: Presence.objects.filter(seen_at__lt=t).delete()[0],
    ),
    Term(
        "parked",
        W("時間切れで預かった入力", "Forms kept over a session's end"),
        timedelta(days=1),
        lambda t: ParkedPost.objects.filter(at__lt=t).delete()[0],
    ),
    Term(
        "attempts",
        W("ログイン試行", "Sign-in attempts"),
        MONTH,
        lambda t: SignInAttempt.objects.filter(at__lt=t).delete()[0],
    ),
    Term(
        "links",
        W("再設定用リンク", "One-time links"),
        MONTH,
        lambda t: OneTimeLink.objects.filter(expires__lt=t).delete()[0],
    ),
    Term(
        "sessions",
        W("終了したログイン", "Ended sessions"),
        timedelta(0),
        lambda t: PersonSession.objects.filter(expire_date__lt=t).delete()[0],
    ),
    Term(
        "reads",
        W("お知らせの既読", "Read marks"),
        YEAR,
        lambda t: NewsRead.objects.filter(news__at__lt=t).delete()[0],
    ),
    Term("mails", W("メールの宛先と本文", "Mails: addresses and texts"), YEAR, _mails),
    Term(
        "access",
        W("ログイン・閲覧の記録", "Access record"),
        THREE_YEARS,
        lambda t: Access.objects.filter(at__lt=t).delete()[0],
    ),
    Term("people", W("停止した利用者の氏名・連絡先", "Names of people who left"), THREE_YEARS, _people),
    Term(
        "views",
        W("パスワード閲覧の記録", "Record of passwords read"),
        TEN_YEARS,
        lambda t: SecretView.objects.filter(at__lt=t).delete()[0],
    ),
    Term(
        "history",
        W("データの変更履歴", "History of rows"),
        TEN_YEARS,
        lambda t: History.objects.filter(at__lt=t).delete()[0],
    ),
    Term(
        "contacts", W("終了した申込の担当者", "Contact persons of ended applications"), TEN_YEARS, _contacts
    ),
)
DRAFT_DAYS = drafts.KEEP_DAYS + drafts.BIN_DAYS
"""Drafts have their own sweep."""


def run(today: date | None = None) -> dict[str, int]:
    """Erase what is past its term; the counts stand in the access record, which is the report."""
    now = clock.now() if today is None else clock.start_of(today)
    counts = {}
    for term in TERMS:
        with erasing():
            counts[term.key] = term.erase(now - term.keep)
    log(Access.What.ERASED, None, **counts)
    return counts


def last_run() -> datetime | None:
    return Access.objects.filter(what=Access.What.ERASED.value).aggregate(at=Max("at"))["at"]
