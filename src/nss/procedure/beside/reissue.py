"""パスワードの再発行: after the window has closed unseen, or when a password is lost (D-64). The
decision seals new passwords and opens a new window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nss.application.case import Case
from nss.application.edits import Edit
from nss.application.lifecycle import Event
from nss.application.rulebook import IssueJob, SecretText
from nss.base.columns import CodeColumn, TextColumn
from nss.base.problems import Problem
from nss.base.words import W, joined
from nss.contract.models import ROW_TYPES
from nss.contract.snapshot import Row
from nss.issuing import numbers
from nss.notice.models import Category
from nss.notice.news_texts import NewsLine
from nss.procedure.kit.pages import FieldRow, FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group, Menu, Series

ENTRY = Entry(
    "reissue",
    Group.BESIDE,
    40,
    W("パスワードの再発行", "Re-issue of passwords"),
    series=Series("E", W("パスワード再発行", "Passwords"), W("パスワード", "Passwords")),
    menu=Menu.PEOPLE,
    about=W(
        "参照期間内に確認できなかったパスワード、忘れたパスワードを再発行します。新しいパスワードはID通知内容で確認できます。",
        "Re-issues passwords that were missed or lost; the new ones stand in the ID notice.",
    ),
    reason=W("パスワードが分からなくなったため", "A password is lost"),
)
KEY = ENTRY.key
SECRETS = {"user_id": "user_password", "mailbox": "mailbox_password", "net_terminal": "access_key"}
"""Kind of row -> kind of what is issued anew."""


def name_of(row: Row) -> str:
    """The name under which a row's password is sealed."""
    v = row.values
    return str(v["code"]) + str(v["number"]) if row.kind == "user_id" else str(v["name"])


def rows_with_password(case: Case) -> list[Row]:
    """What has a password, kind by kind."""
    return [r for kind in SECRETS for r in case.contract.of(kind)]


class ReissueForm(ItemForm):
    """Which passwords and keys."""

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        chosen = {n for _, n in case.extra.get("reissue", [])}
        return {f"one_{r.identity}": name_of(r) in chosen for r in rows_with_password(case)}

    def add_fields(self) -> None:
        for r in rows_with_password(self.case):
            self.tick(
                f"one_{r.identity}",
                W(f"{r.name}のパスワードを再発行する", f"Re-issue the password of {r.name}"),
            )

    def sections(self) -> list[Section]:
        kind, name = TextColumn("kind", W("種類", "Kind")), CodeColumn("name", W("対象", "For"))
        table = tuple(
            FieldRow({"kind": ROW_TYPES[r.kind].label, "name": r.name}, (), r.name, (f"one_{r.identity}",))
            for r in rows_with_password(self.case)
        )
        note = W(
            "再発行すると、現在のパスワードは使用できなくなります。新しいパスワードはID通知内容で確認してください。",
            "The present password ends; read the new one in the ID notice.",
        )
        return [
            Section(
                W("再発行するパスワード", "Passwords to re-issue"), note, columns=(kind, name), table=table
            )
        ]

    def chosen(self) -> list[tuple[str, str]]:
        """The ticked passwords, each as the kind of its row and the name under which it is sealed."""
        return [
            (r.kind, name_of(r)) for r in rows_with_password(self.case) if self.ticked(f"one_{r.identity}")
        ]

    def clean(self) -> dict[str, Any]:
        if not self.chosen() and self.ticks:
            self.ask_for_a_tick(W("再発行するパスワードを選択してください。", "Choose at least one."))
        return self.cleaned_data

    def extras(self) -> dict[str, Any]:
        return {"reissue": [list(x) for x in self.chosen()]}


def rows_held(case: Case) -> list[Problem]:
    """At least one, and all of them still this office's."""
    if KEY not in case.chosen_items:
        return []
    held = {(r.kind, name_of(r)) for r in rows_with_password(case)}
    asked = {tuple(x) for x in case.extra.get("reissue", [])}
    if not asked or not asked <= held:
        return [
            Problem(
                "no_password", W("再発行するパスワードを選択してください。", "Choose the passwords."), KEY
            )
        ]
    return []


class Reissue(Procedure):
    """パスワードの再発行."""

    entry = ENTRY
    kinds = tuple(SECRETS)
    pages = (
        FormPage(
            "form",
            W("パスワードの再発行 入力", "Re-issue of passwords"),
            W("パスワードを再発行する対象を選択してください。", "Choose whose password is re-issued."),
            ReissueForm,
            step=True,
        ),
    )
    rules = (rows_held,)
    checks = (
        Check(W("再発行の対象が事業所のものである", "What is re-issued is the office's"), ("no_password",)),
    )
    edits_optional = True
    no_start_day = True
    four_eyes = True

    news = {
        Event.APPROVE: NewsLine(
            Category.APPLICATION,
            W(
                "パスワードを再発行しました。ID通知内容を確認してください。",
                "Passwords were re-issued. Read the ID notice.",
            ),
        )
    }

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        asked = case.extra.get("reissue", [])
        label = W("再発行するパスワード", "Passwords to re-issue")
        return [(label, joined([n for _, n in asked]))] if asked else []

    def issue(self, job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        """A new password or key for each."""
        for kind, name in job.extra.get("reissue", []):
            text = numbers.access_key() if kind == "net_terminal" else numbers.user_password()
            job.secrets.append(SecretText(SECRETS[str(kind)], str(name), text))
        return list(edits)


PROCEDURE = Reissue()
