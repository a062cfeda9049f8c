"""The database that a command works on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from nss.runtime import embedded, environment


@contextlib.contextmanager
def database() -> Iterator[environment.Environment]:
    """Keep the embedded database running during the block, unless DATABASE_URL names another."""
    env = environment.read()
    if not env.embedded:
        yield env
        return
    with embedded.Server(env.data_dir, fsync=env.place != "test").use():
        yield env
