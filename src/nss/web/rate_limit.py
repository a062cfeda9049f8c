"""A limit on how many requests one signed-in person, or one token of the API, makes to one process in a minute
(`CALLS_PER_MINUTE`).

It is far above what anybody does by hand, and keeps a script from reading a whole register out (ASVS 2.4.1)."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from nss.base.words import W

from .errors import page

MINUTE = 60.0
TOO_FAST = W("短い時間に多くの操作がありました", "Too many requests")
WAIT = W(
    "1分ほどお待ちになってから、もう一度操作してください。入力中の内容は下書きに保存されています。",
    "Please wait a minute and try again. Drafts are saved.",
)


API = "/api/"


def key_of(request: HttpRequest) -> int | None:
    """Who asks the API: its token, as a number that says nothing of it."""
    sent = request.headers.get("Authorization", "") if request.path.startswith(API) else ""
    return hash(sent) if sent else None


class RateLimit:
    """Answers 429 beyond the limit. Counts by person, or by token of the API, and minute in the memory of the process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.window = 0
        self.asked: dict[object, int] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        most = settings.CALLS_PER_MINUTE
        who = most and (request.session.get("_auth_user_id") or key_of(request))
        if who:
            now = time.monotonic()
            if (window := int(now // MINUTE)) != self.window:
                self.window, self.asked = window, {}
            self.asked[who] = self.asked.get(who, 0) + 1
            if self.asked[who] > most:
                program = request.path.startswith(API)
                response = (
                    JsonResponse({"detail": TOO_FAST.en}, status=429)
                    if program
                    else page(request, 429, TOO_FAST, WAIT)
                )
                response["Retry-After"] = str(int(MINUTE - now % MINUTE) + 1)
                return response
        return self.get_response(request)
