"""A world of committed rows for browser tests: a database of its own, a copy of the tests' one or the demonstration.

The server is another process and another connection, so rows must be committed; nothing is ever truncated: the whole
database is dropped at the end, and made anew by the next session.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections
from django.test import override_settings
from psycopg2 import sql

from tess.kernel.actor import Actor
from tess.kernel.tenancy.db import owner_connection
from tess.kernel.tenancy.hosts import forget_hosts
from tess.kernel.tenancy.names import APPLICATION, BASE, DEFAULT_ALIAS, OWNER, OWNER_ALIAS, TEMPLATE, role_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tenants.organisations.models import Organisation
    from tess.identity.models import User
    from tess.local.postgres import Cluster

PASSWORD = "mot de passe long"
SECONDS = 30


@dataclass
class World:
    """The database behind the browser. `with world.open(): …` runs the block there, and what it writes is committed."""

    cluster: Cluster
    blocker: Any
    database: str
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: int = 0
    keys: str = ""  # a folder of its own for the organisations it makes; by default the tests'

    def clone(self, origin: str) -> None:
        """Make it a copy of `origin`, whose organisations' roles lend theirs what they may do."""
        connections.close_all()
        self.drop()
        self._do(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(self.database), sql.Identifier(origin))
        )
        self.know()
        for organisation in self.organisations.values():
            names = (role_of(base, organisation.schema_name) for base in (self.database, origin))
            new, old = (sql.Identifier(name) for name in names)
            self._do(sql.SQL("CREATE ROLE {} NOLOGIN INHERIT").format(new))
            self._do(sql.SQL("GRANT {}, {} TO {}").format(old, sql.Identifier(BASE), new))
            self._do(sql.SQL("GRANT {} TO {}").format(new, sql.Identifier(APPLICATION)))

    def demonstrate(self, empty: str) -> None:
        """Make it the demonstration, from a database that has no organisation, and do the work that it leaves waiting."""
        from tess.config import demo
        from tess.config.setup import prepare_database

        connections.close_all()
        self.drop()
        new, old, owner = (sql.Identifier(name) for name in (self.database, empty, OWNER))
        self._do(sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(new, old, owner))
        self.cluster.create_database(self.database)  # what a copy has not: rights on the database itself
        with self.open():
            with owner_connection().cursor() as cursor:
                cursor.execute(
                    f'DROP SCHEMA "{TEMPLATE}" CASCADE'
                )  # its rights are a role's that bears the other's name
            prepare_database()
            demo.load()
        self.know()

    def know(self) -> None:
        """Read which organisations there are."""
        from tenants.organisations.models import Organisation

        with self.open(), connection.as_application():
            self.organisations = {found.slug: found for found in Organisation.objects.all()}

    def drop(self) -> None:
        """Drop the database and its roles, if they are there."""
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.database)))
        mine = sql.SQL("SELECT rolname FROM pg_roles WHERE starts_with(rolname, {})")
        for (name,) in self._do(mine.format(sql.Literal(f"o_{self.database}_"))):
            self._do(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))

    def _do(self, statement: sql.Composable) -> list[Any]:
        with closing(self.cluster.connect("postgres", "postgres")) as server, server.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def open(self) -> Iterator[None]:
        """Point this process's connections at the world; what the block writes is committed."""
        before = {alias: connections[alias].settings_dict["NAME"] for alias in (DEFAULT_ALIAS, OWNER_ALIAS)}
        with self.blocker.unblock(), override_settings(KEYS_DIR=self.keys or settings.KEYS_DIR):
            self._point(dict.fromkeys(before, self.database))
            try:
                yield
            finally:
                self._point(before)

    def _point(self, names: dict[str, str]) -> None:
        for alias, name in names.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
            connections[alias].set_schema_to_public()
        forget_hosts()
        for cache in caches.all():
            cache.clear()

    @contextmanager
    def acting_for(self, slug: str) -> Iterator[Organisation]:
        """Run the block in the world, for the organisation `slug`: "rivage" or "veilleurs"."""
        organisation = self.organisations[slug]
        with self.open(), connection.acting_for(organisation):
            yield organisation

    def person(self, slug: str | None, *roles: str, name: str = "Camille Le Goff") -> User:
        """Open an account and give it `roles` in the organisation `slug` (None: in the collective)."""
        from allauth.mfa.models import Authenticator

        from tess.config.demo import secret_of
        from tess.identity.domain.factors import totp_data
        from tess.identity.domain.memberships import grant, open_account
        from tess.identity.roles import SECOND_FACTOR_ROLES

        self.people += 1
        system = Actor.system("browser tests")
        with self.open(), connection.as_application():
            user = open_account(f"personne{self.people}@web.example", name, PASSWORD, actor=system)
            if roles:
                grant(user, self.organisations[slug] if slug else None, roles, actor=system)
            if not SECOND_FACTOR_ROLES.isdisjoint(roles):
                Authenticator.objects.create(user=user, type="totp", data=totp_data(secret_of(user.email)))
        return user


@dataclass(frozen=True)
class Served:
    """The running product: where its hosts are."""

    port: int

    @property
    def collective(self) -> str:
        """Return the collective's origin."""
        return f"http://{settings.COLLECTIVE_HOST}:{self.port}"

    def organisation(self, slug: str) -> str:
        """Return an organisation's origin."""
        return f"http://{slug}.{settings.COLLECTIVE_HOST}:{self.port}"


@contextmanager
def serve(world: World, log: Path, **more: str) -> Iterator[Served]:
    """Run the product's WSGI application over the world, on a free port of this machine, in a process of its own."""
    url = world.cluster.url(APPLICATION, world.database)
    with socket.create_server(("127.0.0.1", 0)) as door, log.open("w") as out:
        port = door.getsockname()[1]
        command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "--bind", f"fd://{door.fileno()}"]
        command += [
            "--workers",
            "1",
            "--threads",
            "4",
            "--graceful-timeout",
            "2",
            "--no-control-socket",
            "tests.browser.server:application",
        ]
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env={**environment(port, url), **more},
            pass_fds=[door.fileno()],
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(port, process, log)
            yield Served(port)
        finally:
            process.terminate()
            process.wait(SECONDS)


def environment(port: int, url: str) -> dict[str, str]:
    """Return what the server's process is told."""
    import os

    told = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tess.config.settings.testing",
        "TESS_BROWSER_PORT": str(port),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    return {**os.environ, **told}


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers."""
    import http.client

    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        try:
            link.request("GET", "/connexion/", headers={"Host": settings.COLLECTIVE_HOST})
            if link.getresponse().status == http.client.OK:
                return
            break
        except OSError:
            time.sleep(0.1)
        finally:
            link.close()
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")
