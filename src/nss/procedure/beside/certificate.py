"""デジタル証明書の再発行 (D-48): which certificates, why; the result is news, and the certificate is fetched anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.edits import Edit
from nss.application.rulebook import Issue
from nss.base.choices import Choice
from nss.base.columns import Column
from nss.base.problems import Problem
from nss.base.words import W, joined
from nss.contract.book import Contract
from nss.contract.models import ROW_TYPES
from nss.issuing import certificates
from nss.procedure.kit import selection
from nss.procedure.kit.contact import clean_text
from nss.procedure.kit.procedure import Check, Ctx, FieldRow, FormPage, ItemForm, Procedure, Section

KEY = selection.CERTIFICATE.key
HOLDERS = ("net_terminal", "web_certificate")


class Reason(Choice):
    """Why a certificate is needed again (D-48)."""

    PC = "pc", W("PCを交換した", "The PC was replaced")
    OS = "os", W("OSを入れ替えた", "The operating system was replaced")
    ACCOUNT = "account", W("Windowsアカウントを変更した", "The Windows account changed")
    DELETED = "deleted", W("証明書を削除した", "The certificate was deleted")
    EXPIRED = "expired", W("更新期限を過ぎた", "Renewal was missed")
    FAILED = "failed", W("取得に失敗した・手順を誤った", "Fetching failed")
    BROWSER = "browser", W("ブラウザを変更した", "The browser changed")
    OTHER = "other", W("その他の理由で利用できない", "Cannot be used for another reason")


class CertificateForm(ItemForm):
    @classmethod
    def start(cls, ctx: Ctx, subject: str) -> dict[str, Any]:
        given = ctx.extra.get("certificates", {})
        initial: dict[str, Any] = {"reason": given.get("reason", ""), "detail": given.get("detail", "")}
        for r in ctx.contract.of(*HOLDERS):
            initial[f"one_{r.identity}"] = r.values["name"] in given.get("names", [])
        return initial

    def build(self) -> None:
        for r in self.ctx.contract.of(*HOLDERS):
            self.fields[f"one_{r.identity}"] = forms.BooleanField(
                label=W(f"{r.name}を再発行する", f"Re-issue {r.name}"), required=False
            )
        self.fields["reason"] = forms.ChoiceField(
            label=W("再発行の理由", "Reason"),
            widget=forms.RadioSelect,
            choices=Reason.choices(),
            error_messages={"required": W("再発行の理由を選択してください。", "Choose a reason.")},
        )
        self.fields["detail"] = forms.CharField(
            label=W("補足", "Remark"),
            required=False,
            max_length=240,
            widget=forms.Textarea(attrs={"rows": 2, "data-max": 240}),
        )

    def sections(self) -> list[Section]:
        kind, name, state = (
            Column("kind", W("種類", "Kind")),
            Column("name", W("端末名", "Terminal"), "code"),
            Column("state", W("証明書の状態", "State")),
        )
        known = certificates.states(self.ctx.office, self.ctx.today)
        table = tuple(
            FieldRow(
                {
                    "kind": ROW_TYPES[r.kind].label,
                    "name": r.name,
                    "state": known.get(str(r.values["name"]), W("未登録", "unknown")),
                },
                (f"one_{r.identity}",),
                r.name,
            )
            for r in self.ctx.contract.of(*HOLDERS)
        )
        note = W(
            "再発行には1営業日以上かかります。再発行後は、現在の証明書を使用できません。",
            "It takes a business day or more; the present certificate ends.",
        )
        empty = (
            None
            if table
            else W("証明書を利用する端末の登録がありません。", "There is no terminal with a certificate.")
        )
        return [
            Section(
                W("再発行する証明書", "Certificates"), empty or note, columns=(kind, name, state), table=table
            ),
            Section(W("再発行の理由", "Reason"), fields=("reason", "detail")),
        ]

    def names(self) -> list[str]:
        return [
            str(r.values["name"])
            for r in self.ctx.contract.of(*HOLDERS)
            if self.cleaned_data.get(f"one_{r.identity}")
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        data["detail"] = clean_text(str(data.get("detail") or ""))
        if not self.names():
            first = next((f for f in self.fields if f.startswith("one_")), "reason")
            self.add_error(
                first,
                ValidationError(
                    W("再発行する証明書を選択してください。", "Choose at least one certificate.")
                ),
            )
        if data.get("reason") == Reason.OTHER.value and not data["detail"]:
            self.add_error("detail", ValidationError(W("状況を入力してください。", "Say what happened.")))
        return data

    def mine(self, edit: Edit) -> bool:
        return False

    def edits(self) -> list[Edit]:
        return []

    def extras(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"certificates": {"names": self.names(), "reason": data["reason"], "detail": data["detail"]}}


def chosen(contract: Contract, revision: Any, edits: Sequence[Edit]) -> list[Problem]:
    """At least one, and all of them still this office's."""
    if KEY not in revision.items:
        return []
    names = revision.extra.get("certificates", {}).get("names", [])
    held = {r.values["name"] for r in contract.of(*HOLDERS)}
    if not names or not set(names) <= held:
        return [
            Problem(
                "no_certificate", W("再発行する証明書を選択してください。", "Choose the certificates."), KEY
            )
        ]
    return []


def issue(job: Issue, edits: Sequence[Edit]) -> list[Edit]:
    """A new certificate for each; the old one stops."""
    for name in job.extra.get("certificates", {}).get("names", []):
        certificates.issue(str(name), job.office, job.application, job.day, again=True)
    return list(edits)


def said(extra: Mapping[str, Any], edits: Sequence[Edit]) -> list[tuple[W, str | W]]:
    given = extra.get("certificates")
    if not given:
        return []
    reason = Reason.word_of(given["reason"])
    found: list[tuple[W, str | W]] = [
        (W("再発行する証明書", "Certificates to re-issue"), joined(given["names"])),
        (W("再発行の理由", "Reason"), reason),
    ]
    return [*found, (W("補足", "Remark"), str(given["detail"]))] if given.get("detail") else found


PROCEDURE = Procedure(
    entry=selection.CERTIFICATE,
    kinds=HOLDERS,
    pages=(
        FormPage(
            "form",
            W("デジタル証明書の再発行 入力", "Re-issue of certificates"),
            W("再発行する証明書と理由を選択してください。", "Choose certificates and reason."),
            CertificateForm,
            step=True,
        ),
    ),
    rules=(chosen,),
    issue=issue,
    said=said,
    checks=(
        Check(
            W("再発行する証明書が事業所のものである", "The certificates are the office's"),
            ("no_certificate",),
        ),
    ),
    bare=True,
    undated=True,
)
