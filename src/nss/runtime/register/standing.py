"""What is registered already of the things that a register's lines name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Address
from typing import Any

from django.db.models import GenericIPAddressField, Q

from nss.account.forms import username_of
from nss.account.models import Person
from nss.contract.dated import DatedRow
from nss.contract.models import ROW_TYPES, Company, Office
from nss.issuing.models import Issued

from .forms import PEOPLE
from .reading import Line


def same_thing(model: type[DatedRow], owner: int | None, values: dict[str, Any]) -> tuple[Any, ...]:
    """What all versions of one thing of one owner have in common."""
    names = (n for n in model.unique_by[0] if n not in ("office", "company"))
    return model.kind, owner, *(str(values[n]) for n in names)


def thing_of(row: DatedRow) -> tuple[Any, ...]:
    owner = row.company_id if row.of_company else row.office_id
    return same_thing(type(row), owner, {c.name: getattr(row, c.name) for c in row.columns})


@dataclass
class Standing:
    """Companies and offices by their codes, rows of the offices that lines name and of whoever has one of their numbers,
    people by their names, numbers that were handed out."""

    companies: dict[str, Company] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    rows: list[DatedRow] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    numbers: set[tuple[str, str]] = field(default_factory=set)

    @cached_property
    def _versions(self) -> dict[tuple[Any, ...], list[DatedRow]]:
        found: dict[tuple[Any, ...], list[DatedRow]] = defaultdict(list)
        for row in self.rows:
            found[thing_of(row)].append(row)
        return found

    def like(self, row: DatedRow) -> DatedRow | None:
        """The version of the same thing that lives on one of the days of a row."""
        others = self._versions.get(thing_of(row), ())
        return next((o for o in others if o.starts < row.ends and row.starts < o.ends), None)


def standing(lines: Sequence[Line]) -> Standing:
    """What is there, read with a few statements a kind of row."""
    owners = {line.owner for line in lines}
    numbers = {(kind, number) for line in lines for kind, number, _ in line.given()}
    found = Standing(numbers=set(_handed_out(numbers)))
    for company in Company.objects.filter(code__in={code[:3] for code in owners}):
        found.companies[company.code] = company
    if not found.companies:  # nobody is known: so are their rows and people
        return found
    for office in Office.objects.filter(code__in=owners).select_related("company"):
        found.offices[office.code] = office
    texts = {str(v) for line in lines for v in line.values.values() if isinstance(v, str)}
    for model in ROW_TYPES.values():
        found.rows += model._default_manager.filter(_tied(model, found, texts))
    names = [username_of(x.owner, x.values["login_id"]) for x in lines if x.form.key == PEOPLE]
    found.people = {p.username: p for p in Person.objects.filter(username__in=names)}
    return found


def _tied(model: type[DatedRow], found: Standing, texts: set[str]) -> Q:
    """The condition on rows of the offices and companies that lines name, and on rows with one of their codes or numbers."""
    if model.of_company:
        return Q(company__in=list(found.companies.values()))
    wanted = Q(office__in=list(found.offices.values()))
    for column in model.columns:
        if column.issued and column.monospaced:
            address = isinstance(model._meta.get_field(column.name), GenericIPAddressField)
            values = [t for t in texts if t and (not address or _is_address(t))]
            wanted |= Q(**{f"{column.name}__in": values})
    return wanted


def _is_address(text: str) -> bool:
    try:
        return bool(IPv4Address(text))
    except ValueError:
        return False


def _handed_out(numbers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Those of these numbers that were handed out before."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for kind, number in numbers:
        wanted[kind].append(number)
    for kind, values in wanted.items():
        yield from Issued.objects.filter(kind=kind, value__in=values).values_list("kind", "value")
