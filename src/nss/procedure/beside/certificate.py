"""デジタル証明書の再発行 (D-48): which certificates, why; the result is news, and the certificate is fetched anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nss.application.case import Case
from nss.application.edits import Edit
from nss.application.lifecycle import Event
from nss.application.rulebook import IssueJob
from nss.base.choices import Choice
from nss.base.columns import CodeColumn, LongColumn, TextColumn
from nss.base.problems import Problem
from nss.base.words import W, joined
from nss.contract.models import ROW_TYPES
from nss.issuing import certificates
from nss.notice.models import Category
from nss.notice.news_texts import NewsLine
from nss.procedure.kit.pages import FieldRow, FormPage, ItemForm, Section
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group, Menu, Series

ENTRY = Entry(
    "certificate",
    Group.BESIDE,
    30,
    W("デジタル証明書の再発行", "Re-issue of digital certificates"),
    series=Series("D", W("証明書再発行", "Certificates"), W("証明書", "Certificates")),
    menu=Menu.APPLY,
    about=W(
        "PCの交換などで利用できなくなったデジタル証明書を再発行します。再発行は無料です。",
        "Re-issues certificates that can no longer be used, e.g. after a new PC. It is free.",
    ),
    reason=W("デジタル証明書を利用できなくなったため", "A certificate can no longer be used"),
)
KEY = ENTRY.key
DETAIL = LongColumn("detail", W("補足", "Remark"), length=240, rows=2)


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
    """Which certificates, and why."""

    @classmethod
    def initial_values(cls, case: Case, subject: str) -> dict[str, Any]:
        given = case.extra.get("certificates", {})
        initial: dict[str, Any] = {"reason": given.get("reason", ""), "detail": given.get("detail", "")}
        for r in case.contract.of(*certificates.HOLDERS):
            initial[f"one_{r.identity}"] = r.values["name"] in given.get("names", [])
        return initial

    def add_fields(self) -> None:
        for r in self.case.contract.of(*certificates.HOLDERS):
            self.tick(f"one_{r.identity}", W(f"{r.name}を再発行する", f"Re-issue {r.name}"))
        self.fields["reason"] = forms.ChoiceField(
            label=W("再発行の理由", "Reason"),
            widget=forms.RadioSelect,
            choices=Reason.choices(),
            error_messages={"required": W("再発行の理由を選択してください。", "Choose a reason.")},
        )
        self.fields["detail"] = DETAIL.form_field()

    def sections(self) -> list[Section]:
        kind, name, state = (
            TextColumn("kind", W("種類", "Kind")),
            CodeColumn("name", W("端末名", "Terminal")),
            TextColumn("state", W("証明書の状態", "State")),
        )
        known = certificates.states(self.case.office, self.case.today)
        table = tuple(
            FieldRow(
                {
                    "kind": ROW_TYPES[r.kind].label,
                    "name": r.name,
                    "state": known.get(str(r.values["name"]), W("未登録", "unknown")),
                },
                (),
                r.name,
                (f"one_{r.identity}",),
            )
            for r in self.case.contract.of(*certificates.HOLDERS)
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
        """The names of the certificates that were ticked."""
        return [
            str(r.values["name"])
            for r in self.case.contract.of(*certificates.HOLDERS)
            if self.ticked(f"one_{r.identity}")
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.names():
            self.ask_for_a_tick(W("再発行する証明書を選択してください。", "Choose at least one certificate."))
        if data.get("reason") == Reason.OTHER.value and not data.get("detail"):
            self.add_error(
                "detail", ValidationError(W("状況を入力してください。", "Describe what happened."))
            )
        return data

    def extras(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"certificates": {"names": self.names(), "reason": data["reason"], "detail": data["detail"]}}


def certificates_held(case: Case) -> list[Problem]:
    """At least one, and all of them still this office's."""
    if KEY not in case.chosen_items:
        return []
    names = case.extra.get("certificates", {}).get("names", [])
    held = {r.values["name"] for r in case.contract.of(*certificates.HOLDERS)}
    if not names or not set(names) <= held:
        return [
            Problem(
                "no_certificate", W("再発行する証明書を選択してください。", "Choose the certificates."), KEY
            )
        ]
    return []


class Certificates(Procedure):
    """デジタル証明書の再発行."""

    entry = ENTRY
    kinds = certificates.HOLDERS
    pages = (
        FormPage(
            "form",
            W("デジタル証明書の再発行 入力", "Re-issue of certificates"),
            W("再発行する証明書と理由を選択してください。", "Choose certificates and reason."),
            CertificateForm,
            step=True,
        ),
    )
    rules = (certificates_held,)
    checks = (
        Check(
            W("再発行する証明書が事業所のものである", "The certificates are the office's"),
            ("no_certificate",),
        ),
    )
    edits_optional = True
    no_start_day = True

    news = {
        Event.APPROVE: NewsLine(
            Category.CERTIFICATE,
            W(
                "デジタル証明書を再発行しました。デジタル証明書を取得の上、適用作業を実施願います。",
                "A certificate was re-issued. Fetch and apply it.",
            ),
        )
    }
    see_also = ((W("証明書の一覧を見る", "See the certificates"), "/certificates/"),)

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        given = case.extra.get("certificates")
        if not given:
            return []
        reason = Reason.word_of(given["reason"])
        found: list[tuple[W, str | W]] = [
            (W("再発行する証明書", "Certificates to re-issue"), joined(given["names"])),
            (W("再発行の理由", "Reason"), reason),
        ]
        return [*found, (W("補足", "Remark"), str(given["detail"]))] if given.get("detail") else found

    def issue(self, job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        """A new certificate for each; the old one stops."""
        for name in job.extra.get("certificates", {}).get("names", []):
            certificates.issue(str(name), job.office, job.application, job.day)
        return list(edits)


PROCEDURE = Certificates()
