"""Random texts: for each kind of column, made of the alphabet that it takes, up to its length and one beyond."""

from __future__ import annotations

import itertools
import random
import string
import unicodedata
from collections.abc import Callable

from nss.base.columns import (
    CodeColumn,
    Column,
    CorporateColumn,
    KanaColumn,
    LongColumn,
    MailColumn,
    PhoneColumn,
    PostalColumn,
)

KANA = [chr(n) for n in range(0x30A1, 0x30FB)] + ["ー", "・", "＝"]
BLOCKS = (
    (0x21, 0x7F),
    (0xA1, 0x250),  # Latin with marks
    (0x370, 0x530),  # Greek, Cyrillic
    (0x5D0, 0x780),  # from right to left
    (0x900, 0xE80),  # India, Thailand
    (0x1E00, 0x1F00),  # Vietnam
    (0x2010, 0x2028),
    (0x2030, 0x2060),
    (0x2100, 0x2BFF),  # signs, arrows, mathematics
    (0x3000, 0x3100),
    (0x3200, 0x33FF),  # ㈱㌔
    (0x4E00, 0x9FFD),
    (0xAC00, 0xD7A0),  # Korea
    (0xF900, 0xFAD9),  # forms of 塚 and 神
    (0xFF01, 0xFFE0),
    (0x1F300, 0x1FAFF),  # pictures
    (0x20000, 0x2A6DE),  # rare kanji
    (0x30000, 0x3134A),
)
DROPPED = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
LEADING = "=+-@'＝＋－＠|%#"
"""What a spreadsheet would take for a formula or a guard."""


class Dice(random.Random):
    """Random numbers with a few hundred characters of all scripts, which every text of a round is made of: what the
    typesetter has to find out about a character it finds out once."""

    def __init__(self, seed: int, size: int = 250) -> None:
        super().__init__(seed)
        self.signs = [_any_sign(self) for _ in range(size)]


def sign(dice: Dice) -> str:
    """A character of any script that a text keeps as it is."""
    return dice.choice(dice.signs)


def _any_sign(dice: random.Random) -> str:
    while True:
        first, last = dice.choice(BLOCKS)
        c = chr(dice.randrange(first, last))
        if unicodedata.category(c) not in DROPPED and not unicodedata.combining(c):
            return c


def line(dice: Dice, length: int) -> str:
    """A line of exactly so many characters, none of them white space at an end."""
    text = [sign(dice) for _ in range(length)]
    if length and dice.random() < 0.2:
        text[0] = dice.choice(LEADING)
    if length > 2 and dice.random() < 0.3:
        text[dice.randrange(1, length - 1)] = dice.choice((" ", "　", "\u0301", "゙", "️", "\U000e0100"))
    joined = "".join(text)
    return joined if joined == joined.strip() and kept(joined) else line(dice, length)


def kept(text: str) -> bool:
    """Whether no two of its characters compose to one (た + ゙), so that the length is the one asked for."""
    return all(
        len(unicodedata.normalize("NFC", a + b)) == 2 or unicodedata.normalize("NFC", a) != a
        for a, b in itertools.pairwise(text)
        if unicodedata.combining(b)
    )


def lines(dice: Dice, length: int) -> str:
    text = [*line(dice, length)]
    for at in range(1, len(text) - 1):
        if dice.random() < 0.05 and not text[at - 1].isspace() and not unicodedata.combining(text[at + 1]):
            text[at] = "\n"
    joined = "".join(text)
    good = joined == joined.strip() and all(x == x.rstrip() for x in joined.split("\n"))
    return joined if good else lines(dice, length)


def of_column(dice: Dice, column: Column, more: int = 0) -> str:
    """A text that the column takes as it is; with `more` one that is so much longer than it holds."""
    length = column.length or (11 if isinstance(column, PhoneColumn) else 60)
    length = length + more if more else dice.choice((1, length, dice.randint(1, length)))
    for kind, make in MAKERS:
        if isinstance(column, kind):
            return make(dice, length)
    return line(dice, length)


def _digits(dice: Dice, length: int) -> str:
    return "".join(dice.choices(string.digits, k=length))


def _mail(dice: Dice, length: int) -> str:
    tail = "@" + dice.choice(("naccs.jp", "a-b.example", "x.co.jp"))
    name = "".join(dice.choices(string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~", k=length))
    return "a" + name[: max(0, length - len(tail) - 1)] + tail


MAKERS: tuple[tuple[type[Column], Callable[[Dice, int], str]], ...] = (
    (LongColumn, lines),
    (KanaColumn, lambda dice, n: "ア" + "".join(dice.choices(KANA, k=n - 1))),
    (PhoneColumn, lambda dice, n: "0" + _digits(dice, n - 1 if n > 11 else dice.randint(8, 10))),
    (PostalColumn, lambda dice, n: _digits(dice, max(n, 7))),
    (CorporateColumn, lambda dice, n: _digits(dice, max(n, 13))),
    (MailColumn, _mail),
    (CodeColumn, lambda dice, n: "".join(dice.choices(string.ascii_uppercase + string.digits, k=n))),
)

TYPED = (KanaColumn, PhoneColumn, PostalColumn, CorporateColumn, MailColumn, CodeColumn)
"""Kinds of columns with an alphabet of their own."""
