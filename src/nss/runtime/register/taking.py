"""A register taken over: files, judgement, rows and the line in the record, all or nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from nss.account.access_log import log
from nss.account.models import Access
from nss.base.cells import BadFile

from .judging import judge
from .reading import Say, read
from .writing import invite, write

ONE_AT_A_TIME = 7_270_001
"""The lock that two of these commands would have to share."""


@dataclass(frozen=True)
class Outcome:
    """How many rows came to each file; none where everything was there already."""

    counts: dict[str, int]
    invited: int = 0


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Without looking for circles of objects meanwhile: with millions of them that takes longer than the work itself."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_without_collecting()
@transaction.atomic
def take_over(
    folder: Path, dry_run: bool = False, invitations: bool = False, say: Say = lambda step: None
) -> Outcome:
    """Bring in the files of a folder, or with `dry_run` do everything and take it back. New people get no password: with
    `invitations` each is mailed a link to set one. `say` is told each step when it is done. Raises BadFile with every line
    that is wrong; then nothing is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    found = read(folder, brought_in(), say)
    if found.bad:
        raise BadFile(found.bad)
    plan = judge(found.lines)
    say(f"looked at {len(found.lines):,} lines together")
    if plan.bad:
        raise BadFile(plan.bad)
    if plan.empty:
        return Outcome({})
    counts = write(plan, say)
    people = [person for _, person in plan.people]
    if invitations:
        invite(people)
    log(Access.What.IMPORTED, None, by="import-register", files=found.digests, counts=counts)
    if dry_run:
        transaction.set_rollback(True)
    return Outcome(counts, len(people) if invitations else 0)


def brought_in() -> dict[str, str]:
    """Digest of each file as it was brought in last, by its name: what was decided since may have changed its rows."""
    found: dict[str, str] = {}
    for detail in (
        Access.objects.filter(what=Access.What.IMPORTED).order_by("id").values_list("detail", flat=True)
    ):
        found |= detail.get("files", {})
    return found
