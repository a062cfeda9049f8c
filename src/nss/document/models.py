"""Papers that were made, with the code by which anybody can check them (X-17)."""

from __future__ import annotations

from django.db import models

from nss.base.ids import new_id


class Document(models.Model):
    """One paper of one revision. `pdf` is kept, so that the same paper is given out again byte for byte."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+")
    application_id = models.BigIntegerField()
    number = models.CharField(max_length=8)
    kind = models.CharField(max_length=10)
    revision = models.CharField(max_length=20, help_text="revision and state that the paper shows")
    code = models.CharField(max_length=40, unique=True)
    sha256 = models.CharField(max_length=64)
    issued_on = models.DateField()
    pdf = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application_id", "kind", "revision"], name="document_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
