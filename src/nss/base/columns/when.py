"""Days and moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.db import models

from nss.base import clock
from nss.base.days import AHEAD, PLANNED, bounded, from_serial, read_day, read_moment
from nss.base.typed_text import NotUnderstood

from .column import NOT_TEXT, Column

TRUTH = NOT_TEXT.format(what="○×")


def _day_written(value: datetime) -> date:
    """The day that stands in a cell of a spreadsheet: it knows no time zone, so none is taken off."""
    return date(value.year, value.month, value.day)


@dataclass(frozen=True, slots=True)
class DateColumn(Column):
    """A day; `years`: how far ahead it may lie."""

    kind: ClassVar[str] = "date"
    holds = (models.DateField,)
    years: int = AHEAD

    def from_typed(self, value: Any) -> Any:
        if isinstance(value, date):
            return bounded(value, self.years)
        text = str(value or "").strip()
        return read_day(text, self.years) if text else None

    def from_cell(self, value: object) -> Any:
        if isinstance(value, bool):
            raise NotUnderstood(TRUTH)
        if isinstance(value, datetime):
            value = _day_written(value)
        if isinstance(value, date):
            return bounded(value, self.years)
        if isinstance(value, int | float):
            return from_serial(value, self.years)
        text = self.text_of(value).strip()
        if len(text) == 5 and text.isascii() and text.isdecimal():
            return from_serial(int(text), self.years)
        return self.from_typed(text)

    def widget(self) -> forms.Widget:
        return forms.TextInput(attrs={"class": "code", "autocomplete": "off", "inputmode": "numeric"})

    def initial(self, value: Any) -> Any:
        return self.show(value)

    def show(self, value: Any) -> str:
        if value is None or value == "":
            return ""
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return "" if day >= clock.FOREVER else f"{day:%Y/%m/%d}"

    @property
    def empty(self) -> Any:
        return None


@dataclass(frozen=True, slots=True)
class MomentColumn(Column):
    """A day with a time, in Tokyo."""

    kind: ClassVar[str] = "moment"
    holds = (models.DateTimeField,)
    years: int = PLANNED

    def from_typed(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value
        text = str(value or "").strip()
        return read_moment(text) if text else None

    def from_cell(self, value: object) -> Any:
        if isinstance(value, datetime):
            bounded(_day_written(value), self.years)
            return value.replace(tzinfo=clock.TOKYO) if value.tzinfo is None else value
        return self.from_typed(self.text_of(value))

    def initial(self, value: Any) -> Any:
        return self.show(value)

    def show(self, value: Any) -> str:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and value else value
        return f"{moment.astimezone(clock.TOKYO):%Y/%m/%d %H:%M}" if moment else ""

    @property
    def empty(self) -> Any:
        return None
