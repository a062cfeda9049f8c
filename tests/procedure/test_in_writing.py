"""What every page holds and what every sample comes to, as it stands in tests/procedure/written/, one file a folder.

Who changes a page or a rule sees here all that changes with it. `WRITE=1` with this test writes the files anew: read the
difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nss.base import clock
from nss.contract.models import Office
from nss.issuing import certificates
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.selection import Group
from nss.runtime.demo import rows
from tests import parts

from .in_writing import Names, the_case, the_issue, the_pages
from .items import ITEMS
from .samples import case_of, neighbours, stocked

WRITTEN = Path(__file__).parent / "written"
FOLDERS = sorted({p.entry.group.folder for p in CATALOGUE.procedures.values()})


@pytest.mark.django_db
@pytest.mark.parametrize("folder", FOLDERS)
def test_pages_and_samples_are_as_they_are_written_down(folder):
    office = world()
    found = []
    for key, procedure in CATALOGUE.procedures.items():
        if procedure.entry.group.folder == folder:
            found += [f"# {key}", *of_procedure(office, key), ""]
    as_written(folder, found)


def as_written(name: str, found: list[str]) -> None:
    """These lines are those of the file."""
    path = WRITTEN / f"{name}.txt"
    if os.environ.get("WRITE"):
        path.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def world() -> Office:
    """A well-stocked office that shares a code, a router and more with others."""
    office = stocked()
    neighbours()
    other = Office.objects.get(code="NAC555")
    certificates.issue("31003W", office, 1, clock.today())
    for o, letter in ((office, "B"), (other, "C")):
        rows.user_code(o, "1BNAC", "common", parts.SINCE, paid=True)
        rows.user_id(o, "1BNAC", f"{letter}01", ["10"], "interactive", parts.SINCE)
    line = {"system_class": "sea", "connection": "general", "line_kind": "optical", "wiring": "own"}
    line |= {"maintenance": "weekdays", "postal_code": "1500002", "address": "東京都渋谷区渋谷1-2-3"}
    rows.row(
        other, "line", parts.SINCE, router="09999", edifact=False, spare_router=True, speed="1Mbps", **line
    )
    for o, partner in ((office, "NAC555"), (other, "NAC001")):
        rows.row(o, "shared_use", parts.SINCE, use="equipment", partner=partner, object="09999")
        rows.row(o, "shared_use", parts.SINCE, use="joint", partner=partner, object="")
    server = {"system_class": "sea", "device": "smtp", "package": "", "name": "30001S"}
    rows.row(office, "terminal", parts.SINCE, router="09999", address="10.20.14.1", **server)
    rows.row(office, "mail_address", parts.SINCE, terminal="30001S", address="a@b.example")
    return office


def of_procedure(office: Office, key: str) -> list[str]:
    """Its pages in an empty draft and in one with its sample, and what the sample comes to."""
    group = CATALOGUE[key].entry.group
    chosen = {"other": key} if group is Group.OTHER else {"items": [key]}
    empty = case_of(office, **chosen)
    sample = ITEMS[key].sample(office)
    fields = {**chosen, "extra": sample.extra, "contact": parts.CONTACT, "reason": parts.REASON}
    full = case_of(office, sample.edits, **fields)
    names = Names(empty)
    found = [*the_pages(office, key, empty), "with nothing entered", *the_case(names, empty)]
    found += ["opened again", *the_pages(office, key, full), "the sample", *the_case(names, full)]
    return [*found, *the_issue(names, full, sample.extra)]
