"""Our side: the product's settings, with one tenant app more and two pages."""

import os

from tess.config.settings.testing import *  # noqa: F403
from tests.benchmarks._sides.counting import COUNTED

TENANT_APPS = [*TENANT_APPS, "tests.benchmarks._grown"]  # noqa: F405
INSTALLED_APPS = SHARED_APPS + TENANT_APPS  # noqa: F405
MIGRATION_MODULES = {"grown": f"tests.benchmarks._grown.{os.environ.get('GROWN', 'migrations')}"}
ORGANISATION_URLCONF = "tests.benchmarks._sides.urls_ours"
for _database in DATABASES.values():  # noqa: F405
    _database["OPTIONS"] = {**_database["OPTIONS"], **COUNTED}
LOGGING = {}
