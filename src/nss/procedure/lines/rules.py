"""回線・論理端末: what follows from what, what must be there, which works and lead times come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from nss.application.case import Case
from nss.application.edits import Action, Edit, end
from nss.application.rulebook import ConsentNeed, WorkNeed
from nss.base.clock import FOREVER
from nss.base.columns import phone_shown
from nss.base.problems import Problem
from nss.base.words import W
from nss.billing import fees
from nss.calendar.leads import lead
from nss.calendar.verdict import Need
from nss.contract.choices import WorkKind
from nss.contract.models import Office
from nss.contract.rows.lines import Terminal
from nss.contract.rows.sharing import SharedUse
from nss.procedure import sharing
from nss.procedure.kit.contact import problem_of

from . import drawing
from .rows import LINE, TERMINAL, is_own, router_of
from .works_form import ATTENDS, ENTERS, ENTRY_FORMALITIES, HALF_DAYS, MUST

NO_DRAWING = W(
    "回線・論理端末の追加や構成の変更には、システム構成図が必要です。「この図で提出する」を選ぶか、ファイルを添付してください。",
    "Lines and terminals need a configuration drawing. Choose 'submit this drawing' or attach a file.",
)
OLD_DRAWING = W(
    "システム構成図を確認した後に構成が変わりました。もう一度図を確認してください。",
    "The configuration changed after the drawing was confirmed. Please look at it again.",
)
LINE_ENDS = W(
    "回線{router}は廃止されるため、端末を追加できません。", "Line {router} ends; no terminal can be added."
)
SHARING_ENDS = W(
    "ルータ{router}の機器共用は終了するため、端末を追加できません。",
    "The sharing of router {router} ends; no terminal can be added.",
)
NO_LINE = W(
    "ルータ{router}は、利用開始日にこの事業所の回線でも、機器共用している回線でもないため、端末を追加できません。他事業所の回線の場合は、先に機器共用を申し込んでください。",
    "On the start day router {router} is neither of a line of this office nor shared, so no terminal can be added. If it is another office's, apply for shared equipment first.",
)
NO_CONTACT = W("回線工事の連絡先を入力してください。", "Enter the contact for the works.")


def line_edits(edits: Sequence[Edit]) -> list[Edit]:
    """The edits of lines, terminals and what belongs to them."""
    return [e for e in edits if e.procedure in (LINE, TERMINAL)]


def derived_edits(case: Case) -> list[Edit]:
    """A line takes its terminals and blocks along, a terminal its mail addresses."""
    ended = {(e.kind, e.target) for e in case.edits if e.action == Action.END.value}
    routers = {
        str(e.before["router"]) for e in case.edits if e.kind == "line" and e.action == Action.END.value
    }
    names = {
        str(e.before["name"]) for e in case.edits if e.kind == "terminal" and e.action == Action.END.value
    }
    done: list[Edit] = []
    for r in case.contract.of("terminal", "address_block"):
        if r.values["router"] in routers and (r.kind, r.identity) not in ended:
            done.append(end(TERMINAL if r.kind == "terminal" else LINE, r))
            if r.kind == "terminal":
                names.add(str(r.values["name"]))
    for r in case.contract.of("mail_address"):
        if r.values["terminal"] in names and (r.kind, r.identity) not in ended:
            done.append(end(TERMINAL, r))
    return done


def line_has_no_end(case: Case) -> list[Problem]:
    """A terminal can only be added behind a line that has no decided end: one of the office, or of a partner whose router
    it shares, as long as it does."""
    ending = {e.target for e in case.edits if e.kind == "line" and e.action == Action.END.value}
    problems = []
    for e in case.edits:
        if e.procedure != TERMINAL or e.action != Action.ADD.value or e.kind != "terminal" or e.parent:
            continue
        router = str(e.after.get("router") or "")
        row = sharing.line_of(case, router)
        if row is None:
            problems.append(Problem("line_ends", NO_LINE.format(router=router), TERMINAL))
            continue
        own = is_own(case, row)
        if row.ends != FOREVER or row.identity in ending:
            where = f"line:{row.identity}" if own else TERMINAL
            problems.append(Problem("line_ends", LINE_ENDS.format(router=router), where))
        elif not own and any(r.ends != FOREVER for r in case.contract.where(SharedUse.kind, object=router)):
            problems.append(Problem("line_ends", SHARING_ENDS.format(router=router), TERMINAL))
    return problems


def ended_line_has_no_terminals(case: Case) -> list[Problem]:
    """A line cannot end while a terminal of it starts later."""
    problems = []
    ended = {e.target for e in case.edits if e.action == Action.END.value}
    for e in case.edits:
        if e.kind != "line" or e.action != Action.END.value:
            continue
        later = Terminal.objects.filter(
            office_id=case.contract.office_id, router=e.before["router"], ends=FOREVER
        ).values_list("identity", "name")
        left = sorted(name for identity, name in later if identity not in ended)
        if left:
            text = W(
                f"回線{e.before['router']}の廃止には、論理端末{'、'.join(left)}の廃止も必要です。",
                f"To discontinue line {e.before['router']}, also discontinue {', '.join(left)}.",
            )
            problems.append(Problem("terminals_left", text, f"line:{e.target}"))
    return problems


def has_drawing(case: Case) -> list[Problem]:
    """システム構成図: as drawn and still true, or an attached file (guide SMTP ⑥, D-58, T-04)."""
    mine = line_edits(case.edits)
    if not mine:
        return []
    where = mine[0].procedure
    chosen = case.extra.get("drawing", {})
    if any(f.purpose == "drawing" for f in case.attachments):
        return []
    if not chosen:
        return [Problem("no_drawing", NO_DRAWING, where)]
    if chosen.get("seen") != drawing.digest(case.edits):
        return [Problem("drawing_old", OLD_DRAWING, where)]
    return []


def has_contact(case: Case) -> list[Problem]:
    """Works need somebody to call (guide SMTP ⑨)."""
    if not any(w.kind for w in works(case)):
        return []
    given = case.extra.get("works", {})
    if any(problem_of(n, str(given.get(n, ""))) for n in MUST):
        return [Problem("no_works_contact", NO_CONTACT, "works")]
    return []


def works(case: Case) -> list[WorkNeed]:
    """One a line: the kind that the edits say, with the wished day."""
    found: dict[str, WorkNeed] = {}
    for e in line_edits(case.edits):
        kind = str(e.options.get("works", ""))
        if kind:
            day = e.options.get("works_on")
            wish = date.fromisoformat(str(day)) if day else None
            found.setdefault(router_of(e), WorkNeed(kind, router_of(e), wish))
    return list(found.values())


def works_at_partners(case: Case, procedure: str) -> list[ConsentNeed]:
    """Works on the router of another office stop its communication too: it is asked."""
    found: dict[str, ConsentNeed] = {}
    for e in case.of(procedure):
        router = router_of(e)
        line = sharing.line_of(case, router) if e.options.get("works") and e.kind != "line" else None
        if line is not None and not is_own(case, line) and router not in found:
            found[router] = ConsentNeed(Office.objects.get(pk=line.office), router, "share_work", ())
    return list(found.values())


def needs_works(case: Case) -> bool:
    """Whether what was asked for causes works at all."""
    return any(e.options.get("works") for e in line_edits(case.requested))


def need(edits: Sequence[Edit], filed_on: date) -> Need:
    """Lead time of the works that the edits cause, in an application of a day (T-08)."""
    return Need(lead=max((lead(str(e.options.get("works", "")), filed_on) for e in edits), default=0))


def notes(case: Case) -> list[W]:
    """Consequences before filing (X-08): works, outage, cost, fees."""
    found: list[W] = []
    mine = line_edits(case.edits)
    for w in works(case):
        word = WorkKind(w.kind).word
        line = w.line if w.line.isdecimal() else W("新しい回線", "the new line")
        found.append(
            W(
                "{line}：{kind}を行います。工事日は別途ご連絡の上、決定します。",
                "{line}: {kind}. The day is agreed on later.",
            ).format(line=line, kind=word)
        )
        if w.kind == WorkKind.REMOTE.value:
            found.append(
                W(
                    "リモート工事の間、数時間通信できないことがあります。",
                    "During remote work there may be no communication for some hours.",
                )
            )
        if w.kind == WorkKind.ON_SITE.value:
            found.append(
                W(
                    "予備ルータがあるため現場に伺って工事を行います。別途工事費用が発生します。",
                    "As there is a spare router, works are done on site, at extra cost.",
                )
            )
        if w.kind == WorkKind.LAYING.value:
            found.append(
                W(
                    "回線敷設はルータ設置の前日までに行います。回線と工事の費用は別途お見積りします。",
                    "The line is laid by the day before the router is placed; its cost is quoted separately.",
                )
            )
    units = sum(
        e.count
        for e in mine
        if e.kind == "terminal" and e.action == Action.ADD.value and e.after["device"] == "pc"
    )
    units -= sum(
        1
        for e in mine
        if e.kind == "terminal" and e.action == Action.END.value and e.before["device"] == "pc"
    )
    plan = next((r for r in case.contract.where("plan", tab="general")), None)
    if units and plan is not None and plan.values["plan"] == "A":
        found.append(
            W(
                f"Aプランの基本料金が月額{units * fees.on(case.contract.day).basic:+,}円（税抜）変わります。",
                f"The basic fee of plan A changes by {units * fees.on(case.contract.day).basic:+,} yen a month.",
            )
        )
    return found


def summary_lines(case: Case) -> list[tuple[W, str | W]]:
    """工事希望日, contact, attendant, remarks, and how the drawing comes."""
    found: list[tuple[W, str | W]] = []
    days = {
        router_of(e): str(e.options["works_on"]) for e in line_edits(case.edits) if e.options.get("works_on")
    }
    for router, day in days.items():
        label = W("工事希望日", "Requested date of installation work")
        if len(days) > 1:
            label += f"（{router}）"
        found.append((label, day.replace("-", "/")))
    given = case.extra.get("works", {})
    if given and needs_works(case):
        found.append((W("工事事務担当者", "Contact for the works"), person(given, "")))
        same = given.get("attendant") != "other"
        found.append(
            (
                W("工事立会者", "Attendant"),
                W("工事事務担当者に同じ", "the same person") if same else person(given, "a_"),
            )
        )
        for label, choices, value in (
            (ATTENDS, HALF_DAYS, given.get("half")),
            (ENTERS, ENTRY_FORMALITIES, given.get("entry")),
        ):
            if value in dict(choices):
                found.append((label, dict(choices)[value]))
        if given.get("remark"):
            found.append((W("回線工事の備考", "Remarks on the works"), str(given["remark"])))
    chosen = case.extra.get("drawing", {})
    if chosen:
        found.append(
            (
                W("システム構成図", "Configuration drawing"),
                W("本システムの図で提出", "as drawn by this system"),
            )
        )
        if chosen.get("note"):
            found.append((W("システム構成図の注記", "Note on the drawing"), str(chosen["note"])))
    return found


def person(given: Mapping[str, Any], prefix: str) -> str:
    """Name and telephone of a contact for works, in one line."""

    def value(name: str) -> str:
        return str(given.get(prefix + name, ""))

    parts = [
        f"{value('family_name')} {value('given_name')}（{value('family_kana')} {value('given_kana')}）",
        value("department"),
        phone_shown(value("phone")),
        f"FAX {phone_shown(value('fax'))}" if value("fax") else "",
    ]
    return " ".join(p for p in parts if p)
