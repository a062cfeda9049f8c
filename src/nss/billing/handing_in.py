"""A usage file is handed in and its check left to the worker (`loading`): whoever did so watches how far that has come, may leave the
page, take the file back, and have it tried again after a fault.

A state that nobody works on any more is never the last: it can be taken back, and the month takes another file.
"""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import IntegrityError, transaction

from nss.account.models import Person
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.words import W

from .loading import mark
from .models import UNDER_WAY, Loading, LoadState
from .months import problems_of_loading
from .tasks import load_usage

OTHER_FILE = Problem(
    "loading",
    W(
        "この月の別のファイルを処理しています。完了を待つか、取りやめてから取り込んでください。",
        "Another file of this month is being loaded. Wait until it is done, or take it back first.",
    ),
)
NO_WAY_BACK = Problem(
    "drawing",
    W(
        "請求を作成しているため、または処理が終わったため、取りやめられません。",
        "It cannot be taken back: the invoices are being drawn up, or it is over.",
    ),
)
NOT_FAILED = Problem(
    "not_failed",
    W("中断した処理だけを再開できます。", "Only what a fault stopped can be tried again."),
)


def begin(month: date, name: str, body: bytes, person: Person | None) -> Loading:
    """Keep a file and queue its check. A file that is under way already is not taken twice: gives the same again. Raises Refused."""
    if wrong := problems_of_loading(month):
        raise Refused(wrong)
    digest, now = hashlib.sha256(body).hexdigest(), clock.now()
    try:
        with transaction.atomic():
            Loading.objects.filter(month=month).exclude(state__in=UNDER_WAY).delete()
            made = Loading.objects.create(
                month=month,
                file_name=name[:190],
                sha256=digest,
                body=body,
                by=person,
                at=now,
                changed_at=now,
                total=max(0, body.count(b"\n") + (not body.endswith(b"\n")) - 1),
            )
            _queue(made)
    except IntegrityError as error:
        known = Loading.objects.filter(month=month, state__in=UNDER_WAY, sha256=digest).first()
        if known is None:
            raise Refused([OTHER_FILE]) from error
        return known
    return made


def again(pk: int) -> None:
    """Try again what a fault stopped. Raises Refused."""
    with transaction.atomic():
        found = Loading.objects.select_for_update().filter(pk=pk, state=LoadState.FAILED).first()
        if found is None:
            raise Refused([NOT_FAILED])
        try:
            with transaction.atomic():
                mark(pk, LoadState.WAITING, checked=0)
        except IntegrityError as error:
            raise Refused([OTHER_FILE]) from error
        _queue(found)


def take_back(pk: int) -> None:
    """Give up what is not drawn up yet. Raises Refused."""
    with transaction.atomic():
        waits = Loading.objects.select_for_update(skip_locked=True)
        if not waits.filter(pk=pk, state__in=(*UNDER_WAY, LoadState.FAILED)).exists():
            raise Refused([NO_WAY_BACK])
        mark(pk, LoadState.DROPPED, body=b"")


def _queue(loading: Loading) -> None:
    load_usage.defer(pk=str(loading.pk))
