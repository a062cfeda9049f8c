"""What speaks against approving an application for a start day, found again at the moment of the decision."""

from __future__ import annotations

import json
from collections.abc import Sequence

from nss.base.problems import WARN, Problem
from nss.base.words import W

from . import works
from .case import Case
from .edits import Action, Edit
from .models import OVER, Application, ConsentState, WorkState
from .start_days import start_problems

ROW_CHANGED = W(
    "この申込の登録後に、{name}が別の申込の承認により変更されています。確認事項を通知して申込者に差し戻してください。",
    "{name} was changed by the approval of another application after this one was submitted. Send a query and return it to the applicant.",
)
NOT_ALL_AGREED = Problem(
    "consent_missing",
    W("共用している全事業所の同意がそろっていません。", "Not every sharing office has agreed."),
)
CONSENT_OLD = Problem(
    "consent_missing",
    W(
        "ほかの事業所の同意の後に、対象となる登録情報が変わりました。確認事項を通知して申込者に差し戻し、同意を取り直してください。",
        "What another office agreed to has changed since. Send the application back, so that it is asked again.",
    ),
)
CONSENT_DAY = W(
    "共用している事業所は{day}の実施に同意しています。この日以外にする場合は、確認事項を通知して申込者に差し戻し、同意を取り直してください。",
    "The other offices agreed to {day}. For another day send the application back, so that they are asked again.",
)
NOT_ANY_MORE = W(
    "この申込の登録時は「{name}」も廃止になる内容でしたが、その後に決定した申込により残ることになります。確認事項を通知して申込者に差し戻してください。",
    "'{name}' was to end with this application; by a later decision it stays. Send the application back.",
)
WORKS_OPEN = Problem(
    "works_open",
    W("工事日がまだ決まっていません。", "The date of the installation work is not confirmed yet."),
    level=WARN,
)


def checks(application: Application, case: Case) -> list[Problem]:
    """What the Center's automatic checks find now, on locked or merely read rows: the rules again, rows that moved,
    consents. `case` is the filed application as judged for its start day. The same list stands on the review screen
    and stops the approval."""
    start = case.basis.day
    problems = changed_meanwhile(case)
    problems += [
        p
        for p in case.problems
        if p.where not in ("wish_date", "reason") and p.code != "row_in_open_application"
    ]
    problems += no_longer_following(case)
    known = () if "consents" in application.lacks else application.consents.all()
    consents = [c for c in known if c.revision_no == case.revision.no]
    asked = {(a.office.pk, a.code): targets(a.edits) for a in case.consents}
    agreed = {
        (c.office_id, c.code): targets(c.edit_list) for c in consents if c.state == ConsentState.AGREED.value
    }
    if set(asked) - set(agreed) or any(c.state != ConsentState.AGREED.value for c in consents):
        problems.append(NOT_ALL_AGREED)
    elif any(c.wish_date != start and c.edits for c in consents):
        day = min(c.wish_date for c in consents if c.wish_date != start)
        problems.append(Problem("consent_day", CONSENT_DAY.format(day=f"{day:%Y/%m/%d}"), "start"))
    elif any(not rows <= agreed[key] for key, rows in asked.items()):
        problems.append(CONSENT_OLD)
    problems += start_problems(case, start)
    for work in works.works_of(application):
        if work.fixed_on is not None and work.fixed_on >= start:
            problems.append(works.TOO_LATE)
        elif work.state not in (*OVER, WorkState.FIXED):
            problems.append(WORKS_OPEN)
    return problems


def no_longer_following(case: Case) -> list[Problem]:
    """What the office filed as a consequence and what by now does not follow any more: it signed something else."""
    now = {(e.kind, e.target) for e in case.edits}
    return [
        Problem("not_any_more", NOT_ANY_MORE.format(name=e.name), f"{e.kind}:{e.target}")
        for e in case.revision.edit_list
        if e.derived
        and e.target is not None
        and (e.kind, e.target) not in now
        and case.timeline.at(e.kind, e.target, case.contract.day) is not None
    ]


def targets(edits: Sequence[Edit]) -> set[tuple[str, int | str]]:
    """The rows that edits touch; of a row that is to be added, what stands in it."""
    return {
        (e.kind, e.target if e.target is not None else json.dumps(e.after, sort_keys=True, default=str))
        for e in edits
    }


def changed_meanwhile(case: Case) -> list[Problem]:
    """Asked-for edits whose row is no longer what they were made for, because another decision was there first (F8).

    What only follows from others is derived anew and shown; it stops nothing. An end stands whatever the row says.
    """
    problems = []
    for e in case.requested:
        if e.target is None:
            continue
        row = case.timeline.at(e.kind, e.target, case.contract.day)
        if row is None:
            last = case.timeline.last(e.kind, e.target)
            gone = e.action == Action.END and (last is None or last.ends <= case.contract.day)
        else:
            gone = e.action == Action.CHANGE and any(row.values.get(k) != e.before.get(k) for k in e.after)
        if gone:
            problems.append(Problem("row_changed", ROW_CHANGED.format(name=e.name), f"{e.kind}:{e.target}"))
    return problems
