"""Forms of sign-in, password and people."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from nss.base.columns import MailColumn
from nss.base.words import W
from nss.contract.models import Office

from . import throttle
from .columns import EMAIL, FAMILY_NAME, GIVEN_NAME, LOGIN_ID, ROLE
from .manager_proposals import BY_TWO, needs_second
from .models import CENTER_CODE, CENTER_ROLES, OFFICE_ROLES, Person, Role
from .reasons import REASON, needs_reason

MISSING = {"required": W("入力してください。", "Required.")}


def username_of(office_code: str, login_id: str) -> str:
    """The unique name from what was typed; full width and case do not matter."""
    code = unicodedata.normalize("NFKC", office_code).strip().upper()
    return f"{code}/{unicodedata.normalize('NFKC', login_id).strip().lower()}"


class SignInForm(forms.Form):
    """S01: office code, login ID and password."""

    use_required_attribute = False
    office_code = forms.CharField(
        label=W("事業所コード", "Office code"),
        max_length=20,
        error_messages=MISSING,
        help_text=W("例 NAC001", "e.g. NAC001"),
        widget=forms.TextInput(
            attrs={"autocomplete": "organization", "autocapitalize": "characters", "class": "code"}
        ),
    )
    login_id = forms.CharField(
        label=LOGIN_ID,
        max_length=40,
        error_messages=MISSING,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "class": "code"}),
    )
    password = forms.CharField(
        label=W("契約手続き用パスワード", "Password"),
        max_length=200,
        strip=False,
        error_messages=MISSING,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def _check_new(form: forms.Form, person: Person, first: str, second: str) -> None:
    new, again = form.cleaned_data.get(first) or "", form.cleaned_data.get(second) or ""
    if not new:
        return
    if new != again:
        form.add_error(
            second, ValidationError(W("新しいパスワードと一致しません。", "The two do not match."))
        )
    try:
        password_validation.validate_password(new, person)
    except ValidationError as error:
        form.add_error(first, error)


class NewPasswordForm(forms.Form):
    """C21, C22: a new password, typed twice; with `ask_current` the present one first, which is not even looked at for who is
    `slowed`: an answer about it would be one more guess."""

    use_required_attribute = False

    def __init__(
        self,
        person: Person,
        data: Mapping[str, object] | None = None,
        ask_current: bool = True,
        slowed: bool = False,
    ) -> None:
        super().__init__(data)
        self.person, self.slowed = person, slowed
        hint = W(
            "12文字以上。長い文も使えます。貼り付けもできます。",
            "12 characters or more; a sentence is fine; paste works.",
        )
        if ask_current:
            self.fields["current"] = forms.CharField(
                label=W("現在のパスワード", "Current password"),
                strip=False,
                error_messages=MISSING,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )
        self.fields["new"] = forms.CharField(
            label=W("新しいパスワード", "New password"),
            strip=False,
            max_length=200,
            help_text=hint,
            error_messages=MISSING,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        )
        self.fields["again"] = forms.CharField(
            label=W("新しいパスワード（確認用）", "New password (again)"),
            strip=False,
            max_length=200,
            error_messages=MISSING,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        )

    def clean(self) -> None:
        if self.slowed:
            raise ValidationError(throttle.SLOW)
        if (
            "current" in self.fields
            and self.cleaned_data.get("current")
            and not self.person.check_password(self.cleaned_data["current"])
        ):
            self.add_error(
                "current",
                ValidationError(W("現在のパスワードが正しくありません。", "The current password is wrong.")),
            )
        _check_new(self, self.person, "new", "again")


class ForgottenForm(forms.Form):
    """C22: office code and mail address of the person who lost the password."""

    use_required_attribute = False
    office_code = forms.CharField(
        label=W("事業所コード", "Office code"),
        max_length=20,
        error_messages=MISSING,
        widget=forms.TextInput(attrs={"class": "code"}),
    )
    email = MailColumn("email", W("登録済みのE-mailアドレス", "Registered e-mail")).form_field(must=True)
    email.widget.attrs["autocomplete"] = "email"


TAKEN = W("この担当者IDは使われています。", "This ID is taken.")


class PersonForm(forms.Form):
    """C20: invite a person."""

    use_required_attribute = False
    login_id = forms.RegexField(
        r"^[a-z0-9.\-]{3,30}$",
        label=LOGIN_ID,
        help_text=W("半角の英小文字・数字、3〜30文字", "3 to 30 small letters and digits"),
        error_messages={
            **MISSING,
            "invalid": W(
                "半角の英小文字・数字・.・-で3〜30文字にしてください。",
                "Use 3 to 30 small letters (a-z), digits, dots or hyphens.",
            ),
        },
    )
    family_name = FAMILY_NAME.form_field(must=True)
    given_name = GIVEN_NAME.form_field(must=True)
    email = EMAIL.form_field(must=True)

    def __init__(
        self, office: Office | None, data: Mapping[str, object] | None = None, by: Person | None = None
    ) -> None:
        super().__init__(data)
        self.office = office
        roles = OFFICE_ROLES if office else CENTER_ROLES
        self.fields["role"] = forms.ChoiceField(
            label=ROLE,
            choices=[(r, r.word) for r in roles],
            widget=forms.RadioSelect,
            error_messages=MISSING,
            help_text=BY_TWO if by is not None and needs_second(by, office, Role.MANAGER) else "",
        )
        if needs_reason(by):
            self.fields["reason"] = REASON.form_field(must=True)

    def clean_login_id(self) -> str:
        code = self.office.code if self.office else CENTER_CODE
        login_id: str = self.cleaned_data["login_id"]
        name = username_of(code, login_id)
        if Person.objects.filter(username=name).exists():
            raise ValidationError(TAKEN)
        return login_id


class ActForm(forms.Form):
    """What is sent with a button beside a person: the role that was chosen and, for the Center, why."""

    use_required_attribute = False

    def __init__(self, person: Person, by: Person, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, auto_id=f"id_%s_{person.pk}")
        self.person = person
        self.role = str((data or {}).get("role") or person.role)
        if needs_reason(by):
            self.fields["reason"] = REASON.form_field(must=True)

    @property
    def reason(self) -> str:
        """Why, as it is kept; empty where nobody was asked."""
        return str(self.cleaned_data.get("reason", ""))
