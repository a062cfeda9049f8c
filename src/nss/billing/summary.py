"""A month at a glance before it is fixed: its sums beside those of the month before, the largest changes, and what is odd."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Abs, Coalesce

from nss.base import clock
from nss.base.words import W
from nss.contract.rows.billing import BillingContact

from .charges import next_month
from .models import Invoice, Month, Usage

LARGEST = 10
NAMED = 10
"""Offices that a warning names; the rest are counted."""
MUCH, HALF = 10_000, 50
"""A change is striking from this many yen and this many percent of the month before on."""


@dataclass(frozen=True, slots=True)
class Sums:
    """How many invoices a month has, and yen."""

    offices: int
    net: int
    tax: int
    total: int
    carried: int
    """Corrections of earlier bills, with tax."""

    @property
    def payable(self) -> int:
        """What the offices are asked to pay."""
        return self.total + self.carried


@dataclass(frozen=True, slots=True)
class Summary:
    """What somebody looks at before asking to fix a month, or before confirming it."""

    now: Sums
    before: Sums | None
    """Of the month before, if that was billed."""
    changes: list[Invoice]
    """The largest against the month before, each with `.before` and `.change`, in yen with tax."""
    warnings: list[W]


def month_before(month: Month) -> Month | None:
    """The calendar month before, if it is there."""
    found = Month.objects.filter(month__lt=month.month).order_by("-month").first()
    return found if found is not None and next_month(found.month) == month.month else None


def by_change(month: Month) -> QuerySet[Any]:
    """The invoices of a month with `.before` (yen with tax, None where there was none) and `.change`, the largest change
    first."""
    before = month_before(month)
    then = Invoice.objects.filter(month=before, office=OuterRef("office")).values("total")[:1]
    found = month.invoices.select_related("office").annotate(before=Subquery(then))
    found = found.annotate(change=F("total") - Coalesce(F("before"), 0))
    return found.order_by(Abs(F("change")).desc(), "office__code")


def sums_of(month: Month) -> Sums:
    """The sums of a month."""
    found = month.invoices.aggregate(
        net=Sum("net"), tax=Sum("tax"), total=Sum("total"), carried=Sum("carried")
    )
    return Sums(month.invoices.count(), *(found[k] or 0 for k in ("net", "tax", "total", "carried")))


def of(month: Month) -> Summary:
    """The summary of a month."""
    before = month_before(month)
    changes = by_change(month).exclude(change=0)[:LARGEST] if before else []
    return Summary(
        sums_of(month), sums_of(before) if before else None, list(changes), _warnings(month, before)
    )


def _warnings(month: Month, before: Month | None) -> list[W]:
    """What is odd, each with the codes of the first offices."""
    found = []
    if before is None:
        found.append(
            W(
                "前月の請求がないため、比べられません。",
                "There are no bills of the month before to compare with.",
            )
        )
    else:
        here, there = (m.invoices.values("office") for m in (month, before))
        gone = before.invoices.exclude(office__in=here)
        new = month.invoices.exclude(office__in=there)
        much = by_change(month).filter(before__isnull=False).annotate(size=Abs(F("change")))
        much = much.filter(size__gte=MUCH).filter(size__gte=F("before") * HALF / 100)
        found += [
            *_told(gone, "前月は請求があり、今月はない事業所", "Offices with a bill last month and none now"),
            *_told(new, "前月は請求がなく、今月はある事業所", "Offices with a bill now and none last month"),
            *_told(
                much,
                f"前月と{HALF}%以上かつ{MUCH:,}円以上違う事業所",
                f"Offices that differ by {HALF} % and {MUCH:,} yen or more",
            ),
        ]
    used = Usage.objects.filter(month=month).values("office")
    known = BillingContact.objects.filter(starts__lte=clock.today(), office__isnull=False).values("office")
    found += _told(
        month.invoices.exclude(office__in=used), "利用明細のない事業所", "Offices without a line of usage"
    )
    found += _told(
        month.invoices.exclude(office__in=known),
        "請求先担当者の登録がなく、E-mailの届かない事業所",
        "Offices without a billing contact, who get no mail",
    )
    return found


def _told(found: QuerySet[Invoice], ja: str, en: str) -> list[W]:
    codes: Iterable[str] = found.order_by("office__code").values_list("office__code", flat=True)
    listed = list(codes)
    if not listed:
        return []
    names = "、".join(listed[:NAMED]) + (" ほか" if len(listed) > NAMED else "")
    english = ", ".join(listed[:NAMED]) + (" and others" if len(listed) > NAMED else "")
    return [W(f"{ja}：{len(listed)}件（{names}）", f"{en}: {len(listed)} ({english})")]
