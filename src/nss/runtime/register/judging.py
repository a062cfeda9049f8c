"""What would come of a register's lines: new companies, offices, rows and people, or what speaks against them. Nothing is
written here. What is there already with the same values is left alone; with others it is refused, not overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from nss.account.columns import OF_AN_OFFICE
from nss.account.forms import username_of
from nss.account.models import Person
from nss.base.words import W
from nss.contract.dated import DatedRow
from nss.contract.models import Company, Office
from nss.contract.rows.ids import UserCode
from nss.contract.rows.office import CompanyProfile, OfficeContract, OfficeProfile
from nss.contract.snapshot import row_name, to_json
from nss.notice.facts import NOTHING

from .forms import PEOPLE, Form
from .reading import Line
from .standing import Standing, standing, thing_of
from .together import violations

NO_COMPANY = W(
    "この企業略称の行がcompany.csvになく、登録もされていません。",
    "There is no line of this company in company.csv, and it is not registered.",
)
NO_CONTRACT = W(
    "この事業所コードの行がcontract.csvになく、登録もされていません。",
    "There is no line of this office in contract.csv, and it is not registered.",
)
NO_PROFILE = W("この事業所の行がoffice.csvにありません。", "There is no line of this office in office.csv.")
CHANGED = W(
    "すでに別の内容で登録されています（{now}）。登録の訂正は契約情報の訂正または申込で行ってください。",
    "It is registered with other values ({now}). The register is corrected by a correction or an application.",
)
UNLIKE = W(
    "同じ事業所の前の行と「{label}」が異なります。",
    "Its {label} differs from that of another line of the office.",
)
TWICE = W("{file}の{n}行目と同じものです。", "The same as line {n} of {file}.")
TAKEN = W("この番号は過去に払い出されています。", "This number was handed out before, and is not used twice.")
BREAKS = {
    "code_has_ids": W(
        "{day}の時点で、この利用者コードに識別番号がありません。",
        "On {day} this user code has no identification number.",
    ),
    "id_has_code": W(
        "{day}の時点で、この識別番号の利用者コードが事業所にありません。",
        "On {day} the office has no such user code.",
    ),
    "terminal_has_line": W(
        "{day}の時点で、このルータ番号の回線が事業所にありません（共用もしていません）。",
        "On {day} the office has no line with this router, nor shares one.",
    ),
    "mail_address_has_terminal": W(
        "{day}の時点で、この論理端末が事業所にありません。", "On {day} the office has no such terminal."
    ),
    "sharing_has_two_sides": W(
        "{day}の時点で、相手の事業所に同じ共用の行がありません。",
        "On {day} the other office has no line of this sharing.",
    ),
    "shared_router_has_line": W(
        "{day}の時点で、共用しているルータ番号の回線がどちらの事業所にもありません。",
        "On {day} neither office has a line with the router that they share.",
    ),
    "names_are_unique": W(
        "{day}の時点で、同じものがほかにもあります。", "On {day} there is another one of the same name."
    ),
    "nothing_after_the_end": W(
        "利用契約の終了日（{day}）より後まで残っています。", "It outlives the contract, which ends on {day}."
    ),
}
"""What is said of a line, by the rule of `contract.consistency` that it breaks."""


@dataclass
class Plan:
    """What is to be written, every row with its line, and what speaks against it."""

    companies: dict[str, Company] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    rows: list[tuple[Line, DatedRow]] = field(default_factory=list)
    people: list[tuple[Line, Person]] = field(default_factory=list)
    numbers: list[tuple[str, str, int]] = field(default_factory=list)
    """Kind, number, key of the company that has it."""
    doubtful: set[str] = field(default_factory=set)
    """Codes of offices whose company is not known; that is said once, not of every row."""
    bad: list[W] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.rows or self.people)


def judge(lines: Sequence[Line]) -> Plan:
    """What comes of these lines."""
    plan, there = Plan(), standing(lines)
    of_form: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        of_form[line.form.key].append(line)
    _companies(plan, there, of_form.get(CompanyProfile.kind, []))
    _offices(plan, there, of_form.get(OfficeContract.kind, []))
    _profiles(plan, of_form)
    for form_lines in of_form.values():
        if model := form_lines[0].form.model:
            _rows(plan, there, form_lines, model)
    _people(plan, there, of_form.get(PEOPLE, []))
    _numbers(plan, there)
    if not plan.bad:  # what hangs on a line that is missing would be named once more
        _together(plan, there)
    return plan


def _companies(plan: Plan, there: Standing, lines: Iterable[Line]) -> None:
    for code in {line.owner for line in lines} - there.companies.keys():
        plan.companies[code] = Company(code=code)


def _offices(plan: Plan, there: Standing, lines: Iterable[Line]) -> None:
    """The offices of the contracts' lines; what is kept of an office itself is the same in all of them."""
    for line in lines:
        company = _company(plan, there, line.owner[:3])
        if company is None:
            plan.bad.append(line.says(line.form.owner, NO_COMPANY, line.owner))
            plan.doubtful.add(line.owner)
            continue
        own = {c.name: line.values[c.name] for c in OF_AN_OFFICE}
        known = there.offices.get(line.owner)
        office = known or plan.offices.setdefault(line.owner, Office(code=line.owner, company=company, **own))
        for c in OF_AN_OFFICE:
            if (now := getattr(office, c.name)) != own[c.name]:
                text = CHANGED.format(now=c.show(now)) if known else UNLIKE.format(label=c.label)
                plan.bad.append(line.says(c, text, c.show(own[c.name])))


def _company(plan: Plan, there: Standing, code: str) -> Company | None:
    return plan.companies.get(code) or there.companies.get(code)


def _office(plan: Plan, there: Standing, code: str) -> Office | None:
    return plan.offices.get(code) or there.offices.get(code)


def _profiles(plan: Plan, of_form: dict[str, list[Line]]) -> None:
    nameless = plan.offices.keys() - {line.owner for line in of_form.get(OfficeProfile.kind, ())}
    for line in of_form.get(OfficeContract.kind, ()):
        if line.owner in nameless:
            plan.bad.append(line.says(line.form.owner, NO_PROFILE, line.owner))


def _rows(plan: Plan, there: Standing, lines: Iterable[Line], model: type[DatedRow]) -> None:
    """Lines of one kind: versions that follow each other without a gap are one thing."""
    things: dict[tuple[Any, ...], list[tuple[Line, DatedRow]]] = defaultdict(list)
    for line in lines:
        row = _row(plan, there, line, model)
        if row is not None and not _stands(plan, there, line, row):
            things[thing_of(row)].append((line, row))
    for versions in things.values():
        versions.sort(key=lambda v: v[1].starts)
        for (_, before), (_, after) in pairwise(versions):
            if before.ends == after.starts:
                after.identity, after.previous_ends = before.identity, before.ends
        plan.rows += versions


def _row(plan: Plan, there: Standing, line: Line, model: type[DatedRow]) -> DatedRow | None:
    """The row of a line; None, and what is wrong, where nobody is known whose it could be."""
    office, company = None, _company(plan, there, line.owner)
    if not model.of_company:
        office = _office(plan, there, line.owner)
        company = office.company if office else None
    if company is None:
        if line.owner not in plan.doubtful:
            text = NO_COMPANY if model.of_company else NO_CONTRACT
            plan.bad.append(line.says(line.form.owner, text, line.owner))
        return None
    values = {c.name: line.values[c.name] for c in model.columns}
    return model(company=company, office=office, starts=line.starts, ends=line.ends, **values)


def _stands(plan: Plan, there: Standing, line: Line, row: DatedRow) -> bool:
    """Whether a row is there already, as it is or, which is said, otherwise."""
    other = there.like(row)
    if other is None:
        return False
    unlike = [c for c in line.form.columns if _held(other, c.name) != _held(row, c.name)]
    if unlike:
        now = CHANGED.format(now=unlike[0].show(_held(other, unlike[0].name)) or NOTHING)
        plan.bad.append(line.says(unlike[0], now, unlike[0].show(_held(row, unlike[0].name))))
    return True


def _held(row: DatedRow, name: str) -> Any:
    """A value of a row to be compared; what is no column of its kind is compared elsewhere."""
    own = {c.name for c in row.columns} | {"starts", "ends"}
    return to_json(getattr(row, name)) if name in own else ""


def _people(plan: Plan, there: Standing, lines: Iterable[Line]) -> None:
    seen: dict[str, Line] = {}
    for line in lines:
        office = _office(plan, there, line.owner)
        if office is None:
            if line.owner not in plan.doubtful:
                plan.bad.append(line.says(line.form.owner, NO_CONTRACT, line.owner))
            continue
        login = next(c for c in line.form.columns if c.name == "login_id")
        person = Person(
            username=username_of(line.owner, line.values["login_id"]), office=office, **line.values
        )
        if first := seen.get(person.username):
            text = TWICE.format(file=first.form.file, n=first.n)
            plan.bad.append(line.says(login, text, person.login_id))
            continue
        seen[person.username] = line
        known = there.people.get(person.username)
        unlike = [
            c
            for c in line.form.columns[1:]
            if known is not None and getattr(known, c.name) != getattr(person, c.name)
        ]
        if unlike:
            c = unlike[0]
            now = CHANGED.format(now=c.show(getattr(known, c.name)) or NOTHING)
            plan.bad.append(line.says(c, now, c.show(getattr(person, c.name))))
        elif known is None:
            plan.people.append((line, person))


def _numbers(plan: Plan, there: Standing) -> None:
    """Numbers go into the ledger once. Of those that stand there only a user code may come again, for one who shares it."""
    holders: dict[tuple[str, str], tuple[Form, Line]] = {}
    for line, row in plan.rows:
        for kind, number, column in line.given():
            first = holders.setdefault((kind, number), (line.form, line))
            if first[0] is not line.form:
                text = TWICE.format(file=first[1].form.file, n=first[1].n)
                plan.bad.append(line.says(column, text, number))
            elif (kind, number) in there.numbers:
                if kind != UserCode.kind:
                    plan.bad.append(line.says(column, TAKEN, number))
            elif first[1] is line:
                plan.numbers.append((kind, number, row.company_id))


def _together(plan: Plan, there: Standing) -> None:
    """What holds for every contract on every day, of the new rows beside those that are there."""
    by_thing = {(row.kind, row.identity): line for line, row in reversed(plan.rows)}
    offices = {o.pk: o.code for o in (*there.offices.values(), *plan.offices.values())}
    for v in violations([row for _, row in plan.rows], there.rows, offices):
        day = f"{v.day:%Y/%m/%d}"
        text, name = BREAKS[v.rule].format(day=day), str(row_name(v.row.kind, v.row.values))
        line = by_thing.get((v.row.kind, v.row.identity))
        if line is not None:
            plan.bad.append(line.says(_naming(line.form), text, name))
        else:
            plan.bad.append(W(f"{offices.get(v.row.office, '')} {name}：{text.ja}", f"{name}: {text.en}"))


def _naming(form: Form) -> Any:
    """The column that names a row of a file, else the one that says whose it is."""
    names = form.model.named_by if form.model else ()
    return next((c for c in form.columns if names and c.name == names[-1]), form.owner)
