"""docs/roles.md: every address and API call by role, read off the URL map and the guards of the views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from nss.account.access import Audience
from nss.account.models import CENTER_ROLES, OFFICE_ROLES, Person, Role
from nss.base.clock import FOREVER
from nss.contract.models import Office

ANYBODY = {
    "healthz",
    "readyz",
    "training-clock",
    "notice:mails",
    "document:verify",
    "web:language",
    "web:postal",
    "web:help",
    "web:privacy",
    "web:accessibility",
    "web:favicon",
    "web:security-text",
    "office:newcomer",
    "account:terms",
    "account:login",
    "account:logout",
    "account:extend",
    "account:forgotten",
    "account:reset",
    "account:set-password",
}
"""Open without signing in, each for its own reason (sign-in, health, help, verification of papers, the demonstration)."""
MACHINES = {"metrics": "scraper (by its token)"}
FOREIGN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_email_verification_sent",
    "account_email",
}
"""Names that allauth wants for pages that stand under names of ours."""
SIGNED_IN_BY_ALLAUTH = ("mfa_", "account_reauthenticate")
STEP_OF_SIGN_IN = {"mfa_authenticate", "mfa_login_webauthn", "mfa_signup_webauthn", "mfa_trust"}
"""Pages between password and second factor: nobody is signed in there yet."""


@dataclass(frozen=True, slots=True)
class Address:
    """One named address; `audience` is None where anybody may come."""

    name: str
    route: str
    view: Callable[..., object]
    audience: Audience | None


class Undeclared(Exception):
    """A view that says nowhere whom it is for."""


def addresses() -> list[Address]:
    """Every address of the site but the API's, by name."""
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=lambda a: a.name)


def _walk(patterns: Iterable[URLPattern | URLResolver], route: str, space: str) -> Iterator[Address]:
    for p in patterns:
        here = route + str(p.pattern).lstrip("^").rstrip("$")
        if isinstance(p, URLResolver):
            if p.namespace == "api":
                continue
            yield from _walk(p.url_patterns, here, f"{space}{p.namespace}:" if p.namespace else space)
        elif isinstance(p, URLPattern) and p.name:
            name = space + p.name
            if name not in FOREIGN:
                yield Address(name, "/" + here, p.callback, _audience(name, p.callback))


def _audience(name: str, view: Callable[..., object]) -> Audience | None:
    found: Audience | None = getattr(view, "audience", None)
    if found is not None:
        return found
    if name in ANYBODY or name in MACHINES or name in STEP_OF_SIGN_IN:
        return None
    if name.startswith(SIGNED_IN_BY_ALLAUTH):
        return Audience("signed in")
    raise Undeclared(name)


def sample(role: Role) -> Person:
    """Somebody with a role, unsaved."""
    office = None if role in CENTER_ROLES else Office(pk=1, code="NAC001")
    if office is not None:
        office.last_end = FOREVER
    return Person(login_id=role, role=role, office=office)


def allowed(address: Address, role: Role | None, method: str = "GET") -> bool:
    """Whether a role may use an address, its own office's objects given."""
    if address.audience is None:
        return address.name not in MACHINES
    return role is not None and address.audience.holds(sample(role), method)


HEAD = """# Roles

Every address by role, read off the URL map by `python -m nss roles > docs/roles.md`; tests keep it true and ask every cell
of every address, with GET and POST (`tests/account/test_roles.py`). ● may use it (its own office's objects only), ○ may only read,
· does not
exist or is refused. Whoever belongs to another office gets 404 wherever an address names an object of an office.

"""


def markdown() -> str:
    """The whole page."""
    roles = [*OFFICE_ROLES, *CENTER_ROLES]
    lines = [
        HEAD,
        "| Address | Not signed in | " + " | ".join(r.word.ja for r in roles) + " |",
        "|---|---|" + "---|" * len(roles),
    ]
    for a in addresses():
        cells = ["●" if allowed(a, r, "POST") else "○" if allowed(a, r) else "·" for r in (None, *roles)]
        extra = f" ({MACHINES[a.name]})" if a.name in MACHINES else ""
        lines.append(f"| `{a.route}`{extra} | " + " | ".join(cells) + " |")
    lines += [
        "",
        "The API (`/api/v1/`) knows offices only: a call needs a living token of an office and sees that office's objects.",
        "",
    ]
    return "\n".join(lines)
