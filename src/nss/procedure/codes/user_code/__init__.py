"""利用者コード (guide ⑩): codes and their identification numbers, added, changed, abolished, shared.

The page on one code rewrites all edits of that code. Ending the last number ends the code and its paid materials; a
shared code ends for everyone only with the consent of every office that uses it.
"""

from __future__ import annotations

from nss.base.words import W
from nss.procedure.codes.business_rules import (
    business_types_exist_in_class,
    business_types_may_share_number,
    business_types_offered,
    one_for_exporters,
    storage_allowed,
)
from nss.procedure.kit.pages import FormPage, ListPage, Pair
from nss.procedure.kit.procedure import Check
from nss.procedure.kit.selection import Entry, Group

from .forms import CodeForm
from .item import CodeItem
from .new_forms import NewCodeForm, ShareForm
from .rows import COLUMNS, KEY, REQUESTED_COLUMNS, abolish, combined, contract_rows, requested_rows
from .rules import code_has_no_end, ended_code_has_no_numbers, new_code_has_numbers, shared_code_is_held

__all__ = ["COLUMNS", "KEY", "PROCEDURE", "abolish", "combined"]

SET_LEAD = W("入力後に「この内容で設定する」を押してください。", "Press 'Set' when done.")


class UserCodes(CodeItem):
    """利用者コード."""

    entry = Entry(
        KEY, Group.CODES, 20, W("利用者コード（追加・変更・削除）", "User codes (add, change, remove)")
    )
    pages = (
        ListPage(
            "list",
            W("利用者コード 入力", "User codes"),
            W(
                "「契約情報」に現在の契約内容が表示されています。「変更」から利用者コードの情報を更新すると、「申込情報」に反映されます。",
                "'Contract' shows what you have now. Use 'Change' to edit a code; the result appears under 'Application'.",
            ),
            (Pair(COLUMNS, contract_rows, requested_rows, "code", requested_columns=REQUESTED_COLUMNS),),
            new=(
                ("new", W("新規に利用者コードを追加する", "Add a new user code")),
                ("share", W("他事業所の利用者コードを共用する", "Share a user code of another office")),
            ),
        ),
        FormPage("code", W("利用者コード 入力", "User code"), SET_LEAD, CodeForm),
        FormPage("new", W("利用者コードの追加", "New user code"), SET_LEAD, NewCodeForm),
        FormPage(
            "share",
            W("他事業所の利用者コードの共用", "Share a code of another office"),
            SET_LEAD,
            ShareForm,
        ),
    )
    rules = (
        ended_code_has_no_numbers,
        code_has_no_end,
        shared_code_is_held,
        business_types_may_share_number,
        business_types_exist_in_class,
        one_for_exporters,
        business_types_offered,
        storage_allowed,
        new_code_has_numbers,
    )
    checks = (
        Check(
            W(
                "利用者コードの廃止にすべての識別番号が含まれる",
                "Discontinued codes take all their numbers along",
            ),
            ("ids_left", "code_ends", "code_begins"),
        ),
        Check(
            W("業種の組み合わせが正しい", "Business types may share a number"),
            ("business_group", "business_class", "exporter_code", "storage_type"),
        ),
        Check(W("追加する利用者コードに識別番号がある", "New codes have numbers"), ("code_without_id",)),
    )


PROCEDURE = UserCodes()
