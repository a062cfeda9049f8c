"""What the server of `test_shares` loads in each of its processes: a page that takes a while and says which process it is."""

from __future__ import annotations

import os
import time
from typing import Any

from nss.runtime import shares
from nss.runtime.front import Front


def page(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    time.sleep(0.005)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]


door = Front(page, lambda: True, shares.join())
