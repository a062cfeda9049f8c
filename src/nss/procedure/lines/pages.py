"""回線・論理端末: the pages S09, S10, S11, the same objects for both items."""

from __future__ import annotations

from nss.base.words import W
from nss.procedure.kit.pages import FormPage, ListPage, Page, Pair
from nss.procedure.kit.procedure import Check

from .forms import EndLineForm, LineForm
from .new_line import NewLineForm
from .rows import (
    CONTRACT_LINES,
    CONTRACT_TERMINALS,
    REQUESTED_LINES,
    REQUESTED_TERMINALS,
    contract_lines,
    contract_terminals,
    requested_lines,
    requested_terminals,
)
from .rules import needs_works
from .works_form import WorksForm

SET_LEAD = W(
    "入力後に「この内容で設定する」を押してください。設定しない場合は一覧入力に戻ってください。",
    "Press 'Set' when done, or go back to the list.",
)
PAGES: tuple[Page, ...] = (
    ListPage(
        "list",
        W("回線・論理端末 入力", "Lines and logical terminals"),
        W(
            "「契約情報」に現在の契約内容が表示されています。端末を追加する場合は、回線の「変更」から端末数を入力してください。「申込情報」に反映されます。",
            "'Contract' shows what you have now. To add terminals, use 'Change' of their line; the result appears under 'Application'.",
        ),
        (
            Pair(
                CONTRACT_LINES,
                contract_lines,
                requested_lines,
                "line",
                "end",
                REQUESTED_LINES,
                W("回線", "lines"),
            ),
            Pair(
                CONTRACT_TERMINALS,
                contract_terminals,
                requested_terminals,
                "",
                "",
                REQUESTED_TERMINALS,
                W("論理端末", "logical terminals"),
            ),
        ),
        new=(("new", W("新規に回線・論理端末を追加する", "Add a new line with terminals")),),
        drawing=True,
    ),
    FormPage("line", W("回線・論理端末 詳細入力", "Line and terminals"), SET_LEAD, LineForm),
    FormPage("new", W("回線・論理端末の追加", "New line"), SET_LEAD, NewLineForm),
    FormPage("end", W("回線の廃止", "Discontinue a line"), SET_LEAD, EndLineForm),
    FormPage(
        "works",
        W("回線工事 入力", "Works on the line"),
        W(
            "回線工事の担当者を入力してください。実際の工事日は、NACCSセンターからのご連絡後に決定します。",
            "Whom to call about the works. The day of works is agreed on with the Center.",
        ),
        WorksForm,
        step=True,
        when=needs_works,
    ),
)
DRAWING_CHECK = (
    Check(W("システム構成図がある", "There is a configuration drawing"), ("no_drawing", "drawing_old")),
    Check(
        W(
            "工事の連絡先があり、工事日が利用開始日より前である",
            "Works have a contact and a day before the start",
        ),
        (
            "no_works_contact",
            "works_",
        ),
    ),
)
