"""What is the same everywhere. The modules beside this one add what differs: testing, demo, production."""

from __future__ import annotations

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from tess.config import env
from tess.kernel.interface import policy
from tess.kernel.tenancy.names import DEFAULT_ALIAS, EXTENSIONS, OWNER_ALIAS

BASE_DIR = env.PROJECT
SECRET_KEY = env.text("TESS_SECRET_KEY")
DEBUG = False

# --- hosts: the collective's, and one a member organisation under it ---------------------------------------------------
COLLECTIVE_HOST = env.text("TESS_COLLECTIVE_HOST", "tess.localhost")
PUBLIC_SCHEME = "https"
PUBLIC_PORT = ""  # ":8000" in the embedded default
ALLOWED_HOSTS = [COLLECTIVE_HOST, f".{COLLECTIVE_HOST}"]
ROOT_URLCONF = "tess.config.urls_collective"
ORGANISATION_URLCONF = "tess.config.urls_organisation"
WSGI_APPLICATION = "tess.config.wsgi.application"

# --- apps: shared and tenant are disjoint, so that a table met in the wrong schema fails loudly -------------------------
SHARED_APPS = [
    "django_tenants",
    "tess.kernel",
    "tess.identity",
    "tenants.organisations",
    "tenants.governance",
    "tess.observatory",
    "tenants.admission",
    "tenants.relays",
    "cms",
    "cms.charter",
    "cms.exchanges",
    "shared_training.catalogue",
    "shared_training.sessions",
    "billing.budgets",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]
TENANT_APPS = [
    "tenants.onboarding",
    "tenants.telephony",
    "tenants.people",
    "tenants.desk",
    "tenants.activity",
]
INSTALLED_APPS = SHARED_APPS + TENANT_APPS
TENANT_MODEL = "organisations.Organisation"
TENANT_DOMAIN_MODEL = "organisations.Domain"
PG_EXTRA_SEARCH_PATHS = [EXTENSIONS]
SKIP_PG_EXTRA_VALIDATION = (
    True  # organisations' schemas begin with org_: none can be called so; and the check connects at import
)
DATABASE_ROUTERS = ["tess.kernel.tenancy.router.SchemaRouter"]
TENANT_SYNC_ROUTER = "tess.kernel.tenancy.router.SchemaRouter"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["django_tenants.W003"]

# The order is the design: what stands above OrganisationMiddleware acts as the application, what stands below as the
# organisation.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tess.kernel.interface.policy.AdminPolicyMiddleware",
    "tess.kernel.interface.maintenance.MaintenanceMiddleware",
    "tess.kernel.tenancy.middleware.HostMiddleware",
    "tess.identity.middleware.HostSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tess.identity.middleware.IdentityMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tess.identity.middleware.OrganisationMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tess.kernel.interface.context.shell",
            ],
            "builtins": ["django.templatetags.i18n"],
        },
    }
]

FORM_RENDERER = "tess.kernel.interface.forms.Renderer"
MAINTENANCE_FILE = str(env.folder("TESS_MAINTENANCE_FILE", "maintenance"))  # while it is there, pages answer 503
STYLE_GUIDE_FOR_EVERYBODY = False
CSRF_FAILURE_VIEW = "tess.identity.views.kept.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": policy.strict(form_targets=[f"{COLLECTIVE_HOST}:*", f"*.{COLLECTIVE_HOST}:*"])  # the hand-over
}

# --- identity ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SESSION_ENGINE = "tess.identity.sessions"
SESSION_COOKIE_NAME = "__Host-tess_session"
CSRF_COOKIE_NAME = "__Host-tess_csrf"
HANDOVER_COOKIE_NAME = "__Host-tess_passage"
SESSION_COOKIE_AGE = 12 * 3600  # seconds: a long shift
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "tess.identity.messages.PersonsStorage"
LOGIN_URL = "identity:sign_in"
LOGIN_REDIRECT_URL = "identity:home"
KNOWN_BROWSER_COOKIE_NAME = "__Host-tess_connu"
PROXIES = 0  # how many of ours stand in front and write X-Forwarded-For: the address counted is the last of theirs
SHOW_CODES = False  # the demonstration's own way in; refused wherever people are served (identity.E001)

# django-allauth: its flows, our pages, words and counters (docs/adr/0050)
ACCOUNT_ADAPTER = "tess.identity.adapters.account.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # accounts come from invitations; allauth wants it said
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation proves the mailbox; a new address is proven before it counts
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
PASSWORD_RESET_TIMEOUT = 3600  # seconds
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True  # as long as a long shift, see SESSION_COOKIE_AGE
ACCOUNT_FORMS = {
    "login": "tess.identity.forms.sign_in.SignInForm",
    "request_login_code": "tess.identity.forms.sign_in.RequestCodeForm",
    "confirm_login_code": "tess.identity.forms.sign_in.ConfirmCodeForm",
    "reset_password": "tess.identity.forms.passwords.ForgottenForm",
    "reset_password_from_key": "tess.identity.forms.passwords.NewPasswordForm",
    "change_password": "tess.identity.forms.passwords.ChangePasswordForm",
    "set_password": "tess.identity.forms.passwords.SetPasswordForm",
    "add_email": "tess.identity.forms.passwords.AddressForm",
    "reauthenticate": "tess.identity.forms.passwords.PasswordAgainForm",
}
ACCOUNT_RATE_LIMITS = False  # our own counters: tess.identity.domain.throttle
MFA_ADAPTER = "tess.identity.adapters.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # one challenge serves them all: a key without its PIN must open by none
MFA_ALLOW_UNVERIFIED_EMAIL = True  # it is a new address on its way; the account's own is proven
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # our forms check the origin, to the letter
MFA_TOTP_ISSUER = "TeSS"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: telephones' clocks are off
MFA_FORMS = {
    "authenticate": "tess.identity.forms.factors.CodeForm",
    "authenticate_webauthn": "tess.identity.forms.factors.PasskeyForm",
    "reauthenticate": "tess.identity.forms.factors.CodeAgainForm",
    "reauthenticate_webauthn": "tess.identity.forms.factors.PasskeyAgainForm",
    "login_webauthn": "tess.identity.forms.factors.PasskeySignInForm",
    "activate_totp": "tess.identity.forms.factors.ActivateApplicationForm",
    "add_webauthn": "tess.identity.forms.factors.AddPasskeyForm",
    "edit_webauthn": "tess.identity.forms.factors.RenamePasskeyForm",
}
MFA_RATE_LIMITS = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- keys: outside the database, backed up apart ---------------------------------------------------------------------
MASTER_KEY_FILE = str(env.folder("TESS_MASTER_KEY_FILE", "secrets/master.key"))
KEYS_DIR = str(env.folder("TESS_KEYS_DIR", "keys"))

# --- files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = str(env.folder("TESS_STATIC_DIR", "static"))
MEDIA_URL = "/media/"
MEDIA_ROOT = str(env.folder("TESS_MEDIA_DIR", "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
ADMISSION_DIR = str(env.folder("TESS_ADMISSION_DIR", "admission"))  # candidates' documents, sealed; never served
ADMISSION_SCANNER = env.text("TESS_ADMISSION_SCANNER", "")  # clamd: unix:///path or tcp://host:port; none: not scanned
IMPORTS_DIR = str(env.folder("TESS_IMPORTS_DIR", "imports"))  # files brought, for an hour at most; never backed up
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- letters -------------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("TESS_EMAIL_FROM", f"TeSS <ne-pas-repondre@{COLLECTIVE_HOST}>")
EMAIL_TIMEOUT = 10  # seconds

# --- language --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# --- background work -------------------------------------------------------------------------------------------------
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10.0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ROUTES = {  # read by one process: docs/adr/0065
    name: {"queue": "owner"}
    for name in (
        "tenants.admission.tasks.work_as_owner",
        "tenants.organisations.tasks.keep_practice_spaces",
        "tenants.organisations.tasks.empty_practice_spaces",
    )
}
CELERY_BEAT_SCHEDULE = {
    "sweep the outbox": {
        "task": "tess.kernel.tasks.sweep_outbox",
        "schedule": 5.0,
        "options": {"headers": {"tess_organisation": "collective"}, "expires": 5.0},
    },
    "forget brought files after an hour": {
        "task": "tess.kernel.tasks.sweep_uploads",
        "schedule": 300.0,
        "options": {"headers": {"tess_organisation": "collective"}, "expires": 300.0},
    },
    "publish pages whose hour has come": {
        "task": "cms.tasks.publish_scheduled",
        "schedule": 60.0,
        "options": {"headers": {"tess_organisation": "collective"}, "expires": 60.0},
    },
    "publish the figures of the days before": {
        "task": "tenants.activity.tasks.publish_everywhere",
        "schedule": crontab(hour=3, minute=20),
        "options": {"headers": {"tess_organisation": "collective"}, "expires": 6 * 3600.0},
    },
    "take up exports": {
        "task": "tenants.admission.tasks.work",
        "schedule": 10.0,
        "options": {"headers": {"tess_organisation": "collective"}, "expires": 10.0},
    },
    "open and erase spaces": {
        "task": "tenants.admission.tasks.work_as_owner",
        "schedule": 5.0,
        "options": {"headers": {"tess_organisation": "collective"}, "expires": 5.0},
    },
    "remind of candidacies and erase those that are over": {
        "task": "tenants.admission.tasks.keep_time",
        "schedule": crontab(hour=7, minute=30),
        "options": {"headers": {"tess_organisation": "collective"}, "expires": 6 * 3600.0},
    },
    "open the sandboxes asked for": {
        "task": "tenants.organisations.tasks.keep_practice_spaces",
        "schedule": 30.0,
        "options": {"headers": {"tess_organisation": "collective"}, "expires": 30.0},
    },
    "empty the sandboxes": {
        "task": "tenants.organisations.tasks.empty_practice_spaces",
        "schedule": crontab(hour=3, minute=50),
        "options": {"headers": {"tess_organisation": "collective"}, "expires": 6 * 3600.0},
    },
    "clear the messages done long ago": {
        "task": "tess.kernel.tasks.clear_outbox",
        "schedule": crontab(hour=4, minute=10),
        "options": {"headers": {"tess_organisation": "collective"}, "expires": 6 * 3600.0},
    },
    "end the exceptional accesses past their hour": {
        "task": "tess.identity.tasks.end_exceptional",
        "schedule": 120.0,
        "options": {"headers": {"tess_organisation": "collective"}, "expires": 120.0},
    },
    "clear the sign-ins that are over": {
        "task": "tess.identity.tasks.clear_sign_ins",
        "schedule": crontab(hour=4, minute=20),
        "options": {"headers": {"tess_organisation": "collective"}, "expires": 6 * 3600.0},
    },
}

# --- Wagtail: at the collective's host only ----------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "TeSS"
WAGTAILADMIN_BASE_URL = f"https://{COLLECTIVE_HOST}"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}  # Wagtail stores it in clear
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "french"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# --- logs: no address, no name, no query string, no value -------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "tess.kernel.logs.DiscreetFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # the sweep runs every few seconds: that it ended is worth a line, that it was asked for is not
    "loggers": {name: {"level": "WARNING"} for name in ("celery.worker.strategy", "celery.beat")},
}


def databases(application_url: str, owner_url: str | None) -> dict[str, dict[str, object]]:
    """The alias that serves and, where an operator works, the one that owns."""
    found = {DEFAULT_ALIAS: env.database(application_url)}
    if owner_url:
        found[OWNER_ALIAS] = env.database(owner_url)
    return found


def broker(redis_url: str | None) -> dict[str, object]:
    """Celery's broker: Redis, or folders where there is none (the outbox is the truth, the broker only the doorbell)."""
    if redis_url:
        return {
            "url": redis_url.replace("unix://", "redis+socket://"),  # one address, two libraries' spellings
            # measured: a killed worker's task runs again after 7 s instead of 104 s
            "options": {
                "visibility_timeout": 3600,
                "unacked_restore_interval": 1,
                "unacked_restore_throttle": 1,
            },
        }
    root = env.HOME / "broker"
    for name in ("messages", "processed", "control"):
        (root / name).mkdir(parents=True, exist_ok=True)
    return {
        "url": "filesystem://",
        "options": {
            "data_folder_in": str(root / "messages"),
            "data_folder_out": str(root / "messages"),
            "processed_folder": str(root / "processed"),
            "control_folder": str(root / "control"),
            "store_processed": False,
            "polling_interval": 0.05,
        },
    }


def caches(redis_url: str | None) -> dict[str, dict[str, object]]:
    """`default` is Wagtail's, unprefixed; `organisation` keeps each organisation's entries apart."""
    if redis_url:
        backend: dict[str, object] = {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_url,
            "OPTIONS": {"db": 1},  # apart from the broker's: clearing a cache must not lose the doorbell's calls
        }
    else:
        backend = {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(env.HOME / "cache"),
        }
    prefixed = {**backend, "KEY_FUNCTION": "tess.kernel.tenancy.caching.key_of_organisation"}
    if not redis_url:
        prefixed["LOCATION"] = str(env.HOME / "cache" / "organisations")  # apart: an erasure clears it whole
    return {"default": backend, "organisation": prefixed}
