"""webNACCS証明書 (追加・削除)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nss.application.case import Case
from nss.application.edits import Action, Edit
from nss.application.rulebook import IssueJob
from nss.base.words import W
from nss.issuing import certificates, numbers
from nss.procedure.kit.notice import Block
from nss.procedure.kit.pages import FormPage
from nss.procedure.kit.procedure import Procedure
from nss.procedure.kit.row_form import CountForm, NewRows
from nss.procedure.kit.selection import Entry, Group

ENTRY = Entry(
    "web-certificate",
    Group.NET,
    20,
    W("webNACCS証明書の登録情報（追加・削除）", "webNACCS certificates (add, remove)"),
)
KEY = ENTRY.key


class WebCertificateForm(CountForm):
    """Certificates to add by count and to end by tick."""

    key, kind = KEY, "web_certificate"
    new_rows = (NewRows("count", W("webNACCS証明書の追加数", "webNACCS certificates to add"), {}),)
    note = W(
        "証明書はNACCSセンターが発行します。端末ごとに1つ必要です。",
        "The Center issues certificates; each terminal needs one.",
    )


class WebCertificate(Procedure):
    """webNACCS証明書."""

    entry = ENTRY
    kinds = ("web_certificate",)
    pages = (
        FormPage(
            "form",
            W("webNACCS証明書 入力", "webNACCS certificates"),
            W(
                "追加する数を入力し、廃止する証明書を選択してください。",
                "Enter how many to add and choose which to end.",
            ),
            WebCertificateForm,
            step=True,
        ),
    )

    notices = (Block("web_certificate", (), ("name",)),)

    def notes(self, case: Case) -> list[W]:
        if any(e.action == Action.ADD.value for e in case.of(KEY)):
            return [
                W(
                    "証明書は、利用開始日から2か月以内に取得しないと停止します。",
                    "A certificate that is not fetched within 2 months of the start stops.",
                )
            ]
        return []

    def issue(self, job: IssueJob, edits: Sequence[Edit]) -> list[Edit]:
        """A name and a certificate for each new one."""
        done: list[Edit] = []
        for e in edits:
            if e.action != Action.ADD.value:
                done.append(e)
                continue
            for _ in range(e.count):
                name = numbers.terminal_name("W", job.office, job.application)
                done.append(replace(e, count=1, after={**e.after, "name": name}))
                certificates.issue(name, job.office, job.application, job.day)
        return done


PROCEDURE = WebCertificate()
