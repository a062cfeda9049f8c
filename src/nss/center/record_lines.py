"""How each kind of record is searched, and how one of its lines reads."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from django.db.models import F, Model, Q, QuerySet

from nss.account.models import Access, Person
from nss.application.lifecycle import Event, State
from nss.application.models import Application, Record
from nss.base import clock
from nss.base.words import W, t
from nss.contract.models import Office
from nss.contract.texts import offices_named
from nss.issuing.models import SecretView
from nss.master.sheets import SHEETS
from nss.record.models import History
from nss.record.triggers import watched

from .record_details import access_detail
from .record_words import NO_TABLE, changes, listed, row_name, said, tables, tables_called
from .search import MOST as MOST_NAMED
from .search import NUMBER, offices_about, offices_called, people_with, rows_named, words_of

Line = TypeVar("Line", bound=Model)
REFERENCE = re.compile(r"[A-Z2-7]{10}")
"""The reference number of a request, as pages and log lines show it."""

OFFICES, PEOPLE = Office._meta.db_table, Person._meta.db_table
MOST_ROWS = 2000
"""So many rows a table are looked at of the offices that are meant."""
OUTCOMES = {
    "shown": W("表示", "Shown"),
    "closed": W("期間外のため表示せず", "Not shown: outside its period"),
}
"""What came of asking for a password (`issuing.SecretView`)."""


def when(moment: datetime) -> str:
    """A moment as the record writes it."""
    return f"{moment.astimezone(clock.TOKYO):%Y/%m/%d %H:%M:%S}"


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def meant(text: str) -> tuple[set[int], set[int]]:
    """The offices and the people whom a text means. A code or a number stands for its office; what is written about an office
    and about somebody means both, but an office is not meant where only one of its people is."""
    if offices := offices_called(text):
        return offices, set()
    people = people_with(text)
    theirs = set(Person.objects.filter(pk__in=people).values_list("office_id", flat=True))
    words = words_of(text)
    named = offices_named(words, MOST_NAMED) if words else set()
    return named | (offices_about(text) - theirs), people


def of_whom(found: QuerySet[Line], text: str, office: str, *others: Q) -> QuerySet[Line]:
    """The lines about the offices and by the people whom a text means; `office` is where a line has its office. One who acts all
    day has many lines, so that those are not picked out but walked through, where nothing else is asked for."""
    offices, people = meant(text)
    if not offices and not others:
        return found.filter(Q(actor__in=people))
    where = Q(**{f"{office}__in": offices})
    for other in (*others, *([Q(actor__in=people)] if people else [])):
        where |= other
    return newest_of(found, where)


def newest_of(found: QuerySet[Line], where: Q) -> QuerySet[Line]:
    """The few lines that a condition picks, newest first. Not by the bare key: PostgreSQL would walk back through the whole
    record until it has met a page's worth of them."""
    return found.filter(where).order_by((F("id") + 0).desc())


def _applications(text: str, what: str) -> QuerySet[Record]:
    """By reception number, else by office, else by person: one or the other, so that an index answers."""
    found = Record.objects.select_related("application__office", "actor").order_by("-id")
    if NUMBER.fullmatch(text.upper()):
        numbered = Application.objects.filter(number__startswith=text.upper())
        found = newest_of(found, Q(application__in=list(numbered.values_list("pk", flat=True)[:200])))
    elif text:
        found = of_whom(found, text, "application__office")
    return found.filter(event=what) if what else found


OVER_FULL = W("件数に達した日に登録した理由", "Why the capacity of the day was exceeded")


def _told(detail: Mapping[str, str]) -> list[str]:
    """What a line of an application adds: why, and why a day took one more than it can."""
    why = detail.get("reason") or detail.get("text") or detail.get("to") or ""
    over = detail.get("over_full")
    return [part for part in (str(why), said(OVER_FULL, over) if over else "") if part]


def _application_row(r: Record, names: dict[int, str]) -> list[str]:
    return [
        when(r.at),
        r.application.number or "",
        r.application.office.code,
        str(Event.word_of(r.event)),
        str(State.word_of(r.source)) if r.source else "",
        str(State.word_of(r.target)) if r.target else "",
        r.actor.username if r.actor else t("システム", "system"),
        listed(_told(r.detail)),
    ]


def _accesses(text: str, what: str) -> QuerySet[Access]:
    found = Access.objects.select_related("actor", "office").order_by("-id")
    if not text:
        return found.filter(what=what) if what else found
    if REFERENCE.fullmatch(text.upper()):
        found = newest_of(found, Q(reference=text.upper()))
    elif _is_address(text):
        found = newest_of(found, Q(address=text))
    elif sheets := [key for key, sheet in SHEETS.items() if text in (sheet.title.ja, sheet.title.en)]:
        found = found.filter(what=Access.What.MASTER, detail__sheet__in=sheets)
    else:
        typed = Q(what=Access.What.FAILED, detail__name__icontains=text)
        found = of_whom(found, text, "office", typed)
    return found.filter(what=what) if what else found


def _access_row(a: Access, names: dict[int, str]) -> list[str]:
    return [
        when(a.at),
        str(Access.What.word_of(a.what)),
        a.actor.username if a.actor else "",
        a.office.code if a.office else "",
        a.address,
        a.reference,
        access_detail(a),
    ]


def _history(text: str, what: str) -> QuerySet[History]:
    found = History.objects.order_by("-id")
    if not text:
        return found.filter(table=what) if what else found
    if REFERENCE.fullmatch(text.upper()):
        found = newest_of(found, Q(reference=text.upper()))
    elif called := tables_called(text):
        found = found.filter(table__in=called)
    else:
        found = _rows_meant(found, text)
    return found.filter(table=what) if what else found


def _rows_meant(found: QuerySet[History], text: str) -> QuerySet[History]:
    """Changes of rows that bear a name, else of all rows of an office, of somebody's own row and by somebody."""
    rows = rows_named(text)
    rows.pop(OFFICES, None)
    offices, people = (set(), set()) if rows else meant(text)
    if not rows and not offices:
        where = Q(actor__in=people)
        return found.filter(where) if not people else newest_of(found, where | _rows(PEOPLE, people))
    where = Q(pk__in=[])
    for table, keys in [*rows.items(), *_rows_of(offices).items(), (PEOPLE, people)]:
        where |= _rows(table, keys)
    return newest_of(found, where | Q(actor__in=people) if people else where)


def _rows(table: str, keys: Iterable[int]) -> Q:
    return Q(table=table, row__in=list(keys))


def _rows_of(offices: set[int]) -> dict[str, list[int]]:
    """All that is watched of some offices and their companies: table -> keys of its rows, the offices themselves among them."""
    if not offices:
        return {}
    companies = set(Office.objects.filter(pk__in=offices).values_list("company_id", flat=True))
    found = {OFFICES: list(offices)}
    for model in watched():
        fields = {f.name for f in model._meta.fields}
        if "office" in fields:
            theirs = Q(office__in=offices)
            if "company" in fields:
                theirs |= Q(office=None, company__in=companies)
            keys = model._default_manager.filter(theirs).order_by().values_list("pk", flat=True)
            found[model._meta.db_table] = list(keys[:MOST_ROWS])
    return found


ACTIONS = {"insert": W("追加", "added"), "update": W("変更", "changed"), "delete": W("削除", "deleted")}


def _history_row(h: History, names: dict[int, str]) -> list[str]:
    before, after = h.before or {}, h.after or {}
    row = {**before, **after}
    table = tables().get(h.table, NO_TABLE)
    return [
        when(h.at),
        str(table.word),
        row_name(table, row, names),
        names.get(row.get("office_id") or 0, "") or names.get(row.get("company_id") or 0, ""),
        str(ACTIONS.get(h.action, "")),
        names.get(h.actor or 0, t("システム", "system")),
        h.reference,
        listed(changes(table.columns, before, after, names)),
    ]


def _views(text: str, what: str) -> QuerySet[SecretView]:
    found = SecretView.objects.select_related("secret__office").order_by("-id")
    if text:
        offices, people = meant(text)
        found = newest_of(found, Q(secret__office__in=offices) | Q(person_id__in=people))
    return found.filter(outcome=what) if what else found


def _view_row(v: SecretView, names: dict[int, str]) -> list[str]:
    return [
        when(v.at),
        v.secret.office.code,
        v.secret.label,
        names.get(v.person_id, ""),
        str(OUTCOMES.get(v.outcome, "")),
    ]
