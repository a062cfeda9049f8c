"""What a business type asks wherever it is entered: who may stand on one number (D-34), types of one class only (D-35),
storing bonded records (D-36), exporters under the Foreign Exchange Act under a code of their own (D-40), and what the
Center offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nss.application.case import Case
from nss.application.edits import Action, Edit
from nss.base import clock
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.choices import BusinessType, SystemClass
from nss.contract.rows.ids import UserCode
from nss.master import state as masters

B, S = BusinessType, SystemClass
AIR_ONLY = frozenset({B.FORWARDER, B.AIRLINE, B.STORES, B.AIR_AGENT})
SEA_ONLY = frozenset({B.SEA_FORWARDER, B.NVOCC, B.CY, B.CARRIER, B.SHIP_AGENT, B.VAN_POOL})
EXPORTER_CODES = "V1"
"""How the codes of exporters under the Foreign Exchange Act begin."""
OWN_CODE = W(
    "輸出者（外為法）は、専用の利用者コードだけで利用できます。新しい利用者コードを申し込んでください。",
    "Exporters under the Foreign Exchange Act need a user code of their own. Apply for a new one.",
)


def class_problem(business: str, system_class: str) -> W | None:
    """Whether a business type exists in a class (D-35)."""
    if business in {b.value for b in AIR_ONLY} and system_class in (S.SEA.value, S.PORT.value):
        return W(
            "この業種は航空だけで利用できます。区分に航空か共用を選択してください。",
            "This type exists for air only.",
        )
    if business in {b.value for b in SEA_ONLY} and system_class == S.AIR.value:
        return W(
            "この業種は海上だけで利用できます。区分に海上か共用を選択してください。",
            "This type exists for sea only.",
        )
    return None


def business_types_exist_in_class(case: Case) -> list[Problem]:
    """Business types that do not exist in the class of the code or office entry, or that need another code."""
    problems = []
    for e in case.edits:
        if e.action == Action.END.value or e.kind not in ("user_id", "business", "user_code"):
            continue
        where = f"{e.kind}:{e.target}" if e.target is not None else e.ref or e.parent or e.procedure
        for business, system_class in _entered(case, e):
            text = class_problem(business, system_class)
            if text is not None:
                problems.append(Problem("business_class", text, where))
        if e.kind == "user_id" and _needs_another_code(case, e):
            problems.append(Problem("exporter_code", OWN_CODE, where))
    return problems


def _entered(case: Case, edit: Edit) -> list[tuple[str, str]]:
    """The business types that an edit enters, each with the class that it is entered for."""
    values = {**edit.before, **edit.after}
    if edit.kind == "business":
        return [(str(values["business"]), str(values["system_class"]))]
    if edit.kind == "user_code":
        if "system_class" not in edit.after or edit.target is None:
            return []
        held = case.after.where("user_id", code=edit.before["code"])
        return [(b, str(edit.after["system_class"])) for r in held for b in r.values["business"]]
    system_class = _class_of(case, edit)
    return [(b, system_class) for b in edit.after.get("business", ())]


def _class_of(case: Case, edit: Edit) -> str:
    """The class of the code that a number belongs to, one that the same application adds among them."""
    if edit.parent:
        new = next((e for e in case.edits if e.kind == "user_code" and e.ref == edit.parent), None)
        return str(new.after.get("system_class", "")) if new else ""
    code = edit.before.get("code") or edit.after.get("code")
    held = [
        *case.after.where("user_code", code=code),
        *(r for r in case.timeline.of(case.office.pk, "user_code") if r.values["code"] == code),
    ]
    return str(held[0].values["system_class"]) if held else ""


def _needs_another_code(case: Case, edit: Edit) -> bool:
    """Whether an exporter's number would stand under a code that is not for exporters alone, or another's under one that is."""
    if "business" not in edit.after:
        return False
    exporter = B.FOREX_EXPORTER.value in edit.after["business"]
    if not edit.parent:
        code = str(edit.before.get("code") or edit.after.get("code") or "")
        return exporter != code.startswith(EXPORTER_CODES)
    beside = [e for e in case.edits if e.kind == "user_id" and e.parent == edit.parent]
    return exporter and any(B.FOREX_EXPORTER.value not in e.after.get("business", ()) for e in beside)


ONE_A_COMPANY = W(
    "外為法関連業務の利用者コードは、1企業に1つです。{code}は事業所{office}で使用しているため、"
    "識別番号を追加するか、{code}を共用してください。",
    "A company has one code for the Foreign Exchange Act services: office {office} uses {code}. Add numbers to {code}, or share it.",
)
TWO_AT_ONCE = W(
    "外為法関連業務の利用者コードは、1企業に1つです。2つめの利用者コードの追加を取り消してください。",
    "A company has one code for the Foreign Exchange Act services. Take the 2nd user code back.",
)


def one_for_exporters(case: Case) -> list[Problem]:
    """A company has one code for the Foreign Exchange Act services (D-40)."""
    new = [e for e in case.edits if is_new_code(e) and for_exporters(e, case.edits)]
    problems = [Problem("exporter_once", TWO_AT_ONCE, e.ref) for e in new[1:]]
    if not new or len(case.office.company.code) != len("NAC"):
        return problems
    code = EXPORTER_CODES + case.office.company.code
    day = case.contract.day
    held = UserCode.objects.filter(code=code, ends__gt=day).order_by("starts")
    office = held.values_list("office__code", flat=True).first()
    if office is not None:
        text = ONE_A_COMPANY.format(code=code, office=office)
        problems.append(Problem("exporter_once", text, new[0].ref))
    return problems


def is_new_code(edit: Edit) -> bool:
    """Whether an edit asks for a code that is still to be issued."""
    return edit.kind == "user_code" and edit.action == Action.ADD.value and not edit.after.get("code")


def for_exporters(code: Edit, edits: Iterable[Edit]) -> bool:
    """Whether a new code is for the Foreign Exchange Act services: it begins with V1 (D-40)."""
    ids = (x for x in edits if x.kind == "user_id" and x.parent == code.ref)
    return any(B.FOREX_EXPORTER.value in x.after.get("business", ()) for x in ids)


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


def business_types_offered(case: Case) -> list[Problem]:
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


def business_types_may_share_number(case: Case) -> list[Problem]:
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


def storage_allowed(case: Case) -> list[Problem]:
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
