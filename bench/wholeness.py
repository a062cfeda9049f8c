"""Whether everything that was acknowledged is there once and whole, and whether what is there beside it is whole as well."""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from .driver import Browser, together
from .kills import Load

MESSAGE_ID = re.compile(rb"^message-id: *(<[^>]+>)", re.I | re.M)


@dataclass
class Found:
    """What the database says at the end, and what is wrong with it."""

    acknowledged: int = 0
    unanswered: int = 0
    """Filed, but whoever pressed was not told when the load ended."""
    drafts: int = 0
    mails: int = 0
    repeated: int = 0
    """Mails that arrived more than once, under the same Message-ID."""
    papers: int = 0
    wrong: list[str] = field(default_factory=list)


def look(load: Load, first: int) -> Found:
    """Compare what was written down with the database; `first` is the highest application before the load."""
    from django.db import connection

    from nss.application.models import Application

    found = Found(acknowledged=len(load.acknowledged))
    there = list(Application.objects.filter(pk__gt=first).prefetch_related("revisions", "record"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->'mail_ids'->>0 FROM procrastinate_jobs WHERE task_name = 'nss.deliver'")
        jobs = Counter(str(pk) for (pk,) in cursor.fetchall())
    mails = _mails(first)
    by_remark: dict[str, list[str]] = defaultdict(list)
    for a in there:
        problem = whole(a, mails[a.pk], jobs)
        if problem:
            found.wrong.append(f"{a.pk} ({a.number}): {problem}")
        if a.number is None:
            found.drafts += 1
        else:
            by_remark[a.revisions.all()[0].remark].append(f"{a.number} {a.pk}")
    for one in load.acknowledged:
        stored = by_remark.get(one.remark, [])
        if stored != [f"{one.number} {one.pk}"]:
            found.wrong.append(f"acknowledged {one.number} {one.pk} ({one.remark}); there is {stored}")
    told = {one.remark for one in load.acknowledged}
    for remark, stored in by_remark.items():
        if remark not in load.presses or len(stored) != 1:
            found.wrong.append(f"filed without a press, or more than once: {remark} {stored}")
        found.unanswered += remark not in told
    numbers = Counter(one.number for one in load.acknowledged)
    found.wrong += [f"one number told twice: {number}" for number, times in numbers.items() if times > 1]
    found.wrong += load.refused
    return found


def whole(a: object, mails: list[tuple[str, str]], jobs: Counter[str]) -> str:
    """What is wrong with one application: as a number, everything belongs to it that a filing writes; without, nothing does."""
    from nss.application.models import Application

    assert isinstance(a, Application)  # noqa: S101
    revisions = list(a.revisions.all())
    filings = [r for r in a.record.all() if r.event in ("submit", "ask")]
    if len(revisions) != 1:
        return f"{len(revisions)} revisions"
    filed = revisions[0].frozen_at is not None
    if a.number is None:
        return "a draft with signs of a filing" if filed or filings or mails or a.received_on else ""
    if not filed or not revisions[0].edits or not revisions[0].digest or not a.received_on:
        return "its revision is not filed, or empty"
    if len(filings) != 1:
        return f"{len(filings)} lines of its filing in the record"
    if len(mails) != 1:
        return f"{len(mails)} mails of its receipt"
    if jobs[mails[0][0]] != 1:
        return f"{jobs[mails[0][0]]} jobs for its mail"
    return ""


def _mails(first: int) -> dict[int, list[tuple[str, str]]]:
    """Key and Message-ID of the mails of receipt, by application."""
    from nss.notice.models import Mail

    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Mail.objects.filter(application_id__gt=first, dedupe__regex="^(submit|ask):")
    for pk, message, application in rows.values_list("pk", "message_id", "application_id"):
        found[application].append((str(pk), message))
    return found


def arrived(found: Found, first: int, folder: Path, seconds: float = 300) -> None:
    """Wait until the worker has sent what waits, and look for every mail where they arrive."""
    from nss.notice.models import Mail

    mails = Mail.objects.filter(application_id__gt=first)
    end = time.monotonic() + seconds
    while mails.filter(state="queued").exists() and time.monotonic() < end:
        time.sleep(1)
    got: Counter[str] = Counter()
    for file in folder.glob("*.eml"):
        with file.open("rb") as text:
            if line := MESSAGE_ID.search(text.read(8192)):
                got[line.group(1).decode()] += 1
    for message, state in mails.values_list("message_id", "state"):
        found.mails += 1
        if state != "sent" or not got[message]:
            found.wrong.append(f"mail {message} is {state} and arrived {got[message]} times")
        found.repeated += got[message] > 1


def papers(found: Found, load: Load, people: Iterable[Browser]) -> None:
    """The application form of everything that was acknowledged, as its office fetches it."""

    def fetch(who: int, b: Browser) -> None:
        for one in load.acknowledged:
            if one.remark.split()[-1].startswith(f"{who}-"):
                if b.get(f"/applications/{one.number}/form.pdf") != 200 or not b.raw.startswith(b"%PDF"):
                    found.wrong.append(f"no paper of {one.number}")
                found.papers += 1

    together([partial(fetch, *person) for person in enumerate(people)], lambda: 0)


def line(found: Found) -> str:
    """The page's sentence."""
    return (
        f"{found.acknowledged} applications were acknowledged; {found.unanswered} were filed without that their office had its "
        f"answer yet, {found.drafts} were drafts when the load ended. Each acknowledged one is there once, under its number, with its "
        f"edits, its line in the record, its mail, its job and its paper ({found.papers} fetched), and nothing else is half-written: "
        f"{'yes' if not found.wrong else 'NO'}. {found.mails} mails arrived, {found.repeated} of them twice under one Message-ID."
        + "".join(f"\n* {text}" for text in found.wrong[:50])
    )
