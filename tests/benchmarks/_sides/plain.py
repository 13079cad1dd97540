"""What `startproject` gives: Django's own users and sessions, no tenants; persistent connections, as on our side."""

import os

from tess.config import env
from tests.benchmarks._sides.counting import COUNTED

SECRET_KEY = "benchmarks only"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.benchmarks._sides.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_found = env.database(os.environ["DATABASE_URL"])
DATABASES = {
    "default": {
        **_found,
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {**_found["OPTIONS"], **COUNTED},
    }
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
