"""Brings the database's tables and the static files up to date, skipping what has not changed."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path

import nss
from nss.runtime import environment

SOURCE = Path(nss.__file__).parent
LOADER = "nss.runtime.demo.load"


def set_up_django() -> None:
    """Load settings and apps once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def _fingerprint(files: Iterable[Path]) -> str:
    """A hash over the files' names and contents and over the versions of all installed packages."""
    digest = hashlib.sha256()
    for version in sorted({f"{d.metadata['Name']}=={d.version}" for d in distributions()}):
        digest.update(version.encode())
    for path in sorted(files):
        digest.update(str(path.relative_to(SOURCE)).encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Stamp:
    """Remembers in a file what was done last."""

    def __init__(self, path: Path, files: Iterable[Path]) -> None:
        self.path = path
        self.now = _fingerprint(files)

    @property
    def current(self) -> bool:
        """Whether the files are the same as when it was last set."""
        return self.path.exists() and self.path.read_text(encoding="utf-8") == self.now

    def set(self) -> None:
        """Note that the work is done for the files as they are now."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.now, encoding="utf-8")


def migrations_stamp(database_folder: Path) -> Stamp:
    """Lies beside the embedded database and is deleted with it."""
    return Stamp(database_folder / "migrated.stamp", SOURCE.glob("*/migrations/*.py"))


def static_stamp(data_dir: Path) -> Stamp:
    """Scripts and pictures of all rooms, and the parts of the style sheet."""
    folders = [*SOURCE.glob("*/static"), SOURCE / "web" / "css", SOURCE / "web" / "stylesheet.py"]
    files = (path for folder in folders for path in [folder, *folder.rglob("*")] if path.is_file())
    return Stamp(data_dir / "static.stamp", files)


def migrate() -> None:
    """Bring the tables up to date. procrastinate's own come with its Django app's migrations. Raises Misconfigured for an
    account that may not."""
    from django.core.management import call_command
    from django.db import DatabaseError

    set_up_django()
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        if not _lacks_rights(error):
            raise
        raise environment.Misconfigured(
            "this account of the database may not make or change tables; name the one that owns them in NSS_OWNER_DATABASE_URL"
        ) from None


def _lacks_rights(error: BaseException | None) -> bool:
    """Whether the server refused for want of rights, whoever passed that on."""
    from psycopg.errors import InsufficientPrivilege

    while error is not None and not isinstance(error, InsufficientPrivilege):
        error = error.__cause__ or error.__context__
    return error is not None


def grant(account: str) -> None:
    """Let an account that owns nothing read and write rows: pages and jobs then cannot alter tables or take guards off."""
    from django.db import connection
    from psycopg import sql

    name = sql.Identifier(account)
    with connection.cursor() as cursor:
        for right in (
            "USAGE ON SCHEMA public",
            "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public",
            "USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public",
            "EXECUTE ON ALL FUNCTIONS IN SCHEMA public",
        ):
            cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.SQL(right), name))


def collect_static() -> None:
    """Gather static files under names that carry a hash of their contents."""
    from django.core.management import call_command

    set_up_django()
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, stdout=io.StringIO())


def demo_data_available() -> bool:
    """Whether the demonstration's data can be loaded."""
    return module_exists(LOADER)


def module_exists(module: str) -> bool:
    """Whether a module exists, without importing it."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def load_if_empty() -> bool:
    """Load the demonstration's data into a database without people, all or nothing; whether it did."""
    from django.contrib.auth import get_user_model
    from django.db import transaction

    if get_user_model()._default_manager.exists():
        return False
    from importlib import import_module

    with transaction.atomic():
        import_module(LOADER).load()
    return True
