"""The process that gets killed: `python -m tests.tess.kernel.replayed.run prepare 6 | migrate PAUSE PATIENCE | up | prints`."""

import json
import sys
import time

import django

django.setup()

from django.db import connections, transaction  # noqa: E402

from tenants.organisations.domain.provisioning import create_organisation  # noqa: E402
from tenants.organisations.domain.template import organisations_schemas, tenant_labels  # noqa: E402
from tess.config.setup import prepare_database  # noqa: E402
from tess.kernel.actor import Actor  # noqa: E402
from tess.kernel.tenancy import clone, replay  # noqa: E402
from tess.kernel.tenancy.names import OWNER_ALIAS, TEMPLATE  # noqa: E402

replay._LOCK_TIMEOUT = "1s"


def prepare(count):
    prepare_database()
    for number in range(1, int(count) + 1):
        create_organisation(name=f"L'essai {number}", slug=f"n{number}", actor=Actor.system("tests"))


def migrate(pause, patience):
    try:
        report = replay.migrate_all(
            [TEMPLATE, *organisations_schemas()],
            tenant_labels(),
            after_each=lambda _schema, _key: time.sleep(float(pause)),
            patience=float(patience),
        )
    except replay.AnotherRun:
        sys.stdout.write(json.dumps({"another": True}))
        return
    done = {key[1]: count for key, count in report.done.items()}
    sys.stdout.write(json.dumps({"done": done, "failed": report.failed}))


def up():
    prepare_database()


def prints():
    with transaction.atomic(using=OWNER_ALIAS), connections[OWNER_ALIAS].cursor() as cursor:
        found = {schema: clone.fingerprint(cursor, schema) for schema in [TEMPLATE, *organisations_schemas()]}
    sys.stdout.write(json.dumps(found))


{"prepare": prepare, "migrate": migrate, "up": up, "prints": prints}[sys.argv[1]](*sys.argv[2:])
