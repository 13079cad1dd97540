"""A database with a template and organisations at the first migration of a small tenant app, migrated by other processes."""

import json
import os
import subprocess
import sys
import time
from contextlib import closing, contextmanager

from django.conf import settings


@contextmanager
def replaying(cluster, database, count):
    """`count` organisations n1, n2… in a database of their own, dropped afterwards."""
    _drop(cluster, database)
    cluster.create_database(database)
    world = World(cluster, database, count)
    try:
        world.run("prepare", count, REPLAYED="first")
        yield world
    finally:
        world.server.close()
        _drop(cluster, database)


def _drop(cluster, database):
    with closing(cluster.connect("postgres", "postgres")) as server, server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        cursor.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [f"o_{database}_"])
        for (role,) in cursor.fetchall():
            cursor.execute(f'DROP ROLE "{role}"')


class World:
    """`run(…)` and `start(…)` a process of `replayed.run`, ask the owner with `sql(…)`."""

    def __init__(self, cluster, database, count):
        self.cluster, self.database, self.count_of_organisations = cluster, database, count
        self.server = cluster.connect("tess_owner", database)

    def sql(self, statement, *params):
        with self.server.cursor() as cursor:
            cursor.execute(statement, params or None)
            return cursor.fetchall() if cursor.description else []

    def start(self, *arguments, **environment):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.tess.kernel.replayed.settings",
            "DATABASE_URL": self.cluster.url("tess_app", self.database),
            "OWNER_DATABASE_URL": self.cluster.url("tess_owner", self.database),
            "PYTHONPATH": os.pathsep.join([f"{settings.BASE_DIR}/platform", str(settings.BASE_DIR)]),
            **environment,
        }
        command = [sys.executable, "-W", "ignore", "-m", "tests.tess.kernel.replayed.run", *map(str, arguments)]
        return subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *arguments, expect=0, **environment):
        child = self.start(*arguments, **environment)
        out, errors = child.communicate(timeout=120)
        assert child.returncode == expect, errors[-2000:]
        return json.loads(out) if out.startswith("{") else errors

    def count(self, name):
        """In how many schemas the migration is recorded."""
        schemas = ["template", *(f"org_n{number}" for number in range(1, self.count_of_organisations + 1))]
        union = " UNION ALL ".join(f"SELECT name FROM {schema}.django_migrations" for schema in schemas)
        return self.sql(f"SELECT count(*) FROM ({union}) q WHERE name = %s", name)[0][0]

    def wait_for(self, condition, seconds=30):
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, "waited in vain"
            time.sleep(0.02)
