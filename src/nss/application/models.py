"""What is kept of an application: its head, its revisions, its record, consents, comments, attachments, held rows."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Right

from nss.base.choices import Choice
from nss.base.ids import new_id
from nss.base.words import W
from nss.contract.choices import WorkKind

from .edits import Edit
from .lifecycle import DECIDED, State

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
    decided_on = models.DateField(null=True)
    start_date = models.DateField(null=True)
    start_reason = models.CharField(max_length=240, blank=True, default="")
    needs_setting = models.BooleanField(default=False)
    setting_deadline = models.DateField(null=True)
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
                include=["answered_on", "state", "number"],
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
                fields=["setting_deadline"], name="application_deadline", condition=Q(state="setting_wait")
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"

    @property
    def state_word(self) -> W:
        return State(self.state).word

    @property
    def kind_word(self) -> W:
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
    def edit_list(self) -> list[Edit]:
        return [Edit.from_json(e) for e in self.edits]

    @property
    def issued_list(self) -> list[Edit]:
        """The edits with the numbers that were issued, or those asked for while undecided."""
        return [Edit.from_json(e) for e in (self.edits if self.issued is None else self.issued)]

    def set_edits(self, edits: list[Edit]) -> None:
        self.edits = [e.to_json() for e in edits]


class Proposal(models.Model):
    """The first of two approvals of what cannot be undone; a second person confirms exactly this."""

    application = models.OneToOneField(Application, models.CASCADE, primary_key=True, related_name="proposal")
    revision_no = models.IntegerField()
    start = models.DateField()
    chosen = models.JSONField(default=dict)
    reason = models.CharField(max_length=240, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.application_id} {self.start}"


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


class ConsentState(Choice):
    """State of one asked office (C25)."""

    REQUESTED = "requested", W("依頼済", "Asked")
    SEEN = "seen", W("閲覧", "Seen")
    AGREED = "agreed", W("同意", "Agreed")
    REFUSED = "refused", W("不同意", "Refused")
    EXPIRED = "expired", W("期限切れ", "Expired")
    CANCELLED = "cancelled", W("依頼取消", "Cancelled")


class Purpose(Choice):
    """What an office is asked to agree to; the word names it together with its object."""

    END = "end", W("利用者コード{code}の廃止", "abolishing user code {code}")
    SHARE = "share", W("利用者コード{code}の共用", "sharing user code {code}")
    EQUIPMENT = "equipment", W("機器共用（{code}）", "sharing equipment ({code})")
    JOINT = "joint", W("共同利用（{code}）", "joint use ({code})")
    MOVE = "move", W("登録情報の移動（{code}）", "moving registered data ({code})")
    SUCCESSION = "succession", W("地位の承継（{code}）", "succession ({code})")


class Consent(models.Model):
    """What another office is asked to agree to. Its own rows stand in its own `edits`: the asking office never sees
    them, and it never sees those of others."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="consents")
    revision_no = models.IntegerField(default=1)
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="consents")
    code = models.CharField(max_length=12, help_text="of the object: a user code, a router, an office")
    purpose = models.CharField(max_length=10, choices=Purpose.choices())
    wish_date = models.DateField()
    state = models.CharField(
        max_length=10, choices=ConsentState.choices(), default=ConsentState.REQUESTED.value
    )
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
        return Purpose(self.purpose).word.format(code=self.code)

    @property
    def edit_list(self) -> list[Edit]:
        return [Edit.from_json(e) for e in self.edits]


class WorkState(Choice):
    """State of one piece of works (N09)."""

    WAITING = "waiting", W("日程調整前", "No dates yet")
    PROPOSED = "proposed", W("工事調整中（候補日の提示）", "Dates proposed")
    COUNTERED = "countered", W("工事調整中（別の日を希望）", "Other dates wished")
    FIXED = "fixed", W("工事日確定", "Date fixed")
    DONE = "done", W("工事完了", "Done")
    FAILED = "failed", W("工事未完了（再調整）", "Failed: new dates needed")
    CANCELLED = "cancelled", W("工事中止", "Cancelled")


class Work(models.Model):
    """Works on a line that an application causes (T-09): dates offered, wished, fixed, and what came of them.

    `slots` are the offered dates, `wished` those that the office named instead, each `YYYY-MM-DD/am|pm`; `fixed` is one.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="works")
    kind = models.CharField(max_length=8, choices=WorkKind.choices())
    line = models.CharField(
        max_length=20, help_text="router number, or the name of a new line in its application"
    )
    state = models.CharField(max_length=10, choices=WorkState.choices(), default=WorkState.WAITING.value)
    wish = models.DateField(null=True)
    slots = models.JSONField(default=list)
    wished = models.JSONField(default=list)
    fixed = models.CharField(max_length=13, blank=True, default="")
    outage = models.IntegerField(default=0, help_text="expected minutes without communication")
    note = models.CharField(max_length=240, blank=True, default="")
    result = models.CharField(max_length=240, blank=True, default="")
    sequence = models.IntegerField(default=0, help_text="of the calendar entry (RFC 5545 3.8.7.4)")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "id"],
                name="work_open",
                condition=Q(state__in=["waiting", "countered", "failed"]),
            ),
            models.Index(fields=["state"], name="work_ahead", condition=~Q(state__in=["done", "cancelled"])),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"

    @property
    def fixed_on(self) -> date | None:
        return date.fromisoformat(self.fixed[:10]) if self.fixed else None


class ConnectionTest(models.Model):
    """接続確認: what the office saw when it ran TCC after the start; a bad result stays open until the Center answers."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="tests")
    tested_on = models.DateField()
    good = models.BooleanField()
    remark = models.CharField(max_length=240, blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    answer = models.CharField(max_length=240, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="test_open", condition=Q(good=False, answered_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.tested_on}"


class Comment(models.Model):
    """A remark of the Center pinned to a field or row of the application (X-07)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    application = models.ForeignKey(Application, models.CASCADE, related_name="comments")
    revision_no = models.IntegerField()
    where = models.CharField(max_length=80, blank=True, default="")
    text = models.CharField(max_length=1000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="comment_at")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.where}"


class Attachment(models.Model):
    """A file of an application, kept in the database so that it is there exactly when its application is."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments")
    purpose = models.CharField(max_length=10, default="file")
    name = models.CharField(max_length=190)
    content_type = models.CharField(max_length=100)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Handover(models.Model):
    """A file of applications given to an authority (METI), with what it held: who, when, which, and the bytes' digest."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    numbers = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {len(self.numbers)}"


class HandoverDue(models.Model):
    """A decided application that has to be handed over, from its decision on; `handover` names the file that had it."""

    application = models.OneToOneField(Application, models.CASCADE, primary_key=True, related_name="due")
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["application"], name="handover_waiting", condition=Q(handover__isnull=True))
        ]

    def __str__(self) -> str:
        return str(self.application_id)


class Correction(models.Model):
    """A value of a version of a row that is set right by hand (N15): who asked, who confirmed, what stood there.

    `before` and `after` hold the corrected columns alone, as JSON-able values."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    version = models.BigIntegerField()
    identity = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=240)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                name="one_open_correction_per_version",
                condition=Q(confirmed_at__isnull=True, dropped_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("by")),
                name="correction_by_two",
            ),
        ]
        indexes = [models.Index(fields=["office", "-id"], name="correction_office")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.kind} {self.version}"
