"""Every form that the product takes, by the name of its address, and what stands outside of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nss.account import unsent
from nss.runtime import roles
from nss.runtime.roles import Address

from . import ways_of_center, ways_of_office
from .ways_row import Row

FORMS: dict[str, Row] = {**ways_of_office.FORMS, **ways_of_center.FORMS}


def takes_forms(address: Address) -> bool:
    """Whether forms are sent to this address."""
    view: Any = address.view
    allowed = None
    while view is not None and allowed is None:
        cells = dict(zip(view.__code__.co_freevars, view.__closure__ or (), strict=True))
        allowed = cells["request_method_list"].cell_contents if "request_method_list" in cells else None
        view = getattr(view, "__wrapped__", None)
    return allowed is None or "POST" in allowed


@dataclass(frozen=True)
class Outside:
    """Why a form stands in none of the table's rows."""

    means: str
    holds: Callable[[Address], bool]


def never_kept(address: Address) -> bool:
    return address.route.startswith(unsent.NEVER)


SECRET = Outside("secrets are typed there, or nothing that anybody would miss", never_kept)
MACHINE = Outside("a machine asks, or a page by itself", lambda a: a.name in (*roles.MACHINES, "center:here"))
OUTSIDE: dict[str, Outside] = {
    **dict.fromkeys(
        (
            "account:account",
            "account:login",
            "account:logout",
            "account:password",
            "account:set-password",
            "account_reauthenticate",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_authenticate",
            "mfa_deactivate_totp",
            "mfa_download_recovery_codes",
            "mfa_edit_webauthn",
            "mfa_generate_recovery_codes",
            "mfa_index",
            "mfa_list_webauthn",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "mfa_remove_webauthn",
            "mfa_view_recovery_codes",
            "training-clock",
            "web:language",
            "web:unsent",
        ),
        SECRET,
    ),
    **dict.fromkeys(("metrics", "center:here"), MACHINE),
}
