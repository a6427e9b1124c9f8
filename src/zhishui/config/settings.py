"""How is this installation set up? Twelve-factor: everything from the environment.

Tax parameters are law and live in `law/parameters`, never here.
"""

from __future__ import annotations

import os
from pathlib import Path

from zhishui.config import env


PACKAGE = Path(__file__).resolve().parent.parent

# ── This installation ────────────────────────────────────────────────────────
ZHISHUI_DATA = Path(os.environ.get("ZHISHUI_DATA", "data")).resolve()
ZHISHUI_KEYS = ZHISHUI_DATA / "keys"
ZHISHUI_ARCHIVE = ZHISHUI_DATA / "archive"
ZHISHUI_DEMO = env.flag("ZHISHUI_DEMO", default=True)
ZHISHUI_DEMO_DAY = env.day("ZHISHUI_DEMO_DAY", "2026-03-16")
ZHISHUI_CITY = os.environ.get("ZHISHUI_CITY", "和城市")
ZHISHUI_WORKER = env.flag("ZHISHUI_WORKER", default=True)

SECRET_KEY = env.secret(ZHISHUI_KEYS / "django.secret")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ZHISHUI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

# ── What it is made of ───────────────────────────────────────────────────────
INSTALLED_APPS = [
    "zhishui.config.apps.ConfigApp",
    "zhishui.journal",
    "zhishui.person.identity",
    "zhishui.person.exchange",
    "zhishui.person.facts",
    "zhishui.filing.ledger",
    "zhishui.filing.cases",
    "zhishui.filing.signing",
    "zhishui.filing.archive",
    "zhishui.filing.counter",
    "zhishui.doors.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
]
MIDDLEWARE = [
    "zhishui.doors.web.middleware.SafeRequest",
    "zhishui.doors.web.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhishui.doors.web.middleware.RefusalPages",
]
ROOT_URLCONF = "zhishui.config.urls"
WSGI_APPLICATION = "zhishui.config.wsgi.application"
DATABASES = {"default": env.database(os.environ.get("DATABASE_URL", ""), ZHISHUI_DATA / "zhishui.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhishui.doors.web.context.frame",
            ]
        },
    }
]

# ── Who may come in ──────────────────────────────────────────────────────────
AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "zhishui.doors.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/login/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "zhishui.doors.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY = env.flag("ZHISHUI_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_PROXY
if SECURE_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

# A form of ours is small; what is larger is refused before it is parsed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# ── Language, time, files ────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = ZHISHUI_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ZHISHUI_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
