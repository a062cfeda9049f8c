"""利用者コード: what may go together, what follows from what, and who must agree."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date

from nss.application.case import Case
from nss.application.edit_checks import day_of
from nss.application.edits import Action, Edit, end
from nss.application.rulebook import ConsentNeed
from nss.base.clock import FOREVER
from nss.base.problems import Problem
from nss.base.words import W
from nss.billing.fees import of_materials
from nss.calendar.leads import LeadKind, lead
from nss.calendar.verdict import Need
from nss.contract.choices import BusinessType, Plan
from nss.contract.models import Office
from nss.contract.snapshot import Contract, Row

from .rows import KEY, KEYS, code_row


def derived_edits(case: Case) -> list[Edit]:
    """The code ends with the last of its numbers, on the day on which that ends; its materials end with it (D-33)."""
    ended = {e.target: e for e in case.edits if e.kind == "user_id" and e.action == Action.END.value}
    ended_codes = {e.target for e in case.edits if e.kind == "user_code" and e.action == Action.END.value}
    growing = {
        e.after.get("code") for e in case.edits if e.kind == "user_id" and e.action == Action.ADD.value
    }
    touched = {e.before.get("code") for e in ended.values()}
    done = []
    for code in sorted(c for c in touched if c):
        row = code_row(case.contract, code)
        if row is None or row.identity in ended_codes or code in growing:
            continue
        day = last_day(case, code, ended)
        if day is None or row.ends <= day:
            continue
        options = {"scope": "all"} if other_users(case, code) else {}
        later = day.isoformat() if day > case.contract.day else ""
        done.append(end(KEY, row, options=options, day=later))
    return done


def last_day(case: Case, code: str, ended: Container[int | None]) -> date | None:
    """The day on which the last number of this office under a code ends; None where one stays."""
    day = case.contract.day
    for r in case.timeline.of(case.contract.office_id, "user_id"):
        if r.values["code"] != code or r.identity in ended:
            continue
        last = case.timeline.last(r.kind, r.identity)
        if last is None or last.ends >= FOREVER:
            return None
        day = max(day, last.ends)
    return day


def other_users(case: Case, code: str) -> list[Row]:
    """The rows by which other offices use a code now or will, from the start day on."""
    return [
        r
        for r in case.timeline.rows
        if r.kind == "user_code" and r.office != case.contract.office_id and r.values["code"] == code
    ]


def ended_code_has_no_numbers(case: Case) -> list[Problem]:
    """A code cannot end while a number of it stays (guide ⑩, D-33), also one whose start is decided for a later day."""
    ended = {e.target for e in case.edits if e.action == Action.END.value and e.kind == "user_id"}
    problems = []
    for e in case.edits:
        if e.procedure not in KEYS or e.kind != "user_code" or e.action != Action.END.value:
            continue
        code, day = e.before["code"], day_of(e, case.contract.day)
        left = remaining_numbers(case, case.contract.office_id, code, day, ended)
        if left:
            names = "、".join(left)
            problems.append(
                Problem(
                    "ids_left",
                    W(
                        f"利用者コード{code}の廃止には、識別番号{names}の廃止も必要です。",
                        f"To discontinue user code {code}, also discontinue {names}.",
                    ),
                    f"user_code:{e.target}",
                )
            )
        if e.for_all and any((r.starts or day) > day for r in later_users(case, code)):
            problems.append(Problem("ids_left", THEIRS_LATER, f"user_code:{e.target}"))
    return problems


THEIRS_LATER = W(
    "共用している事業所で、この日より後に利用を開始することが決まっています。利用開始日を後の日にしてください。",
    "A sharing office begins to use it after this day. Choose a later day.",
)


def later_users(case: Case, code: str) -> list[Row]:
    """Rows of other offices under a code."""
    mine = case.contract.office_id
    kinds = ("user_code", "user_id")
    return [
        r for r in case.timeline.rows if r.kind in kinds and r.office != mine and r.values["code"] == code
    ]


def remaining_numbers(
    case: Case, office_id: int, code: str, day: date, ended: Container[int | None]
) -> list[str]:
    """Numbers of an office under a code that live on a day or begin later, but for those that end."""
    rows = [r for r in case.timeline.of(office_id, "user_id") if r.values["code"] == code and r.ends > day]
    return sorted({code + str(r.values["number"]) for r in rows if r.identity not in ended})


def code_has_no_end(case: Case) -> list[Problem]:
    """A number can only be added to, or changed under, a code that has no decided end."""
    ending = {e.target for e in case.edits if e.kind == "user_code" and e.action == Action.END.value}
    problems = []
    for e in case.edits:
        code = e.after.get("code")
        if e.kind != "user_id" or e.action != Action.ADD.value or not code or e.parent:
            continue
        row = code_row(case.contract, code)
        begins = beginning(case, code) if row is None else None
        if begins is not None:
            problems.append(
                Problem(
                    "code_begins", BEGINS.format(code=code, day=f"{begins:%Y/%m/%d}"), e.ref or e.procedure
                )
            )
        elif row is None or row.ends != FOREVER or row.identity in ending:
            problems.append(
                Problem(
                    "code_ends",
                    W(
                        f"利用者コード{code}は廃止されるため、識別番号を追加できません。",
                        f"User code {code} ends; no number can be added.",
                    ),
                    f"user_code:{row.identity}" if row else KEY,
                )
            )
    return problems


BEGINS = W(
    "利用者コード{code}は{day}に利用を開始します。利用開始日を{day}以降の日にしてください。",
    "User code {code} begins on {day}. Choose {day} or a later day.",
)


def beginning(case: Case, code: str) -> date | None:
    """The decided day on which a code of the office begins, after the start day; None where it does not."""
    mine = case.timeline.of(case.contract.office_id, "user_code")
    days = [r.starts for r in mine if r.values["code"] == code and r.starts]
    return min((d for d in days if d > case.contract.day), default=None)


def shared_code_is_held(case: Case) -> list[Problem]:
    """A code can be shared only while its holder has it, and the holder keeps it (D-09)."""
    problems = []
    for e in case.edits:
        partner = str(e.options.get("partner") or "")
        if e.kind != "user_code" or e.action != Action.ADD.value or not partner:
            continue
        holder = case.basis.others.get(partner)
        held = [
            r
            for r in case.timeline.live(case.contract.day, "user_code")
            if holder is not None and r.office == holder.pk and r.values["code"] == e.after.get("code")
        ]
        if not held or held[0].ends != FOREVER:
            problems.append(
                Problem("code_ends", SHARE_ENDS.format(code=e.after.get("code", "")), e.ref or KEY)
            )
    return problems


SHARE_ENDS = W(
    "利用者コード{code}は、この日には共用できません。相手の事業所で廃止されたか、廃止が決まっています。",
    "User code {code} cannot be shared on this day: its holder has given it up, or will.",
)


def new_code_has_numbers(case: Case) -> list[Problem]:
    """A new code needs a number to sign on with."""
    return [
        Problem(
            "code_without_id",
            W(
                "追加する利用者コードには、識別番号を1つ以上追加してください。",
                "A new user code needs at least one identification number.",
            ),
            e.ref,
        )
        for e in case.edits
        if e.kind == "user_code"
        and e.action == Action.ADD.value
        and not any(x.parent == e.ref for x in case.edits)
    ]


def consents(case: Case) -> list[ConsentNeed]:
    """Every sharer of a code that ends for everyone, with its own rows; the holder of a code asked to be shared."""
    found = []
    for e in case.edits:
        if e.procedure not in KEYS or e.kind != "user_code":
            continue
        code = {**e.before, **e.after}.get("code", "")
        if e.for_all:
            by_office: dict[int, list[Edit]] = {}
            for r in case.timeline.rows:
                if (
                    r.kind in ("user_id", "user_code")
                    and r.values["code"] == code
                    and r.office != case.office.pk
                ):
                    theirs = by_office.setdefault(r.office, [])
                    if not any(t.target == r.identity for t in theirs):
                        theirs.append(end(KEY, r, day=e.day))
            for other in Office.objects.filter(pk__in=by_office).order_by("code"):
                theirs = sorted(by_office[other.pk], key=lambda t: t.kind != "user_id")
                found.append(ConsentNeed(other, code, "end", tuple(theirs)))
        if e.action == Action.ADD.value and e.options.get("partner"):
            partner = Office.objects.filter(code=e.options["partner"]).first()
            if partner is not None:
                found.append(ConsentNeed(partner, code, "share", ()))
    return found


def needs_setting(edits: Sequence[Edit]) -> bool:
    """Added or changed codes, numbers, business types need a system setting; ends and materials do not (D-16)."""
    return any(map(_set_up, edits))


def _set_up(e: Edit) -> bool:
    """Whether an edit needs a system setting."""
    if e.action == Action.ADD.value:
        return True
    return e.action == Action.CHANGE.value and (e.kind == "user_id" or "system_class" in e.after)


def setting_codes(edits: Sequence[Edit]) -> list[str]:
    """The codes whose settings these edits need; one that is not issued yet has no name to give."""
    codes = (e.after.get("code") or e.before.get("code") for e in edits if _set_up(e))
    return sorted({str(c) for c in codes if c})


OWN_ONLY = W(
    "利用者コード{code}は、自事業所だけが利用を終了します。共用しているほかの事業所は引き続き利用します。",
    "User code {code} ends for this office only; the offices that share it go on using it.",
)


MAILBOX_STAYS = W(
    "利用者コード{code}のメールボックス（{names}）は廃止になりません。不要な場合は、メールボックスの廃止も申し込んでください。",
    "Mailboxes of {code} ({names}) do not end with it. Apply for their end too if they are not needed.",
)
BASIC_FEE_STAYS = W(
    "識別番号がすべて廃止になっても、Aプランの基本料金は引き続き発生します。不要な場合は、料金プランの変更なども申し込んでください。",
    "The basic fee of plan A goes on although no number is left. Apply for another plan or the like if it is not needed.",
)


def mailboxes_of(contract: Contract, code: str) -> list[Row]:
    """The mailboxes that are named after a user code (D-05)."""
    return [r for r in contract.of("mailbox") if str(r.values["name"]).startswith(code)]


def fees_that_stay(case: Case) -> list[W]:
    """What is still to be paid for when codes and numbers have gone."""
    found = []
    for e in case.edits:
        if e.kind == "user_code" and e.action == Action.END.value:
            code = str(e.before["code"])
            names = "、".join(str(r.values["name"]) for r in mailboxes_of(case.after, code))
            if names:
                found.append(MAILBOX_STAYS.format(code=code, names=names))
    if (
        case.contract.of("user_id")
        and not case.after.of("user_id")
        and case.after.where("plan", plan=Plan.A.value)
    ):
        found.append(BASIC_FEE_STAYS)
    return found


SETTING_FOLLOWS = W(
    "利用開始日の{days}営業日前までに、システム設定の申込が必要です。完了しない場合、この申込は無効になります。",
    "A system setting must be applied for by {days} business days before the start, or this application becomes void.",
)


def notes(case: Case) -> list[W]:
    """What follows from the edits, in words (X-08)."""
    found = fees_that_stay(case)
    for e in case.edits:
        if e.kind != "user_code":
            continue
        if e.action == Action.END.value:
            code = e.before["code"]
            if e.options.get("scope") == "own":
                found.append(OWN_ONLY.format(code=code))
            else:
                found.append(W(f"利用者コード{code}も廃止になります。", f"User code {code} ends as well."))
            if e.day:
                day = e.day.replace("-", "/")
                found.append(
                    W(
                        f"利用者コード{code}は、最後の識別番号が廃止になる{day}に廃止になります。",
                        f"User code {code} ends on {day}, with the last of its numbers.",
                    )
                )
            fee = of_materials(e.before, case.contract.day)
            if fee:
                found.append(
                    W(
                        f"利用者コード{code}の有料の資料（月額{fee:,}円、税抜）も終了します。",
                        f"Paid materials of {code} ({fee:,} yen a month) end too.",
                    )
                )
            if e.for_all:
                found.append(
                    W(
                        f"登録すると、利用者コード{code}を共用している事業所に同意を依頼します。",
                        f"When you submit, the offices sharing {code} are asked to agree.",
                    )
                )
        else:
            before = of_materials(e.before, case.contract.day)
            after = of_materials({**e.before, **e.after}, case.contract.day)
            if before != after:
                found.append(
                    W(
                        f"有料の資料の月額が{after - before:+,}円（税抜）変わります。",
                        f"Paid materials change by {after - before:+,} yen a month.",
                    )
                )
    if needs_setting(case.edits):
        found.append(SETTING_FOLLOWS.format(days=lead(LeadKind.SETTING, case.contract.day)))
    return found


def need(edits: Sequence[Edit], filed_on: date) -> Need:
    """What an application of a day needs where a number is for the Foreign Exchange Act services: two weeks that cannot be
    shortened (D-41)."""
    forex = any(BusinessType.FOREX_EXPORTER.value in e.after.get("business", []) for e in edits)
    return Need(lead=lead(LeadKind.FOREX, filed_on) if forex else 0)
