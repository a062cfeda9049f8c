"""What all tests share: one embedded PostgreSQL for the run, a moved clock, a real Chromium.

pytest-django reads the settings before this file. That needs no running server: under pytest,
`nss.runtime.environment` points them at the data folder of the tests, and the server starts here.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from nss.base import clock
from nss.base.words import speak
from nss.runtime import embedded, environment

# Playwright's event loop runs in the tests' thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A busy machine makes an example slow; that says nothing about the code.
hypothesis_settings.register_profile("nss", deadline=None)
hypothesis_settings.load_profile("nss")

_server = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start the database in the controlling process; xdist's workers find it running."""
    env = environment.read()
    if env.embedded and not hasattr(config, "workerinput") and not config.option.collectonly:
        (env.data_dir / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
        _server.enter_context(embedded.Server(env.data_dir, fsync=False).use())


def pytest_unconfigure(config: pytest.Config) -> None:
    _server.close()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Name the order, which `-q` keeps to itself."""
    seed = getattr(config.option, "randomly_seed", None)
    if isinstance(seed, int):
        terminalreporter.write_line(f"Random order; the same one again: ARGS='--randomly-seed={seed}'")


@pytest.fixture(autouse=True, scope="session")
def _real_clock() -> None:
    """Without the training clock, so that pure tests do not ask the database; tests of it install it."""
    clock.set_source(None)


@pytest.fixture(autouse=True)
def _masters_as_at_the_start() -> Iterator[None]:
    """A test that edits master data leaves nothing of it to the next."""
    from nss.master import state

    state.reset()
    yield
    state.reset()


@pytest.fixture(autouse=True)
def _japanese_unless_a_test_says_otherwise() -> None:
    """A page that was read in English leaves its language to what runs next in the thread; a request says its own."""
    speak("ja")


@pytest.fixture
def moved_clock() -> Iterator[Callable[[int | date], date]]:
    """Move the system's day: `moved_clock(3)` is in three days, `moved_clock(date(2026, 7, 1))` that day."""
    before = clock._offset_days

    def move(to: int | date) -> date:
        clock.set_source(None)
        days = to if isinstance(to, int) else (to - clock.today()).days
        clock.set_source(lambda: days)
        return clock.today()

    yield move
    clock.set_source(before)


@pytest.fixture
def app_code(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """The code that an authenticator app shows for a secret. The app's clock stands still, so that no code runs out between
    its making and its use, however busy the machine is."""
    from allauth.mfa.totp.internal import auth as totp

    now = time.time()
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: now))
    return lambda secret: f"{totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())):06d}"


# -- browser -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium: Playwright's own builds cannot be downloaded everywhere."""
    path = os.environ.get("NSS_CHROMIUM") or "/usr/bin/chromium"
    found = shutil.which(path) or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.fail("Chromium is missing: `apt-get install chromium` or set NSS_CHROMIUM", pytrace=False)
    return {
        "executable_path": found,
        "headless": True,
        "args": [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            # A page taken from that cache loses its debugger for a moment, and the test with it.
            "--disable-features=BackForwardCache",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "ja-JP", "timezone_id": "Asia/Tokyo", "viewport": {"width": 1280, "height": 800}}


@pytest.fixture
def browser_page(live_server: Any, browser: Any, browser_context_args: dict[str, Any]) -> Iterator[Any]:
    """A page of a real Chromium on the running site; an error in a script of the page fails the test."""
    context = browser.new_context(base_url=live_server.url, **browser_context_args)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, f"errors in scripts: {errors}"
