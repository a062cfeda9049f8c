"""Companies, offices, and all row types together."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.db import models

from nss.base import clock
from nss.base.ids import new_id

from . import choices as c
from .dated import row_types, text_field
from .rows import load_all
from .rows.office import OfficeContract


class Company(models.Model):
    """企業, named by its 企業略称 of three characters. What is written about it are dated rows."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(
        max_length=6, unique=True, help_text="企業略称; the temporary code of six before it is given"
    )

    def __str__(self) -> str:
        return self.code


class Office(models.Model):
    """事業所, the unit of a contract; its 事業所コード is 企業略称 + three digits (D-31)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    company = models.ForeignKey(Company, models.PROTECT, related_name="offices")
    code = models.CharField(max_length=6, unique=True)
    customs = models.CharField(max_length=1, choices=c.Customs.choices(), default="1")
    system_class = models.CharField(max_length=6, choices=c.SystemClass.choices(), default="common")
    billing_code = text_field(7)
    provisional = models.BooleanField(
        default=False, help_text="applies for its first contract and has none yet"
    )
    former_code = models.CharField(
        max_length=6, blank=True, default="", db_index=True, help_text="its temporary code"
    )
    company_name = text_field(80)
    name = text_field(80)
    """Names of today, copied from the dated rows for headers and lists; the rows are the truth."""

    @cached_property
    def last_end(self) -> date | None:
        """The end of its contract, FOREVER where none is known; None before its first contract. A session brings it along."""
        found: date | None = OfficeContract.objects.filter(office_id=self.pk).aggregate(
            last=models.Max("ends")
        )["last"]
        return found

    @property
    def ended(self) -> bool:
        """Whether its contract has ended: it looks up what there was and is billed, but applies for nothing any more."""
        return self.last_end is not None and self.last_end <= clock.today()

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="office_name", opclasses=["varchar_pattern_ops"]),
            models.Index(
                fields=["company_name"], name="office_company_name", opclasses=["varchar_pattern_ops"]
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RowWrite(models.Model):
    """The record by which an approval is taken back: which version was inserted, which was cut and from what end."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    application = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=20)
    version = models.BigIntegerField()
    inserted = models.BooleanField()
    ends_before = models.DateField(null=True, help_text="of a version that was cut")
    ends_after = models.DateField(null=True, help_text="of the version as this application left it")


load_all()
ROW_TYPES = row_types()
"""Every kind of row by its key, in the order in which contracts are read out."""
