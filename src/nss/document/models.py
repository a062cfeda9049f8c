"""Papers that were issued: their values, their bytes, and the code that verifies them."""

from __future__ import annotations

from django.db import models

from nss.base.choices import Choice
from nss.base.ids import new_id
from nss.base.words import W


class Kind(Choice):
    """What a paper is (domain.md 22)."""

    FORM = "form", W("システムサービス利用契約変更申込書", "Application for a change of contract")
    APPROVAL = "approval", W("システムサービス利用契約変更承認通知", "Notice of approval of a change of contract")


class Document(models.Model):
    """One issued paper. `paper` is what it says, `digest` is over that, `file_digest` over the bytes in `pdf`."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    application_id = models.BigIntegerField(help_text="documents lie below applications: no foreign key")
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices())
    revision = models.IntegerField()
    number = models.CharField(max_length=8)
    issued_on = models.DateField()
    code = models.CharField(max_length=28, unique=True, help_text="140 random bits, ungrouped")
    digest = models.CharField(max_length=64)
    file_digest = models.CharField(max_length=64)
    paper = models.JSONField()
    pdf = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application_id", "kind", "revision"], name="document_once"),
            models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in Kind]), name="document_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} r{self.revision}"

    @property
    def kind_word(self) -> W | str:
        return Kind.word_of(self.kind)
