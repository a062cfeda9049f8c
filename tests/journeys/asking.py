"""What an office asks for: typed on the pages of a procedure where it has some, and said once more in words of the replay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from nss.application.case import Case
from nss.application.edits import Edit, change
from nss.contract import timeline
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import Contract, Row
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.codes import user_code
from nss.procedure.kit.pages import FormPage
from tests import parts

from .met import met
from .world import OFFICES, World

CONSULTED = {"consulted_on": "2020/01/06", "consulted_with": "契約 一郎"}
OTHER = ("move", "succession", "cancel", "equipment", "joint-use")
"""Items that are applied for alone."""


@dataclass
class Asked:
    """What an application asks for, in words of the replay: what, at which office, of which things."""

    what: str
    office: str
    names: list[str] = field(default_factory=list)
    everybody: bool = False
    to: str = ""
    things: list[tuple[str, str]] = field(default_factory=list)
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Wish:
    """What comes of the pages: items, edits, what they keep beside them."""

    key: str
    edits: list[Edit]
    asked: Asked
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, Any]:
        """Fields of the draft."""
        chosen = {"items": [], "other": self.key} if self.key in OTHER else {"items": self.items}
        return {**chosen, "extra": self.extra}

    @property
    def items(self) -> list[str]:
        found = [p.key for p in CATALOGUE.of([e.procedure for e in self.edits])]
        return found or [self.key]


@dataclass
class Desk:
    """Somebody of an office with its contract of the wished day before them."""

    world: World
    office: Office
    day: date
    dice: int

    @cached_property
    def read(self) -> Contract:
        """What the office has on the wished day, in one statement."""
        return timeline.load(self.office, self.day, ROW_TYPES).on(self.office.pk, self.day)

    def contract(self) -> Contract:
        return self.read

    def one(self, kind: str, **values: Any) -> Row | None:
        found = sorted(self.contract().where(kind, **values), key=lambda r: (str(r.name), r.identity))
        return found[self.dice % len(found)] if found else None

    def typed(
        self, key: str, slug: str = "form", subject: str = "", **values: Any
    ) -> tuple[list[Edit], dict[str, Any]] | None:
        """A page as it is shown, with these values typed over it; None where the form refuses them."""
        page = CATALOGUE[key].page(slug)
        assert isinstance(page, FormPage)
        case = Case.of_edits(self.office, [], items=[key], wish_date=self.day).reading(ROW_TYPES)
        shown = {
            k: v
            for k, v in page.form.initial_values(case, subject).items()
            if v is not None and v is not False
        }
        form = page.form(case, subject, {**shown, **values})
        if not form.is_valid():
            met("refused by a form", key)
            return None
        return form.edits(), form.extras()

    def wish(
        self, key: str, asked: Asked, slug: str = "form", subject: str = "", **values: Any
    ) -> Wish | None:
        made = self.typed(key, slug, subject, **values)
        return None if made is None else Wish(key, made[0], asked, made[1])


def end_id(d: Desk) -> Wish | None:
    row, more = d.one("user_id"), d.contract().of("user_id")
    if row is None:
        return None
    names = [str(row.name)]
    if d.dice > 7:
        names += [str(r.name) for r in more if r is not row and r.values["code"] == row.values["code"]][:1]
    targets = [r.identity for r in more if str(r.name) in names]
    return Wish(
        "user-code", user_code.abolish(d.contract(), targets), Asked("end", d.office.code, names, True)
    )


def end_code(d: Desk) -> Wish | None:
    row = d.one("user_code")
    if row is None:
        return None
    code, scope = str(row.values["code"]), "own" if d.dice % 2 else "all"
    found = user_code.abolish(d.contract(), codes=(code,))
    found = [replace(e, options={"scope": scope}) if e.kind == "user_code" else e for e in found]
    names = [str(e.name) for e in found if e.kind == "user_id"]
    return Wish("user-code", found, Asked("end", d.office.code, names, scope == "all")) if names else None


def add_id(d: Desk) -> Wish | None:
    row = d.one("user_code")
    if row is None:
        return None
    edits = parts.ids_to_add(str(row.values["code"]), d.dice % 2 + 1)
    return Wish("user-code", edits, Asked("add", d.office.code))


def types(d: Desk) -> Wish | None:
    row = d.one("user_id")
    if row is None:
        return None
    values = {"business": [["01"], ["02"], ["08"]][d.dice % 3]}
    edit = change(user_code.KEY, row, values)
    asked = Asked("change", d.office.code, things=[("user_id", str(row.name))], values=values)
    return Wish("user-code", [edit], asked) if edit else None


def statistics(d: Desk) -> Wish | None:
    row = d.one("user_code")
    if row is None:
        return None
    paid = not row.values["stats_paid"]
    asked = Asked("change", d.office.code, things=[("user_code", str(row.name))], values={"stats_paid": paid})
    return d.wish("statistics", asked, **{f"stats_paid_{row.identity}": "1" if paid else "0"})


def holder(d: Desk) -> Wish | None:
    values = {"title": ["代表取締役", "執行役員", "支配人"][d.dice % 3]}
    asked = Asked("change", d.office.code, things=[("holder", "")], values=values)
    return d.wish("holder", asked, **{"holder.title": values["title"]})


def plan(d: Desk) -> Wish | None:
    row = d.one("plan", tab="net")
    if row is None:
        return None
    values = {"plan": "A" if row.values["plan"] == "B" else "B"}
    asked = Asked("change", d.office.code, things=[("plan", "net")], values=values)
    return d.wish("fee-plan", asked, "plan", plan_net=values["plan"])


def counted(key: str, kind: str, count: str) -> Callable[[Desk], Wish | None]:
    """Add one of a kind, or end one."""

    def asked_for(d: Desk) -> Wish | None:
        row = d.one(kind)
        if d.dice % 3 == 0 or row is None:
            return d.wish(key, Asked("add", d.office.code), **{count: "1"})
        asked = Asked("end things", d.office.code, things=[(kind, str(row.name))])
        return d.wish(key, asked, **{f"end_{row.identity}": "on"})

    return asked_for


def certificate(d: Desk) -> Wish | None:
    row = d.one("net_terminal") or d.one("web_certificate")
    if row is None:
        return None
    asked = Asked("nothing", d.office.code)
    return d.wish("certificate", asked, **{f"one_{row.identity}": "on"}, reason="expired")


def on_line(d: Desk, slug: str, asked: Asked, router: str, **values: Any) -> Wish | None:
    made = d.wish("line", asked, slug, router, **values)
    if made is not None:
        made.extra |= parts.line_extra(made.edits)
    return made


def end_line(d: Desk) -> Wish | None:
    row = d.one("line")
    if row is None:
        return None
    asked = Asked("end things", d.office.code, things=[("line", str(row.name))])
    return on_line(d, "end", asked, str(row.name), sure="on")


def line(d: Desk) -> Wish | None:
    row = d.one("line")
    if row is None:
        return None
    values = {"maintenance": "weekdays" if row.values["maintenance"] == "always" else "always"}
    asked = Asked("change", d.office.code, things=[("line", str(row.name))], values=values)
    return on_line(d, "line", asked, str(row.name), **values)


def terminal(d: Desk) -> Wish | None:
    row = d.one("line")
    if row is None:
        return None
    router = str(row.name)
    held = d.one("terminal", router=router)
    if d.dice % 2 or held is None:
        return on_line(d, "line", Asked("add", d.office.code), router, smtp="1")
    asked = Asked("end things", d.office.code, things=[("terminal", str(held.name))])
    return on_line(d, "line", asked, router, **{f"end_{held.identity}": "on"})


MOVABLE = ("user_code", "line", "net_terminal", "web_certificate", "mailbox")


def move(d: Desk) -> Wish | None:
    to = {"NAC001": "NAC555", "NAC555": "NAC001", "CTO001": "CTO002", "CTO002": "CTO001"}.get(d.office.code)
    held = sorted(d.contract().of(*MOVABLE), key=lambda r: (r.kind, str(r.name)))
    if not held or to is None:
        return None
    chosen = held[d.dice % len(held) :][: 1 + d.dice % 2]
    asked = Asked("move", d.office.code, to=to, things=[(r.kind, str(r.name)) for r in chosen])
    ticked = {f"row_{r.identity}": "on" for r in chosen}
    return d.wish("move", asked, **CONSULTED, to=to, **ticked)


def succession(d: Desk) -> Wish | None:
    source = next(c for c in (OFFICES[d.dice % 5], OFFICES[(d.dice + 1) % 5]) if c != d.office.code)
    takes = bool(d.dice % 2)
    asked = Asked("succession", d.office.code, to=source, everybody=takes)
    return d.wish("succession", asked, **CONSULTED, case="4" if takes else "3", source=source)


def sharing(key: str, use: str) -> Callable[[Desk], Wish | None]:
    """Share with another office, or end that."""

    def asked_for(d: Desk) -> Wish | None:
        held = d.one("shared_use", use=use)
        if held is not None and d.dice % 3:
            v = held.values
            asked = Asked("end sharing", d.office.code, to=v["partner"], names=[use, v["object"]])
            return d.wish(key, asked, **CONSULTED, **{f"end_{held.identity}": "on"})
        row = d.one("line")
        router = str(row.name) if row else ["09143", "09150"][d.dice % 2]
        router = router if use == "equipment" else ""
        partner = next(c for c in (OFFICES[d.dice % 5], OFFICES[(d.dice + 1) % 5]) if c != d.office.code)
        asked = Asked("share", d.office.code, to=partner, names=[use, router])
        more = {"object": router} if router else {}
        return d.wish(key, asked, **CONSULTED, partner=partner, **more)

    return asked_for


def cancel(d: Desk) -> Wish | None:
    return d.wish("cancel", Asked("office", d.office.code), sure="on", last_bill="同じ")


KINDS: dict[str, Callable[[Desk], Wish | None]] = {
    "end id": end_id,
    "end code": end_code,
    "add id": add_id,
    "types": types,
    "statistics": statistics,
    "holder": holder,
    "plan": plan,
    "net terminal": counted("net-terminal", "net_terminal", "net"),
    "web certificate": counted("web-certificate", "web_certificate", "count"),
    "mailbox": counted("mailbox", "mailbox", "count"),
    "certificate": certificate,
    "end line": end_line,
    "line": line,
    "terminal": terminal,
    "move": move,
    "succession": succession,
    "equipment": sharing("equipment", "equipment"),
    "joint use": sharing("joint-use", "joint"),
    "cancel": cancel,
}

CARELESS: dict[str, Callable[[Wish, Sequence[date]], dict[str, Any]]] = {
    "no_reason": lambda w, days: {"reason": " "},
    "no_item": lambda w, days: {"items": [], "other": ""},
    "mixed_frames": lambda w, days: {"items": ["user-code"], "other": "cancel"},
    "not_open": lambda w, days: {"items": [*w.items, "nothing-of-the-kind"]},
    "no_edit": lambda w, days: {"items": [*w.items, "manager"]},
    "no_date": lambda w, days: {"wish_date": None},
    "contact": lambda w, days: {"contact": {**parts.CONTACT, "family_name": ""}},
    "no_drawing": lambda w, days: {"extra": {k: v for k, v in w.extra.items() if k != "drawing"}},
    "drawing_old": lambda w, days: {"extra": {**w.extra, "drawing": {"way": "drawn", "seen": "x"}}},
    "no_works_contact": lambda w, days: {"extra": {k: v for k, v in w.extra.items() if k != "works"}},
    "not_consulted": lambda w, days: {"extra": {k: v for k, v in w.extra.items() if k != "consulted"}},
}
"""What a careless person leaves out or gets wrong in a draft that would do: the refusal that speaks, and the fields."""

LINES = ("line", "terminal", "end line")
CARELESS_OF = {
    "no_drawing": LINES,
    "drawing_old": LINES,
    "no_works_contact": ("terminal", "end line"),
    "not_consulted": ("move", "succession", "equipment", "joint use"),
}
"""The kinds that ask for what is left out; the others can be left out of all."""
