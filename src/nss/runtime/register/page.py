"""docs/import.md, drawn from the columns of the files."""

from __future__ import annotations

from collections.abc import Iterator

from nss.base.columns import (
    ChoiceColumn,
    ChoicesColumn,
    Column,
    CorporateColumn,
    DateColumn,
    FlagColumn,
    KanaColumn,
    MailColumn,
    PhoneColumn,
    PostalColumn,
)
from nss.base.words import W

from .forms import Form, forms

HEAD = """\
# Bringing an existing register in

Drawn by `python -m nss import-forms > docs/import.md` from the columns that the pages use.

    nss import-register FOLDER --dry-run    # says what would come of it, changes nothing
    nss import-register FOLDER              # all of it or nothing
    nss import-register FOLDER --invite     # and mails each new person a link to set a password, which lives an hour

A folder with one CSV file a kind of row; only the files that have lines need to be there. UTF-8 (with or without BOM) or cp932, as a
spreadsheet writes them. The first line holds the heads: names or labels of the tables below, Japanese or English, in any order, all of
them. Cells are read as the forms of the pages read them: days as 2026/12/1 or 令和8年12月1日, telephones with or without hyphens, choices
in Japanese, English or by their value. What a cell cannot be is named with file, line, column and what stands there.

* Every line says whose it is and from which day it holds; 利用終了日 is the first day on which it holds no more, empty while no end is
  known. A line of the same thing that begins on the day on which another ends is its next version.
* A new office needs a line in `contract.csv` and one in `office.csv`, its company (the first three signs of the office code) one in
  `company.csv`.
* What holds for contracts holds here: no code without a number, no number without a code, no terminal without a line, nothing after
  the end of a contract, no name twice, both sides of what is shared; on every day, beside what is registered already. First the cells
  are looked at, and when all can be read, the whole.
* Codes, numbers, names and addresses go into the ledger and are never given out again, the ended ones too.
* The same files again change nothing. A line of something new is added. A line that differs from what is registered is refused: the
  register is mended by a correction (契約情報の訂正) or an application. A file that was brought in as it stands is not looked at again.
* Nobody gets a password. A person without one asks for a link on the sign-in page (パスワードを忘れた場合) with office code and registered
  E-mail, or is mailed one with `--invite`. Digital certificates and passwords of the old system are not part of the register.
* The record keeps the command, the digest of each file and the counts.
"""
KINDS: tuple[tuple[type[Column], W], ...] = (
    (ChoicesColumn, W("選択肢（複数は「、」区切り）", "choices, with 、 between")),
    (ChoiceColumn, W("選択肢", "one of the choices")),
    (FlagColumn, W("要・否", "yes or no")),
    (DateColumn, W("日付", "a day")),
    (KanaColumn, W("カナ", "kana")),
    (PhoneColumn, W("電話番号", "telephone")),
    (PostalColumn, W("郵便番号", "7 digits")),
    (CorporateColumn, W("法人番号", "13 digits")),
    (MailColumn, W("E-mail", "e-mail")),
)


def markdown() -> str:
    """The whole page."""
    return HEAD + "".join(f"\n{line}" for form in forms() for line in _form(form)) + "\n"


def _form(form: Form) -> Iterator[str]:
    yield f"## `{form.file}` {form.label.ja}（{form.label.en}）"
    yield ""
    yield f"    {','.join(c.name for c in form.columns)}"
    yield ""
    yield "| Head | 見出し | English head | Must | What stands in it |"
    yield "|---|---|---|---|---|"
    for c in form.columns:
        yield f"| `{c.name}` | {c.label.ja} | {c.label.en} | {'●' if form.needed(c) else ''} | {_what(c)} |"
    yield ""


def _what(column: Column) -> str:
    word = next((w.en for kind, w in KINDS if isinstance(column, kind)), "text")
    if isinstance(column, ChoiceColumn):
        return f"{word}: {'・'.join(f'{w} (`{v}`)' for v, w in column.choices)}"
    if isinstance(column, FlagColumn):
        return f"{word}: {column.flag[1]}・{column.flag[0]}"
    return word if not column.length or word[0].isdigit() else f"{word}, up to {column.length}"
