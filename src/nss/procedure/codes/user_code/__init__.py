"""利用者コード (guide ⑩): codes and their identification numbers, added, changed, abolished, shared.

The page on one code rewrites all edits of that code. Ending the last number ends the code and its paid materials; a
shared code ends for everyone only with the consent of every office that uses it.
"""

from __future__ import annotations

from nss.base.words import W
from nss.procedure.kit import selection
from nss.procedure.kit.procedure import Check, FormPage, ListPage, Pair, Procedure

from .forms import CodeForm, NewCodeForm, ShareForm
from .issue import issue, suggest
from .rows import ASKED_COLUMNS, COLUMNS, KEY, abolish, asked, combined, held
from .rules import (
    asks,
    code_stays,
    complete,
    groups,
    need,
    needs_setting,
    new_code_has_ids,
    notes,
    offered,
    storage,
    whole_code,
)

__all__ = ["COLUMNS", "KEY", "PROCEDURE", "abolish", "combined"]

PROCEDURE = Procedure(
    entry=selection.USER_CODE,
    kinds=("user_code", "user_id"),
    pages=(
        ListPage(
            "list",
            W("利用者コード 入力", "User codes"),
            W(
                "「契約情報」に現在の契約内容が表示されています。「変更」から利用者コードの情報を更新すると、「申込情報」に反映されます。",
                "'Contract' shows what you have now. Use 'Change' to edit a code; the result appears under 'Application'.",
            ),
            (Pair(COLUMNS, held, asked, "code", asked_columns=ASKED_COLUMNS),),
            new=(
                ("new", W("新規に利用者コードを追加する", "Add a new user code")),
                ("share", W("他事業所の利用者コードを共用する", "Share a user code of another office")),
            ),
        ),
        FormPage(
            "code",
            W("利用者コード 入力", "User code"),
            W("入力後に「この内容で設定する」を押してください。", "Press 'Set' when done."),
            CodeForm,
        ),
        FormPage(
            "new",
            W("利用者コードの追加", "New user code"),
            W("入力後に「この内容で設定する」を押してください。", "Press 'Set' when done."),
            NewCodeForm,
        ),
        FormPage(
            "share",
            W("他事業所の利用者コードの共用", "Share a code of another office"),
            W("入力後に「この内容で設定する」を押してください。", "Press 'Set' when done."),
            ShareForm,
        ),
    ),
    rules=(whole_code, code_stays, groups, offered, storage, new_code_has_ids),
    complete=complete,
    issue=issue,
    asks=asks,
    needs_setting=needs_setting,
    need=need,
    notes=notes,
    suggest=suggest,
    checks=(
        Check(
            W(
                "利用者コードの廃止にすべての識別番号が含まれる",
                "Abolished codes take all their numbers along",
            ),
            ("ids_left", "code_ends"),
        ),
        Check(
            W("業種の組み合わせが正しい", "Business types may share a number"),
            ("business_group", "storage_type"),
        ),
        Check(W("追加する利用者コードに識別番号がある", "New codes have numbers"), ("code_without_id",)),
    ),
)
