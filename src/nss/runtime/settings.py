"""Django settings. What differs between places comes from the environment (docs/operating.md)."""

from __future__ import annotations

from pathlib import Path

from nss.runtime import environment

ENV = environment.read()
BASE_DIR = Path(__file__).resolve().parents[1]
SECRET_KEY = ENV.secret_key
DEBUG = False
ALLOWED_HOSTS = ENV.allowed_hosts
DEMO = ENV.demo
"""The demonstration: sample companies, training clock, mail page. Never set in production."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "nss.record.apps.RecordConfig",
    "nss.master",
    "nss.contract",
    "nss.issuing.apps.IssuingConfig",
    "nss.notice.apps.NoticeConfig",
    "nss.account.apps.AccountConfig",
    "nss.billing.apps.BillingConfig",
    "nss.application.apps.ApplicationConfig",
    "nss.procedure.apps.ProcedureConfig",
    "nss.document",
    "nss.web",
    "nss.office",
    "nss.center",
    "nss.runtime",
]
MIDDLEWARE = [
    "nss.web.middleware.Visitor",
    "nss.web.metrics.Measure",
    "nss.web.middleware.RequestId",
    "nss.web.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nss.web.middleware.Language",
    "nss.web.errors.Away",
    "nss.master.state.RefreshMasters",
    "django.middleware.common.CommonMiddleware",
    "nss.web.middleware.RefuseBadInput",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "nss.record.triggers.Actor",
    "nss.account.middleware.SessionLife",
    "nss.account.view_as.ViewAs",
    "nss.web.rate_limit.RateLimit",
    "allauth.account.middleware.AccountMiddleware",
    "nss.web.errors.OpenedByHand",
]
ROOT_URLCONF = "nss.runtime.urls"
WSGI_APPLICATION = "nss.runtime.wsgi.application"
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,  # templates stand in <room>/jinja2/
        "OPTIONS": {
            "environment": "nss.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "nss.web.context.shared",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "nss.web.forms.Renderer"

DATABASES = {"default": ENV.database}

PASSWORD_HASHERS = ["nss.account.hashers.OneLaneArgon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["nss.account.backends.OfficePerson"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "nss.account.passwords.NotLikeNames"},
    {"NAME": "nss.account.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "nss.account.passwords.NotGuessable"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "nss.account.adapters.ClosedSignup"
MFA_ADAPTER = "nss.account.adapters.SealedFactors"
MFA_FORMS = {
    "authenticate": "nss.account.factor_forms.Authenticate",
    "reauthenticate": "nss.account.factor_forms.Reauthenticate",
    "activate_totp": "nss.account.factor_forms.ActivateApp",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENV.insecure
MFA_TOTP_ISSUER = "NSS"

SESSION_ENGINE = "nss.account.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not ENV.insecure
SESSION_COOKIE_NAME = "nss_session" if ENV.insecure else "__Host-nss_session"
CSRF_COOKIE_NAME = "nss_csrf" if ENV.insecure else "__Host-nss_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "nss.web.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [ENV.public_url]
SECURE_PROXY_SSL_HEADER = None if ENV.insecure else ("HTTP_X_FORWARDED_PROTO", "https")
"""The proxy in front sets this header itself and drops one that a visitor sends (docs/operating.md)."""
SECURE_HSTS_SECONDS = 0 if ENV.insecure else 31_536_000
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
SILENCED_SYSTEM_CHECKS = ["account.W001"]

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
WHITENOISE_ROOT = BASE_DIR / "web" / "root"
"""Files that machines ask for at the root: robots.txt."""
STATIC_ROOT = ENV.data_dir / "static"
STYLESHEET_FOLDER = ENV.data_dir / "stylesheet"
"""Where the style sheet is put together from its parts (nss.web.stylesheet)."""
STATICFILES_FINDERS = [
    "nss.web.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": ENV.static_storage},
}
MEDIA_ROOT = ENV.data_dir / "files"
MAIL_FOLDER = ENV.data_dir / "mail"
"""Where the demonstration's mail server keeps what it got."""

EMAIL_HOST = ENV.smtp_host
EMAIL_PORT = ENV.smtp_port
EMAIL_HOST_USER = ENV.smtp_user
EMAIL_HOST_PASSWORD = ENV.smtp_password
EMAIL_USE_TLS = ENV.smtp_starttls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENV.mail_from

PUBLIC_URL = ENV.public_url
"""Address that mails and PDFs name, without a slash at the end."""
VAULT_KEYS = ENV.vault_keys
"""Names and keys of the vault; the first encrypts, all decrypt."""
PROXY_HOPS = ENV.proxy_hops
"""How many proxies stand in front, each adding the address that it heard to X-Forwarded-For; 0 for none."""
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "nss_cache",
        "TIMEOUT": 3600,
    }
}
"""For allauth's brakes on wrong codes of the second factor: one count over all processes."""
METRICS_TOKEN = ENV.metrics_token
"""What a scraper of /metrics sends as Bearer; without one nobody may, but in the demonstration."""
CLAMD = ENV.clamd
"""Where the virus scanner listens (`host:port` or `unix:/path`); empty for none."""
INVOICE_REGISTRATION = ENV.invoice_registration
BANK_ACCOUNT = ENV.bank_account
"""登録番号 of the issuer of qualified invoices: T and thirteen digits (Consumption Tax Act, article 57-4)."""
SECURITY_CONTACT = ENV.security_contact
"""Where weaknesses are told, as an address (mailto:, https:, tel:) for security.txt; empty for none."""
CALLS_PER_MINUTE = ENV.calls_per_minute
"""What one person may ask of one process in a minute; 0 for no bound."""
CENTER_NEEDS_FACTOR = ENV.center_needs_factor
"""Whether the Center's people must have a second factor before they see anything."""
HELPDESK_PHONE = ENV.helpdesk_phone
CONTRACT_DESK_PHONE = ENV.contract_desk_phone
SMTP_TERMINAL_DOMAIN = ENV.terminal_mail_domain

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "nss.web.logs.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENV.log_level},
    # Each schedule is named at every start of any command.
    "loggers": {"procrastinate.periodic": {"level": "WARNING"}},
}
