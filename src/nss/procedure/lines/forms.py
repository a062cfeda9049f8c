"""回線・論理端末: the page of one line (S10), and of its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Action, Edit, change, end
from nss.base.columns import TextColumn
from nss.base.words import W
from nss.contract.choices import WorkKind
from nss.contract.rows.lines import Line
from nss.procedure import sharing
from nss.procedure.kit.pages import FieldRow, ItemForm, Section

from .line_page import (
    COUNTS,
    FIELDS,
    SPEEDS,
    LinePage,
    WorksDay,
    as_initial,
    counts_of,
    shown_day,
    with_options,
)
from .rows import LINE, LINE_COLUMNS, TERMINAL, TERMINAL_COLUMNS, is_own, line_of, mails, router_of, works_on

OF_A_PARTNER = W(
    "機器共用している他事業所の回線です。端末の追加と廃止だけを申し込めます。回線の変更や廃止は、回線の事業所が申し込みます。サーバを追加する場合は、ルータの工事について回線の事業所に同意を依頼します。",
    "This is another office's line that you share. You can add and discontinue terminals; the line itself is for its office. Servers need works on the router, to which that office is asked to agree.",
)


class LineForm(LinePage):
    """S10 of a line of the contract, or of a partner's line whose router is shared: of that the terminals alone. `subject`
    is its router number."""

    own = True

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        row = sharing.line_of(case, subject)
        mine = [e for e in case.requested if cls._of(e, subject)]
        values = dict(row.values) if row and is_own(case, row) else {}
        for e in mine:
            if e.kind == "line" and e.action == Action.CHANGE.value:
                values |= e.after
        initial = as_initial(values) | counts_of(mine)
        initial |= {
            f"end_{e.target}": True for e in mine if e.kind == "terminal" and e.action == Action.END.value
        }
        day = works_on(case.requested, subject) or (case.wish.isoformat() if case.wish else "")
        return {**initial, "works_on": shown_day(day)}

    @staticmethod
    def _of(edit: Edit, router: str) -> bool:
        return edit.procedure in (LINE, TERMINAL) and router_of(edit) == router

    def owns(self, edit: Edit) -> bool:
        return self._of(edit, self.subject)

    def add_fields(self) -> None:
        self.line = sharing.line_of(self.case, self.subject)
        if self.line is None:
            raise LookupError(self.subject)
        self.own = is_own(self.case, self.line)
        self.terminals = self.case.contract.where("terminal", router=self.subject)
        now = str(self.line.values.get("speed") or "")
        self.add_common_fields([*dict.fromkeys([*([now] if now else []), *SPEEDS])] if self.own else None)
        for r in self.terminals:
            self.tick(f"end_{r.identity}", W(f"{r.name}を廃止する", f"Discontinue {r.name}"))

    def owner(self) -> list[tuple[W, str | W]]:
        """Whose line it is, where it is a partner's."""
        assert self.line is not None  # noqa: S101  (build refused otherwise)
        code = self.case.timeline.offices.get(self.line.office, "")
        return [] if self.own else [(W("回線の事業所", "Office of the line"), code)]

    def sections(self) -> list[Section]:
        router = LINE_COLUMNS["router"]
        columns = [TERMINAL_COLUMNS[n] for n in ("system_class", "device", "package", "name", "address")]
        table = tuple(
            FieldRow(
                {c.name: c.show(r.values.get(c.name)) for c in columns}, (), r.name, (f"end_{r.identity}",)
            )
            for r in self.terminals
        )
        found = [
            Section(
                W("回線工事日等に関する項目", "Day of works"),
                note=None if self.own else OF_A_PARTNER,
                facts=((router.label, self.subject), *self.owner()),
                fields=("works_on",),
            ),
            *self.count_sections(),
        ]
        if table:
            found.append(
                Section(
                    W("論理端末の廃止", "Logical terminals to discontinue"),
                    columns=(*columns, TextColumn("end", W("廃止", "Discontinue"))),
                    table=table,
                )
            )
        if not self.own:
            return found
        found.append(
            Section(
                W("回線に関する項目", "Line"),
                note=W(
                    "変更しない項目は、上書きしないでください。設置場所や回線種別の変更には回線敷設の工事が伴います。",
                    "Leave what does not change. A new place or kind needs a line to be laid.",
                ),
                fields=FIELDS,
                fold=True,
            )
        )
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        ends = [r for r in self.terminals if self.ticked(f"end_{r.identity}")]
        if data.get("mail") and not data.get("smtp"):
            server = self.mail_server(self.subject)
            if not server or any(r.values["name"] == server for r in ends):
                text = W(
                    "メールアドレスは、SMTPサーバとあわせて追加してください。",
                    "Mail addresses need an SMTP server.",
                )
                self.add_error("mail", ValidationError(text))
        changed = any(data.get(n) for n in (*COUNTS, "mail")) or ends
        if not self.errors and not changed and not self.line_edit():
            text = W(
                "変更がありません。端末数を1以上で入力するか、廃止する端末を選ぶか、回線の項目を変更してください。",
                "Nothing changes. Enter a count of 1 or more, choose a terminal to discontinue, or change the line.",
            )
            self.add_error("interactive", ValidationError(text))
        return data

    @property
    def changed_fields(self) -> frozenset[str]:
        assert self.line is not None  # noqa: S101
        if not self.own:
            return frozenset()
        now = as_initial(self.line.values)
        shown = {n: self[n].value() for n in FIELDS}
        return frozenset(n for n in FIELDS if str(shown[n] or "") != str(now.get(n) or ""))

    def line_edit(self) -> Edit | None:
        """The CHANGE of the line itself; None where none of its fields differs from the contract."""
        assert self.line is not None  # noqa: S101  (build refused otherwise)
        if not self.own:
            return None
        return change(LINE, self.line, {n: self.cleaned_data[n] for n in FIELDS if n in self.cleaned_data})

    def edits(self) -> list[Edit]:
        assert self.line is not None  # noqa: S101
        line = self.line_edit()
        ends = [end(TERMINAL, r) for r in self.terminals if self.ticked(f"end_{r.identity}")]
        rows = self.additions(self.subject, "", str(self.line.values["system_class"]))
        done = [*([line] if line else []), *ends, *rows]
        return [with_options(e, self.options(done)) for e in done]


class EndLineForm(ItemForm):
    """廃止 of a line with its terminals. `subject` is the router number."""

    def add_fields(self) -> None:
        self.line = line_of(self.case.contract, self.subject)
        if self.line is None:
            raise LookupError(self.subject)
        self.fields["works_on"] = WorksDay(
            W("撤去希望日", "Requested date of removal"),
            W(
                "未入力の場合は、利用開始希望日の前後で調整します。",
                "Left empty, it is agreed on around the requested start date.",
            ),
        )
        self.fields["sure"] = forms.BooleanField(
            label=W(
                f"回線{self.subject}とその論理端末をすべて廃止する",
                f"Discontinue line {self.subject} with all its terminals",
            ),
            error_messages={
                "required": W(
                    "廃止する場合はチェックを入れてください。", "Tick this to discontinue the line."
                )
            },
        )

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        gone = any(
            e.kind == "line" and e.action == Action.END.value and router_of(e) == subject
            for e in case.requested
        )
        return {"works_on": shown_day(works_on(case.requested, subject)), "sure": gone}

    def sections(self) -> list[Section]:
        assert self.line is not None  # noqa: S101  (build refused otherwise)
        terminals = self.case.contract.where("terminal", router=self.subject)
        names = "、".join(f"{r.name} {mails(self.case.contract, str(r.name))}".strip() for r in terminals)
        facts: list[tuple[W, str | W]] = [
            (c.label, c.show(self.line.values.get(c.name))) for c in Line.columns
        ]
        facts.append(
            (W("あわせて廃止される論理端末", "Terminals that end with it"), names or W("なし", "none"))
        )
        return [
            Section(W("廃止する回線", "Line to discontinue"), facts=tuple(facts), fields=("works_on", "sure"))
        ]

    def owns(self, edit: Edit) -> bool:
        return edit.procedure in (LINE, TERMINAL) and router_of(edit) == self.subject

    def edits(self) -> list[Edit]:
        assert self.line is not None  # noqa: S101
        day = self.cleaned_data.get("works_on")
        options = {"works": WorkKind.REMOVAL.value, **({"works_on": day} if day else {})}
        return [end(LINE, self.line, options=options)]
