"""What may be done with a person's account, by the manager of the office or by the Center; each is written down."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from nss.base.problems import Problem, Refused
from nss.base.words import W
from nss.contract.models import Office

from . import manager_proposals, sessions, tokens
from .access_log import log
from .forms import TAKEN, username_of
from .manager_proposals import Named, needs_second
from .models import CENTER_CODE, CENTER_ROLES, OFFICE_ROLES, Access, Person, Role
from .people_mail import REGISTERED, RESET, send_link, tell, void_links
from .reasons import checked_reason, in_record

LAST_MANAGER = Problem(
    "last_manager",
    W(
        "最後の管理責任者（管理）は停止・変更できません。先にほかの担当者を管理責任者に設定してください。",
        "The last manager cannot be suspended or changed. Make another person manager first.",
    ),
)
NAME_TAKEN = Problem("taken", TAKEN, "login_id")
NO_CHANGE = Problem(
    "no_change",
    W("役割は変わっていません。別の役割を選んでください。", "That is the role already. Choose another."),
)
NOT_ONESELF = Problem(
    "oneself",
    W(
        "ご自身の役割・状態は変更できません。ほかの管理責任者に依頼してください。",
        "You cannot change your own role or status. Ask another manager.",
    ),
)


def roles_of(office: Office | None) -> tuple[Role, ...]:
    """The roles that can be given in an office, or at the Center."""
    return CENTER_ROLES if office is None else OFFICE_ROLES


def people_of(office: Office | None) -> list[Person]:
    """The people of an office, or of the Center, by login ID."""
    return list(Person.objects.filter(office=office).order_by("login_id"))


def invite(request: HttpRequest, office: Office | None, data: Mapping[str, str]) -> W:
    """A new person without a password, and the mail with the link to set one. Of one form that comes twice at once the second
    finds its person there and has nothing to do. A manager whom the Center invites is proposed first. Says what was done.
    Raises Refused where the name went to somebody else meanwhile."""
    reason = checked_reason(request.user, data.get("reason", ""))
    if office is not None and needs_second(request.user, office, data["role"]):
        named = Named(data["login_id"], data["family_name"], data["given_name"], data["email"])
        manager_proposals.propose(request, office, named, reason)
        return PROPOSED
    try:
        _invite(request, office, data, reason)
    except IntegrityError as error:
        name = username_of(office.code if office else CENTER_CODE, data["login_id"])
        if not Person.objects.filter(username=name, email=data["email"]).exists():
            raise Refused([NAME_TAKEN]) from error
    return INVITED


def _invite(
    request: HttpRequest, office: Office | None, data: Mapping[str, str], reason: str, **more: str
) -> None:
    code = office.code if office else CENTER_CODE
    with transaction.atomic():
        person = Person(
            username=username_of(code, data["login_id"]),
            login_id=data["login_id"],
            office=office,
            family_name=data["family_name"],
            given_name=data["given_name"],
            email=data["email"],
            role=data["role"],
        )
        person.set_unusable_password()
        person.save()
        send_link(person, REGISTERED)
        log(
            Access.What.INVITED,
            request,
            request.user,
            about=person,
            role=person.role,
            **in_record(reason),
            **more,
        )
        told_to_managers(
            request, person, W("担当者として登録しました。", "was registered as a user of NSS."), reason
        )


def told_to_managers(request: HttpRequest, person: Person, what: W, reason: str) -> None:
    """What the Center does with somebody of an office, and why, the office's managers read by mail: nobody comes in, rises or
    goes there unseen. Where nobody manages the office yet, everybody of it reads it."""
    by = request.user
    if not getattr(by, "is_center", False) or person.office is None:
        return
    others = Person.objects.filter(office=person.office, is_active=True).exclude(pk=person.pk)
    for reader in others.filter(role=Role.MANAGER) or others:
        tell(
            reader,
            W(
                "NACCSセンターによる担当者登録の変更のお知らせ",
                "The NACCS Center changed a user account of your office",
            ),
            W(
                f"{person.full_name}（{person.login_id}、{person.role_word}）：{what.ja}\n理由：{reason}\n心当たりがない場合は、ヘルプデスクにご連絡ください。",
                f"{person.full_name} ({person.login_id}): {what.en} Reason: {reason} If nobody of you asked for this, call the help desk.",
            ),
        )


def _still_managed(person: Person) -> None:
    """Refuse what would leave an office, or the Center, without anybody who manages its people."""
    top = Role.ADMIN if person.is_center else Role.MANAGER
    others = Person.objects.filter(office=person.office, role=top, is_active=True).exclude(pk=person.pk)
    if person.role == top and not others.exists():
        raise Refused([LAST_MANAGER])


def act(request: HttpRequest, person: Person, what: str, value: str = "", reason: str = "") -> W:
    """Do one of ACTIONS and say what was done; the Center only proposes a manager. Raises Refused, KeyError for an unknown
    action."""
    reason = checked_reason(request.user, reason)
    if person.pk == request.user.pk:
        raise Refused([NOT_ONESELF])
    with transaction.atomic():
        found = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        office = found.office
        if what == "role" and office is not None and needs_second(request.user, office, value):
            if found.role == value:
                raise Refused([NO_CHANGE])
            manager_proposals.propose(request, office, Named.of(found), reason, found)
            return PROPOSED
        ACTIONS[what](request, found, value, reason)
        return WORDS[what]


def confirm_manager(request: HttpRequest, pk: int) -> None:
    """The second of two people: whoever was proposed is looked at again, invited or raised, and the office is told.
    Raises Refused, ManagerProposal.DoesNotExist."""
    with transaction.atomic():
        proposal = manager_proposals.locked(pk)
        if proposal.confirmed_at is not None:
            return
        problems = proposal.problems_of_second(request.user.pk)
        found = Person.objects.select_for_update(of=("self",)).filter(pk=proposal.person_id or 0).first()
        if found is not None:
            problems += manager_proposals.moved(proposal, found)
        elif Person.objects.filter(username=username_of(proposal.office.code, proposal.login_id)).exists():
            problems.append(NAME_TAKEN)
        if problems:
            raise Refused(problems)
        proposal.mark_confirmed(request.user.pk)
        first = {"proposed_by": str(proposal.by)}
        if found is not None:
            _give_role(request, found, Role.MANAGER.value, proposal.reason, **first)
            return
        data = {"role": Role.MANAGER.value}
        data |= {n: getattr(proposal, n) for n in ("login_id", "family_name", "given_name", "email")}
        _invite(request, proposal.office, data, proposal.reason, **first)


def stop(request: HttpRequest, person: Person, value: str, reason: str) -> None:
    """Close the account: its sessions, links and API tokens end."""
    _still_managed(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    void_links(person)
    tokens.revoke_all_of(person)
    manager_proposals.end_with(request, person)
    log(
        Access.What.STOPPED,
        request,
        request.user,
        about=person,
        ended=sessions.end_all(person),
        **in_record(reason),
    )
    told_to_managers(request, person, WORDS["stop"], reason)


def start(request: HttpRequest, person: Person, value: str, reason: str) -> None:
    """Open a closed account again."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    log(Access.What.STARTED, request, request.user, about=person, **in_record(reason))
    told_to_managers(request, person, WORDS["start"], reason)


def set_role(request: HttpRequest, person: Person, value: str, reason: str) -> None:
    """Give another role. Raises Refused for the same one, and where nobody would manage the office's people any more."""
    if value not in roles_of(person.office) or value == person.role:
        raise Refused([NO_CHANGE])
    _still_managed(person)
    _give_role(request, person, value, reason)


def _give_role(request: HttpRequest, person: Person, value: str, reason: str, **more: str) -> None:
    before, person.role = person.role, value
    person.save(update_fields=["role"])
    tokens.revoke_all_of(person)
    manager_proposals.end_with(request, person)
    log(
        Access.What.ROLE,
        request,
        request.user,
        about=person,
        before=before,
        after=value,
        **in_record(reason),
        **more,
    )
    told_to_managers(request, person, WORDS["role"], reason)


def link(request: HttpRequest, person: Person, value: str, reason: str) -> None:
    """For a lost password: the mail goes to the registered address, to nobody else."""
    send_link(person, RESET)
    log(Access.What.LINK, request, request.user, about=person, **in_record(reason))


def end(request: HttpRequest, person: Person, value: str, reason: str) -> None:
    """End every session of the person."""
    log(
        Access.What.ENDED,
        request,
        request.user,
        about=person,
        ended=sessions.end_all(person),
        **in_record(reason),
    )


def drop_factor(request: HttpRequest, person: Person, value: str, reason: str) -> None:
    """For a lost device: the second factor goes, every session ends, the person is told and sets it up anew."""
    told_to_managers(request, person, WORDS["factor"], reason)
    gone = Authenticator.objects.filter(user=person).delete()[0]
    log(
        Access.What.FACTOR,
        request,
        request.user,
        about=person,
        removed=gone,
        ended=sessions.end_all(person),
        **in_record(reason),
    )
    tell(
        person,
        W("二段階認証が解除されました", "Your second factor was removed"),
        W(
            "次回のログイン後に、改めて設定してください。心当たりがない場合は、ヘルプデスクにご連絡ください。",
            "Set it up again after the next sign-in. If you did not ask for this, call the help desk.",
        ),
    )


HELP = ("link", "end")
"""What the desk that is called may do for somebody of an office: it gives nobody a right and takes nothing off."""
ACTIONS = {
    "stop": stop,
    "start": start,
    "role": set_role,
    "link": link,
    "end": end,
    "factor": drop_factor,
}
INVITED = W("登録のご案内をE-mailで送信しました。", "The registration e-mail was sent.")
PROPOSED = W(
    "管理責任者の提案を登録しました。別の担当者の確認で反映されます。",
    "The manager is proposed. It takes effect when a second person confirms.",
)
WORDS: dict[str, W] = {
    "stop": W("停止しました。", "Suspended."),
    "start": W("再開しました。", "Reactivated."),
    "role": W("役割を変更しました。", "The role was changed."),
    "link": W("パスワード再設定の案内を送りました。", "A link was sent."),
    "end": W("すべての端末からログアウトさせました。", "Signed out on every device."),
    "factor": W("二段階認証を解除しました。", "The second factor was removed."),
}
