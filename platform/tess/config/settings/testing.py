"""Tests: a Postgres of their own, no network, cheap passwords."""

import os
from pathlib import Path

from tess.config import env

# several runs at once: each has a Postgres, keys and files of its own
_home = env.PROJECT / ".tess" / "test" / os.environ.get("PYTEST_XDIST_WORKER", "")
os.environ.setdefault("TESS_SECRET_KEY", "tests only")
env.HOME = Path(os.environ.get("TESS_HOME", _home))

from tess.config.settings.base import *  # noqa: E402

PUBLIC_SCHEME = "http"
STYLE_GUIDE_FOR_EVERYBODY = True
# tests/conftest.py starts a cluster and fills in where it is
DATABASES = databases(
    env.text("DATABASE_URL", "postgresql://tess_app@/tess?host=/nowhere"),
    env.text("OWNER_DATABASE_URL", "postgresql://tess_owner@/tess?host=/nowhere"),
)
CELERY_BROKER_URL = "memory://"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "commons"},
    "organisation": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "organisations",
        "KEY_FUNCTION": "tess.kernel.tenancy.caching.key_of_organisation",
    },
}
SESSION_COOKIE_NAME = "tess_session"
CSRF_COOKIE_NAME = "tess_csrf"
HANDOVER_COOKIE_NAME = "tess_passage"
KNOWN_BROWSER_COOKIE_NAME = "tess_connu"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)
SHARED_APPS += ["tess.local.mailbox"]  # its routes are the demonstration's alone
INSTALLED_APPS += ["tess.local.mailbox"]
