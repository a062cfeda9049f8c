"""Comments of the Center on an application, and files attached to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from nss.base.ids import new_id

from .application import Application, Revision


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


class AttachmentSet(models.QuerySet["Attachment"]):
    """Files, by the revision that they belong to."""

    def of(self, revision: Revision) -> AttachmentSet:
        """The files of a revision, in the order in which they came, without their bodies."""
        mine = self.filter(application=revision.application_id, added_in__lte=revision.no)
        return mine.filter(Q(removed_in=None) | Q(removed_in__gt=revision.no)).defer("body").order_by("id")

    def remove_from(self, revision: Revision) -> None:
        """Take files off an open revision; what it or an earlier one was filed with stays with that."""
        with transaction.atomic():
            if self.open_revision(revision.application) == revision.no:
                self.filter(added_in__lt=revision.no).update(removed_in=revision.no)
                self.filter(added_in=revision.no).delete()

    @staticmethod
    def open_revision(application: Application) -> int | None:
        """Number of the revision that is open for changes, None where all are filed. The application is locked to the end of
        the transaction: filing, which locks it too, comes wholly before or wholly after."""
        found = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
        revision = found.revisions.filter(no=found.revision_no, frozen_at=None)
        return found.revision_no if revision.exists() else None


class Attachment(models.Model):
    """A file of an application, kept in the database so that it is there exactly when its application is.

    It belongs to the revisions from `added_in` to the one before `removed_in`; what was filed keeps its files.
    """

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
    added_in = models.IntegerField(default=1)
    removed_in = models.IntegerField(null=True)

    objects = AttachmentSet.as_manager()

    def __str__(self) -> str:
        return self.name
