"""Pages of an office whose rows are written down: opened, sent, and what they make of what is typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nss.application.edits import Edit
from nss.procedure.kit.pages import ItemForm

from .plainly import case, number, row

ROWS = (
    row("user_code", 1, code="1ANAC", system_class="sea", stats_free=True),
    row("user_code", 2, code="1BNAC", system_class="common"),
    row("user_code", 3, office=2, code="1BNAC", system_class="common"),
    number("1ANAC", 11),
    number("1ANAC", 12, "A02", business=["07"]),
    number("1BNAC", 13, "B01", business=["10"]),
    row("business", 21, business="01", system_class="sea"),
    row("business", 22, business="10", system_class="common"),
    row(
        "line",
        31,
        router="09143",
        system_class="common",
        connection="general",
        edifact=False,
        line_kind="leased",
        speed="128kbps",
        wiring="own",
        maintenance="weekdays",
        postal_code="1500002",
        address="渋谷",
        spare_router=False,
    ),
    row("terminal", 32, router="09143", device="pc", package="mail", name="25130M"),
    row("terminal", 33, router="09143", device="smtp", name="25131S"),
    row("terminal", 34, router="09144", device="smtp", name="25132S"),
    row("line", 35, office=2, router="09999", system_class="air"),
    row("shared_use", 36, use="equipment", partner="NAC555", object="09999"),
    row("mailbox", 41, name="1ANAC001"),
    row("net_terminal", 42, net_kind="net", name="31002N"),
    row("web_certificate", 43, name="31003W"),
    row("plan", 51, tab="net", plan="B"),
    row("plan", 52, tab="general", plan="A"),
    row("office", 53, postal_code="1500002", address="渋谷", name="x"),
    row("holder", 54, name="通関 太郎", title="部長"),
)
ONE = {"add_business_0": ["01"], "add_method_0": "net", "add_count_0": "1"}


def opened(
    form: type[ItemForm], subject: str = "", edits: Iterable[Edit] = (), **extra: Any
) -> dict[str, Any]:
    """What stands on a page when it is opened."""
    return form.initial_values(case(ROWS, edits, extra=extra), subject)


def sent(
    form: type[ItemForm], subject: str, typed: dict[str, Any], edits: Iterable[Edit] = (), **extra: Any
) -> ItemForm:
    """The page as it is shown, with what is typed over it, sent."""
    c = case(ROWS, edits, extra=extra)
    shown = {k: v for k, v in form.initial_values(c, subject).items() if v not in (None, False)}
    made = form(c, subject, {**shown, **typed})
    assert made.is_valid(), made.errors
    return made


def told(edits: Iterable[Edit]) -> list[str]:
    """Edits in one line each: what they do, to which row, with which values."""
    found = []
    for e in edits:
        after = {k: v for k, v in e.after.items() if v not in ("", None, False)}
        more = {k: v for k, v in (("x", e.count), ("of", e.parent), ("as", e.ref)) if v not in (1, "")}
        parts = [e.procedure, e.action, e.kind, e.target or "", after or "", e.options or "", more or ""]
        found.append(" ".join(str(p) for p in parts if p != ""))
    return found


def made(form: type[ItemForm], subject: str, typed: dict[str, Any], **extra: Any) -> list[str]:
    return told(sent(form, subject, typed, **extra).edits())


NET_ID = "{'business': ['01'], 'method': 'net'}"
