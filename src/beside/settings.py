"""Django's settings. What an operator may change is read from the environment: docs/deploy.md."""

import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from beside import env
from beside.design import inline

HOME = env.home()
PACKAGE = Path(__file__).resolve().parent

DEBUG = False
DEMO = env.flag("BESIDE_DEMO")
TESTING = env.flag("BESIDE_TESTING")


def _secret_key() -> str:
    """From the environment, or made once and kept beside the database."""
    if given := env.text("BESIDE_SECRET_KEY"):
        return given
    path = HOME / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = "only-for-tests" if TESTING else _secret_key()
ALLOWED_HOSTS = env.listed("BESIDE_HOSTS", ("localhost", "127.0.0.1", "[::1]"))


def _own_address() -> str:
    """On this machine; what listens everywhere is found here, too."""
    host, _, port = (env.text("BESIDE_LISTEN") or "127.0.0.1:8000").rpartition(":")
    listens_everywhere = host in {"0.0.0.0", "[::]", ""}  # noqa: S104 - it is only asked
    return f"http://{'127.0.0.1' if listens_everywhere else host}:{port}"


SITE_ADDRESS = env.text("BESIDE_ADDRESS") or _own_address()
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
_HTTPS = SITE_ADDRESS.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "csp",
    "beside.accounts",  # before allauth: where both translate a word, ours is shown
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "channels",
    "procrastinate.contrib.django",
    "beside.kernel",
    "beside.design",
    "beside.places",
    "beside.privacy",
    "beside.partners",
    "beside.directory",
    "beside.training",
    "beside.line",
    "beside.supply",
    "beside.peers",
    "beside.journeys",
    "beside.web",
]

MIDDLEWARE = [
    "beside.kernel.health.middleware.Meter",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "beside.design.compress.Compressed",
    "django.middleware.http.ConditionalGetMiddleware",
    "beside.design.policy.Policy",
    "django.middleware.locale.LocaleMiddleware",
    "beside.design.languages.WhereItStands",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "beside.accounts.middleware.Sittings",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "beside.web.urls"
CSRF_FAILURE_VIEW = "beside.web.problems.token_missing"
ASGI_APPLICATION = "beside.web.asgi.application"
WSGI_APPLICATION = "beside.web.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "beside.design.house.house",
            ],
            "builtins": ["beside.design.templatetags.dates"],
        },
    }
]

# The database: DATABASE_URL, or our own server on a socket below HOME (beside.kernel.postgres).
from beside.kernel.postgres import connection_settings  # noqa: E402

DATABASES = {"default": connection_settings(env.text("DATABASE_URL"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "beside.accounts.passwords.NotOnePieceAgainAndAgain"},
]

# Who signs in (beside.accounts). allauth's own mails, sign-up and counters by address are off.
LOGIN_URL = "account_login"
SIGN_IN_HOURS = env.whole("BESIDE_SIGN_IN_HOURS", 12)
SIGN_IN_IDLE_HOURS = env.whole("BESIDE_SIGN_IN_IDLE_HOURS", 8)
SESSION_COOKIE_AGE = SIGN_IN_HOURS * 3600
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_ADAPTER = "beside.accounts.adapters.account.Account"
ACCOUNT_FORMS = {
    "login": "beside.accounts.forms.entrance.SignIn",
    "reauthenticate": "beside.accounts.forms.entrance.Confirm",
    "change_password": "beside.accounts.forms.entrance.ChangePassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * env.whole("BESIDE_STEP_UP_MINUTES", 5)
# Those keyed by address are off; accounts.services.slips counts without addresses.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reauthenticate": None}
MFA_ADAPTER = "beside.accounts.adapters.second_factor.SecondFactor"
MFA_FORMS = {
    "authenticate": "beside.accounts.forms.second_factor.Code",
    "reauthenticate": "beside.accounts.forms.second_factor.ConfirmCode",
    "activate_totp": "beside.accounts.forms.second_factor.SetUpCodes",
    "add_webauthn": "beside.accounts.forms.second_factor.AddPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": None}

# Mail: with no server named, nothing is sent and links are shown to those who invite.
EMAIL_BACKEND = "beside.kernel.transports.django_mail.Backend"
DEFAULT_FROM_EMAIL = env.text("BESIDE_MAIL_FROM", "no-reply@localhost")

LANGUAGE_CODE = "en"
HOUSE_LANGUAGES = [("en", "English"), ("es", "Español")]  # each in its own words
LANGUAGES = [*HOUSE_LANGUAGES, ("ar", "العربية")]  # some pages stand in more (design.languages)

# What the public sees around every page
HOUSE_NAME = env.text("BESIDE_NAME", "Local help")
HELP_NUMBER = env.text("BESIDE_HELP_NUMBER", "1-800-662-4357")  # SAMHSA's line: free, EN and ES
EXIT_ADDRESS = env.text("BESIDE_EXIT_ADDRESS", "https://www.weather.gov/")

USE_TZ = True
FORMAT_MODULE_PATH = "beside.design.formats"
TIME_ZONE = "UTC"
ZONE = env.zone("BESIDE_ZONE", "America/New_York")  # in which pages tell the time

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING  # tests collect nothing
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "beside.design.storage.HashedFiles"
    },
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_NAME = "beside"
CSRF_COOKIE_SECURE = _HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers would then call our own forms' origin "null", and refuse them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
if _HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE, *map(inline.policy_hash, inline.SCRIPTS)],
        "style-src": [SELF, NONCE, *map(inline.policy_hash, inline.STYLES)],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# One JSON object a line, ids only; Django's mail to admins is off (beside.kernel.logs).
from beside.kernel import logs  # noqa: E402

LOGGING = logs.settings()

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # each room's jobs.py
