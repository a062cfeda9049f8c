"""Works on lines in the demonstration: who carries them out, and how far they are with three offices."""

from __future__ import annotations

from datetime import timedelta

from nss.account.models import Person
from nss.application import vendors, work_notes, works
from nss.application.edits import Edit, add
from nss.application.models import Vendor, Work
from nss.base import clock
from nss.calendar.days import add_business_days
from nss.contract.models import Office
from nss.procedure.lines import drawing
from nss.procedure.lines.rows import TERMINAL

from . import rows as r
from .filed import CONTACT, days_ago, file
from .rows import SINCE

WORKS_CONTACT = {
    "family_name": "工務",
    "given_name": "正",
    "family_kana": "コウム",
    "given_kana": "タダシ",
    "phone": CONTACT["phone"],
    "attendant": "same",
}
AFTER = 12
"""So many offices, by code, have applications of other kinds."""
REASON = "取扱件数の増加により、SMTPサーバを追加するため"


PLACES = (
    ("1080022", "東京都港区海岸3-9-15"),
    ("6500041", "兵庫県神戸市中央区新港町12-1"),
    ("5520021", "大阪府大阪市港区築港2-8-24"),
)
"""Where the lines end: postal code and address."""


def give_line(office: Office, n: int) -> str:
    """The n-th leased line, of an office, with two terminals; its router."""
    router, block, number = f"0914{n}", f"10.20.13.{216 + 8 * n}/29", 21010 + 10 * n
    mail, interactive = (f"10.20.13.{216 + 8 * n + host}" for host in (2, 3))
    terminals = ((f"{number}M", "mail", mail), (f"{number + 1}C", "interactive", interactive))
    r.leased_line(office, router, block, PLACES[n], terminals)
    return router


def one_more_server(router: str) -> list[Edit]:
    """What the page of a line makes of one more SMTP server."""
    after = {
        "router": router,
        "system_class": "common",
        "device": "smtp",
        "package": "",
        "name": "",
        "address": None,
    }
    return [add(TERMINAL, "terminal", after, count=1, ref=f"t-{router}-smtp", options={"works": "remote"})]


def ask_for_works(office: Office, person: Person, router: str) -> Work:
    """An application that needs works on a line, filed with who answers questions about them."""
    edits = one_more_server(router)
    extra = {"works": WORKS_CONTACT, "drawing": {"way": "drawn", "seen": drawing.digest(edits)}}
    return file(office, person, edits, REASON, item=TERMINAL, extra=extra).works.get()


def load_works(center: Person) -> None:
    """Two vendors; works that nobody has arranged yet, that are offered, and that are fixed."""
    common = {"since": SINCE, "changed_at": clock.now(), "changed_by": center}
    east, west = (
        Vendor.objects.create(name=name, kana=kana, phone=phone, contact=contact, does=does, **common)
        for name, kana, phone, contact, does in (
            ("東港通信工事株式会社", "トウコウツウシンコウジ", "0355009876", "工藤", "回線・ルータ、関東"),
            ("西海電設株式会社", "サイカイデンセツ", "0662009876", "西田", "回線・ルータ、関西以西"),
        )
    )
    clerks = Person.objects.filter(login_id="tantou", office__isnull=False).select_related("office")
    asking = list(clerks.order_by("office__code"))[AFTER : AFTER + len(PLACES)]
    made = []
    for n, person in enumerate(asking):
        assert person.office is not None  # noqa: S101  (asked for above)
        router = give_line(person.office, n)
        with days_ago(4 - n):
            made.append(ask_for_works(person.office, person, router))
    fixed, offered, _waiting = made
    first, second = (add_business_days(clock.today(), n).isoformat() for n in (6, 7))
    vendors.choose(fixed.pk, center, east.pk)
    vendors.choose(offered.pk, center, west.pk)
    works.propose(fixed.pk, center, [f"{first}/am", f"{second}/pm"])
    works.accept(fixed.pk, asking[0], f"{first}/am")
    works.propose(offered.pk, center, [f"{second}/am", f"{second}/pm"])
    work_notes.note(
        fixed.pk,
        center,
        at=clock.now() - timedelta(hours=2),
        whom="office",
        who="工務様",
        by="phone",
        text="入館には前日までに作業員名の届出が必要とのこと。",
    )
