"""Settings from outside."""

from __future__ import annotations

import base64
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from psycopg.pq import Conninfo

import nss
from nss.runtime.environment import Misconfigured, read

KEY = base64.b64encode(b"k" * 32).decode()
PRODUCTION = {
    "NSS_ENV": "production",
    "NSS_PUBLIC_URL": "https://nss.example.jp/",
    "NSS_SECRET_KEY": "s" * 60,
    "NSS_VAULT_KEYS": f"2026:{KEY}",
    "DATABASE_URL": "postgresql://u:p%40ss@db.example.jp:5433/nss?sslmode=require",
}


@pytest.mark.parametrize(
    ("where", "host", "port"),
    [
        ("u@db.example.jp:5433/nss", "db.example.jp", "5433"),
        ("u@one,two/nss", "one,two", ""),
        ("u:p@one:5433,two:5434/nss", "one,two", "5433,5434"),
        ("u@[::1]:5433,two/nss", "::1,two", "5433,"),
        ("u@/nss?host=/run/pg&port=5435", "/run/pg", "5435"),
        ("/nss?host=/run/pg", "/run/pg", ""),
    ],
)
def test_the_database_may_lie_on_several_servers(where: str, host: str, port: str) -> None:
    found = read({**PRODUCTION, "DATABASE_URL": f"postgresql://{where}"}).database
    assert (found["HOST"], found["PORT"], found["NAME"]) == (host, port, "nss")


@pytest.mark.parametrize(
    ("where", "asked"),
    [
        ("one,two/nss", "read-write"),
        ("/nss?host=one,two", "read-write"),
        ("one,two/nss?target_session_attrs=primary", "primary"),
        ("one/nss", None),
    ],
)
def test_of_several_servers_the_one_is_meant_that_takes_what_is_written(
    where: str, asked: str | None
) -> None:
    options = read({**PRODUCTION, "DATABASE_URL": f"postgresql://u:p@{where}"}).database["OPTIONS"]
    assert isinstance(options, dict) and options.get("target_session_attrs") == asked


def test_a_server_that_vanishes_is_given_up_soon_unless_the_address_says_otherwise() -> None:
    where = "postgresql://u:p@one/nss?tcp_user_timeout=60000"
    options = read({**PRODUCTION, "DATABASE_URL": where}).database["OPTIONS"]
    assert isinstance(options, dict)
    assert options["connect_timeout"] == "2" and options["tcp_user_timeout"] == "60000"
    silent = sum(int(options[f"keepalives_{k}"]) for k in ("idle", "interval"))
    assert silent + int(options["keepalives_interval"]) * (int(options["keepalives_count"]) - 1) <= 15
    known = {line.keyword.decode() for line in Conninfo.get_defaults()}
    assert known >= options.keys() - {"pool", "server_side_binding", "prepare_threshold"}, "libpq takes them"


def test_nothing_set_gives_a_demonstration(tmp_path: Path) -> None:
    env = read({"NSS_DATA": str(tmp_path)})
    assert (env.place, env.demo, env.insecure, env.embedded) == ("demo", True, True, True)
    assert env.helpdesk_phone == "0120-794-550"
    assert env.contract_desk_phone == "044-520-6266"
    assert env.database["OPTIONS"]["pool"]["max_size"] == 4
    assert env.database["CONN_MAX_AGE"] == 0


def test_secrets_of_a_demonstration_are_made_once_and_private(tmp_path: Path) -> None:
    first, second = read({"NSS_DATA": str(tmp_path)}), read({"NSS_DATA": str(tmp_path)})
    assert first.secret_key == second.secret_key
    assert first.vault_keys == second.vault_keys
    for name in ("secret.key", "vault.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert [len(base64.b64decode(key)) for key in first.vault_keys.values()] == [32]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.key", "vault.key"]


@pytest.mark.parametrize(
    ("name", "value"), [("NSS_INVOICE_REGISTRATION", "T123"), ("NSS_CLAMD", "somewhere")]
)
def test_a_setting_of_the_wrong_form_ends_the_start_with_its_name(
    name: str, value: str, tmp_path: Path
) -> None:
    with pytest.raises(Misconfigured, match=name):
        read({**PRODUCTION, name: value, "NSS_DATA": str(tmp_path)})


def test_production(tmp_path: Path) -> None:
    env = read({**PRODUCTION, "NSS_DATA": str(tmp_path)})
    assert (env.demo, env.insecure, env.embedded) == (False, False, False)
    assert env.allowed_hosts == ["nss.example.jp"]
    assert env.center_needs_factor and env.proxy_hops == 1 and env.calls_per_minute == 600
    assert env.smtp_starttls and not env.metrics_token
    assert env.public_url == "https://nss.example.jp"
    assert env.vault_keys == {"2026": KEY}
    assert env.database["PASSWORD"] == "p@ss"
    where = [env.database[part] for part in ("HOST", "PORT", "NAME")]
    assert where == ["db.example.jp", "5433", "nss"]
    assert env.database["OPTIONS"]["sslmode"] == "require"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["NSS_PUBLIC_URL", "NSS_SECRET_KEY", "NSS_VAULT_KEYS"])
def test_production_says_what_is_missing(name: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=name):
        read({**{k: v for k, v in PRODUCTION.items() if k != name}, "NSS_DATA": str(tmp_path)})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NSS_ENV", "prod"),
        ("NSS_VAULT_KEYS", "a:short"),
        ("NSS_VAULT_KEYS", f"a:{KEY},a:{KEY}"),
        ("NSS_DB_POOL", "many"),
        ("NSS_INSECURE", "perhaps"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "postgresql://u@one:first/name"),
    ],
)
def test_unreadable_values_are_refused(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=name):
        read({**PRODUCTION, name: value, "NSS_DATA": str(tmp_path)})


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    env = {k: v for k, v in PRODUCTION.items() if k != "NSS_SECRET_KEY"}
    assert read({**env, "NSS_SECRET_KEY_FILE": str(tmp_path / "key")}).secret_key == "from a file"
    with pytest.raises(Misconfigured, match="NSS_SECRET_KEY_FILE"):
        read({**env, "NSS_SECRET_KEY_FILE": str(tmp_path / "none")})


def test_tests_have_a_place_of_their_own() -> None:
    env = read({"PYTEST_VERSION": "9"})
    assert env.place == "test"
    assert "pool" not in env.database["OPTIONS"]
    assert env.data_dir.parts[-2:] == (".nss", "test")


SHOWN = """
from nss.runtime import settings as s
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)
print(s.SECURE_HSTS_SECONDS, s.DEBUG, s.DEMO, s.SECURE_PROXY_SSL_HEADER[1], s.CENTER_NEEDS_FACTOR)
"""


def test_cookies_of_production_go_over_tls_alone_and_nothing_is_shown_of_a_fault(tmp_path: Path) -> None:
    env = {**PRODUCTION, "NSS_DATA": str(tmp_path), "PYTHONPATH": str(Path(nss.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", SHOWN], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "True True __Host-nss_session __Host-nss_csrf",
        "31536000 False False https True",
    ]
