"""Who becomes the manager (管理責任者) of an office through the Center: one of the Center proposes it with a reason, another one
confirms. A manager reads the office's passwords and lets others in, so that one person alone must not be able to name one;
an office that has no manager at all is served in the same way. Its own managers name others without the Center."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest

from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.two_people import CONFIRMED, STILL_OPEN
from nss.base.words import W
from nss.contract.models import Office

from .access_log import log
from .models import Access, ManagerProposal, Person, Role

BY_TWO = W(
    "管理責任者は、センターの別の担当者が確認した後に反映されます。",
    "A manager takes effect when a second person of the Center has confirmed it.",
)
WAITS = Problem(
    "proposal_open",
    W(
        "この担当者IDには、確認を待っている管理責任者の提案があります。",
        "A proposal for this ID waits already.",
    ),
    "login_id",
)
MOVED = Problem(
    "person_changed",
    W(
        "提案の後に、この担当者の登録内容が変更されています。提案を取りやめ、もう一度提案してください。",
        "The person's registration has changed since. Take the proposal back and make it again.",
    ),
)
STOPPED = Problem(
    "stopped",
    W("停止中の担当者は管理責任者にできません。", "A suspended person cannot become manager."),
)


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a proposal names: what the page shows of the person, and what must still be so at the confirmation."""

    login_id: str
    family_name: str
    given_name: str
    email: str
    role_before: str = ""
    """Empty for somebody who is to be invited."""

    @classmethod
    def of(cls, person: Person) -> Named:
        """Somebody of the office as registered now."""
        return cls(person.login_id, person.family_name, person.given_name, person.email, person.role)


def needs_second(actor: Person | AnonymousUser, office: Office | None, role: str) -> bool:
    """Whether giving this role takes a second person."""
    by_center = isinstance(actor, Person) and actor.is_center
    return by_center and office is not None and role == Role.MANAGER


def propose(
    request: HttpRequest, office: Office, named: Named, reason: str, person: Person | None = None
) -> None:
    """The first of two people; `person` is empty for an invitation. Raises Refused."""
    if person is not None and not person.is_active:
        raise Refused([STOPPED])
    try:
        with transaction.atomic():
            ManagerProposal.objects.create(
                office=office,
                person=person,
                login_id=named.login_id,
                family_name=named.family_name,
                given_name=named.given_name,
                email=named.email,
                role_before=named.role_before,
                reason=reason,
                by_id=request.user.pk or 0,
                at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused([WAITS]) from error
    _logged(Access.What.PROPOSED, request, office, named.login_id, reason=reason)


def waiting_in(office: Office) -> list[ManagerProposal]:
    """The proposals of an office that wait for a second person, oldest first."""
    found = ManagerProposal.objects.filter(office=office, **STILL_OPEN)
    return list(found.select_related("by").order_by("id"))


def locked(pk: int) -> ManagerProposal:
    """The proposal, for whoever concludes it. Raises ManagerProposal.DoesNotExist."""
    found = ManagerProposal.objects.select_for_update(of=("self",)).select_related("office", "by")
    return found.get(pk=pk)


def moved(proposal: ManagerProposal, person: Person) -> list[Problem]:
    """What speaks against a proposal about somebody who is no longer as it says."""
    named = Named(*(getattr(proposal, name) for name in Named.__slots__))
    return [] if person.is_active and Named.of(person) == named else [MOVED]


def drop(request: HttpRequest, pk: int) -> None:
    """Decline a proposal, or take one's own back. Raises Refused, ManagerProposal.DoesNotExist."""
    with transaction.atomic():
        proposal = locked(pk)
        if proposal.confirmed_at is not None:
            raise Refused([CONFIRMED])
        if proposal.is_open:
            proposal.mark_dropped()
            _logged(Access.What.UNPROPOSED, request, proposal.office, proposal.login_id)


def end_with(request: HttpRequest, person: Person) -> None:
    """Whoever is stopped or gets another role takes along what was proposed about him, and what he proposed."""
    theirs = ManagerProposal.objects.filter(Q(person=person) | Q(by=person), **STILL_OPEN)
    for proposal in theirs.select_related("office"):
        proposal.mark_dropped()
        _logged(Access.What.UNPROPOSED, request, proposal.office, proposal.login_id, along_with=str(person))


def _logged(what: str, request: HttpRequest, office: Office, login_id: str, **more: str) -> None:
    log(what, request, request.user, about=office, whom=f"{office.code}/{login_id}", **more)
