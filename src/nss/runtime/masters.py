"""Masters of an empty system: what the system brings, and what the Center has as files. What stands there already stays."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from nss.account.access_log import log
from nss.account.models import Access
from nss.application import touched
from nss.application.announce import days
from nss.base.cells import BadFile
from nss.base.problems import Refused
from nss.base.words import W
from nss.master import schedule_sheets, state
from nss.master.models import Use
from nss.master.sheet import Sheet, Values, import_rows, store
from nss.master.sheets import SHEETS

REPLIES = (
    (Use.QUERY, "希望日の確認", "利用開始希望日に登録できません。別のシステム登録日をご指定ください。"),
    (Use.QUERY, "利用者IDの確認", "対象の利用者IDをご確認ください。現在の契約内容と異なるようです。"),
    (Use.QUERY, "添付書類の不足", "委任状など、申込に必要な書類を添付してください。"),
    (Use.REFUSE, "要件を満たさない", "利用規程に定める要件を満たさないため、承認できません。"),
    (Use.START, "登録作業の都合", "システム登録作業の都合により、次の登録日に変更しました。"),
)
"""Prepared texts of the reviewers: use, name, text."""
BROUGHT: Mapping[str, tuple[Values, ...]] = {
    "replies": tuple({"use": use.value, "name": name, "text": text} for use, name, text in REPLIES),
}
"""Rows that an empty sheet gets. Calendar, schedule, lead times, terms of use, mails, business types, monthly fees and the rate
of tax need none: without rows they are what the system brings."""
NO_SHEET = W(
    "{file}：このマスタはありません。次のいずれかのファイル名にしてください：{keys}",
    "{file}: there is no such master; the files are {keys}",
)
NO_FILES = W("{folder}：CSVファイルがありません。", "{folder}: there is no CSV file.")


def untouched(sheet: Sheet) -> bool:
    """Whether a sheet is empty and nobody ever changed it: what somebody took away does not come back."""
    changed = Access.objects.filter(what=Access.What.MASTER, detail__sheet=sheet.key)
    return not (sheet.model._default_manager.exists() or changed.exists())


@transaction.atomic
def load(folder: Path | None = None) -> dict[str, int]:
    """Rows for sheets that nobody has touched, and those of the files `<key of the sheet>.csv` of a folder; gives how many came
    to which sheet. Rows that stand there already are left alone. Offices whose requested day is concerned are told, as where
    somebody changes a master on its page. Raises BadFile with all that is wrong; then nothing is kept."""
    loaded = {}
    for key, rows in BROUGHT.items():
        if untouched(SHEETS[key]):
            for values in rows:
                store(SHEETS[key], None, values, None)
            loaded[key] = len(rows)
    numbers: list[str] = []
    if folder is not None:
        of_files, found = touched.by(lambda: _of_files(folder))
        loaded |= of_files
        days.wishes_moved(found)
        numbers = touched.numbers_of(found)
    for key, count in loaded.items():
        of_key = numbers if SHEETS[key] in schedule_sheets.SHEETS else []
        log(Access.What.MASTER, None, sheet=key, imported=count, by="load-masters", touched=of_key)
    state.refresh()
    return loaded


def _of_files(folder: Path) -> dict[str, int]:
    files = sorted(folder.glob("*.csv"))
    bad = [] if files else [NO_FILES.format(folder=str(folder))]
    loaded = {}
    for file in files:
        sheet = SHEETS.get(file.stem)
        if sheet is None:
            bad.append(NO_SHEET.format(file=file.name, keys=", ".join(f"{key}.csv" for key in SHEETS)))
            continue
        try:
            if count := import_rows(sheet, file.read_bytes(), None, standing=True):
                loaded[file.stem] = count
        except (BadFile, Refused) as wrong:
            texts = wrong.texts if isinstance(wrong, BadFile) else [p.text for p in wrong.problems]
            bad += [W(f"{file.name} {text.ja}", f"{file.name} {text.en}") for text in texts]
    if bad:
        raise BadFile(bad)
    return loaded
