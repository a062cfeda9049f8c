"""The dated row: one version of one thing that a contract holds, the guard that no two versions are live on one day, and
the register of all kinds of rows. No procedure is known here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.signals import class_prepared
from django.dispatch import receiver

from nss.base.choices import Choice
from nss.base.clock import FOREVER
from nss.base.columns import Column
from nss.base.ids import new_id
from nss.base.words import W


class ContractTab(Choice):
    """Tabs of the contract view (S03), in their order; each kind of row stands on one of them."""

    OFFICE = "office", W("企業・事業所", "Company and office")
    NET = "net", W("netNACCS", "netNACCS")
    GENERAL = "general", W("一般NACCS", "General NACCS")
    CERTIFICATE = "certificate", W("証明書", "Certificates")
    BILLING = "billing", W("料金・請求", "Fees and billing")
    CODE = "code", W("利用者コード全体", "Whole user codes")


def text_field(length: int) -> models.CharField[str, str]:
    """A column of text up to `length` characters, empty where nothing is known."""
    return models.CharField(max_length=length, blank=True, default="")


class AddedToTheTable(models.BaseConstraint):
    """A constraint that `ALTER TABLE` adds, because it cannot stand inside `CREATE TABLE`.

    Django asks a constraint that a migration declares together with its table for `constraint_sql` alone; without
    the statement put off there, such a constraint would be missing in the database and nobody would say so.
    """

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        q = schema_editor.quote_name
        return (
            f"ALTER TABLE {q(model._meta.db_table)} ADD CONSTRAINT {q(self.name)} {self.definition(model, q)}"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        q = schema_editor.quote_name
        return f"ALTER TABLE {q(model._meta.db_table)} DROP CONSTRAINT {q(self.name)}"

    def definition(self, model: Any, q: Callable[[str], str]) -> str:
        """What follows the constraint's name in SQL; `q` quotes a name."""
        raise NotImplementedError

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: Any = None) -> None:
        """The database decides."""


class FollowsPrevious(AddedToTheTable):
    """Foreign key of a version to the end of the version before it: (identity, previous_ends) -> (identity, ends).

    Deferrable, so that 'cut the old version, insert the new one' may pass through a moment without a referent.
    With the unique pairs and the two checks beside it, versions of an identity form one line without overlap.
    """

    def definition(self, model: Any, q: Callable[[str], str]) -> str:
        return (
            f"FOREIGN KEY (identity, previous_ends) REFERENCES {q(model._meta.db_table)} (identity, ends) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FollowsPrevious) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


class LivesOnce(AddedToTheTable):
    """No two live rows of one name on one day: an exclusion over the name and the days, where the name is known.

    Ranges of whole numbers stand in for equality, so that the database needs no extension: of the owner's key, and of a hash
    of 64 bits of the texts. Ranges of the texts themselves cost ten times as much a row. Two names of one hash would be
    refused as the same; among a million names the chance of that is one in 40 million.
    """

    def __init__(self, *, fields: Sequence[str], name: str, empty_counts: Sequence[str] = ()) -> None:
        """`empty_counts`: those of the fields in which an empty text is a value, not one that is still to come."""
        super().__init__(name=name)
        self.fields = tuple(fields)
        self.empty_counts = tuple(empty_counts)

    def definition(self, model: Any, q: Callable[[str], str]) -> str:
        same, texts, known = [], [], []
        for name in self.fields:
            field = model._meta.get_field(name)
            column = q(field.column)
            if isinstance(field, models.ForeignKey):
                same.append(f"int8range({column}, {column}, '[]')")
                continue
            address = isinstance(field, models.GenericIPAddressField)
            texts.append(f"host({column})" if address else f"{column}::text")
            if name not in self.empty_counts:
                known.append(f"{column} IS NOT NULL" if field.null else f"{column} <> ''")
        if texts:
            named = f"hashtextextended({' || chr(31) || '.join(texts)}, 0)"
            same.append(f"int8range({named}, {named}, '[]')")
        parts = ", ".join(f"{s} WITH &&" for s in (*same, "daterange(starts, ends)"))
        where = f" WHERE ({' AND '.join(known)})" if known else ""
        return f"EXCLUDE USING gist ({parts}){where}"

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        counts = {"empty_counts": self.empty_counts} if self.empty_counts else {}
        return path, tuple(args), {**kwargs, "fields": self.fields, **counts}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LivesOnce) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[object, ...]:
        return self.name, self.fields, self.empty_counts


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
    """Key of the row type in applications, records and the API; stored, so it never changes."""
    label: ClassVar[W]
    order: ClassVar[int]
    """Place among all row types wherever contracts are read out: before/after, tabs, history, papers, API."""
    contract_tab: ClassVar[ContractTab]
    columns: ClassVar[tuple[Column, ...]]
    named_by: ClassVar[tuple[str, ...]] = ()
    """Columns whose values name the row to a person, e.g. user code + number."""
    unique_by: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """What makes two rows the same thing, each a set of columns (`office` and `company` among them): of such no two
    live on one day. Held by the case before and by the database after."""
    given: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
    """Numbers that the Center hands out with it once and for all: kind in the ledger (`issuing`) -> the columns whose values, put
    together, are the number."""
    empty_counts: ClassVar[tuple[str, ...]] = ()
    """Those of these columns in which an empty text is a value: two rows that have nothing there are the same thing."""
    outlives: ClassVar[bool] = False
    """Whether it may live on after the contract of its office has ended (who is billed for the last months)."""
    of_company: ClassVar[bool] = False
    """True where one row serves every office of the company."""
    counted: ClassVar[W | None] = None
    """Its line in the 対象項目 table of an application (S15); None where applications do not count it."""
    called_by_name: ClassVar[bool] = False
    """Whether a caller may say its name: the Center looks for it across all offices, so `named_by` has an index."""

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

    @classmethod
    def changeable(cls) -> tuple[Column, ...]:
        """The columns that may get another value while the row lives: those that neither name it nor are issued."""
        return tuple(c for c in cls.columns if not c.issued and c.name not in cls.named_by)

    @classmethod
    def called(cls, name: str) -> Q:
        """The condition on rows that a caller means by `name`; a name of several columns is parted by their lengths."""
        found = Q()
        for column in cls.named_by[:-1]:
            length = cls._meta.get_field(column).max_length  # type: ignore[union-attr]  # a column
            found &= Q(**{column: name[:length]})
            name = name[length:]
        return found & Q(**{cls.named_by[-1]: name})


_registered: dict[str, type[DatedRow]] = {}


@receiver(class_prepared)
def _register(sender: type[models.Model], **_: object) -> None:
    """Every row type is known as soon as its class is made, and its columns know how much their fields hold."""
    if not issubclass(sender, DatedRow):
        return
    missing = [n for n in ("kind", "label", "order", "contract_tab", "columns") if not hasattr(sender, n)]
    if missing:
        raise TypeError(f"{sender.__name__} does not say its {', '.join(missing)}")
    for other in _registered.values():
        if sender.kind == other.kind or sender.order == other.order:
            raise TypeError(f"{sender.__name__} and {other.__name__} have the same kind or order")
    fields = {f.name: f for f in sender._meta.concrete_fields}
    for c in sender.columns:
        if c.name in fields:
            c.check_field(fields[c.name])
    lengths = {name: getattr(f, "max_length", None) for name, f in fields.items()}
    sender._meta.constraints = [
        *sender._meta.constraints,
        *(
            LivesOnce(
                fields=columns,
                name=f"{sender._meta.model_name}_{'_'.join(columns)}_once",
                empty_counts=[c for c in columns if c in sender.empty_counts],
            )
            for columns in sender.unique_by
        ),
    ]
    sender.columns = tuple(replace(c, length=lengths.get(c.name)) for c in sender.columns)
    _registered[sender.kind] = sender


def row_types() -> Mapping[str, type[DatedRow]]:
    """Every row type by its kind, in their order."""
    found = sorted(_registered.values(), key=lambda m: m.order)
    return MappingProxyType({m.kind: m for m in found})
