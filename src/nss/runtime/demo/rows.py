"""Short ways to write dated rows of sample offices, with what they were issued."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from nss.account.models import Person, Role
from nss.base import clock
from nss.contract.models import ROW_TYPES, Company, Office
from nss.issuing.models import Counter, Issued

SINCE = date(2018, 11, 1)
"""When the contracts of the sample companies began."""
PASSWORD = "nss-demo-2026"  # noqa: S105  (of the demonstration, printed on its first page)


def row(
    owner: Office | Company, kind: str, starts: date, ends: date = clock.FOREVER, **values: object
) -> None:
    """One version of one thing of an office, or of all offices of a company."""
    model = ROW_TYPES[kind]
    company = owner.company_id if isinstance(owner, Office) else owner.pk
    office = owner if isinstance(owner, Office) and not model.of_company else None
    model._default_manager.create(company_id=company, office=office, starts=starts, ends=ends, **values)


def issued(office: Office, kind: str, value: str) -> None:
    """That a number was handed out long ago."""
    Issued.objects.get_or_create(
        kind=kind, value=value, defaults={"company_id": office.company_id, "at": clock.now()}
    )


def counter(name: str, value: int) -> None:
    """How far a series has come."""
    Counter.objects.update_or_create(name=name, defaults={"value": value})


def leased_line(
    office: Office,
    router: str,
    block: str,
    place: tuple[str, str],
    terminals: Iterable[tuple[str, str, str]],
    spare: bool = False,
) -> None:
    """A leased line of 128 kbps with its router and addresses, issued. `place`: postal code and address where it ends;
    `terminals`: name, package and address of each PC behind it."""
    row(
        office,
        "line",
        SINCE,
        system_class="common",
        connection="general",
        edifact=False,
        line_kind="leased",
        speed="128kbps",
        wiring="own",
        maintenance="weekdays",
        router=router,
        postal_code=place[0],
        address=place[1],
        spare_router=spare,
    )
    row(office, "address_block", SINCE, router=router, network=block)
    same = {"router": router, "system_class": "common", "device": "pc"}
    for name, package, address in terminals:
        values: dict[str, object] = {**same, "package": package, "name": name, "address": address}
        row(office, "terminal", SINCE, clock.FOREVER, **values)
        issued(office, "terminal", name)
        issued(office, "address", address)
    issued(office, "router", router)
    issued(office, "block", block)


def user_code(
    office: Office,
    code: str,
    system_class: str,
    starts: date,
    paid: bool = False,
    free: bool = True,
    storage: bool = False,
) -> None:
    """A user code of an office, issued."""
    row(
        office,
        "user_code",
        starts,
        code=code,
        system_class=system_class,
        stats_paid=paid,
        stats_free=free,
        bonded_storage=storage,
    )
    issued(office, "user_code", code)


def user_id(
    office: Office,
    code: str,
    number: str,
    business: list[str],
    method: str,
    starts: date,
    ends: date = clock.FOREVER,
) -> None:
    """An identification number of an office, issued."""
    row(office, "user_id", starts, ends, code=code, number=number, business=business, method=method)
    issued(office, "user_id", code + number)


def office(
    company: Company,
    code: str,
    name: str,
    company_name: str,
    address: str,
    postal: str,
    phone: str,
    starts: date,
    **more: object,
) -> Office:
    """An office with the rows that every office has."""
    made = Office.objects.create(company=company, code=code, name=name, company_name=company_name, **more)
    row(made, "contract", starts)
    row(made, "office", starts, name=name, postal_code=postal, address=address, phone=phone, fax="")
    row(made, "holder", starts, name="輸出入 太郎", title="代表取締役")
    row(
        made,
        "manager",
        starts,
        name="管理 一郎",
        name_kana="カンリ イチロウ",
        phone=phone,
        emergency_fax="0398765432",
        email=f"manager-{code.lower()}@example.jp",
    )
    row(made, "contractor_class", starts, value="private")
    row(made, "plan", starts, tab="net", plan="B")
    row(made, "plan", starts, tab="general", plan="A")
    row(made, "billing", starts, name=company_name, postal_code=postal, address=address)
    row(
        made,
        "billing_contact",
        starts,
        name="経理 花子",
        department="経理部",
        phone=phone,
        email=f"keiri-{code.lower()}@example.jp",
    )
    row(made, "payment", starts, method="debit")
    return made


def company(code: str, name: str, kana: str, address: str, postal: str, phone: str, starts: date) -> Company:
    """A company with its profile and head office."""
    made = Company.objects.create(code=code)
    row(made, "company", starts, name=name, name_kana=kana, corporate_number="")
    row(made, "head_office", starts, postal_code=postal, address=address, phone=phone)
    return made


def person(
    office: Office | None,
    login_id: str,
    names: tuple[str, str, str],
    role: Role,
    hashed: str,
    *,
    email: str = "",
    **more: object,
) -> Person:
    """Somebody of an office, or of the Center."""
    code = office.code if office else "NACCS"
    return Person.objects.create(
        username=f"{code}/{login_id}",
        login_id=login_id,
        office=office,
        family_name=names[0],
        given_name=names[1],
        kana=names[2],
        role=role,
        password=hashed,
        email=email or f"{login_id}-{code.lower()}@example.jp",
        **more,
    )
