"""利用者コード: what a decision issues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nss.application.case import Case
from nss.application.edits import Action, Edit
from nss.application.rulebook import IssueJob, SecretText
from nss.base.compiled_query import CompiledQuery
from nss.base.words import W
from nss.contract.choices import NET_METHODS
from nss.contract.models import Office
from nss.contract.rows.ids import UserCode, UserId
from nss.issuing import numbers, shapes
from nss.issuing.ahead import Ahead
from nss.procedure.codes.business_rules import for_exporters
from nss.procedure.kit.procedure import Suggestion

from .rows import KEY


def issue(job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
    """Codes first, then one edit a number with its password."""
    done: list[Edit] = []
    for n, e in enumerate(edits):
        if e.action != Action.ADD.value:
            done.append(e)
            continue
        if e.kind == "user_code":
            code = e.after.get("code") or job.chosen.get(e.ref)
            if not e.after.get("code"):
                code = _code(job, str(code or ""), for_exporters(e, edits))
            job.numbers[e.ref] = str(code)
            done.append(replace(e, after={**e.after, "code": code}))
            continue
        code = str(e.after.get("code") or job.numbers[e.parent])
        net = e.after["method"] in NET_METHODS
        for k in range(e.count):
            typed = job.chosen.get(f"{key_of(e)}{n}.{k}")
            number = (
                numbers.claim(
                    "user_id", code + typed, job.office, job.application, code + shapes.number_of(net)
                )[5:]
                if typed
                else numbers.id_number(code, net, prefix_for(job.office, code), job.office, job.application)
            )
            done.append(replace(e, count=1, after={**e.after, "code": code, "number": number}))
            job.secrets.append(SecretText("user_password", code + number, numbers.user_password()))
    return done


def _code(job: IssueJob, typed: str, exporter: bool) -> str:
    """The number of a new code. That of exporters is one a company, ever: it may come back to those who gave it up."""
    if exporter and not typed and numbers.was_issued("user_code", numbers.exporter_code(job.office)):
        code = numbers.exporter_code(job.office)
        if UserCode.objects.filter(code=code, ends__gt=job.day).exists():
            raise numbers.AlreadyIssued(code)
        return code
    typed = typed or (numbers.exporter_code(job.office) if exporter else "")
    if not typed:
        return numbers.user_code(job.office, job.application)
    shape = shapes.code_of(job.office.code[:3], exporter)
    return numbers.claim("user_code", typed, job.office, job.application, shape)


def key_of(edit: Edit) -> str:
    """Stem of the names under which a reviewer may type other numbers: one an item, so that they do not meet."""
    return "id" if edit.procedure == KEY else "idn"


OLDEST_NUMBER = CompiledQuery(
    lambda office, code: (
        UserId.objects.filter(office_id=office, code=code)
        .order_by("starts")
        .values_list("number", flat=True)[:1]
    ),
    int,
    str,
)


def prefix_for(office: Office, code: str) -> str:
    """First letter of this office's numbers under a code: that of its own numbers, else the next free letter (a shared
    code keeps the numbers of its offices apart, as 1BNAC's B01 of the guide)."""
    own = OLDEST_NUMBER.first(office.pk, code)
    if own:
        return own[0]
    used = {n[0] for n in UserId.objects.filter(code=code).values_list("number", flat=True)}
    return next((c for c in "ABCDEFGHJKLMNPQRSTUVWXYZ" if c not in used), "A")


UNNAMED = "-----"
"""Stands for a code of which no suggestion is left: whichever is typed has no numbers yet."""


def suggest(case: Case, key: str, ahead: Ahead) -> list[Suggestion]:
    """What would be issued now; nothing is taken by looking. Before an office has its code nothing can be said."""
    office = case.office
    if office.provisional:
        return []
    found: list[Suggestion] = []
    codes: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    mine = case.of(key)
    for n, e in enumerate(mine):
        if e.action != Action.ADD.value:
            continue
        if e.kind == "user_code":
            exporter = for_exporters(e, mine)
            code = str(e.after.get("code") or "")
            if not code:
                code = numbers.exporter_code(office) if exporter else ahead.user_code(office)
                shape = shapes.code_of(office.code[:3], exporter)
                found.append(Suggestion(e.ref, W("利用者コード", "User code"), code, shape))
            codes[e.ref] = code
            continue
        code = str(e.after.get("code") or codes.get(e.parent, ""))
        net = e.after["method"] in NET_METHODS
        under = code or UNNAMED
        if under not in prefixes:
            prefixes[under] = prefix_for(office, under)
        label = W(f"識別番号（{code}）", f"Identification number ({code})")
        found += (
            Suggestion(
                f"{key_of(e)}{n}.{k}",
                label,
                ahead.id_number(under, net, prefixes[under]),
                shapes.number_of(net),
            )
            for k in range(e.count)
        )
    return found
