"""一般NACCSのメールボックス数 (追加・廃止): ID and password of each box are issued by the Center."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nss.application.case import Case
from nss.application.edits import Action, Edit
from nss.application.rulebook import IssueJob, SecretText
from nss.base.problems import Problem
from nss.base.words import W
from nss.billing import fees
from nss.contract.rows.ids import UserCode
from nss.issuing import numbers
from nss.issuing.models import SecretKind
from nss.procedure.kit.notice import Block
from nss.procedure.kit.pages import FormPage
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.row_form import CountForm, NewRows
from nss.procedure.kit.selection import Entry, Group

ENTRY = Entry(
    "mailbox",
    Group.LINES,
    30,
    W("一般NACCSのメールボックス数（追加・廃止）", "General NACCS mailboxes (add, discontinue)"),
)
KEY = ENTRY.key


class MailboxForm(CountForm):
    """Mailboxes to add by count and to end by tick."""

    key, kind = KEY, "mailbox"
    new_rows = (NewRows("count", W("メールボックスの追加数", "Mailboxes to add"), {}),)
    note = W(
        "メールボックスIDとパスワードはNACCSセンターが発行します。",
        "The Center issues ID and password of each mailbox.",
    )


def has_code(case: Case) -> list[Problem]:
    """A mailbox ID is made of a user code (D-05)."""
    adds = any(e.action == Action.ADD.value for e in case.of(KEY))
    ends = {e.target for e in case.edits if e.kind == "user_code" and e.action == Action.END.value}
    stays = [r for r in case.contract.of("user_code") if r.identity not in ends]
    coming = any(e.kind == "user_code" and e.action == Action.ADD.value for e in case.edits)
    if adds and not stays and not coming:
        return [
            Problem(
                "mailbox_without_code",
                W("メールボックスの追加には利用者コードが必要です。", "A mailbox needs a user code."),
                KEY,
            )
        ]
    return []


class Mailboxes(Procedure):
    """一般NACCSのメールボックス数."""

    entry = ENTRY
    kinds = ("mailbox", "user_code", "plan")
    pages = (
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
    )
    rules = (has_code,)
    checks = (
        Check(
            W("メールボックスを付ける利用者コードがある", "Mailboxes have a user code"),
            ("mailbox_without_code",),
        ),
    )

    notices = (Block("mailbox", (), ("name",), SecretKind.MAILBOX_PASSWORD),)

    def notes(self, case: Case) -> list[W]:
        """On plan A each mailbox has its basic fee."""
        units = sum(e.count if e.action == Action.ADD.value else -1 for e in case.of(KEY))
        plan = next(iter(case.contract.where("plan", tab="general")), None)
        if units and plan is not None and plan.values["plan"] == "A":
            return [
                W(
                    f"Aプランの基本料金が月額{units * fees.on(case.contract.day).basic:+,}円（税抜）変わります。",
                    f"The basic fee of plan A changes by {units * fees.on(case.contract.day).basic:+,} yen a month.",
                )
            ]
        return []

    def issue(self, job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        """ID and password of each new mailbox, the ID made of a user code of the office."""
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


PROCEDURE = Mailboxes()
