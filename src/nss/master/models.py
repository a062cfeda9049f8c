"""What the Center keeps beside contracts: closed days, the schedule's exceptions, blackouts, texts, announcements, terms.

Every table says from when a row counts; nothing that has counted is edited away (`sheets`). `Version` is raised by every
edit, so that processes notice with one small query.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from nss.base.choices import Choice
from nss.base.ids import new_id
from nss.base.words import W, t


class Version(models.Model):
    """One row; `no` grows with every edit of any master."""

    id = models.IntegerField(primary_key=True, default=1)
    no = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.no)


class MasterRow(models.Model):
    """Base of all masters: who changed the row last, and when."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        abstract = True


class ClosedDay(MasterRow):
    """A day on which the Center is closed beside weekends and holidays, or works although the calendar says holiday."""

    day = models.DateField(unique=True)
    works = models.BooleanField(default=False)
    name_ja = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.day} {self.name_ja}"


class ScheduleDay(MasterRow):
    """An exception of the schedule: a registration day added, taken out, or with deadlines or a capacity of its own (N07)."""

    day = models.DateField(unique=True)
    offered = models.BooleanField(default=True)
    apply_by = models.DateField(null=True)
    setting_by = models.DateField(null=True)
    capacity = models.IntegerField(
        null=True, help_text="applications that may start on it, if other than usual"
    )
    note = models.CharField(max_length=120, blank=True, default="")

    def __str__(self) -> str:
        return str(self.day)


class Capacity(MasterRow):
    """How many applications may start on one registration day, for the days from `since` on; none: as many as come (N07)."""

    since = models.DateField(unique=True)
    most = models.IntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.since} {self.most}"


class Lead(MasterRow):
    """A lead time in business days from a day on (N07); the kinds are those of `calendar.leads`."""

    kind = models.CharField(max_length=12)
    since = models.DateField()
    days = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "since"], name="one_lead_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.since} {self.days}"


class Blackout(MasterRow):
    """A period in which nothing can be filed; drafts can be written all the while."""

    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    text_ja = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.first_at} - {self.last_at}"

    @property
    def text(self) -> str:
        """The notice in the language of the request."""
        return t(self.text_ja, self.text_en or self.text_ja)


class Use(Choice):
    """Where a prepared text is offered."""

    QUERY = "query", W("確認事項", "Query")
    REFUSE = "refuse", W("不承認", "Refusal")
    START = "start", W("希望日と異なる日にする理由", "Why the day differs")


class ReplyText(MasterRow):
    """A prepared text of the reviewers."""

    use = models.CharField(max_length=8, choices=Use.choices())
    name = models.CharField(max_length=60)
    text = models.CharField(max_length=1000)

    def __str__(self) -> str:
        return self.name


class MailText(MasterRow):
    """A paragraph that the mails of one kind carry from a day on; empty texts end it."""

    kind = models.CharField(max_length=12)
    since = models.DateField()
    text_ja = models.CharField(max_length=1000, blank=True, default="")
    text_en = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "since"], name="one_mail_text_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.since}"


class MailTemplate(MasterRow):
    """What the mails of one kind say from a day on, instead of the built-in text; an empty text ends it. Slots in braces
    (`nss.master.slots`) take the facts; addressee, link and signature stay those of every mail."""

    kind = models.CharField(max_length=12)
    since = models.DateField()
    subject = models.CharField(max_length=80, blank=True, default="")
    text_ja = models.CharField(max_length=2000, blank=True, default="")
    text_en = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "since"], name="one_mail_template_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.since}"


class Audience(Choice):
    """Who sees an announcement."""

    EVERYBODY = "everybody", W("全員（ログイン前の画面を含む）", "Everybody, also before sign-in")
    OFFICES = "offices", W("全事業所", "All offices")
    NAMED = "named", W("指定した事業所", "Named offices")


class Announcement(MasterRow):
    """お知らせ of the Center for a period (N16)."""

    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    audience = models.CharField(max_length=10, choices=Audience.choices(), default=Audience.OFFICES)
    codes = ArrayField(models.CharField(max_length=6), default=list)
    title_ja = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100, blank=True, default="")
    text_ja = models.CharField(max_length=2000)
    text_en = models.CharField(max_length=2000, blank=True, default="")
    mail = models.BooleanField(default=False)
    mailed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title_ja

    @property
    def title(self) -> str:
        """The title in the language of the request."""
        return t(self.title_ja, self.title_en or self.title_ja)

    @property
    def text(self) -> str:
        """The text in the language of the request."""
        return t(self.text_ja, self.text_en or self.text_ja)


class TermsVersion(MasterRow):
    """利用規程 from a day on: one article a paragraph, its title before the first line break."""

    version = models.CharField(max_length=40, unique=True)
    since = models.DateField(unique=True)
    text_ja = models.TextField()
    text_en = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.version


class NewsText(MasterRow):
    """What the line of news says for an event from a day on."""

    event = models.CharField(max_length=20)
    since = models.DateField()
    text_ja = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "since"], name="one_news_text_a_day")]

    def __str__(self) -> str:
        return f"{self.event} {self.since}"


class BusinessOffer(MasterRow):
    """From when a business type (業種) can no longer, or again, be applied for; what is held stays."""

    code = models.CharField(max_length=2)
    since = models.DateField()
    offered = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "since"], name="one_business_offer_a_day")]

    def __str__(self) -> str:
        return f"{self.code} {self.since}"


class BusinessGroup(MasterRow):
    """Business types that may stand on one identification number, while the group counts."""

    name = models.CharField(max_length=60)
    members = ArrayField(models.CharField(max_length=2))
    since = models.DateField()
    until = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name
