"""Papers that were issued: their values, their bytes, and the code by which anybody can check them (X-17)."""

from __future__ import annotations

from django.db import models

from nss.base.choices import Choice
from nss.base.ids import new_id
from nss.base.words import W


class Kind(Choice):
    """What a paper is (D-63)."""

    FORM = "form", W("システムサービス利用契約変更申込書", "Application for a change of contract")
    APPROVAL = (
        "approval",
        W("システムサービス利用契約変更承認通知", "Notice of approval of a change of contract"),
    )
    ENDING = (
        "ending",
        W("システムサービス利用契約解除通知書（事業所廃止）", "Notice of the end of a contract"),
    )


class Document(models.Model):
    """One paper of one revision, given out again byte for byte. `paper` is what it says, `digest` is over that (it is
    printed), `sha256` is over the bytes in `pdf`."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+")
    application_id = models.BigIntegerField()
    number = models.CharField(max_length=8)
    kind = models.CharField(max_length=10)
    revision = models.CharField(max_length=40, help_text="revision and state that the paper shows")
    code = models.CharField(max_length=40, unique=True, help_text="140 random bits, ungrouped")
    paper = models.JSONField()
    digest = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    issued_on = models.DateField()
    pdf = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application_id", "kind", "revision"], name="document_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    @property
    def kind_word(self) -> W | str:
        """What the kind of paper is called."""
        return Kind.word_of(self.kind)
