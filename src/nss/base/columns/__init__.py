"""Columns: an object of its kind for each value of a row. It knows how its value is typed, read from a cell, shown, written
out and stored; pages, papers, CSV, JSON, masters and the before/after block all ask it. Nothing is guessed from a name."""

from .choice import ChoiceColumn, ChoicesColumn, CodesColumn, PreparedChoices
from .column import (
    MISSING,
    PENDING,
    TOO_LONG,
    Column,
    ColumnField,
    Guarded,
    field_length,
    looks_spoilt,
)
from .count import CountColumn
from .digits import CorporateColumn, PhoneColumn, PostalColumn, TelInput, phone_shown, postal_shown
from .flag import HAS_NOT, IS_NOT, YES_NO, FlagColumn
from .kana import KanaColumn
from .mail import MailColumn
from .text import AddressColumn, CodeColumn, IssuedColumn, LongColumn, TextColumn
from .when import DateColumn, MomentColumn

__all__ = [
    "HAS_NOT",
    "IS_NOT",
    "MISSING",
    "PENDING",
    "TOO_LONG",
    "YES_NO",
    "AddressColumn",
    "ChoiceColumn",
    "ChoicesColumn",
    "CodeColumn",
    "CodesColumn",
    "Column",
    "ColumnField",
    "CorporateColumn",
    "CountColumn",
    "DateColumn",
    "FlagColumn",
    "Guarded",
    "IssuedColumn",
    "KanaColumn",
    "LongColumn",
    "MailColumn",
    "MomentColumn",
    "PhoneColumn",
    "PostalColumn",
    "PreparedChoices",
    "TelInput",
    "TextColumn",
    "field_length",
    "looks_spoilt",
    "phone_shown",
    "postal_shown",
]
