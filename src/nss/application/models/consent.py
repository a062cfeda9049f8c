"""What other offices are asked to agree to."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nss.application.edits import Edit
from nss.application.rulebook import current
from nss.base.choices import Choice
from nss.base.ids import new_id
from nss.base.words import W

from .application import Application


class ConsentState(Choice):
    """State of one asked office (C25, F-15)."""

    REQUESTED = "requested", W("依頼済み", "Asked")
    SEEN = "seen", W("閲覧済み", "Seen")
    AGREED = "agreed", W("同意", "Agreed")
    REFUSED = "refused", W("不同意", "Refused")
    EXPIRED = "expired", W("期限切れ", "Expired")
    CANCELLED = "cancelled", W("依頼の取消し", "Cancelled")


UNANSWERED = (ConsentState.REQUESTED, ConsentState.SEEN)


class Consent(models.Model):
    """What another office is asked to agree to. Its own rows stand in its own `edits`: the asking office never sees
    them, and it never sees those of others."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="consents")
    revision_no = models.IntegerField(default=1)
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="consents")
    code = models.CharField(max_length=12, help_text="of the object: a user code, a router, an office")
    purpose = models.CharField(max_length=10, help_text="named by the procedure that asks")
    wish_date = models.DateField()
    state = models.CharField(max_length=10, choices=ConsentState.choices(), default=ConsentState.REQUESTED)
    due = models.DateField()
    edits = models.JSONField(default=list)
    issued = models.JSONField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=240, blank=True, default="")
    evidence = models.CharField(
        max_length=240, blank=True, default="", help_text="of an answer entered by the Center"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "revision_no", "office", "code"], name="consent_once"
            )
        ]
        indexes = [models.Index(fields=["office", "state"], name="consent_office")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.code}"

    @property
    def about(self) -> W:
        """What it is about, e.g. 利用者コード1BNACの廃止."""
        return current().purpose(self.purpose).format(code=self.code)

    @property
    def edit_list(self) -> list[Edit]:
        """The edits that the office is asked to agree to, as objects."""
        return [Edit.from_json(e) for e in self.edits]
