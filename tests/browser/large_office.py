"""An office of 300 IDs and 60 terminals, and every page of it that grows with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from nss.account.models import Person
from nss.application import decision
from nss.application.edits import Edit, change
from nss.base import clock
from nss.contract.models import Office
from nss.contract.snapshot import load
from nss.issuing import certificates
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.codes import user_code
from nss.procedure.kit.pages import ListPage
from nss.runtime.demo import rows
from tests import parts

IDS, LINES, PER_LINE = 300, 6, 10
ITEMS = ("office-data", "user-code", "line", "terminal", "net-terminal", "setting")


def name_of(n: int) -> str:
    """The number of the nth ID: a letter from F to H and two digits."""
    return f"{'FGH'[n // 100]}{n % 100:02d}"


@transaction.atomic
def large() -> Office:
    """The rows of the office."""
    made = parts.guide_office()
    for n in range(IDS):
        values = {"code": "1ANAC", "number": name_of(n), "business": ["01", "02"]}
        rows.row(made, "user_id", parts.SINCE, **values, method=("net", "interactive")[n % 2])
        rows.issued(made, "user_id", f"1ANAC{name_of(n)}")  # else the Center might give it out again
    for line in range(LINES):
        router = f"0914{line}"
        rows.row(
            made,
            "line",
            parts.SINCE,
            system_class="common",
            connection="general",
            edifact=False,
            line_kind="leased",
            speed="128kbps",
            wiring="own",
            maintenance="weekdays",
            router=router,
            postal_code="1500002",
            address="東京都渋谷区渋谷1-2-3",
            spare_router=False,
        )
        for block in range(2):
            rows.row(
                made,
                "address_block",
                parts.SINCE,
                router=router,
                network=f"10.20.{line}.{248 - 8 * block}/29",
            )
        for n in range(PER_LINE):
            address = f"10.20.{line}.{(250 if n < 5 else 242) + n % 5}"
            rows.row(
                made,
                "terminal",
                parts.SINCE,
                router=router,
                system_class="common",
                device="pc",
                package="mail",
                name=f"25{line}{n:02d}M",
                address=address,
            )
    for n in range(LINES * PER_LINE):
        rows.row(made, "net_terminal", parts.SINCE, net_kind="net", name=f"310{n:02d}N")
        certificates.issue(f"310{n:02d}N", made, 1, clock.today())
    return made


@dataclass
class World:
    """The office with what waits in it: drafts and applications over all its rows."""

    office: Office = field(default_factory=large)
    pages: dict[str, str] = field(default_factory=dict)
    """Pages of the office, by what they are."""
    center: dict[str, str] = field(default_factory=dict)
    """The same of the Center."""


def ids(office: Office, count: int) -> list[int]:
    """The last IDs of the office."""
    return [r.identity for r in load(office, clock.today(), ("user_id",)).of("user_id")][-count:]


def ending(office: Office, count: int) -> list[Edit]:
    """Edits that end so many IDs."""
    return user_code.abolish(load(office, clock.today(), ("user_code", "user_id")), ids(office, count))


def world(who: Person, reviewer: Person, office: Office) -> World:
    """Everything that such an office may have under way."""
    made = World(office)
    added = parts.filed(
        office, who, [*parts.ids_to_add("1ANAC", 90), *parts.ids_to_add("1ANAC", 90, "interactive")]
    )
    decision.approve(added.pk, reviewer, added.revisions.get().wish_date)
    ended = parts.filed(office, who, ending(office, 250))
    waiting = parts.filed(office, who, parts.ids_to_add("1ANAC", 90))
    draft = parts.draft(office, who, ending(office, 40)).application_id
    mixed = parts.draft(office, who, [*changes(office, 40), *ending(office, 20)]).application_id
    whole = parts.drafts.begin(
        office, who, items=[e.key for e in CATALOGUE.screen if not e.alone], reason="x"
    ).application_id
    alone = {
        e.key: parts.drafts.begin(office, who, other=e.key, reason="x").application_id
        for e in CATALOGUE.screen
        if e.alone
    }
    beside = {
        e.key: parts.drafts.begin(office, who, items=[e.key], reason="x").application_id
        for e in CATALOGUE.entries
        if e.group.name == "BESIDE"
    }
    made.pages = {
        "menu": "/",
        **{
            f"contract {t}": f"/contract/?tab={t}"
            for t in ("office", "net", "general", "certificate", "billing", "code", "history")
        },
        "guide": "/apply/change/guide/",
        "start": "/apply/change/items/",
        "drafts": "/drafts/",
        "applications": "/applications/",
        "certificates": "/certificates/",
        "news": "/news/",
        "added": f"/applications/{added.number}/",
        "ended received": f"/applications/{ended.number}/received/",
        "added ids": f"/applications/{added.number}/ids/",
        "ended": f"/applications/{ended.number}/",
        "ended withdraw": f"/applications/{ended.number}/withdraw/",
    }
    for name, pk in {"draft": draft, "mixed": mixed}.items():
        made.pages |= {
            f"{name} top": f"/drafts/{pk}/",
            f"{name} items": f"/drafts/{pk}/items/",
            f"{name} start": f"/drafts/{pk}/start/",
            f"{name} contact": f"/drafts/{pk}/contact/",
            f"{name} check": f"/drafts/{pk}/check/",
            f"{name} list": f"/drafts/{pk}/item/user-code/list/",
            f"{name} new code": f"/drafts/{pk}/item/user-code/new/",
            f"{name} share": f"/drafts/{pk}/item/user-code/share/",
        }
    made.pages["draft code"] = f"/drafts/{draft}/item/user-code/code/1ANAC/"
    made.pages["mixed code"] = f"/drafts/{mixed}/item/user-code/code/1ANAC/"
    made.pages["whole top"] = f"/drafts/{whole}/"
    for e in CATALOGUE.screen:
        pk = alone.get(e.key, whole)
        for page in CATALOGUE[e.key].steps:
            made.pages[f"{e.key} {page.slug}"] = f"/drafts/{pk}/item/{e.key}/{page.slug}/"
            if isinstance(page, ListPage) and e.key in ("line", "terminal"):
                for slug in ("line", "new", "end", "works"):
                    found = CATALOGUE[e.key].page(slug)
                    if found is not None:
                        tail = "09141/" if slug in ("line", "end") else ""
                        made.pages[f"{e.key} {slug}"] = f"/drafts/{pk}/item/{e.key}/{slug}/{tail}"
    for key, pk in beside.items():
        made.pages[f"{key} form"] = f"/drafts/{pk}/item/{key}/{CATALOGUE[key].steps[0].slug}/"
        made.pages[f"{key} begin"] = f"/apply/{key}/begin/"
    made.center = {
        "review ended": f"/center/applications/{ended.number}/",
        "review added": f"/center/applications/{added.number}/",
        "review waiting": f"/center/applications/{waiting.number}/",
        "office": "/center/offices/NAC001/",
        "register": "/center/offices/NAC001/register/",
        "register ids": "/center/offices/NAC001/register/?kind=user_id",
        "certificates": "/center/certificates/?view=all",
    }
    return made


def changes(office: Office, count: int) -> list[Edit]:
    """Edits that change the business types of so many IDs, each to something else than its neighbour."""
    rows_of = load(office, clock.today(), ("user_id",)).of("user_id")[-300:-250][:count]
    types = [["01"], ["02"], ["01", "03"], ["02", "03"], ["03"], ["01", "02", "03"]]
    found = [change("user-code", r, {"business": types[n % len(types)]}) for n, r in enumerate(rows_of)]
    return [e for e in found if e is not None]
