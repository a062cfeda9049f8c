"""一般NACCSのメールボックス数 (追加・廃止): ID and password of each box are issued by the Center."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from nss.application.edits import Action, Edit
from nss.application.rulebook import Issue, SecretText
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.book import Contract
from nss.contract.rows.ids import UserCode
from nss.issuing import numbers
from nss.procedure.kit import selection
from nss.procedure.kit.procedure import Check, FormPage, Procedure
from nss.procedure.kit.row_form import Adds, CountForm

KEY = selection.MAILBOX.key


class MailboxForm(CountForm):
    key, kind = KEY, "mailbox"
    adds = (Adds("count", W("メールボックスの追加数", "Mailboxes to add"), {}),)
    note = W(
        "メールボックスIDとパスワードはNACCSセンターが発行します。",
        "The Center issues ID and password of each mailbox.",
    )


def has_code(contract: Contract, _: Any, edits: Sequence[Edit]) -> list[Problem]:
    """A mailbox ID is made of a user code (D-05)."""
    adds = any(e.procedure == KEY and e.action == Action.ADD.value for e in edits)
    ends = {e.target for e in edits if e.kind == "user_code" and e.action == Action.END.value}
    stays = [r for r in contract.of("user_code") if r.identity not in ends]
    coming = any(e.kind == "user_code" and e.action == Action.ADD.value for e in edits)
    if adds and not stays and not coming:
        return [
            Problem(
                "mailbox_without_code",
                W("メールボックスの追加には利用者コードが必要です。", "A mailbox needs a user code."),
                KEY,
            )
        ]
    return []


def issue(job: Issue, edits: Sequence[Edit]) -> list[Edit]:
    done: list[Edit] = []
    for e in edits:
        if e.action != Action.ADD.value:
            done.append(e)
            continue
        code = (
            UserCode.objects.filter(office=job.office, starts__lte=job.day, ends__gt=job.day)
            .order_by("code")
            .values_list("code", flat=True)
            .first()
        ) or next(v for v in job.numbers.values() if len(v) == 5)
        for _ in range(e.count):
            name = numbers.mailbox_id(code, job.office, job.application)
            done.append(replace(e, count=1, after={**e.after, "name": name}))
            job.secrets.append(SecretText("mailbox_password", name, numbers.user_password()))
    return done


def notes(contract: Contract, edits: Sequence[Edit]) -> list[W]:
    mine = [e for e in edits if e.procedure == KEY]
    units = sum(e.count if e.action == Action.ADD.value else -1 for e in mine)
    plan = next(iter(contract.where("plan", tab="general")), None)
    if units and plan is not None and plan.values["plan"] == "A":
        return [
            W(
                f"Aプランの基本料金が月額{units * 5000:+,}円（税抜）変わります。",
                f"The basic fee of plan A changes by {units * 5000:+,} yen a month.",
            )
        ]
    return []


PROCEDURE = Procedure(
    entry=selection.MAILBOX,
    kinds=("mailbox", "user_code", "plan"),
    pages=(
        FormPage(
            "form",
            W("メールボックス 入力", "Mailboxes"),
            W(
                "追加する数を入力し、廃止するメールボックスを選択してください。",
                "Enter how many to add and choose which to end.",
            ),
            MailboxForm,
            step=True,
        ),
    ),
    rules=(has_code,),
    issue=issue,
    notes=notes,
    checks=(
        Check(
            W("メールボックスを付ける利用者コードがある", "Mailboxes have a user code"),
            ("mailbox_without_code",),
        ),
    ),
)
