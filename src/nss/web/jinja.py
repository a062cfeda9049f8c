"""The Jinja environment of all pages: both languages, addresses, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from nss.base import clock
from nss.base.addresses import address
from nss.base.problems import Problem
from nss.base.words import W, counted, english, t
from nss.notice.facts import NOTHING

from .reading import WEEK, day_text


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page."""
    return reverse(name, kwargs=kwargs) if kwargs else address(name, *args)


def day_plain(value: date | None) -> str:
    """A day as 2026/12/01; empty for None."""
    return f"{value:%Y/%m/%d}" if value else ""


def day(value: date | None) -> Markup:
    """A day as 2026年12月1日（火） in a <time> element."""
    if value is None:
        return Markup("")
    return Markup(f'<time datetime="{value.isoformat()}">{day_text(value)}</time>')


def weekday(value: date) -> str:
    """The weekday of a day: 火."""
    return f"{value:%a}" if english() else WEEK[value.weekday()]


def difference(amount: int) -> str:
    """An amount against another one, with its sign; none is ±0."""
    return f"{amount:+,}" if amount else "±0"


def once(problems: Iterable[Problem]) -> list[tuple[Problem, int]]:
    """Problems as they are told: what is the same of many rows once, at the place of the first, with how many there are."""
    found: dict[tuple[str, W], list[Problem]] = {}
    for p in problems:
        found.setdefault((p.level, p.text), []).append(p)
    return [(same[0], len(same)) for same in found.values()]


def moment(value: datetime | None) -> Markup:
    """A moment as 2026/12/01 08:30 in Tokyo's time."""
    if value is None:
        return Markup("")
    local = value.astimezone(clock.TOKYO)
    return Markup(f'<time datetime="{local.isoformat()}">{local:%Y/%m/%d %H:%M}</time>')


class Indentation(Extension):
    """Folds the indentation of a template to one space when it is compiled, so that pages do not carry it.

    One space, not none: where a tag of Jinja ends a line, the indentation of the next one is white space of the page.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"\n[ \t]+", "\n ", source)


def environment(**options: Any) -> Environment:
    """The environment that Django's Jinja back end asks for."""
    options.setdefault("undefined", StrictUndefined)
    options.update(trim_blocks=True, lstrip_blocks=True, extensions=[Indentation])
    env = Environment(**options)  # noqa: S701  (Django's backend turns autoescape on)
    # The name of a static file changes with its content, so never while a process runs.
    env.globals.update(
        t=t,
        W=W,
        counted=counted,
        static=cache(static),
        url=url,
        today=clock.today,
        now=clock.now,
        NOTHING=NOTHING,
    )
    env.filters.update(
        day=day, day_plain=day_plain, weekday=weekday, moment=moment, difference=difference, once=once
    )
    return env
