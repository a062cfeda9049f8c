"""利用者コード: what may go together, what follows from what, and who must agree."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import Any

from nss.application.case import Case
from nss.application.edits import Action, Edit, end
from nss.application.rulebook import Asked
from nss.base import clock
from nss.base.clock import FOREVER
from nss.base.problems import Problem
from nss.base.words import W
from nss.billing.fees import of_materials
from nss.calendar.verdict import Need
from nss.contract.book import live, sharers
from nss.contract.choices import BusinessType
from nss.contract.models import Office
from nss.contract.rows.ids import UserId
from nss.master import state as masters

from .rows import KEY, KEYS, code_row

STORAGE_TYPES = frozenset({BusinessType.CY, BusinessType.BONDED, BusinessType.AIRLINE, BusinessType.STORES})
"""Business types that may store bonded records (D-36)."""
GROUPS: tuple[frozenset[str], ...] = tuple(
    frozenset(m.value for m in members)
    for members in (
        (
            BusinessType.BROKER,
            BusinessType.FORWARDER,
            BusinessType.AIRLINE,
            BusinessType.STORES,
            BusinessType.AIR_AGENT,
            BusinessType.TRADER,
            BusinessType.SEA_FORWARDER,
            BusinessType.NVOCC,
        ),
        (BusinessType.BONDED,),
        (BusinessType.CY,),
        (BusinessType.CARRIER, BusinessType.SHIP_AGENT),
        (BusinessType.BANK,),
        (BusinessType.INSURER,),
        (BusinessType.VAN_POOL,),
    )
)
"""Business types that may stand on one ID (D-34); 17 goes with every group but the banks."""
ALONE = frozenset({BusinessType.SPECIALIST.value, BusinessType.FOREX_EXPORTER.value})


def business_problem(business: Sequence[str]) -> W | None:
    """Whether these business types may stand on one ID (D-34); at most three, as guide ⑩ shows."""
    chosen = set(business)
    if len(chosen) > 3:
        return W(
            "1つの識別番号に設定できる業種は3つまでです。", "One number may carry up to three business types."
        )
    if len(chosen) > 1 and chosen & ALONE:
        return W(
            "通関士、輸出者（外為法）は、ほかの業種と同じ識別番号にできません。",
            "Customs specialists and Foreign Exchange Act exporters need a number of their own.",
        )
    rest = chosen - {BusinessType.GENERAL.value}
    if BusinessType.BANK.value in chosen and BusinessType.GENERAL.value in chosen:
        return W(
            "銀行と汎用申請は同じ識別番号にできません。",
            "A bank cannot share a number with a general applicant.",
        )
    if rest and not rest & ALONE and not any(rest <= g for g in masters.groups(clock.today()) or GROUPS):
        return W(
            "この業種の組み合わせは、同じ識別番号にできません。利用者コードを分けてください。",
            "These business types cannot share a number. Use separate user codes.",
        )
    return None


NOT_OFFERED = W(
    "業種「{name}」は、現在新しい申込を受け付けていません。",
    "Business type “{name}” cannot be applied for at present.",
)


def offered(case: Case) -> list[Problem]:
    """A business type that the Center no longer offers cannot be added (masters); what is held stays."""
    problems, today = [], clock.today()
    for e in case.edits:
        if e.kind not in ("user_id", "business") or e.action == Action.END.value:
            continue
        now, then = (_businesses(values) for values in (e.after, e.before))
        for code in sorted(now - then):
            if not masters.offered(code, today):
                where = f"{e.kind}:{e.target}" if e.target is not None else e.ref or e.procedure
                problems.append(
                    Problem(
                        "business_not_offered", NOT_OFFERED.format(name=BusinessType.word_of(code)), where
                    )
                )
    return problems


def _businesses(values: Mapping[str, Any]) -> set[str]:
    found = values.get("business") or []
    return {found} if isinstance(found, str) else set(found)


def complete(case: Case) -> list[Edit]:
    """The code ends with its last number; its materials end with it (D-33)."""
    ended_ids = {e.target for e in case.edits if e.kind == "user_id" and e.action == Action.END.value}
    ended_codes = {e.target for e in case.edits if e.kind == "user_code" and e.action == Action.END.value}
    growing = {
        e.after.get("code") for e in case.edits if e.kind == "user_id" and e.action == Action.ADD.value
    }
    touched = {e.before.get("code") for e in case.edits if e.target in ended_ids}
    done = []
    for code in sorted(c for c in touched if c):
        row = code_row(case.contract, code)
        ids = case.contract.where("user_id", code=code)
        if row is None or row.identity in ended_codes or code in growing:
            continue
        if ids and all(r.identity in ended_ids for r in ids):
            done.append(end(KEY, row, options={"scope": "all"} if code in case.contract.shared else {}))
    return done


def whole_code(case: Case) -> list[Problem]:
    """A code cannot end while a number of it stays (guide ⑩, D-33), also one whose start is decided for a later day."""
    ended = {e.target for e in case.edits if e.action == Action.END.value and e.kind == "user_id"}
    problems = []
    for e in case.edits:
        if e.procedure not in KEYS or e.kind != "user_code" or e.action != Action.END.value:
            continue
        code = e.before["code"]
        left = staying(case.contract.office_id, code, case.contract.day, ended)
        if left:
            names = "、".join(left)
            problems.append(
                Problem(
                    "ids_left",
                    W(
                        f"利用者コード{code}の廃止には、識別番号{names}の廃止も必要です。",
                        f"To abolish user code {code}, also abolish {names}.",
                    ),
                    f"user_code:{e.target}",
                )
            )
        if e.options.get("scope") == "all":
            for other in sharers(code, case.contract.day, but=case.contract.office_id):
                theirs = {r.identity for r in live(other, "user_id", case.contract.day)}
                if staying(other.pk, code, case.contract.day, theirs):
                    problems.append(Problem("ids_left", THEIRS_LATER, f"user_code:{e.target}"))
    return problems


THEIRS_LATER = W(
    "共用している事業所で、この日より後に利用を開始する識別番号が決まっています。利用開始日を後の日にしてください。",
    "A sharing office has a number that begins after this day. Choose a later day.",
)


def staying(office_id: int, code: str, day: date, ended: Container[int | None]) -> list[str]:
    """Numbers of an office under a code that live on a day or begin later, but for those that end."""
    found = UserId.objects.filter(office_id=office_id, code=code, ends__gt=day).order_by("number")
    rows = found.values_list("identity", "number", "ends")
    return sorted({code + n for i, n, ends in rows if i not in ended and ends == FOREVER})


def code_stays(case: Case) -> list[Problem]:
    """A number can only be added to, or changed under, a code that has no decided end."""
    ending = {e.target for e in case.edits if e.kind == "user_code" and e.action == Action.END.value}
    problems = []
    for e in case.edits:
        code = e.after.get("code")
        if (
            e.procedure not in KEYS
            or e.kind != "user_id"
            or e.action != Action.ADD.value
            or not code
            or e.parent
        ):
            continue
        row = code_row(case.contract, code)
        if row is None or row.ends != FOREVER or row.identity in ending:
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


def groups(case: Case) -> list[Problem]:
    """Business types that may not share a number."""
    problems = []
    for e in case.edits:
        if e.kind == "user_id" and e.action != Action.END.value and "business" in e.after:
            text = business_problem(e.after["business"])
            if text is not None:
                problems.append(
                    Problem("business_group", text, f"user_id:{e.target}" if e.target else e.ref or e.parent)
                )
    return problems


def storage(case: Case) -> list[Problem]:
    """Bonded records may be stored only for some business types (D-36)."""
    problems = []
    allowed = {b.value for b in STORAGE_TYPES}
    for e in case.edits:
        if e.kind != "user_code" or not e.after.get("bonded_storage"):
            continue
        code = e.before.get("code") or e.after.get("code")
        types = (
            {b for r in case.contract.where("user_id", code=code) for b in r.values["business"]}
            if code
            else set()
        )
        types |= {
            b
            for x in case.edits
            if x.kind == "user_id" and (x.parent == e.ref if e.ref else x.after.get("code") == code)
            for b in x.after.get("business", [])
        }
        if not types & allowed:
            problems.append(
                Problem(
                    "storage_type",
                    W(
                        "保税管理資料保存サービスは、CY、保税、航空会社、機用品のいずれかの業種の利用者コードで利用できます。",
                        "Bonded records can be stored for container yards, bonded warehouses, airlines and stores dealers only.",
                    ),
                    e.ref or f"user_code:{e.target}",
                )
            )
    return problems


def new_code_has_ids(case: Case) -> list[Problem]:
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


def asks(case: Case) -> list[Asked]:
    """Every sharer of a code that ends for everyone, with its own rows; the holder of a code asked to be shared."""
    found = []
    for e in case.edits:
        if e.procedure not in KEYS or e.kind != "user_code":
            continue
        code = {**e.before, **e.after}.get("code", "")
        if e.action == Action.END.value and e.options.get("scope") == "all":
            for other in sharers(code, case.contract.day, but=case.office.pk):
                theirs = [
                    end(KEY, r)
                    for kind in ("user_id", "user_code")
                    for r in live(other, kind, case.contract.day)
                    if r.values["code"] == code
                ]
                found.append(Asked(other, code, "end", tuple(theirs)))
        if e.action == Action.ADD.value and e.options.get("partner"):
            partner = Office.objects.filter(code=e.options["partner"]).first()
            if partner is not None:
                found.append(Asked(partner, code, "share", ()))
    return found


def needs_setting(edits: Sequence[Edit]) -> bool:
    """Added or changed codes, numbers, business types need a system setting; ends and materials do not (D-16)."""
    return any(
        e.action == Action.ADD.value
        or (e.action == Action.CHANGE.value and (e.kind == "user_id" or "system_class" in e.after))
        for e in edits
    )


def notes(case: Case) -> list[W]:
    """What follows from the edits, in words (X-08)."""
    found = []
    for e in case.edits:
        if e.kind != "user_code":
            continue
        if e.action == Action.END.value:
            code = e.before["code"]
            found.append(W(f"利用者コード{code}も廃止になります。", f"User code {code} ends as well."))
            fee = of_materials(e.before, case.contract.day)
            if fee:
                found.append(
                    W(
                        f"利用者コード{code}の有料の資料（月額{fee:,}円、税抜）も終了します。",
                        f"Paid materials of {code} ({fee:,} yen a month) end too.",
                    )
                )
            if e.options.get("scope") == "all":
                found.append(
                    W(
                        f"登録すると、利用者コード{code}を共用している事業所に同意を依頼します。",
                        f"On filing, the offices sharing {code} are asked to agree.",
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
        found.append(
            W(
                "利用開始日の4営業日前までに、システム設定の申込が必要です。完了しない場合、この申込は無効になります。",
                "A system setting must be applied for by 4 business days before the start, or this application becomes void.",
            )
        )
    return found


EXPORTER_LEAD = 10
"""Business days from application to start for Foreign Exchange Act users: two weeks that cannot be shortened (D-41)."""


def need(edits: Sequence[Edit]) -> Need:
    """Two weeks where a number is for the Foreign Exchange Act services."""
    forex = any(BusinessType.FOREX_EXPORTER.value in e.after.get("business", []) for e in edits)
    return Need(lead=EXPORTER_LEAD if forex else 0)
