"""netNACCS、netAPI端末 (追加・削除): the Center issues a terminal name, an access key and a certificate to fetch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nss.application.case import Case
from nss.application.edits import Action, Edit
from nss.application.rulebook import IssueJob, SecretText
from nss.base.words import W
from nss.billing import fees
from nss.contract.choices import NetKind
from nss.issuing import certificates, numbers, shapes
from nss.issuing.ahead import Ahead
from nss.issuing.models import SecretKind
from nss.procedure.kit.notice import Block
from nss.procedure.kit.pages import FormPage
from nss.procedure.kit.procedure import Procedure, Suggestion
from nss.procedure.kit.row_form import CountForm, NewRows
from nss.procedure.kit.selection import Entry, Group

ENTRY = Entry(
    "net-terminal",
    Group.NET,
    10,
    W("netNACCS、netAPI端末の登録情報（追加・削除）", "netNACCS / netAPI terminals (add, remove)"),
)
KEY = ENTRY.key


class NetTerminalForm(CountForm):
    """Terminals to add by count and to end by tick."""

    key, kind = KEY, "net_terminal"
    new_rows = (
        NewRows(
            "net", W("netNACCS端末の追加台数", "netNACCS terminals to add"), {"net_kind": NetKind.NET.value}
        ),
        NewRows(
            "netapi",
            W("netAPI端末の追加台数", "netAPI terminals to add"),
            {"net_kind": NetKind.NET_API.value},
        ),
    )
    note = W(
        "論理端末名、端末アクセスキー、デジタル証明書はNACCSセンターが発行します。",
        "The Center issues names, access keys and certificates.",
    )


NAME = W("論理端末名（net）", "Terminal name (net)")


class NetTerminal(Procedure):
    """netNACCS、netAPI端末."""

    entry = ENTRY
    kinds = ("net_terminal", "plan")
    pages = (
        FormPage(
            "form",
            W("netNACCS・netAPI端末 入力", "netNACCS / netAPI terminals"),
            W(
                "追加する台数を入力し、廃止する端末を選択してください。",
                "Enter how many to add and choose which to end.",
            ),
            NetTerminalForm,
            step=True,
        ),
    )

    notices = (Block("net_terminal", ("net_kind",), ("name",), SecretKind.ACCESS_KEY),)

    def notes(self, case: Case) -> list[W]:
        """The certificate of an ended terminal stops; a new one must be fetched within two months (D-47)."""
        mine = case.of(KEY)
        found = []
        gone = [str(e.before["name"]) for e in mine if e.action == Action.END.value]
        if gone:
            found.append(
                W(
                    f"端末{'、'.join(gone)}のデジタル証明書は利用終了日に停止します。",
                    f"Certificates of {', '.join(gone)} stop on the last day.",
                )
            )
        if any(e.action == Action.ADD.value for e in mine):
            found.append(
                W(
                    "デジタル証明書は、利用開始日から2か月以内に取得しないと停止します。",
                    "A certificate that is not fetched within 2 months of the start stops.",
                )
            )
        units = sum(e.count if e.action == Action.ADD.value else -1 for e in mine)
        plan = next(iter(case.contract.where("plan", tab="net")), None)
        if units and plan is not None and plan.values["plan"] == "A":
            found.append(
                W(
                    f"Aプランの基本料金が月額{units * fees.on(case.contract.day).basic:+,}円（税抜）変わります。",
                    f"The basic fee of plan A changes by {units * fees.on(case.contract.day).basic:+,} yen a month.",
                )
            )
        return found

    def suggestions(self, case: Case, ahead: Ahead) -> list[Suggestion]:
        found: list[Suggestion] = []
        for n, e in enumerate(case.of(KEY)):
            if e.action == Action.ADD.value:
                letter = numbers.TERMINAL_LETTERS[str(e.after["net_kind"])]
                found += (
                    Suggestion(f"net{n}.{k}", NAME, ahead.terminal(letter), shapes.terminal_of(letter))
                    for k in range(e.count)
                )
        return found

    def issue(self, job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        """A name and an access key for each new terminal."""
        done: list[Edit] = []
        for n, e in enumerate(edits):
            if e.action != Action.ADD.value:
                done.append(e)
                continue
            letter = numbers.TERMINAL_LETTERS[str(e.after["net_kind"])]
            for k in range(e.count):
                typed = job.chosen.get(f"net{n}.{k}")
                name = (
                    numbers.claim("terminal", typed, job.office, job.application, shapes.terminal_of(letter))
                    if typed
                    else numbers.terminal_name(letter, job.office, job.application)
                )
                done.append(replace(e, count=1, after={**e.after, "name": name}))
                certificates.issue(name, job.office, job.application, job.day)
                job.secrets.append(SecretText("access_key", name, numbers.access_key()))
        return done


PROCEDURE = NetTerminal()
