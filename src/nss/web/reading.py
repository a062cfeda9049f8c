"""How values read beside what the columns of a row type say: the days that every row of a contract has."""

from __future__ import annotations

from nss.base.columns import DateColumn
from nss.base.words import W

STARTS = DateColumn("starts", W("利用開始日", "Starts"))
ENDS = DateColumn("ends", W("利用終了日", "Ends"))
