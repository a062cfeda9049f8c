"""The first day: the first person of the Center, and what is still missing before offices may come."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from nss.account.access_log import log
from nss.account.forms import PersonForm, username_of
from nss.account.models import CENTER_CODE, Access, Person, Role
from nss.account.people_mail import REGISTERED, send_link
from nss.application import places
from nss.base import clock
from nss.billing.models import Price
from nss.calendar.verdict import Need
from nss.master import state as masters_state
from nss.master.sheets import SHEETS
from nss.procedure.kit import schedule
from nss.runtime import backup, keys, masters

BACKUP_DAYS = 2


class CannotOpen(Exception):
    """Why nobody was made, in one sentence."""


@transaction.atomic
def first_person(login_id: str, family_name: str, given_name: str, email: str) -> Person:
    """Make the first administrator and mail a link to set a password. As long as nobody has set one, the same call mails another
    link; afterwards people invite people. Raises CannotOpen."""
    made = Person.objects.select_for_update().filter(office=None, role=Role.ADMIN, is_active=True)
    waiting = next((p for p in made if not p.has_usable_password()), None)
    if waiting is not None and (waiting.login_id, waiting.email) == (login_id, email):
        send_link(waiting, REGISTERED)
        return waiting
    if made:
        raise CannotOpen(
            "there is an administrator; who has none of the own asks that person for an invitation"
        )
    typed = {"login_id": login_id, "family_name": family_name, "given_name": given_name, "email": email}
    form = PersonForm(None, {**typed, "role": Role.ADMIN.value})
    if not form.is_valid():
        raise CannotOpen("; ".join(f"{name}: {texts[0]}" for name, texts in form.errors.items()))
    person = Person(username=username_of(CENTER_CODE, login_id), office=None, role=Role.ADMIN, **typed)
    person.set_unusable_password()
    person.save()
    send_link(person, REGISTERED)
    log(Access.What.INVITED, None, about=person, role=person.role, by="first-person")
    return person


def missing() -> Iterator[str]:
    """What stands in the way of opening, or will soon, each in one sentence with the command or page that mends it."""
    if behind := _not_migrated():
        yield f"the tables are older than this version ({behind}): python -m nss migrate"
        return
    yield from _people()
    yield from _masters()
    yield from _machine()
    for value, name, what in (
        (settings.METRICS_TOKEN, "NSS_METRICS_TOKEN", "there are no figures for Prometheus"),
        (settings.CLAMD, "NSS_CLAMD", "uploads are not scanned for viruses"),
        (settings.BANK_ACCOUNT, "NSS_BANK_ACCOUNT", "invoices name no account for 銀行振込"),
        (settings.INVOICE_REGISTRATION, "NSS_INVOICE_REGISTRATION", "invoices carry no 登録番号"),
        (
            settings.SECURITY_CONTACT,
            "NSS_SECURITY_CONTACT",
            "who finds a weakness reads nowhere whom to tell (/.well-known/security.txt)",
        ),
    ):
        if not value:
            yield f"{name} is not set: {what}"


def _not_migrated() -> str:
    """The first migration that was not run; nothing where all were."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return str(plan[0][0]) if plan else ""


def _people() -> Iterator[str]:
    people = list(Person.objects.filter(office=None, is_active=True))
    if not any(p.may_administer and p.has_usable_password() for p in people):
        yield "no administrator has set a password: python -m nss first-person"
    if sum(p.may_decide and p.has_usable_password() for p in people) < 2:
        yield "fewer than two people may decide, and what needs two cannot be carried out: invite them under 利用者"
    if sum(p.may_bill and p.has_usable_password() for p in people) < 2:
        yield "fewer than two people may bill, and no month can be fixed: invite them under 利用者"


def _masters() -> Iterator[str]:
    if any(masters.untouched(SHEETS[key]) for key in masters.BROUGHT):
        yield "there are no prepared texts (定型文): python -m nss load-masters"
    masters_state.refresh()
    if not schedule.offered(clock.today(), Need(full=places.full_days(clock.today())), 1):
        yield "no registration day has room for an application: see マスタ ＞ 1日に登録できる件数 and システム登録日の変更"
    if not Price.objects.exists():
        yield (
            "the price list (料金表) is empty, so no month can be billed: enter it under マスタ ＞ 料金表, "
            "or python -m nss load-masters with a folder that holds prices.csv"
        )


def _machine() -> Iterator[str]:
    """What pages and worker stand on."""
    if lacking := sorted(keys.unknown()):
        yield f"NSS_VAULT_KEYS lacks {', '.join(lacking)}, under which something is sealed: put it back"
    if not settings.PUBLIC_URL.startswith("https://"):
        yield f"NSS_PUBLIC_URL is {settings.PUBLIC_URL}: mails lead to an address without TLS"
    data, files = Path(settings.MEDIA_ROOT).parent, Path(settings.MEDIA_ROOT)
    if not os.access(files if files.exists() else data, os.W_OK):
        yield f"{files} cannot be written by this account: attachments are not kept (NSS_DATA)"
    if not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        yield "style sheets and scripts were not gathered: python -m nss migrate"
    if not _backed_up(data):
        yield "no backup was written in the last two days: start nss-backup.timer, or python -m nss backup"
    if not _mail_server_answers():
        yield f"the mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not answer: see NSS_SMTP_HOST"
    if not _worker_runs():
        yield "no job was run in the last five minutes: start nss-worker, or python -m nss worker"


def _backed_up(data: Path) -> bool:
    stamp = backup.stamp(data)
    return stamp.exists() and time.time() - stamp.stat().st_mtime < BACKUP_DAYS * 86_400


def _mail_server_answers() -> bool:
    try:
        with socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5):
            return True
    except OSError:
        return False


def _worker_runs() -> bool:
    from procrastinate.contrib.django.models import ProcrastinateEvent

    since = clock.now() - timedelta(minutes=5)
    return ProcrastinateEvent.objects.filter(type="succeeded", at__gt=since).exists()
