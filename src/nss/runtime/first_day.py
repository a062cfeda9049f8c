"""Commands between an empty machine and the first day: the first person, masters, what is still missing."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nss.runtime import prepare
from nss.runtime.database import database


def add_to(commands: Any) -> None:
    """Teach the command line these commands; `commands` is what argparse gives for them."""
    first = commands.add_parser(
        "first-person", help="make the first administrator and mail a link to set a password"
    )
    for name in ("login_id", "family_name", "given_name", "email"):
        first.add_argument(name)
    first.set_defaults(run=first_person)

    lacking = commands.add_parser("check", help="say what is missing before offices may come")
    lacking.set_defaults(run=check)

    masters = commands.add_parser(
        "load-masters", help="load masters: texts that the system brings, and your own from CSV files"
    )
    masters.add_argument(
        "directory", type=Path, nargs="?", help="with prices.csv and others, as the pages write them out"
    )
    masters.set_defaults(run=load_masters)

    register = commands.add_parser(
        "import-register",
        help="take an existing register over from CSV files (docs/import.md), all or nothing",
    )
    register.add_argument("directory", type=Path)
    register.add_argument(
        "--dry-run", action="store_true", help="say what would come of it and change nothing"
    )
    register.add_argument("--invite", action="store_true", help="mail new people a link to set a password")
    register.set_defaults(run=import_register)

    forms = commands.add_parser("import-forms", help="print docs/import.md from the columns")
    forms.set_defaults(run=import_forms)


def first_person(asked: argparse.Namespace) -> int:
    """Empty production to somebody who can sign in; the worker sends the mail."""
    with database():
        prepare.set_up_django()
        from nss.runtime import opening

        try:
            person = opening.first_person(asked.login_id, asked.family_name, asked.given_name, asked.email)
        except opening.CannotOpen as not_now:
            print(not_now, file=sys.stderr)
            return 1
    print(f"a link to set a password goes to {person.email}; sign in as NACCS / {person.login_id}")
    return 0


def check(asked: argparse.Namespace) -> int:
    """One line for each thing that is missing; 1 where there is any."""
    with database():
        prepare.set_up_django()
        from nss.runtime import opening

        said = list(opening.missing())
    print("\n".join(f"- {line}" for line in said) or "nothing is missing")
    return 1 if said else 0


def load_masters(asked: argparse.Namespace) -> int:
    """One line for each master that got rows; 1 where a file was refused, and then nothing was loaded."""
    with database():
        prepare.set_up_django()
        from nss.base.cells import BadFile
        from nss.runtime import masters

        try:
            loaded = masters.load(asked.directory)
        except BadFile as bad:
            print("\n".join(f"{text.ja} / {text.en}" for text in bad.texts), file=sys.stderr)
            return 1
    print("\n".join(f"{key}: {count} added" for key, count in loaded.items()) or "nothing to do")
    return 0


def import_register(asked: argparse.Namespace) -> int:
    """What came to which file; 1 with every line that is wrong, and then nothing was kept."""
    with database():
        prepare.set_up_django()
        from nss.base.cells import BadFile
        from nss.runtime.register import taking

        try:
            outcome = taking.take_over(asked.directory, asked.dry_run, asked.invite, _steps())
        except BadFile as bad:
            print("\n".join(f"{text.ja} / {text.en}" for text in bad.texts), file=sys.stderr)
            print(f"{len(bad.texts)} wrong; nothing was changed", file=sys.stderr)
            return 1
    print("\n".join(f"{file}: {count} new" for file, count in outcome.counts.items()) or "nothing to do")
    if outcome.counts and asked.dry_run:
        print("a dry run: nothing was changed")
    return 0


def _steps() -> Callable[[str], None]:
    """Tells whoever waits at the terminal what is done, and after how many seconds."""
    began = time.monotonic()

    def say(step: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {step}", file=sys.stderr, flush=True)

    return say


def import_forms(asked: argparse.Namespace) -> int:
    """The files of a register, as Markdown."""
    import django

    django.setup()
    from nss.runtime.register.page import markdown

    print(markdown(), end="")
    return 0
