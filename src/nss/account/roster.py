"""What may be done with a person's account, by the manager of the office or by the Center; each is written down."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from nss.base.problems import Problem, Refused
from nss.base.words import W
from nss.contract.models import Office

from . import sessions, tokens
from .access_log import log
from .forms import TAKEN, username_of
from .models import CENTER_CODE, CENTER_ROLES, OFFICE_ROLES, Access, Person, Role
from .people_mail import send_link, tell, void_links
from .reasons import checked_reason, in_record

LAST_MANAGER = Problem(
    "last_manager",
    W(
        "最後の管理責任者（管理）は停止・変更できません。先に別の人を管理責任者にしてください。",
        "The last manager cannot be stopped or changed; make somebody else manager first.",
    ),
)
NAME_TAKEN = Problem("taken", TAKEN, "login_id")
NO_CHANGE = Problem(
    "no_change",
    W("役割は変わっていません。別の役割を選んでください。", "That is the role already. Choose another."),
)
NOT_ONESELF = Problem("oneself", W("自分自身には実行できません。", "You cannot do this to yourself."))


def roles_of(office: Office | None) -> tuple[Role, ...]:
    """The roles that can be given in an office, or at the Center."""
    return CENTER_ROLES if office is None else OFFICE_ROLES


def people_of(office: Office | None) -> list[Person]:
    """The people of an office, or of the Center, by login ID."""
    return list(Person.objects.filter(office=office).order_by("login_id"))


def invite(request: HttpRequest, office: Office | None, data: Mapping[str, str]) -> None:
    """A new person without a password, and the mail with the link to set one. Of one form that comes twice at once the second
    finds its person there and has nothing to do. Raises Refused where the name went to somebody else meanwhile."""
    reason = checked_reason(request.user, data.get("reason", ""))
    try:
        _invite(request, office, data, reason)
    except IntegrityError as error:
        name = username_of(office.code if office else CENTER_CODE, data["login_id"])
        if not Person.objects.filter(username=name, email=data["email"]).exists():
            raise Refused([NAME_TAKEN]) from error


def _invite(request: HttpRequest, office: Office | None, data: Mapping[str, str], reason: str) -> None:
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
        send_link(person, W("NSSへの招待", "Invitation to NSS"))
        log(Access.What.INVITED, request, request.user, about=person, role=person.role, **in_record(reason))
        told_to_managers(request, person, W("招待しました。", "invited."), reason)


def told_to_managers(request: HttpRequest, person: Person, what: W, reason: str) -> None:
    """What the Center does with somebody of an office, and why, the office's managers read by mail: nobody comes in, rises or
    goes there unseen."""
    by = request.user
    if not getattr(by, "is_center", False) or person.office is None:
        return
    managers = Person.objects.filter(office=person.office, role=Role.MANAGER, is_active=True).exclude(
        pk=person.pk
    )
    for manager in managers:
        tell(
            manager,
            W("NACCSセンターが利用者の登録を変更しました", "The Center changed who belongs to your office"),
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


def act(request: HttpRequest, person: Person, what: str, value: str = "", reason: str = "") -> None:
    """Do one of ACTIONS. Raises Refused, KeyError for an unknown action."""
    reason = checked_reason(request.user, reason)
    if person.pk == request.user.pk:
        raise Refused([NOT_ONESELF])
    with transaction.atomic():
        ACTIONS[what](
            request, Person.objects.select_for_update(of=("self",)).get(pk=person.pk), value, reason
        )


def stop(request: HttpRequest, person: Person, value: str, reason: str) -> None:
    """Close the account: its sessions, links and API tokens end."""
    _still_managed(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    void_links(person)
    tokens.revoke_all_of(person)
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
    before, person.role = person.role, value
    person.save(update_fields=["role"])
    tokens.revoke_all_of(person)
    log(
        Access.What.ROLE, request, request.user, about=person, before=before, after=value, **in_record(reason)
    )
    told_to_managers(request, person, WORDS["role"], reason)


def link(request: HttpRequest, person: Person, value: str, reason: str) -> None:
    """For a lost password: the mail goes to the registered address, to nobody else."""
    send_link(person, W("パスワード再設定のご案内", "Set a new password"))
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
            "次回のログイン後に、あらためて設定してください。心当たりがない場合は、ヘルプデスクにご連絡ください。",
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
WORDS: dict[str, W] = {
    "stop": W("停止しました。", "Stopped."),
    "start": W("再開しました。", "Brought back."),
    "role": W("役割を変更しました。", "The role was changed."),
    "link": W("パスワード再設定の案内を送りました。", "A link was sent."),
    "end": W("ログインをすべて終了しました。", "All sign-ins were ended."),
    "factor": W("二段階認証を解除しました。", "The second factor was removed."),
}
