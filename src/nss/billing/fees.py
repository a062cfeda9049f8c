"""Monthly fees and the tax rate by date, as a sheet of the masters; where the Center has set none, those of today's terms.

Like the other masters they are held in memory: `on` reads them again when a master was edited since.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from nss.base.columns import ChoiceColumn, CountColumn, DateColumn
from nss.base.days import PLANNED
from nss.base.problems import Problem
from nss.base.words import W
from nss.master import state
from nss.master.sheet import Sheet, Values

from .charges import MATERIALS, Fees
from .models import Fee, FeeKind

DEFAULTS = Fees(basic=5000, stats_paid=1000, bonded_storage=1000, tax=10)
"""Terms of the trade (D-37, D-38); consumption tax since October 2019."""
MOST_TAX = 100

_kept: tuple[Fee, ...] = ()
_kept_of: state.State | None = None


def on(day: date) -> Fees:
    """What is charged for the month that `day` lies in: a fee begins on the first of a month."""
    global _kept, _kept_of
    masters = state.current()
    if masters.no < 0:  # nothing of the masters was read in this process yet
        return DEFAULTS
    if _kept_of is not masters:
        _kept, _kept_of = tuple(Fee.objects.order_by("since")), masters
    found = {name: getattr(DEFAULTS, name) for name in Fees.__slots__}
    found |= {f.kind: f.amount for f in _kept if f.since <= day}
    return Fees(**found)


def of_materials(flags: Mapping[str, Any], day: date) -> int:
    """Yen a month for the paid materials of one user code (D-37)."""
    fees = on(day)
    return sum(getattr(fees, flag) for flag, _ in MATERIALS if flags.get(flag))


def check(values: Values, today: date) -> list[Problem]:
    """What is wrong with a typed fee."""
    found = []
    since, amount = values.get("since"), values.get("amount")
    if since and (since <= today or since.day != 1):
        found.append(Problem("since", FIRST, "since"))
    if amount is not None and amount < 0:
        found.append(Problem("amount", W("0以上の数を入力してください。", "Enter 0 or more."), "amount"))
    if amount is not None and values.get("kind") == FeeKind.TAX and amount > MOST_TAX:
        found.append(
            Problem("amount", W("税率は100以下にしてください。", "A rate is 100 at most."), "amount")
        )
    return found


FIRST = W(
    "適用開始日は明日以降の月の1日にしてください。料金は月ごとです。",
    "Choose the first of a month that is yet to begin; fees are by the month.",
)
SHEET = Sheet(
    "fees",
    W("月額料金・税率", "Monthly fees and tax"),
    W(
        "基本料金、有料の資料の月額（税抜・円）と消費税率（%）を適用開始日とともに登録します。登録がない間は標準の額を使います。",
        "Monthly fees without tax in yen, and the rate of tax in percent, from a day on. The built-in ones count until then.",
    ),
    Fee,
    (
        ChoiceColumn("kind", W("種類", "Kind"), pairs=tuple((k.value, k.word) for k in FeeKind), must=True),
        CountColumn("amount", W("額・率", "Amount or rate"), must=True),
        DateColumn("since", W("適用開始日", "From"), must=True, years=PLANNED),
    ),
    check,
    lambda r: r.since,
    order=("kind", "-since"),
    imports=True,
)
