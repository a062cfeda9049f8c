"""What is registered already of the things that a register's lines name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Address
from typing import Any, TypeVar

from django.db.models import GenericIPAddressField, Model

from nss.account.forms import username_of
from nss.account.models import Person
from nss.contract.dated import DatedRow
from nss.contract.models import ROW_TYPES, Company, Office
from nss.issuing.models import Issued

from .forms import PEOPLE
from .reading import Line

AT_ONCE = 20_000
"""So many values are asked for in one statement; a statement takes 65,535 at most."""
Kind = TypeVar("Kind", bound=Model)


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
    """What is there of what these lines name."""
    owners = {line.owner for line in lines}
    numbers = {(kind, number) for line in lines for kind, number, _ in line.given()}
    found = Standing(numbers=set(_handed_out(numbers)))
    found.companies = {c.code: c for c in _among(Company, "code", {code[:3] for code in owners})}
    if not found.companies:  # nobody is known: so are their rows and people
        return found
    found.offices = {o.code: o for o in _among(Office, "code", owners)}
    by_key = {c.pk: c for c in found.companies.values()}
    for office in found.offices.values():
        office.company = by_key[office.company_id]
    signs = set(_signs(lines))
    for model in ROW_TYPES.values():
        found.rows += {row.pk: row for row in _tied(model, found, signs)}.values()
    names = {username_of(x.owner, x.values["login_id"]) for x in lines if x.form.key == PEOPLE}
    found.people = {p.username: p for p in _among(Person, "username", names)}
    return found


def _among(model: type[Kind], name: str, values: Iterable[Any]) -> Iterator[Kind]:
    """The rows whose field `name` has one of these values, with as many statements as that takes."""
    listed = list(values)
    for at in range(0, len(listed), AT_ONCE):
        yield from model._default_manager.filter(**{f"{name}__in": listed[at : at + AT_ONCE]})


def _tied(model: type[DatedRow], found: Standing, signs: set[str]) -> Iterator[DatedRow]:
    """Rows of the offices and companies that lines name, and rows with one of their codes or numbers; some of them twice."""
    if model.of_company:
        yield from _among(model, "company", (c.pk for c in found.companies.values()))
        return
    yield from _among(model, "office", (o.pk for o in found.offices.values()))
    for column in model.columns:
        if column.issued and column.monospaced:
            address = isinstance(model._meta.get_field(column.name), GenericIPAddressField)
            yield from _among(model, column.name, (s for s in signs if not address or _is_address(s)))


def _signs(lines: Iterable[Line]) -> Iterator[str]:
    """The codes, numbers, names and addresses of things in these lines."""
    for line in lines:
        for column in line.form.columns:
            if column.monospaced and isinstance(value := line.values.get(column.name), str) and value:
                yield value


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
        for at in range(0, len(values), AT_ONCE):
            some = Issued.objects.filter(kind=kind, value__in=values[at : at + AT_ONCE])
            yield from some.values_list("kind", "value")
