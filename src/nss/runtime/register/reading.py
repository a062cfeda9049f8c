"""The lines of a register's files, every cell read by its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any, TypeAlias

from nss.base.cells import BadFile, located, read_csv
from nss.base.clock import FOREVER
from nss.base.columns import MISSING, Column
from nss.base.words import W
from nss.issuing import shapes
from nss.issuing.numbers import BLOCK
from nss.web.reading import ENDS

from .forms import STARTS, Form, forms

Say: TypeAlias = Callable[[str], object]
"""Tells whoever waits what has been done."""
ENCODINGS = ("utf-8-sig", "cp932")
"""What spreadsheets write; nothing that is Japanese in the second reads as the first."""
UNKNOWN_FILE = W(
    "{file}：このファイル名の契約情報はありません。次のいずれかにしてください：{known}",
    "{file}: no kind of row has this name; the files are {known}",
)
NO_FILES = W("{folder}：CSVファイルがありません。", "{folder}: there is no CSV file.")
BAD_COMPANY = W("企業略称は半角英大文字・数字3文字です。", "A company code is three capitals or digits.")
BAD_OFFICE = W(
    "事業所コードは企業略称3文字と数字3桁です。", "An office code is a company code and three digits."
)
BAD_NUMBER = W("番号の形式が正しくありません。", "This is no number of its kind.")
UNSAID: tuple[object, ...] = (None, "", [])
BEFORE_START = W("利用開始日より後の日を入力してください。", "The end must be after the start.")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number, whose it is, its values as they are stored, and from when to when it holds."""

    form: Form
    n: int
    owner: str
    values: Mapping[str, Any]
    starts: date = date.min
    ends: date = FOREVER

    def given(self) -> Iterator[tuple[str, str, Column]]:
        """The numbers that were handed out with it: kind in the ledger, number, column that it stands in."""
        model = self.form.model
        by_name = {c.name: c for c in self.form.columns}
        for kind, names in model.given.items() if model else ():
            if number := "".join(str(self.values[name] or "") for name in names):
                yield kind, number, by_name[names[-1]]

    def says(self, column: Column | None, text: W, typed: object = "") -> W:
        """What is wrong with it, with file, line, column and what stands there."""
        return in_file(self.form.file, located(self.n, column, text, str(typed)))


@dataclass
class Found:
    """What was read: lines that can be taken, what speaks against the others, and a digest of every file."""

    lines: list[Line] = field(default_factory=list)
    bad: list[W] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)


def in_file(name: str, text: W) -> W:
    return W(f"{name} {text.ja}", f"{name} {text.en}")


def read(folder: Path, known: Mapping[str, str] | None = None, say: Say = lambda step: None) -> Found:
    """All files of a folder but those whose digest is `known` by their name: they were brought in before. `say` is told when
    each has been read."""
    found, by_file = Found(), {form.file: form for form in forms()}
    files = sorted(folder.glob("*.csv"))
    if not files:
        found.bad.append(NO_FILES.format(folder=str(folder)))
    for file in files:
        form = by_file.get(file.name)
        if form is None:
            found.bad.append(UNKNOWN_FILE.format(file=file.name, known=", ".join(by_file)))
            continue
        body = file.read_bytes()
        digest = sha256(body).hexdigest()
        if digest == (known or {}).get(file.name):
            continue
        found.digests[file.name] = digest
        before = len(found.lines)
        _read_file(form, body, found)
        say(f"read {form.file}, {len(found.lines) - before:,} lines")
    return found


def _read_file(form: Form, body: bytes, found: Found) -> None:
    try:
        rows, bad = read_csv(body, form.columns, encodings=ENCODINGS, quoting=True)
    except BadFile as no_table:
        found.bad += [in_file(form.file, text) for text in no_table.texts]
        return
    found.bad += [in_file(form.file, text) for text in bad]
    needed = [c for c in form.columns if form.needed(c)]
    for n, values in rows:
        line = _line(form, n, values)
        if wrong := list(_wrong(line, needed)):
            found.bad += wrong
        else:
            found.lines.append(line)


def _line(form: Form, n: int, read: Mapping[str, Any]) -> Line:
    values = dict(read)
    for c in form.columns:
        if values[c.name] in UNSAID:
            values[c.name] = form.unsaid(c)
    owner = str(values.pop(form.owner.name)).upper()
    if form.model is None:
        return Line(form, n, owner, values)
    starts, ends = values.pop(STARTS.name), values.pop(ENDS.name)
    return Line(form, n, owner, values, starts or date.min, ends or FOREVER)


def _wrong(line: Line, needed: Sequence[Column]) -> Iterator[W]:
    """What speaks against a line by itself."""
    form = line.form
    values = {**line.values, form.owner.name: line.owner, STARTS.name: line.starts, ENDS.name: line.ends}
    missing = [c for c in needed if values[c.name] in (*UNSAID, date.min)]
    for c in missing:
        yield line.says(c, MISSING.format(label=c.label))
    of_company = form.model is not None and form.model.of_company
    pattern, text = (shapes.OFFICE, BAD_COMPANY) if of_company else (f"{shapes.OFFICE}[0-9]{{3}}", BAD_OFFICE)
    if line.owner and not re.fullmatch(pattern, line.owner, re.ASCII):
        yield line.says(form.owner, text, line.owner)
    if line.ends <= line.starts:
        yield line.says(ENDS, BEFORE_START, ENDS.show(line.ends))
    for kind, number, column in line.given() if not missing else ():
        if not _is_number(kind, number):
            yield line.says(column, BAD_NUMBER, number)


def _is_number(kind: str, number: str) -> bool:
    try:
        shapes.check(kind, number)
        if kind == "address":
            IPv4Address(number)
        return kind != "block" or IPv4Network(number).prefixlen == BLOCK
    except (shapes.BadNumber, ValueError):
        return False
