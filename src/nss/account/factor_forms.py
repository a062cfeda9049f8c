"""Codes of the second factor as people type them: full width, with spaces, pasted with what is not seen."""

from __future__ import annotations

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from nss.base import typed_text


class Code(forms.CharField):
    """A code field that takes what people paste: full width, spaces, invisible characters."""

    def to_python(self, value: object) -> str:
        return typed_text.plain(str(super().to_python(value)))


def _read_kindly(field: forms.Field) -> forms.CharField:
    return Code(label=field.label, widget=field.widget)


class Authenticate(AuthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """The second factor at sign-in."""

    use_required_attribute = False
    code = _read_kindly(AuthenticateForm.base_fields["code"])


class Reauthenticate(ReauthenticateForm):  # type: ignore[misc]
    """The second factor before something sensitive."""

    use_required_attribute = False
    code = _read_kindly(ReauthenticateForm.base_fields["code"])


class ActivateApp(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    use_required_attribute = False
    code = _read_kindly(ActivateTOTPForm.base_fields["code"])
