"""The style sheet: kept as a few files by subject in `css/`, served as one small file.

Django's staticfiles asks the finder below, when static files are gathered and in tests; what is gathered gets a hash
of its contents into its name, like every static file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from rcssmin import cssmin

NAME = "nss/nss.css"
FOLDER = Path(__file__).parent / "css"
PARTS = (
    "tokens",
    "type",
    "layout",
    "nav",
    "button",
    "form",
    "items",
    "message",
    "table",
    "list",
    "status",
    "change",
    "calendar",
    "month",
    "preferences",
    "print",
)
"""The files in the order of the sheet: of two rules that are equally exact, the later one counts."""


def text() -> str:
    """The whole sheet, without comments and white space."""
    return str(cssmin("\n".join((FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)))


class StylesheetFinder(BaseFinder):
    """Gives `nss/nss.css`, put together in `STYLESHEET_FOLDER` whenever it is asked for."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The address of the sheet on disk; nothing for other paths."""
        if path != NAME:
            return []
        made = str(self._made())
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The one file there is, for `collectstatic`."""
        self._made()
        yield NAME, FileSystemStorage(location=settings.STYLESHEET_FOLDER)

    @staticmethod
    def _made() -> Path:
        """Write the sheet if it is not there or has changed; several processes may do so at once."""
        path = Path(settings.STYLESHEET_FOLDER) / NAME
        sheet = text()
        if not path.exists() or path.read_text(encoding="utf-8") != sheet:
            path.parent.mkdir(parents=True, exist_ok=True)
            own = path.with_suffix(f".{os.getpid()}")
            own.write_text(sheet, encoding="utf-8")
            own.replace(path)
        return path
