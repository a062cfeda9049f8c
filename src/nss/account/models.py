"""People with names and roles, tries to sign in, one-time links, and forms kept over a session's end."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, NoReturn

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.management.base import CommandError
from django.db import models
from django.utils.module_loading import import_string

from nss.base import clock
from nss.base.choices import Choice
from nss.base.ids import new_id
from nss.base.two_people import STILL_OPEN, ByTwo
from nss.base.words import W


class Role(Choice):
    """Roles of an office's people, then those of the Center's."""

    MANAGER = "manager", W("管理責任者", "Manager")
    APPLICANT = "applicant", W("申込担当者", "Contact person")
    OFFICE_BILLING = "office_billing", W("請求担当", "Billing")
    READER = "reader", W("参照のみ", "Read only")
    RECEPTION = "reception", W("受付", "Reception")
    REVIEWER = "reviewer", W("審査", "Review")
    APPROVER = "approver", W("承認", "Approval")
    WORKS = "works", W("工事", "Works")
    BILLING = "billing", W("請求", "Billing")
    AUDITOR = "auditor", W("監査", "Audit")
    ADMIN = "admin", W("管理", "Administration")


OFFICE_ROLES = (Role.MANAGER, Role.APPLICANT, Role.OFFICE_BILLING, Role.READER)
CENTER_ROLES = (
    Role.RECEPTION,
    Role.REVIEWER,
    Role.APPROVER,
    Role.WORKS,
    Role.BILLING,
    Role.AUDITOR,
    Role.ADMIN,
)
CENTER_CODE = "NACCS"
"""What the Center's people type as their office code."""


class People(BaseUserManager["Person"]):
    """Manager of `Person`; looks a person up by user name with the office in the same query."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)

    def create_superuser(self, **named: object) -> NoReturn:
        """What Django's command of this name asks for. Nobody here may everything."""
        raise CommandError("the first administrator is made by: python -m nss first-person")


class Person(AbstractBaseUser):
    """Somebody who signs in: of one office, or of the Center when `office` is empty."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    username = models.CharField(max_length=40, unique=True)
    login_id = models.CharField(max_length=30)
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="people", null=True)
    family_name = models.CharField(max_length=20)
    given_name = models.CharField(max_length=20)
    kana = models.CharField(max_length=80, blank=True, default="")
    department = models.CharField(max_length=60, blank=True, default="")
    title = models.CharField(max_length=40, blank=True, default="")
    phone = models.CharField(max_length=11, blank=True, default="")
    email = models.EmailField(max_length=100)
    role = models.CharField(max_length=16, choices=Role.choices())
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    previous_login = models.DateTimeField(null=True)

    viewing = False  # set on the stand-in of somebody of the Center who looks at an office's pages

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]
    objects = People()

    def __str__(self) -> str:
        return self.username

    @property
    def full_name(self) -> str:
        """Family name, space, given name."""
        return f"{self.family_name} {self.given_name}"

    @property
    def role_word(self) -> W | str:
        """The role as users read it."""
        return Role.word_of(self.role)

    @property
    def is_center(self) -> bool:
        """Whether the person belongs to the Center, not to an office."""
        return self.office_id is None

    @property
    def may_apply(self) -> bool:
        """Write and file applications of the own office."""
        return self.office_id is not None and self.role in (Role.MANAGER, Role.APPLICANT)

    @property
    def may_change(self) -> bool:
        """Begin or go on with an application about the own office, whose contract has not ended."""
        return self.may_apply and not (self.office is not None and self.office.ended)

    @property
    def may_act(self) -> bool:
        """Do anything at the Center beside reading: every role of it but the auditor's, who changes nothing there."""
        return self.is_center and self.role in CENTER_ROLES and self.role != Role.AUDITOR

    @property
    def may_review(self) -> bool:
        """Review filed applications: take up, send back with comments, memo, withdrawal on request, settings."""
        return self.is_center and self.role in (Role.REVIEWER, Role.APPROVER, Role.ADMIN)

    @property
    def may_assign(self) -> bool:
        """Give applications to colleagues: whoever reviews, and reception, which sees who waits."""
        return self.may_review or (self.is_center and self.role == Role.RECEPTION)

    @property
    def may_decide(self) -> bool:
        """Approve, reject or revoke applications, correct the register, let people in: given apart from reviewing."""
        return self.is_center and self.role in (Role.APPROVER, Role.ADMIN)

    @property
    def may_work(self) -> bool:
        """Arrange works and answer connection tests (N09)."""
        return self.may_review or (self.is_center and self.role == Role.WORKS)

    @property
    def may_bill(self) -> bool:
        """Load and fix a billing month (N14)."""
        return self.is_center and self.role in (Role.BILLING, Role.ADMIN)

    @property
    def may_manage_offices(self) -> bool:
        """Help offices' people with a lost sign-in."""
        return self.is_center and self.role in (Role.RECEPTION, Role.APPROVER, Role.ADMIN)

    @property
    def may_export_record(self) -> bool:
        """Take the record along as a file: whoever reviews, and the auditor (N19)."""
        return self.may_review or (self.is_center and self.role == Role.AUDITOR)

    @property
    def may_administer(self) -> bool:
        """Edit master data, send announcements, run jobs again."""
        return self.is_center and self.role == Role.ADMIN

    @property
    def may_manage_people(self) -> bool:
        """Invite, stop and change the people of the own office or of the Center."""
        return self.role in (Role.MANAGER, Role.ADMIN)

    @property
    def may_see_people(self) -> bool:
        """Read who of the own office or of the Center has which role: whoever changes it, and the auditor (N18)."""
        return self.may_manage_people or (self.is_center and self.role == Role.AUDITOR)

    @property
    def may_see_offices_people(self) -> bool:
        """Read who of an office has which role: whoever helps them, and the auditor."""
        return self.may_manage_offices or (self.is_center and self.role == Role.AUDITOR)


class ManagerProposal(ByTwo):
    """Somebody whom the Center is to make manager of an office: invited (`person` is empty) or raised from another role."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    login_id = models.CharField(max_length=30)
    family_name = models.CharField(max_length=20)
    given_name = models.CharField(max_length=20)
    email = models.EmailField(max_length=100)
    role_before = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints = [
            *ByTwo.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "login_id"],
                name="one_open_manager_proposal",
                condition=models.Q(**{f"{name}__isnull": True for name in STILL_OPEN}),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.login_id}"

    @property
    def before_word(self) -> W | str:
        """The role now, as users read it."""
        return Role.word_of(self.role_before)

    @property
    def after_word(self) -> W | str:
        """The role after it."""
        return Role.MANAGER.word


class SignInAttempt(models.Model):
    """A failed try; keys are hashes, so the table names nobody."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="sign_in_attempt_key")]

    def __str__(self) -> str:
        return self.key[:8]


class OneTimeLink(models.Model):
    """A mailed link to set a password; only a hash of its token is kept."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE)
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)

    def usable(self, now: datetime) -> bool:
        """Whether the link has not been used and has not expired."""
        return self.used_at is None and now < self.expires


class ParkedPost(models.Model):
    """A form that arrived after its session had ended, or from a page that was opened before a new sign-in: sealed, for the same
    person, for 24 hours (F-07)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, models.CASCADE)
    path = models.CharField(max_length=1000)
    body = models.BinaryField()
    at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    """When it was shown in its page again or sent again by its person; it waits no longer."""

    def __str__(self) -> str:
        return self.path


class ApiToken(models.Model):
    """A key of an office for the API; only a hash of it is kept."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class PersonSession(AbstractBaseSession):
    """A session with the person, the browser and the address that it belongs to (C30)."""

    person_id = models.BigIntegerField(null=True, db_index=True)
    agent = models.CharField(max_length=80, blank=True, default="")
    address = models.CharField(max_length=45, blank=True, default="")
    began_at = models.CharField(max_length=16, blank=True, default="")

    @classmethod
    def get_session_store_class(cls) -> type:
        store: type = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store


class Access(models.Model):
    """One access that belongs to no application: sign-ins, people's rights, what the Center looked at or changed."""

    class What(Choice):
        SIGNED_IN = "signed_in", W("ログイン", "Signed in")
        SIGNED_OUT = "signed_out", W("ログアウト", "Signed out")
        FAILED = "failed", W("ログイン失敗", "Sign-in failed")
        ENDED = "ended", W("ほかの端末からのログアウト", "Signed out on other devices")
        PASSWORD = "password", W("パスワードの変更", "Password changed")
        INVITED = "invited", W("担当者の登録", "Person registered")
        PROPOSED = "proposed", W("管理責任者の提案", "Manager proposed")
        UNPROPOSED = "unproposed", W("管理責任者の提案の取りやめ", "Proposal of a manager taken back")
        ROLE = "role", W("役割の変更", "Role changed")
        STOPPED = "stopped", W("担当者の利用停止", "Account suspended")
        STARTED = "started", W("担当者の利用再開", "Account reactivated")
        LINK = "link", W("パスワード再設定の案内", "Reset link sent")
        FACTOR = "factor", W("二段階認証の解除", "Second factor removed")
        FACTOR_ADDED = "factor_added", W("二段階認証の追加", "Second factor added")
        FACTOR_CODES = "factor_codes", W("予備の番号の再作成", "Recovery codes made anew")
        FACTOR_WRONG = "factor_wrong", W("二段階認証の失敗", "Second factor failed")
        VIEWED_AS = "viewed_as", W("事業所としての閲覧", "Viewed as an office")
        MASTER = "master", W("マスタの変更", "Master data changed")
        EXPORTED = "exported", W("記録の出力", "Record exported")
        IMPORTED = "imported", W("契約情報の取込み", "Register imported")
        MAIL = "mail", W("メールの再送", "Mail sent again")
        MAIL_BACK = "mail_back", W("メールの不達の記録", "E-mail recorded as not delivered")
        MAIL_READ = "mail_read", W("メールの閲覧", "Mail read")
        OFFICE_SEEN = "office_seen", W("事業所の照会", "Office looked up")
        BILL_LOADED = "bill_loaded", W("利用料金ファイルの取込み", "Usage file loaded")
        BILL_DRAWN = "bill_drawn", W("請求の作り直し", "Invoices drawn up anew")
        BILL_ASKED = "bill_asked", W("請求確定の依頼", "Request to finalize bills")
        BILL_UNDONE = "bill_undone", W("請求確定の依頼の取りやめ", "Request to finalize bills withdrawn")
        BILL_FIXED = "bill_fixed", W("請求の確定", "Bills finalized")
        CREDIT_ASKED = "credit_asked", W("請求の訂正の登録", "Correction of a bill entered")
        CREDIT_OFF = "credit_off", W("請求の訂正の取りやめ", "Correction of a bill taken back")
        CREDITED = "credited", W("請求の訂正", "Bill corrected")
        CERT_STOPPED = "cert_stopped", W("証明書の停止", "Certificate stopped")
        JOB = "job", W("処理の再実行", "Task run again")
        ERASED = "erased", W("保存期間を過ぎた情報の削除", "Erased after its term")

    id = models.BigIntegerField(primary_key=True, default=new_id)
    at = models.DateTimeField(db_index=True)
    what = models.CharField(max_length=12, choices=What.choices())
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    office = models.ForeignKey("contract.Office", models.PROTECT, related_name="+", null=True)
    address = models.CharField(max_length=45, blank=True, default="")
    reference = models.CharField(max_length=16, blank=True, default="", help_text="of the request in the log")
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["reference"], name="access_reference", condition=~models.Q(reference="")),
            models.Index(fields=["address"], name="access_address", condition=~models.Q(address="")),
            models.Index(fields=["id"], name="access_failed", condition=models.Q(what="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.at.astimezone(clock.TOKYO):%Y-%m-%d %H:%M} {self.what}"
