"""What a person does with fields and buttons, by their visible labels."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Fill = Callable[[Any], None]
"""Something done on the page that is open."""


def go(target: Any) -> None:
    """Click a link or button and wait for the page that it leads to."""
    target.click()
    target.page.wait_for_load_state()


def press(page: Any, name: str) -> None:
    go(page.get_by_role("button", name=name))


def fill(page: Any, label: str, text: str) -> None:
    page.get_by_label(re.compile(rf"^{re.escape(label)}\s*(※必須|任意)?$")).first.fill(text)


def change(label: str, text: str) -> Fill:
    return lambda page: fill(page, label, text)


def tick(label: str, group: str = "") -> Fill:
    """Choose what has this label, in a group of that name where several have it."""
    return lambda page: (
        (page.get_by_role("group", name=group) if group else page).get_by_label(label).first.check()
    )


def several(*steps: Fill) -> Fill:
    def run(page: Any) -> None:
        for s in steps:
            s(page)

    return run
