"""The mail outbox and the news of an office."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from nss.base.choices import Choice
from nss.base.ids import new_id
from nss.base.words import W, t


class MailState(Choice):
    """State of a mail in the outbox."""

    QUEUED = "queued", W("送信待ち", "Queued")
    SENT = "sent", W("送信済み", "Sent")
    FAILED = "failed", W("送信できません", "Failed")
    HELD = "held", W("日次まとめ待ち", "Held for the daily mail")
    JOINED = "joined", W("日次まとめで送信", "Sent in the daily mail")


class Mail(models.Model):
    """A mail as it will be sent, written in the transaction that causes it. `message_id` stays the same on a repeat."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    message_id = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12)
    to = ArrayField(models.CharField(max_length=200))
    subject = models.CharField(max_length=200)
    body = models.TextField()
    sealed = models.BinaryField(
        null=True, help_text="the link of `hidden.PLACE`, sealed by the vault; erased when sent"
    )
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+", null=True)
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+", null=True)
    application_id = models.BigIntegerField(null=True)
    dedupe = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=MailState.choices(), default="queued")
    tries = models.IntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True, default="")
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application_id", "kind", "dedupe"], name="mail_once")]
        indexes = [
            models.Index(fields=["id"], name="mail_waiting", condition=models.Q(state="queued")),
            models.Index(fields=["id"], name="mail_held", condition=models.Q(state="held")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class NoticeSetting(models.Model):
    """What an office has set for one kind of mail (C19)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    mail = models.BooleanField(default=True)
    daily = models.BooleanField(
        default=False, db_default=False, help_text="once a day, together with the others of that day"
    )
    extra = ArrayField(models.EmailField(max_length=100), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind"], name="notice_setting_once")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.kind}"


class Category(Choice):
    """種別 of the news list."""

    APPLICATION = "application", W("利用申込", "Application")
    SETTING = "setting", W("システム設定", "System setting")
    FEE = "fee", W("利用料金", "Fees")
    CERTIFICATE = "certificate", W("証明書再発行", "Certificate")
    NOTICE = "notice", W("お知らせ", "Announcement")


class News(models.Model):
    """One line of 新着情報 for one office."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="news")
    at = models.DateTimeField()
    category = models.CharField(max_length=12, choices=Category.choices())
    number = models.CharField(max_length=8, blank=True, default="")
    application_id = models.BigIntegerField(null=True)
    text_ja = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)
    link = models.CharField(max_length=200, blank=True, default="")

    read: bool = False

    class Meta:
        indexes = [models.Index(fields=["office", "-id"], name="news_office")]

    def __str__(self) -> str:
        return self.text_ja

    @property
    def text(self) -> str:
        """The line in the language of the request."""
        return t(self.text_ja, self.text_en)

    @property
    def category_word(self) -> W | str:
        """What its category is called."""
        return Category.word_of(self.category)


class NewsRead(models.Model):
    """That a person has opened a line."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    news = models.ForeignKey(News, models.CASCADE)
    person_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "news"], name="news_read_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.news_id}"
