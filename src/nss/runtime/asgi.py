"""The ASGI application that granian loads: the door (`front`), and the pages behind it."""

from __future__ import annotations

from nss.runtime import shares
from nss.runtime.front import Front
from nss.runtime.views import database_takes_writes
from nss.runtime.wsgi import application as pages

application = Front(pages, database_takes_writes, shares.join())
