"""The worker's part of a usage file that was handed in: checked line by line, stored and drawn up, or refused with every wrong line
(N14, F13).

Safe to run twice: whoever stores the month holds the row of its file and finds it under way.
"""

from __future__ import annotations

import contextlib
import csv
import io
import logging
import zlib

from django.db import DatabaseError, transaction

from nss.account.access_log import log
from nss.account.models import Access
from nss.base import clock
from nss.base.problems import Refused
from nss.base.words import W

from . import usage
from .models import UNDER_WAY, Loading, LoadState

logger = logging.getLogger("nss.billing")


class TakenBack(Exception):
    """Somebody took the file back, or another worker is done with it."""


def run(pk: int) -> None:
    """The worker's part. What is over, or taken back, is left as it is."""
    found = Loading.objects.filter(pk=pk, state__in=(*UNDER_WAY, LoadState.FAILED)).first()
    if found is None:
        return
    try:
        _carry_out(found)
    except TakenBack:
        logger.info("usage file %s was taken back", pk)
    except Exception:
        with contextlib.suppress(DatabaseError):
            mark(pk, LoadState.FAILED)
        raise


def _carry_out(loading: Loading) -> None:
    def tell(checked: int) -> None:
        mark(loading.pk, LoadState.CHECKING, checked=checked)

    tell(0)
    found = usage.read(bytes(loading.body), loading.month, tell)
    if found.bad:
        _refuse(loading.pk, found.bad)
        return
    mark(loading.pk, LoadState.DRAWING, checked=loading.total)
    try:
        with transaction.atomic():
            held = Loading.objects.select_for_update().filter(pk=loading.pk, state=LoadState.DRAWING)
            if not held.exists():
                raise TakenBack
            made = usage.store(loading.month, loading.file_name, loading.sha256, found.rows, loading.by)
            mark(loading.pk, LoadState.DONE, body=b"")
            log(
                Access.What.BILL_LOADED,
                None,
                loading.by,
                month=f"{made.month:%Y/%m}",
                file=made.file_name,
                sha256=made.sha256,
                lines=made.rows,
            )
    except Refused as refused:
        _refuse(loading.pk, [(0, p.text) for p in refused.problems])


def _refuse(pk: int, bad: list[tuple[int, W]]) -> None:
    shown = [[at, text.ja, text.en] for at, text in bad[: usage.SHOWN]]
    mark(pk, LoadState.REFUSED, body=b"", wrong=len(bad), problems=shown, report=_report(bad))


def _report(bad: list[tuple[int, W]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows((at, text.ja, text.en) for at, text in bad)
    return zlib.compress(out.getvalue().encode())


def report_of(loading: Loading) -> list[list[str]]:
    """Every wrong line: its number, and what is wrong in both languages."""
    if not loading.report:
        return []
    return list(csv.reader(io.StringIO(zlib.decompress(bytes(loading.report)).decode(), newline="")))


def mark(pk: int, state: LoadState, **more: object) -> None:
    """A step of what is not over yet. Raises TakenBack."""
    live = Loading.objects.filter(pk=pk, state__in=(*UNDER_WAY, LoadState.FAILED))
    if not live.update(state=state, changed_at=clock.now(), **more):
        raise TakenBack
