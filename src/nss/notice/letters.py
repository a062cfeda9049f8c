"""Mails of the life cycle: subject and body by kind, from the facts of an application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date

from django.conf import settings

from nss.base import clock
from nss.master import slots
from nss.master import state as masters
from nss.master.models import MailTemplate

from .consent_letters import (
    _asked,
    _asked_again,
    _consent_done,
    _consent_dropped,
    _consent_entered,
    _consent_moved,
    _consent_result,
)
from .ending_letters import _rejected, _revoked, _void, _withdrawn
from .facts import TITLES, Facts, day, day_en
from .letter_texts import (
    _announced,
    _approved,
    _bill_corrected,
    _billed,
    _draft,
    _leader_gone,
    _letter,
    _query,
    _query_back,
    _query_due,
    _received,
    _setting,
    _start_moved,
    _stopped,
    _stopping,
    _tested,
    _window,
    _works,
)


def write(kind: str, facts: Facts, **more: object) -> tuple[str, str]:
    """Subject and body of a mail by its kind (M01 to M16), in the Center's own words where it has some. Raises KeyError for
    an unknown kind."""
    own = masters.mail_template(kind, clock.today())
    return custom_mail(own, facts) if own is not None else WRITERS[kind](facts, **more)


def custom_mail(template: MailTemplate, facts: Facts) -> tuple[str, str]:
    """A mail as the Center words it, with the addressee, link and signature of every mail."""
    words, english = facts_as_words(facts, day), facts_as_words(facts, day_en)
    title = slots.filled(template.subject, words) or TITLES[template.kind]
    text = slots.filled(template.text_ja, words)
    return _letter(
        facts, title, text.splitlines(), slots.filled(template.text_en, english) or f"About {facts.number}."
    )


def facts_as_words(facts: Facts, of_day: Callable[[date], str]) -> dict[str, str]:
    """The facts as words, days as `of_day` writes them."""
    found = {f.name: getattr(facts, f.name) for f in fields(facts)}
    return {k: of_day(v) if isinstance(v, date) else v or "" for k, v in found.items()}


def daily(f: Facts, items: list[tuple[str, str]]) -> tuple[str, str]:
    """One mail for the several of a day: their subjects with their links."""
    lines = [f"前日のお知らせは次の{len(items)}件です。"]
    for subject, link in items:
        lines += ["", f"・{subject.removeprefix('【NSS】')}", *([f"　{link}"] if link else [])]
    plain = replace(f, url=f"{settings.PUBLIC_URL}/news/")
    return _letter(
        plain,
        f"お知らせのまとめ（{len(items)}件）",
        lines,
        f"{len(items)} notices of yesterday; see the news.",
    )


def late(f: Facts, lines: list[str]) -> tuple[str, str]:
    """To those of the Center who decide: applications whose answer is late."""
    heads = [f"次の{len(lines)}件は、翌営業日を過ぎても回答していません。", ""]
    return _letter(
        f, f"回答期限を過ぎた申込（{len(lines)}件）", [*heads, *lines], f"{len(lines)} answers are late."
    )


WRITERS: dict[str, Callable[..., tuple[str, str]]] = {
    "M01": _received,
    "M02": _approved,
    "M03": _query,
    "M03-leader": _leader_gone,
    "M03-back": _query_back,
    "M03-due": _query_due,
    "M04": _withdrawn,
    "M04-revoked": _revoked,
    "M05": _void,
    "M06": _rejected,
    "M07": _setting,
    "M10": _billed,
    "M10-corrected": _bill_corrected,
    "M12": _stopping,
    "M12-stopped": _stopped,
    "M08": _works,
    "M08-test": _tested,
    "M09": _asked,
    "M09-again": _asked_again,
    "M09-result": _consent_result,
    "M09-done": _consent_done,
    "M09-entered": _consent_entered,
    "M09-dropped": _consent_dropped,
    "M13": _draft,
    "notice": _announced,
    "M09-moved": _consent_moved,
    "M14": _window,
    "M16": _start_moved,
}
