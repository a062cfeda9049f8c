"""The second of two people presses a button: what came of it is told where the button stood."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from nss.base.problems import Refused
from nss.web.typed import refuse


def conclude(request: HttpRequest, what: Callable[[], object], done: str) -> None:
    """Confirm or take back (`what`); say that it is done, or why not."""
    try:
        what()
        messages.success(request, done)
    except Refused as refused:
        refuse(request, refused.problems[0].text)
