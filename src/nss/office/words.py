"""Labels that more than one page of the offices shows."""

from nss.base.words import W

APPLY = W("申込実施", "Apply")
APPLICATIONS = W("申込内容確認", "Applications")
CONTRACT = W("契約内容確認", "Contract")
BILLING = W("請求内容参照", "Billing")
PASSWORD = W("パスワード変更", "Password")
NEXT = W("次へ進む", "Next")
SET = W("この内容で設定する", "Set")
TO_CONTACT = W("申込担当者の入力へ進む", "Continue to the contact person")
FILE = W("申込内容を登録する", "Submit this application")
TO_CHECK = W("保存して確認へ進む", "Save and check")
REASONS = (
    W("利用者の減少により、使用しない識別番号を廃止するため", "Fewer users: numbers are no longer used"),
    W(
        "業務の統合により、使用しない利用者コードを廃止するため",
        "Work was merged: the user code is no longer used",
    ),
    W("利用者の増加により、識別番号を追加するため", "More users: numbers are needed"),
    W("取扱業務の変更により、業種を変更するため", "The business changed: business types change"),
    W(
        "新しい拠点での業務開始に伴い、利用者コードを追加するため",
        "A new site begins work: a user code is needed",
    ),
    W("料金を見直すため", "Fees were reviewed"),
)
"""X-14: reasons to pick; the free field takes any other."""
