"""How long what belongs to people and their sign-in is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from nss.base.words import W
from nss.record import retention
from nss.record.retention import DAY, GONE, MONTH, THREE_YEARS, Term

from .access_log import log
from .models import Access, ManagerProposal, OneTimeLink, ParkedPost, Person, PersonSession, SignInAttempt


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


TERMS = (
    Term(
        "parked",
        W("ログアウト時に一時保存した入力内容", "Input kept at sign-out"),
        DAY,
        lambda before: ParkedPost.objects.filter(at__lt=before).delete()[0],
    ),
    Term(
        "attempts",
        W("ログイン試行", "Sign-in attempts"),
        MONTH,
        lambda before: SignInAttempt.objects.filter(at__lt=before).delete()[0],
    ),
    Term(
        "links",
        W("再設定用リンク", "One-time links"),
        MONTH,
        lambda before: OneTimeLink.objects.filter(expires__lt=before).delete()[0],
    ),
    Term(
        "sessions",
        W("終了したログイン", "Ended sessions"),
        timedelta(0),
        lambda before: PersonSession.objects.filter(expire_date__lt=before).delete()[0],
    ),
    Term(
        "access",
        W("ログイン・閲覧の記録", "Access record"),
        THREE_YEARS,
        lambda before: Access.objects.filter(at__lt=before).delete()[0],
    ),
    Term(
        "manager_proposals",
        W("管理責任者の提案", "Proposals of managers"),
        THREE_YEARS,
        lambda before: ManagerProposal.objects.filter(at__lt=before).delete()[0],
    ),
    Term("people", W("停止した担当者の氏名・連絡先", "Names of suspended people"), THREE_YEARS, _people),
)


def run() -> dict[str, int]:
    """Erase what is past its term in every room; the counts stand in the access record, which is the report."""
    counts = retention.run()
    log(Access.What.ERASED, None, None, about=None, **counts)
    return counts
