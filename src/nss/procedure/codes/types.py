"""What a business type asks of the user code that it stands under, wherever it is entered: types of one class only (D-35),
exporters under the Foreign Exchange Act under a code of their own (D-40)."""

from __future__ import annotations

from nss.application.case import Case
from nss.application.edits import Action, Edit
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.choices import BusinessType, SystemClass

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


def fitting(case: Case) -> list[Problem]:
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
