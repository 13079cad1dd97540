"""The testing settings with the shared apps a schema needs and one tenant app; REPLAYED=first stops at its first migration."""

import os

from tess.config.settings.testing import *  # noqa: F403

SHARED_APPS = [
    "django_tenants",
    "tess.kernel",
    "tess.identity",
    "tenants.organisations",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
]
TENANT_APPS = ["tests.tess.kernel.replayed"]
INSTALLED_APPS = SHARED_APPS + TENANT_APPS
if os.environ.get("REPLAYED") == "first":
    MIGRATION_MODULES = {"replayed": "tests.tess.kernel.replayed.first"}
