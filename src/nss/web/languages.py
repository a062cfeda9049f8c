"""What stands in Japanese on an English page (names of companies and people, typed text, words that have no English) is marked as
Japanese, so that a screen reader says it in its own voice (WCAG 2.2 SC 3.1.2). Done on the finished page: what is typed stands
in some two hundred places of templates, tables and drawings, and none of them can forget it."""

from __future__ import annotations

import re

from django.http import HttpResponse

from nss.base.words import english

_LETTER = "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
JAPANESE = re.compile(f"[{_LETTER}]")
_RUN = re.compile(f"[{_LETTER}](?:[{_LETTER}0-9 ・、。（）「」【】／：\\-]*[{_LETTER}])?")
"""Japanese letters with what may stand between them; Latin letters end a run."""
_TAG = re.compile(r"(<[^<>]*>)")
"""Ends at the next sign of a tag, so that it reads a long text once: attributes and texts have theirs escaped."""
_NAME = re.compile(r"<([a-zA-Z][\w-]*)")
_LANG = re.compile(r"""\blang=["']""")
WHOLE = ("option", "textarea", "text", "tspan")
"""Elements that hold text alone: they are marked themselves."""
UNMARKED = ("script", "style", "title")
"""Elements that are not read out, or cannot hold an element while most of them is in the page's own language."""


def marked(html: str) -> str:
    """A page or a part of one with its Japanese text in elements that say so; attributes stay as they are."""
    if not JAPANESE.search(html):
        return html
    parts = _TAG.split(html)
    name = attributes = ""
    for n, part in enumerate(parts):
        if n % 2:  # a tag
            found = _NAME.match(part)
            name, attributes = (found[1].lower(), part) if found else ("", "")
        elif JAPANESE.search(part) and name not in UNMARKED and not _LANG.search(attributes):
            if name in WHOLE:
                parts[n - 1] = f'<{parts[n - 1][1 : len(name) + 1]} lang="ja"{parts[n - 1][len(name) + 1 :]}'
            else:
                parts[n] = _RUN.sub(lambda run: f'<span lang="ja">{run[0]}</span>', part)
    return "".join(parts)


def mark(response: HttpResponse) -> None:
    """Mark an answer that is an English page."""
    if not english() or response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    response.content = marked(response.content.decode(response.charset)).encode(response.charset)
    if "Content-Length" in response:
        response["Content-Length"] = str(len(response.content))
