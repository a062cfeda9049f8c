"""Free texts that a page posts outside of a form: read by a column like all others, so that none is cut."""

from __future__ import annotations

from django.http import HttpRequest

from nss.base.columns import Column
from nss.base.problems import Problem, Refused
from nss.base.signs import NotUnderstood


def typed(request: HttpRequest, column: Column, name: str = "") -> str:
    """What was posted for a column, as it is stored. Raises Refused with the reason, pinned to the field."""
    field = name or column.name
    return text_of(column, request.POST.get(field, ""), field)


def text_of(column: Column, text: str, field: str = "") -> str:
    """One such text as it is stored. Raises Refused."""
    try:
        return str(column.typed(text))
    except NotUnderstood as error:
        raise Refused([Problem("not_understood", column.label + "：" + error.text, field)]) from error
