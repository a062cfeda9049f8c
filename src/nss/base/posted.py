"""What was posted, read in one place: for a form, as the text of one field, or by a column like all others, so that none is cut."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from nss.base.columns import Column
from nss.base.problems import Problem, Refused
from nss.base.typed_text import NotUnderstood

KEY_DIGITS = 18
"""Digits of the longest key that certainly fits its column (bigint)."""


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form takes: all that was posted, None where the page was only asked for."""
    return request.POST if request.method == "POST" else None


def field(request: HttpRequest, name: str) -> str:
    """One field as it was posted, '' where it was not. Raises BadRequest as `fields` does."""
    return _whole(request.POST.get(name, ""))


def fields(request: HttpRequest, name: str) -> list[str]:
    """All values of one field, as of several ticks. Raises BadRequest for NUL, which no database keeps and nobody types."""
    return [_whole(value) for value in request.POST.getlist(name)]


def _whole(value: str) -> str:
    if "\0" in value:
        raise BadRequest("NUL")
    return value


def has(request: HttpRequest, name: str) -> bool:
    """Whether a field was posted, as the name of a button that was pressed."""
    return name in request.POST


def key_number(text: str) -> int | None:
    """A key or a place as an address or a hidden field carries it; None for what cannot be one: no digits, or more of them
    than a row's key has (Python itself refuses to read thousands)."""
    return int(text) if text.isdecimal() and len(text) <= KEY_DIGITS else None


def own_address(text: str) -> str:
    """An address of this site to lead on to, as an address or a hidden field carries it; '' for any other text."""
    safe = text.startswith("/") and text.isprintable()
    return text if safe and url_has_allowed_host_and_scheme(text, allowed_hosts=None) else ""


def posted_text(request: HttpRequest, column: Column, name: str = "") -> str:
    """What was posted for a column, as it is stored. Raises Refused with the reason, pinned to the field."""
    of = name or column.name
    return text_of(column, field(request, of), of)


def text_of(column: Column, text: str, field: str = "") -> str:
    """One such text as it is stored. Raises Refused."""
    try:
        return str(column.from_typed(text))
    except NotUnderstood as error:
        raise Refused([Problem("not_understood", column.label + "：" + error.text, field)]) from error


def address(request: HttpRequest, name: str) -> str:
    """Where a posted field leads on to, as `own_address`; whatever else it holds leads nowhere."""
    return own_address(request.POST.get(name, ""))
