"""An application with its revisions, the rows it holds, and the record of what happened to it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Right

from nss.application.edits import Edit
from nss.application.lifecycle import DECIDED, OPEN, State
from nss.base.choices import Choice
from nss.base.ids import new_id
from nss.base.words import W

UNNUMBERED = [State.DRAFT.value, State.DISCARDED.value]


class Kind(Choice):
    """申込分類."""

    NEW = "new", W("新規申込", "New contract")
    CHANGE = "change", W("変更申込", "Change")
    HOLDER = "holder", W("変更（契約者）", "Change (contract holder)")


class Application(models.Model):
    """A draft, then an application under its 申込受付番号. `office` holds the contract, `applicant_office` applies."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="applications")
    applicant_office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices(), default=Kind.CHANGE.value)
    number = models.CharField(max_length=8, null=True, unique=True)
    serves = models.BigIntegerField(
        null=True, db_index=True, help_text="the application whose setting this one brings"
    )
    group = models.BigIntegerField(null=True, db_index=True, help_text="of applications that belong together")
    state = models.CharField(max_length=12, choices=State.choices(), default=State.DRAFT.value)
    revision_no = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField()
    received_on = models.DateField(null=True)
    answered_on = models.DateField(null=True, help_text="of the Center's first answer")
    waiting_since = models.DateField(null=True, help_text="since when the Center has it")
    wish_on = models.DateField(null=True, help_text="the day that it was last filed for, if it asks for one")
    placed_at = models.DateTimeField(null=True, help_text="since when it has its place on its day")
    decided_on = models.DateField(null=True)
    start_date = models.DateField(null=True)
    start_reason = models.CharField(max_length=240, blank=True, default="")
    needs_setting = models.BooleanField(default=False)
    setting_deadline = models.DateField(null=True)
    query_due = models.DateField(null=True, help_text="by when the office is to answer the open query")
    held_until = models.DateField(
        null=True, help_text="laid aside by the Center until this day, which brings it back"
    )
    held_for = models.CharField(
        max_length=240, blank=True, default="", db_default="", help_text="what the Center waits for"
    )
    late_told_on = models.DateField(
        null=True, help_text="when those who decide were told that its answer is late"
    )
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    memo = models.TextField(blank=True, default="")
    closing_reason = models.CharField(max_length=240, blank=True, default="")
    copied_from = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="application_state"),
            models.CheckConstraint(
                condition=Q(state__in=UNNUMBERED, number__isnull=True)
                | (~Q(state__in=UNNUMBERED) & Q(number__isnull=False)),
                name="application_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[s.value for s in DECIDED])
                | Q(start_date__isnull=False, decided_on__isnull=False),
                name="application_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-id"], name="application_office"),
            models.Index(
                fields=["received_on"],
                include=["answered_on", "state", "start_date", "number"],
                name="application_received",
            ),
            models.Index(Right("number", 1), F("id").desc(), name="application_series"),
            models.Index(
                fields=["waiting_since", "id"],
                name="application_queue",
                condition=Q(
                    state__in=["received", "resubmitted", "reviewing", "query", "consent", "setting_wait"]
                ),
            ),
            models.Index(
                fields=["id"],
                name="application_ended",
                condition=Q(state__in=["withdrawn", "rejected", "void"]),
            ),
            models.Index(
                Coalesce("start_date", "wish_on"),
                name="application_place",
                condition=Q(placed_at__isnull=False, state__in=[s.value for s in (*OPEN, *DECIDED)]),
            ),
            models.Index(
                fields=["setting_deadline"], name="application_deadline", condition=Q(state="setting_wait")
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"

    lacks: frozenset[str] = frozenset()
    """Names of tables beside it that are known to be empty (`application.side_tables`); nothing is known of the others."""

    @property
    def kind_word(self) -> W:
        """What the kind (申込分類) is called."""
        return Kind(self.kind).word


class Revision(models.Model):
    """One filing of an application; the last, while not frozen, is the draft that pages edit.

    `edits` is a list of `Edit.to_json()`; `issued` the same after the decision, one edit a row, with the numbers.
    `version` counts saves: a save names the version it read.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="revisions")
    no = models.IntegerField(default=1)
    version = models.IntegerField(default=1)
    items = models.JSONField(default=list)
    other = models.CharField(max_length=30, blank=True, default="", help_text="the one その他 item, alone")
    extra = models.JSONField(default=dict, help_text="what pages of procedures keep beside the edits")
    wish_date = models.DateField(null=True)
    reason = models.CharField(max_length=240, blank=True, default="")
    remark = models.CharField(max_length=240, blank=True, default="")
    contact = models.JSONField(default=dict)
    edits = models.JSONField(default=list)
    issued = models.JSONField(null=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    frozen_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "no"], name="revision_no")]
        indexes = [
            GinIndex(fields=["items"], opclasses=["jsonb_path_ops"], name="revision_items"),
            models.Index(fields=["other"], name="revision_other", condition=~Q(other="")),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} r{self.no}"

    @property
    def chosen_items(self) -> list[str]:
        """Keys of the chosen items: those of the first frame, then the one of その他."""
        return [*self.items, *([self.other] if self.other else [])]

    @property
    def edit_list(self) -> list[Edit]:
        """The edits as objects, as they were asked for."""
        return [Edit.from_json(e) for e in self.edits]

    @property
    def issued_list(self) -> list[Edit]:
        """The edits with the numbers that were issued, or those asked for while undecided."""
        return [Edit.from_json(e) for e in (self.edits if self.issued is None else self.issued)]

    def set_edits(self, edits: list[Edit]) -> None:
        """Put these edits in place of the present ones; the caller saves."""
        self.edits = [e.to_json() for e in edits]


class Proposal(models.Model):
    """The first of two approvals of what cannot be undone; a second person confirms exactly this."""

    application = models.OneToOneField(Application, models.CASCADE, primary_key=True, related_name="proposal")
    revision_no = models.IntegerField()
    start = models.DateField()
    chosen = models.JSONField(default=dict)
    reason = models.CharField(max_length=240, blank=True, default="")
    over_full = models.CharField(
        max_length=240, blank=True, default="", db_default="", help_text="why it is decided for a full day"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seen = models.CharField(max_length=64, default="", help_text="digest of what the first of the two saw")

    def __str__(self) -> str:
        return f"{self.application_id} {self.start}"

    @property
    def mark(self) -> str:
        """Which first approval a page showed: who gave it and when; given anew, by whomever, it is another."""
        return f"{self.by_id}.{self.at.isoformat()}"


class Presence(models.Model):
    """That a reviewer has an application open; refreshed while the page is."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "person"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.person_id}"


class Hold(models.Model):
    """A row under an open application. Unique, so that a row is in one open application at a time."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    application = models.ForeignKey(Application, models.CASCADE, related_name="holds")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    identity = models.BigIntegerField()
    action = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "identity"], name="one_open_application_per_row")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.identity}"


class Record(models.Model):
    """What happened to an application, in the transaction in which it happened."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="record")
    at = models.DateTimeField()
    event = models.CharField(max_length=20)
    source = models.CharField(max_length=12, blank=True, default="")
    target = models.CharField(max_length=12, blank=True, default="")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["application", "at"], name="record_application")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.event}"
