"""The acts of the review page. Each is one form with ids of its own, so that what is wrong stands beside its field and what was
typed stays, whatever else the page has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from nss.application.models import Comment
from nss.base.columns import DateColumn, LongColumn, TextColumn, field_length
from nss.base.marks import mark_must
from nss.base.problems import Problem
from nss.base.typed_text import NotUnderstood
from nss.base.words import W
from nss.master.models import ReplyText
from nss.procedure.places import place_label

REASON_LENGTH = 240
FEW_ROWS = 20
"""So many rows of an application have their boxes for comments open."""
COMMENT_KEY = "comment:"
"""What the name of a comment's field begins with; its place follows."""
NONE = W("使わない", "none")
GONE = W("選び直してください。", "Please choose again.")


class Act(forms.Form):
    """A form of the review page. `act` is the name of its address; `of` the key of what it is about, where a page has several."""

    use_required_attribute = False
    act: ClassVar[str]

    def __init__(self, data: Mapping[str, object] | None = None, *, of: object = "", **more: Any) -> None:
        self.key = f"{self.act}-{of}" if of else self.act
        super().__init__(data, **{"auto_id": f"{self.key}-%s", **more})

    def pin(self, problems: Iterable[Problem]) -> list[Problem]:
        """Put the problems that a field answers for beside it; the others come back."""
        rest = []
        for p in problems:
            if p.where in self.fields:
                self.add_error(p.where, ValidationError(str(p.text)))
            else:
                rest.append(p)
        return rest

    def texts(self) -> list[tuple[str, str]]:
        """What was typed, label and text, for a page that has no place for this form any more."""
        return [(str(f.label), in_words(f)) for f in self if f.value() and not f.is_hidden]


def in_words(f: forms.BoundField) -> str:
    """What stands in a field, as the page shows it."""
    chosen = {str(k): v for k, v in getattr(f.field, "choices", [])}
    return str(chosen.get(str(f.value()), f.value()))


def prepared(texts: Sequence[ReplyText], label: W) -> forms.ChoiceField:
    """A choice among prepared texts, or none of them."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", NONE), *((str(r.pk), r.name) for r in texts)],
        error_messages={"invalid_choice": GONE},
    )


class ReasonAct(Act):
    """An act that asks why; its reason is kept and told."""

    label: ClassVar[W]

    def __init__(self, data: Mapping[str, object] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        column = LongColumn("reason", self.label, length=REASON_LENGTH, rows=2)
        self.fields["reason"] = column.form_field(must=True)


class QueryBackAct(ReasonAct):
    """N03: takes a query back that the office has not begun to answer."""

    act = "query-back"
    label = W("確認事項を取り消す理由", "Why the query is taken back")


class WithdrawAct(ReasonAct):
    """The Center withdraws the application (取下げ) because the office asked for it by another way."""

    act = "withdraw"
    label = W("取下げの理由・依頼の経緯", "Reason, and how it was asked for")


class RevokeAct(ReasonAct):
    """Takes an approval back before its start day (センターによる取消)."""

    act = "revoke"
    label = W("取消しの理由", "Reason for revoking")


class InvalidateAct(ReasonAct):
    """X-10: declares an application void (無効) whose system setting did not come in time."""

    act = "invalidate"
    label = W("無効の理由", "Reason for making it void")


class SettingDoneAct(ReasonAct):
    """Completes an application in `setting_wait`; the reason says what shows that the setting is there."""

    act = "setting-done"
    label = W("完了の根拠（受付番号など）", "Evidence of completion")


class RefuseAct(ReasonAct):
    """The reason may be a prepared text, a typed one or the one before the other."""

    act = "refuse"
    label = W("不承認の理由", "Reason for not approving")

    def __init__(
        self, data: Mapping[str, object] | None = None, replies: Sequence[ReplyText] = (), **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.by_key = {str(r.pk): r for r in replies}
        if replies:
            self.fields["prepared"] = prepared(replies, W("定型文", "Prepared text"))
            self.fields["reason"] = LongColumn(
                "reason",
                self.label,
                length=REASON_LENGTH,
                rows=2,
                hint=W(
                    "定型文を選ぶと、その後に続きます。", "It follows the prepared text, if one is chosen."
                ),
            ).form_field()
            mark_must(self.fields["reason"])
            self.order_fields(["prepared", "reason"])

    def clean(self) -> None:
        if not self.by_key or self.errors:
            return
        reply = self.by_key.get(self.cleaned_data["prepared"])
        whole = f"{reply.text if reply else ''} {self.cleaned_data['reason']}".strip()
        try:
            LongColumn("reason", self.label, length=REASON_LENGTH).from_typed(whole)
        except NotUnderstood as error:
            self.add_error("reason", ValidationError(error.text))
        if not whole:
            self.add_error(
                "reason",
                ValidationError(
                    W("定型文を選ぶか、理由を入力してください。", "Choose a prepared text or enter a reason.")
                ),
            )
        self.cleaned_data["reason"] = whole


class QueryAct(Act):
    """N03: a comment at each place that needs an answer. `places`: key and words of each. What was typed at a place that the
    application no longer has keeps its box."""

    act = "query"

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        places: Sequence[tuple[str, W | str]] = (),
        replies: Sequence[ReplyText] = (),
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.by_key = {str(r.pk): r for r in replies}
        known = dict(places)
        for name, text in (data or {}).items():
            where = name.removeprefix(COMMENT_KEY)
            if name.startswith(COMMENT_KEY) and text and where not in known:
                known[where] = place_label(where)
        if replies:
            self.fields["prepared"] = prepared(replies, W("定型文", "Prepared text"))
            self.fields["prepared"].widget.attrs["data-key"] = "q"
            self.fields["prepared_where"] = forms.ChoiceField(
                label=W("定型文を付ける項目", "At which item"),
                required=False,
                choices=list(known.items()),
                error_messages={"invalid_choice": GONE},
            )
            for name in ("prepared", "prepared_where"):
                mark_must(self.fields[name], False)
        for where, word in known.items():
            label = (
                W(f"{word}へのコメント", f"{word}: comment") if isinstance(word, str) else comment_on(word)
            )
            column = LongColumn("comment", label, length=field_length(Comment, "text"), rows=1)
            self.fields[f"{COMMENT_KEY}{where}"] = column.form_field()
            self.fields[f"{COMMENT_KEY}{where}"].widget.attrs.pop(
                "data-max", None
            )  # ten counters say nothing

    def boxes(self) -> list[forms.BoundField]:
        """The boxes for comments that stand open, in the order of the places."""
        folded = {f.name for f in self.folded()}
        return [f for f in self if f.name.startswith(COMMENT_KEY) and f.name not in folded]

    def folded(self) -> list[forms.BoundField]:
        """The boxes of single rows, where there are many: those in which nothing is typed."""
        rows = [f for f in self if f.name.startswith(COMMENT_KEY) and ":" in f.name.removeprefix(COMMENT_KEY)]
        return [f for f in rows if not f.value() and not f.errors] if len(rows) > FEW_ROWS else []

    def comments(self) -> list[tuple[str, str]]:
        """What is sent: place and text."""
        data = self.cleaned_data
        found = [(k.removeprefix(COMMENT_KEY), v) for k, v in data.items() if k.startswith(COMMENT_KEY) and v]
        reply = self.by_key.get(data.get("prepared", ""))
        return [*found, (data["prepared_where"], reply.text)] if reply else found


def comment_on(word: W) -> W:
    """The label of the comment field for a place that is called `word`."""
    return W(f"{word.ja}へのコメント", f"{word.en}: comment")


def why_over_full() -> forms.Field:
    """Why one more than its capacity is put on a day; who decides may, and the record keeps why (N07)."""
    column = TextColumn(
        "over_full",
        W("件数に達した日に登録する理由", "Reason for exceeding the capacity of the day"),
        length=REASON_LENGTH,
        hint=W(
            "操作記録に残ります。申込者には表示されません。",
            "Kept in the record; the office does not see it.",
        ),
    )
    return column.form_field()


class MoveStartAct(Act):
    """N06: another day for a decided start; `evidence` where other offices had agreed to the present one, `over_full` where
    the new one is full."""

    act = "move-start"
    day = DateColumn("day", W("新しい利用開始日", "New start date")).form_field(must=True)
    reason = LongColumn(
        "reason", W("変更する理由", "Reason for moving"), length=REASON_LENGTH, rows=2
    ).form_field(must=True)
    evidence = LongColumn(
        "evidence",
        W(
            "共用している事業所が新しい日に同意した根拠（日付・相手・方法）",
            "How the sharing offices agreed to the new day (when, who, how)",
        ),
        length=REASON_LENGTH,
        rows=2,
    ).form_field()

    def __init__(
        self, data: Mapping[str, object] | None = None, shared: bool = False, full: bool = False, **more: Any
    ) -> None:
        super().__init__(data, **more)
        if not shared:
            del self.fields["evidence"]
        if full:
            self.fields["over_full"] = why_over_full()


class ExtendAct(Act):
    """Gives another deadline for the system setting (システム設定申込締切日), with the reason."""

    act = "extend"
    deadline = DateColumn("deadline", W("新しい締切日", "New deadline")).form_field(must=True)
    reason = LongColumn(
        "reason", W("延長の理由", "Reason for extending"), length=REASON_LENGTH, rows=2
    ).form_field(must=True)


class HoldAct(Act):
    """Lays an application aside until a day, with what is waited for."""

    act = "hold"
    waiting_for = TextColumn(
        "waiting_for", W("待っていること", "Waiting for"), length=REASON_LENGTH
    ).form_field(must=True)
    day = DateColumn("day", W("受付箱に戻す日", "Back in the queue on")).form_field(must=True)


class QueryDueAct(Act):
    """Gives the office another day to answer the open query."""

    act = "query-due"
    day = DateColumn("day", W("新しい回答期限", "New day to answer")).form_field(must=True)
    reason = LongColumn(
        "reason", W("期限を変える理由", "Reason for another day"), length=REASON_LENGTH, rows=2
    ).form_field(must=True)


class MemoAct(Act):
    """The Center's own memo on an application, up to 4,000 characters; the office never sees it."""

    act = "memo"
    memo = LongColumn(
        "memo", W("内部メモ（申込者には表示されません）", "Memo (the office does not see it)"), length=4000
    ).form_field()

    def __init__(self, data: Mapping[str, object] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["memo"].widget.attrs["data-key"] = "m"


class ProxyAct(Act):
    """N10: an answer of an office that came to the Center by another way; `of` is the consent's key."""

    act = "proxy"
    evidence = TextColumn(
        "evidence",
        W("代行登録の根拠", "Evidence"),
        length=REASON_LENGTH,
        hint=W("書面の受領日など", "E.g. the day the letter came"),
    ).form_field(must=True)
    answer = forms.ChoiceField(
        choices=[("agree", W("同意", "agrees")), ("refuse", W("不同意", "does not agree"))],
        widget=forms.HiddenInput(),
        error_messages={"required": GONE, "invalid_choice": GONE},
    )


class UnanswerAct(ReasonAct):
    """N10: takes a consent back that the Center entered for an office; `of` is the consent's key."""

    act = "unanswer"
    label = W("代行登録を取り消す理由", "Why the entered answer does not count")
