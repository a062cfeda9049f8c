"""What differs between places, read from environment variables; docs/operating.md lists them all.

Reading has one side effect: outside production, a missing secret is made once and kept in the data folder.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from nss.runtime import embedded

PLACES = ("demo", "test", "production")


class Misconfigured(SystemExit):
    """A setting is missing or unreadable. Ends the process with one sentence instead of a trace."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"NSS cannot start: {problem} (docs/operating.md lists the settings)")


@dataclass(frozen=True)
class Environment:
    """Everything that `settings.py` takes from outside."""

    place: str
    demo: bool
    data_dir: Path
    secret_key: str
    vault_keys: dict[str, str]
    allowed_hosts: list[str]
    insecure: bool
    database: dict[str, object]
    embedded: bool
    static_storage: str
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    smtp_starttls: bool
    mail_from: str
    public_url: str
    helpdesk_phone: str
    contract_desk_phone: str
    log_level: str
    terminal_mail_domain: str
    metrics_token: str
    proxy_hops: int
    center_needs_factor: bool
    clamd: str
    calls_per_minute: int
    invoice_registration: str
    bank_account: str
    security_contact: str


def place_of(env: Mapping[str, str]) -> str:
    """Where this runs. Under pytest it is `test` unless said otherwise: tests never meet demo data."""
    place = env.get("NSS_ENV") or ("test" if "PYTEST_VERSION" in env else "demo")
    if place not in PLACES:
        raise Misconfigured(f"NSS_ENV is {place!r}; it may be {', '.join(PLACES)}")
    return place


def data_folder(env: Mapping[str, str], place: str) -> Path:
    """The data folder: NSS_DATA, else `.nss` (tests: `.nss/test`) below the current directory."""
    default = ".nss/test" if place == "test" else ".nss"
    return Path(env.get("NSS_DATA") or default).absolute()


def read(env: Mapping[str, str] | None = None) -> Environment:
    """Read the environment (the process's own by default)."""
    env = os.environ if env is None else env
    place = place_of(env)
    production = place == "production"
    data_dir = data_folder(env, place)
    public_url = env.get("NSS_PUBLIC_URL") or ("" if production else "http://127.0.0.1:8000")
    if not public_url:
        raise Misconfigured("NSS_PUBLIC_URL is not set")
    hosts = [host.strip() for host in env.get("NSS_HOSTS", "").split(",") if host.strip()]
    if not hosts:
        named = urlsplit(public_url).hostname or ""
        local = ["localhost", "127.0.0.1", "[::1]", "testserver"]
        hosts = [named] if production else list(dict.fromkeys([named, *local]))
    return Environment(
        place=place,
        demo=not production,
        data_dir=data_dir,
        secret_key=_secret(env, "NSS_SECRET_KEY", data_dir / "secret.key", lambda: secrets.token_urlsafe(50)),
        vault_keys=_vault_keys(_secret(env, "NSS_VAULT_KEYS", data_dir / "vault.key", _new_vault_key)),
        allowed_hosts=hosts,
        insecure=_flag(env, "NSS_INSECURE", not production),
        database=_database(env, place, data_dir),
        embedded=not env.get("DATABASE_URL"),
        static_storage=(
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if place == "test"
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
        smtp_host=env.get("NSS_SMTP_HOST", "127.0.0.1"),
        smtp_port=_number(env, "NSS_SMTP_PORT", 587 if production else 1025),
        smtp_user=env.get("NSS_SMTP_USER", ""),
        smtp_password=_given(env, "NSS_SMTP_PASSWORD") or "",
        smtp_starttls=_flag(env, "NSS_SMTP_STARTTLS", production),
        mail_from=env.get("NSS_MAIL_FROM", "NSS <nss@example.jp>"),
        public_url=public_url.rstrip("/"),
        helpdesk_phone=env.get("NSS_HELPDESK_PHONE", "0120-794-550"),
        contract_desk_phone=env.get("NSS_CONTRACT_DESK_PHONE", "044-520-6266"),
        log_level=env.get("NSS_LOG_LEVEL", "INFO" if production else "WARNING").upper(),
        terminal_mail_domain=env.get("NSS_TERMINAL_MAIL_DOMAIN", "smtp.naccs.example"),
        proxy_hops=_number(env, "NSS_PROXY_HOPS", 1 if production else 0),
        metrics_token=_given(env, "NSS_METRICS_TOKEN") or "",
        center_needs_factor=_flag(env, "NSS_CENTER_NEEDS_FACTOR", production),
        clamd=_scanner(env),
        invoice_registration=_registration(env, "" if production else "T0000000000000"),
        bank_account=_bank_account(env, "" if production else "見本銀行 本店営業部 普通 0000000 ミホン"),
        security_contact=_contact(env, "" if production else "mailto:security@example.jp"),
        calls_per_minute=_number(env, "NSS_CALLS_PER_MINUTE", 600 if production else 0),
    )


def _flag(env: Mapping[str, str], name: str, default: bool) -> bool:
    value = env.get(name, "").strip().lower()
    if value in ("", "1", "0", "true", "false", "yes", "no", "on", "off"):
        return default if value == "" else value in ("1", "true", "yes", "on")
    raise Misconfigured(f"{name} must be 1 or 0")


def _registration(env: Mapping[str, str], default: str) -> str:
    number = env.get("NSS_INVOICE_REGISTRATION", "").strip() or default
    if number and not (
        number[0] == "T" and len(number) == 14 and number[1:].isascii() and number[1:].isdecimal()
    ):
        raise Misconfigured("NSS_INVOICE_REGISTRATION must be T and 13 digits")
    return number


def _bank_account(env: Mapping[str, str], default: str) -> str:
    """Bank, branch, kind, number and name of the account in one line, as invoices print it."""
    given = env.get("NSS_BANK_ACCOUNT", "").strip() or default
    if len(given) > 200 or not given.isprintable():
        raise Misconfigured("NSS_BANK_ACCOUNT must be one line of 200 characters at most")
    return given


def _contact(env: Mapping[str, str], default: str) -> str:
    """An address as security.txt wants it; a bare mail address gets its `mailto:`."""
    given = env.get("NSS_SECURITY_CONTACT", "").strip() or default
    if "@" in given and ":" not in given:
        given = f"mailto:{given}"
    if given and (not given.startswith(("mailto:", "https://", "tel:")) or len(given.split()) > 1):
        raise Misconfigured("NSS_SECURITY_CONTACT must be a mail address, https://… or tel:…")
    return given


def _scanner(env: Mapping[str, str]) -> str:
    where = env.get("NSS_CLAMD", "").strip()
    if where and not where.startswith("unix:/") and not where.rpartition(":")[2].isdecimal():
        raise Misconfigured("NSS_CLAMD must be host:port or unix:/path")
    return where


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdecimal():
        raise Misconfigured(f"{name} must be a whole number")
    return int(value)


def _given(env: Mapping[str, str], name: str) -> str | None:
    """A secret from the variable itself or from the file that `<name>_FILE` names."""
    if value := env.get(name):
        return value
    if path := env.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Misconfigured(f"{name}_FILE cannot be read: {error.strerror}") from None
    return None


def _secret(env: Mapping[str, str], name: str, path: Path, make: Callable[[], str]) -> str:
    """A secret that was given; outside production else one that is made once and kept in the data folder."""
    if value := _given(env, name):
        return value
    if place_of(env) == "production":
        raise Misconfigured(f"{name} (or {name}_FILE) is not set")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(make() + "\n")
        try:
            os.link(draft, path)  # of two processes that start at once, the first wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="utf-8").strip()


def _new_vault_key() -> str:
    """`demo:<key>`; free of + / - _ so that either base64 alphabet reads it alike."""
    while True:
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        if "+" not in key and "/" not in key:
            return f"demo:{key}"


def _vault_keys(text: str) -> dict[str, str]:
    """`name:key,name:key` as a dict in that order; every key is the base64 of 32 bytes."""
    keys: dict[str, str] = {}
    for part in text.replace("\n", ",").split(","):
        if not part.strip():
            continue
        name, _, key = (piece.strip() for piece in part.partition(":"))
        key = key.replace("-", "+").replace("_", "/")
        try:
            length = len(base64.b64decode(key, validate=True))
        except binascii.Error:
            length = 0
        if not name or length != 32 or name in keys:
            raise Misconfigured("NSS_VAULT_KEYS must read name:key,… (32 bytes in base64, names unique)")
        keys[name] = key
    if not keys:
        raise Misconfigured("NSS_VAULT_KEYS names no key")
    return keys


def _servers(netloc: str) -> tuple[str, str]:
    """Hosts and ports of a DATABASE_URL as libpq takes them: several with commas, of which the first that answers is used."""
    found = [urlsplit(f"//{place}") for place in netloc.rpartition("@")[2].split(",")]
    try:
        ports = [str(place.port or "") for place in found]
    except ValueError:
        raise Misconfigured("DATABASE_URL names a port that is no number") from None
    return ",".join(unquote(place.hostname or "") for place in found), ",".join(ports) if any(ports) else ""


SILENT_SERVER = {
    "connect_timeout": "2",
    "tcp_user_timeout": "5000",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
}
"""A server on the network that vanishes without a word is noticed within so many seconds (`tcp_user_timeout`: milliseconds): two
where a connection is made, five where something was sent, ten where an answer is waited for. A server that is only slow
acknowledges what it got, and is waited for as before."""


def _database(env: Mapping[str, str], place: str, data_dir: Path) -> dict[str, object]:
    """Django's settings of the database: DATABASE_URL, else the embedded server's socket.

    A web process has one thread that answers pages, so a small pool per process is enough; tests use none,
    because they make and drop the database.
    """
    options: dict[str, Any] = {"application_name": f"nss-{place}"}
    if url := env.get("DATABASE_URL"):
        parts = urlsplit(url)
        if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
            raise Misconfigured("DATABASE_URL must read postgresql://user:password@host:port/name")
        hosts, ports = _servers(parts.netloc)
        given = dict(parse_qsl(parts.query))
        if "," in (given.get("host") or hosts):  # of several servers one takes what is written
            options["target_session_attrs"] = "read-write"
        options |= SILENT_SERVER | given
        where = {
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", None) or hosts,
            "PORT": options.pop("port", None) or ports,
        }
    else:
        where = {
            "NAME": embedded.NAME,
            "USER": embedded.USER,
            "PASSWORD": "",
            "HOST": str(embedded.Server(data_dir).socket_folder),
            "PORT": str(embedded.PORT),
        }
    pool = _number(env, "NSS_DB_POOL", 0 if place == "test" else 4)
    if pool:
        options["pool"] = {
            "min_size": 1,
            "max_size": pool,
            "timeout": 2,  # away: a page says so in two seconds
            "reconnect_timeout": 4,  # tried afresh by whoever asks next, not after ever longer pauses
        }
    if _flag(env, "NSS_DB_PREPARE", True):  # plans are kept on the connection: a fifth of a page's time
        options |= {"server_side_binding": True, "prepare_threshold": 3}
    return {
        "ENGINE": "nss.runtime.postgresql",
        **where,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        "TEST": {"NAME": env.get("NSS_TEST_DB", "test_nss")},
    }
