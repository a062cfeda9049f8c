"""One JSON line per log record, with the id of the request it belongs to."""

from __future__ import annotations

import json
import logging
import re
from contextvars import ContextVar
from datetime import datetime

from django.utils.functional import LazyObject

from nss.base.clock import TOKYO

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Set by the RequestId middleware, empty outside requests."""

_SECRET = re.compile(
    r"""(?ix)
    (?P<name> (?:password|passwd|secret|token|api[_-]?key|authorization|cookie|sessionid|vault[_-]?key)
        [\w-]{0,40} )
    (?P<between> ["']? \s{0,8} [:=] \s{0,8} )
    (?P<value> "[^"]{0,2000}" | '[^']{0,2000}' | (?:(?:bearer|basic)\s{1,8})? [^\s,;&"'}\])]{1,2000} )
    """
)
_LINK = re.compile(r"(/password/reset/)[^/\s]{1,500}")
"""A link to set a password, in the address of a page: whoever mistypes behind it or posts to it makes Django log the address."""
_URL_PASSWORD = re.compile(r"(://[^\s:/@]{0,200}):[^\s@/]{1,500}@")
LONGEST = 20_000
"""Characters of a message or a trace that are kept. Every repeat above is bounded too: a stranger chooses addresses,
and with open-ended repeats a few thousand characters held a process for minutes."""


def without_secrets(text: str) -> str:
    """The text with values that follow a telling name, and passwords in addresses, replaced by `***`.

    A second net only: whoever writes a log line leaves secrets out in the first place.
    """
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}… ({len(text)} characters)"
    text = _LINK.sub(r"\1***", text)
    return _URL_PASSWORD.sub(r"\1:***@", _SECRET.sub(r"\g<name>\g<between>***", text))


def _whose(request: object) -> dict[str, str]:
    """From where, and by whom where the page asked that already, the request of a record came: nothing is looked up to write a
    line of the log."""
    found = {}
    if address := getattr(request, "META", {}).get("REMOTE_ADDR"):
        found["address"] = str(address)
    person = getattr(request, "__dict__", {}).get("user")
    if not issubclass(type(person), LazyObject) and (name := getattr(person, "username", "")):
        found["person"] = str(name)
    return found


class OneLine(logging.Formatter):
    """Formats a record as one line of JSON; line breaks inside texts are escaped by JSON itself."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, str] = {
            "time": datetime.fromtimestamp(record.created, TOKYO).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get() or getattr(getattr(record, "request", None), "reference", ""),
            **_whose(getattr(record, "request", None)),
            "message": without_secrets(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = without_secrets(self.formatException(record.exc_info))
        if record.stack_info:
            line["stack"] = without_secrets(record.stack_info)
        # U+0085, U+2028 and U+2029 break lines for some readers, and JSON leaves them as they are.
        text = json.dumps(line, ensure_ascii=False)
        return re.sub("[\x85\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)
