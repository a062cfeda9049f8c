"""Numbers that were handed out, counters, and the vault's sealed texts."""

from __future__ import annotations

from django.db import models

from nss.base.choices import Choice
from nss.base.ids import new_id
from nss.base.words import W


class Issued(models.Model):
    """Every number ever handed out; never reused, whatever becomes of its row."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=100)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    application = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="issued_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Counter(models.Model):
    """A dense series, e.g. reception numbers of a year."""

    name = models.CharField(max_length=20, primary_key=True)
    value = models.IntegerField()

    def __str__(self) -> str:
        return self.name


class SecretKind(Choice):
    """What a sealed text is: a password or a key."""

    USER_PASSWORD = "user_password", W("利用者パスワード", "User password")
    MAILBOX_PASSWORD = "mailbox_password", W("メールボックスパスワード", "Mailbox password")
    ACCESS_KEY = "access_key", W("端末アクセスキー", "Terminal access key")


class Secret(models.Model):
    """A sealed text, readable by its office from `opens_on` to `closes_on` inclusive; afterwards `ciphertext` is NULL."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+")
    application_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=20, choices=SecretKind.choices())
    label = models.CharField(max_length=40)
    ciphertext = models.BinaryField(null=True)
    key_name = models.CharField(max_length=40)
    opens_on = models.DateField()
    closes_on = models.DateField()
    erased_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["closes_on"], name="secret_closing", condition=models.Q(ciphertext__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"


class SecretView(models.Model):
    """Each try to read a secret, with its outcome."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    secret = models.ForeignKey(Secret, models.CASCADE, related_name="views")
    person_id = models.BigIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.secret_id} {self.outcome}"


class Certificate(models.Model):
    """A digital certificate of a net terminal or of webNACCS: since when, until when, fetched or stopped."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="certificates")
    name = models.CharField(max_length=6, help_text="of the terminal")
    application_id = models.BigIntegerField(null=True)
    issued_on = models.DateField()
    fetched_on = models.DateField(null=True)
    stops_on = models.DateField(null=True, help_text="unless it is fetched before")
    stopped_on = models.DateField(null=True, help_text="worked out from what follows and from the next one")
    ends = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        db_column="stops_before",
        help_text="days on which the terminal ends at the office, each with the application that decided it",
    )
    halted_on = models.DateField(null=True, help_text="stopped by the Center, or never fetched")
    carried = models.BooleanField(
        default=False, db_default=False, help_text="came with its terminal from another office"
    )

    class Meta:
        indexes = [
            models.Index(fields=["office", "name"], name="certificate_office"),
            models.Index(
                fields=["stops_on"],
                name="certificate_stopping",
                condition=models.Q(fetched_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name
