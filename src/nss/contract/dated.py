"""The dated row: one version of one thing that a contract holds, and the guard that no two versions are live on one
day. No procedure is known here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from nss.base.clock import FOREVER
from nss.base.columns import Column
from nss.base.ids import new_id
from nss.base.words import W


def text_field(length: int) -> models.CharField:
    """A column of text up to `length` characters, empty where nothing is known."""
    return models.CharField(max_length=length, blank=True, default="")


class FollowsPrevious(models.BaseConstraint):
    """Foreign key of a version to the end of the version before it: (identity, previous_ends) -> (identity, ends).

    Deferrable, so that 'cut the old version, insert the new one' may pass through a moment without a referent.
    With the unique pairs and the two checks beside it, versions of an identity form one line without overlap.
    """

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        return ""  # not part of CREATE TABLE: it names the table itself

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        q = schema_editor.quote_name
        table = q(model._meta.db_table)
        return (
            f"ALTER TABLE {table} ADD CONSTRAINT {q(self.name)} FOREIGN KEY (identity, previous_ends) "
            f"REFERENCES {table} (identity, ends) DEFERRABLE INITIALLY DEFERRED"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        q = schema_editor.quote_name
        return f"ALTER TABLE {q(model._meta.db_table)} DROP CONSTRAINT {q(self.name)}"

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: Any = None) -> None:
        """The database decides."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FollowsPrevious) and self.name == other.name

    __hash__ = None  # type: ignore[assignment]


class DatedRow(models.Model):
    """A version: live on day D when `starts <= D < ends` (利用開始日 to 利用終了日, the end excluded).

    `identity` is the thing, `id` the version. `company` stands in every row so that a split by company stays possible.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    identity = models.BigIntegerField(default=new_id)
    company = models.ForeignKey("contract.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+", null=True)
    starts = models.DateField()
    ends = models.DateField(default=FOREVER)
    previous_ends = models.DateField(null=True)
    by_application = models.BigIntegerField(null=True, help_text="the application that wrote this version")

    kind: ClassVar[str]
    label: ClassVar[W]
    columns: ClassVar[tuple[Column, ...]]
    named_by: ClassVar[tuple[str, ...]] = ()
    """Columns whose values name the row to a person, e.g. user code + number."""
    of_company: ClassVar[bool] = False
    """True where one row serves every office of the company."""

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["identity", "ends"], name="%(class)s_one_end"),
            models.UniqueConstraint(
                fields=["identity", "previous_ends"], name="%(class)s_one_line", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="%(class)s_has_days"),
            models.CheckConstraint(
                condition=Q(previous_ends__isnull=True) | Q(previous_ends__lte=F("starts")),
                name="%(class)s_in_order",
            ),
            FollowsPrevious(name="%(class)s_follows"),
        ]
        indexes = [models.Index(fields=["office", "ends"], name="%(class)s_office")]

    def __str__(self) -> str:
        return f"{self.kind} {self.identity} {self.starts}..{self.ends}"
