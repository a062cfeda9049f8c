"""The pages as a WSGI application; `asgi` puts the door before them."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

from nss.runtime.memory import give_back_large_blocks

give_back_large_blocks()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
application = get_wsgi_application()

# What was loaded stays for good: the collector need not walk through it again and again. A page makes some ten thousand
# short-lived things and few cycles, so the young are looked at less often than Python's 700 too.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
