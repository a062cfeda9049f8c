"""allauth is used for the second factor; nobody signs up by themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


class ClosedSignup(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: Any) -> bool:
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say what happened themselves."""
