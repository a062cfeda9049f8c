"""`python -m tests.account`: writes docs/nothing-lost.md."""

from __future__ import annotations

import os
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parents[2] / "docs" / "nothing-lost.md"

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
    django.setup()
    from .nothing_lost import markdown

    PAGE.write_text(markdown(), encoding="utf-8")
