"""What the door of a web process and its pages say to each other, and to a visitor, while the database is away.

Nothing is imported here: the door (`nss.runtime.front`) answers without the pages.
"""

from __future__ import annotations

FOUND_AWAY = "nss.database_away"
"""Set in the environ by a page that found the database away, for the door, which then asks the others to wait."""
KNOWN_AWAY = "nss.known_away"
"""Set in the environ by the door for a form that comes meanwhile: the page that keeps it is answered without asking the database."""
RETRY_SECONDS = 10
"""After so long a visitor's program may ask again."""
SAID = (
    "ただいま一時的にご利用いただけません。しばらくしてから、もう一度お試しください。保存済みの内容は失われていません。\n"
    "Not available for the moment. Please try again shortly. Nothing saved was lost."
)
"""In both languages: whose page it is is not known."""
