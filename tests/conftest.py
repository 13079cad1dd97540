"""One migrated template and two organisations a run, made by the owner; tests connect as the login role and roll back.

With --reuse-db the database is kept while the text of migrations and scripts is unchanged.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import cache
from django.db import connection, connections

from tess.config import env
from tess.kernel.actor import Actor
from tess.kernel.interface.inspection import InspectingClient as Client
from tess.kernel.tenancy.hosts import forget_hosts
from tess.kernel.tenancy.names import APPLICATION, DEFAULT_ALIAS, OWNER, OWNER_ALIAS
from tess.local.postgres import Cluster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tenants.organisations.models import Organisation
    from tess.identity.models import User

DATABASE = "test_tess"
EMPTY = f"{DATABASE}_empty"  # the same before its organisations: what takes a database from nothing starts from it
LONGEST_NAMED = 60  # bytes
LONG = ("tests/browser", "tests/tess/local")
ROOT = Path(__file__).resolve().parent.parent
ORGANISATIONS = {"rivage": "Écoute Rivage", "veilleurs": "Les Veilleurs de nuit"}


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a file's bytes by what they are for: an archive holds the time it was made, and each worker makes its own."""
    return argname if isinstance(val, bytes) and len(val) > LONGEST_NAMED else None


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Several workers: a file goes to one of them, what shares a served world too; the long ones are begun first."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group_of(item)))
    yield
    if getattr(config.option, "loadgroup", False):  # or each worker would make every world for itself, and nobody told
        assert all(item.nodeid.endswith(f"@{_group_of(item)}") for item in items), "pytest-xdist lost the groups"
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))  # once they are shuffled


def _group_of(item: pytest.Item) -> str:
    served = {"demonstration", "installation", "served"} & set(getattr(item, "fixturenames", ()))
    return min(served, default=item.nodeid.partition("::")[0])


def _source() -> str:
    files = [
        path
        for folder in ("platform", "tenants", "cms", "shared_training", "billing")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix == ".sql" or ("migrations" in path.parts and path.suffix == ".py")
    ]
    files += [Path(__file__), ROOT / "platform/tess/config/setup.py", ROOT / "platform/tess/kernel/tenancy/clone.py"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A Postgres of the tests' own."""
    found = Cluster(env.HOME / "postgres", fast=True, tied=True)
    found.ensure()
    yield found
    found.stop()


@pytest.fixture(scope="session")
def django_db_setup(request: Any, django_db_blocker: Any, cluster: Cluster) -> None:
    """Shared tables, the template and two organisations; made once, kept while nothing they are made of changes."""
    wanted = _source()
    comment = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    standing = _as_superuser(cluster, comment, DATABASE)
    keep = standing == [(wanted,)] and not request.config.getvalue("create_db")
    if not keep:
        _drop_databases(cluster)
    _connect(cluster)
    with django_db_blocker.unblock():
        if not keep:
            _drop_roles(cluster)
            cluster.create_database(DATABASE)
            _fill(cluster)
            # last: a half-made one is never reused
            _as_superuser(cluster, f"COMMENT ON DATABASE {DATABASE} IS '{wanted}'")
        connections.close_all()
    yield  # outside: a test that didn't ask for the database must not reach it
    with django_db_blocker.unblock():
        connections.close_all()


def _connect(cluster: Cluster) -> None:
    for alias, user in ((DEFAULT_ALIAS, APPLICATION), (OWNER_ALIAS, OWNER)):
        found = env.database(cluster.url(user, DATABASE))
        for standing in (settings.DATABASES[alias], connections[alias].settings_dict):
            standing.update({key: found[key] for key in ("NAME", "USER", "HOST", "PORT")})
        connections[alias].set_schema_to_public()


def _as_superuser(cluster: Cluster, statement: str, *params: str) -> list[Any]:
    with closing(cluster.connect("postgres", "postgres")) as server, server.cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall() if cursor.description else []


def _drop_databases(cluster: Cluster) -> None:
    """This one, and those that a run which was killed made of it."""
    names = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
    for (database,) in _as_superuser(cluster, names, DATABASE):
        _as_superuser(cluster, f'DROP DATABASE "{database}" WITH (FORCE)')


def _drop_roles(cluster: Cluster) -> None:
    """Roles outlive their database."""
    names = "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)"
    for (role,) in _as_superuser(cluster, names, f"o_{DATABASE}_"):
        _as_superuser(cluster, f'DROP ROLE "{role}"')


def _fill(cluster: Cluster) -> None:
    from tenants.organisations.domain.provisioning import create_organisation
    from tess.config.setup import prepare_database

    prepare_database()
    connections.close_all()
    _as_superuser(cluster, f"CREATE DATABASE {EMPTY} TEMPLATE {DATABASE}")
    for slug, name in ORGANISATIONS.items():
        create_organisation(name=name, slug=slug, actor=Actor.system("tests"))


@contextmanager
def _in_force(organisation: Organisation) -> Iterator[Organisation]:
    with connection.acting_for(organisation):
        yield organisation
        connection.set_tenant(organisation)  # a request in the test ends as the application
        if not connection.needs_rollback:
            connection.check_constraints()  # else deferred triggers fire at teardown, as the application


@pytest.fixture
def acting_for() -> Callable[[Organisation], Any]:
    """Put an organisation's role and schema in force for a block."""
    return _in_force


def _find(slug: str) -> Organisation:
    from tenants.organisations.models import Organisation

    with connection.as_application():
        return Organisation.objects.get(slug=slug)


@pytest.fixture
def organisation(db: None) -> Iterator[Organisation]:
    """Écoute Rivage, whose role is in force for the whole test."""
    with _in_force(_find("rivage")) as found:
        yield found


@pytest.fixture
def other_organisation(db: None) -> Organisation:
    """Les Veilleurs de nuit: the one whose data must never be seen."""
    return _find("veilleurs")


@pytest.fixture
def actor_of() -> Callable[..., Actor]:
    """`actor_of(organisation, Role.LISTENER)`: somebody with these roles and no account."""
    import uuid

    def make(organisation: Organisation | None, *roles: str, user: User | None = None) -> Actor:
        return Actor(
            user_id=user.pk if user else uuid.uuid4(),
            organisation_id=organisation.pk if organisation else None,
            roles=frozenset(roles),
        )

    return make


@pytest.fixture
def member(db: None) -> Callable[..., User]:
    """`member(organisation, Role.LISTENER)`: a person with that membership; organisation None: of the collective."""
    import itertools

    from tess.identity.domain.memberships import grant, open_account

    numbers = itertools.count(1)

    def make(organisation: Organisation | None, *roles: str, name: str = "") -> User:
        number = next(numbers)
        system = Actor.system("tests")
        with connection.as_application():
            where = organisation.slug if organisation else "collectif"
            user = open_account(
                f"personne{number}@{where}.example", name or f"Personne {number}", "mot de passe long", actor=system
            )
            if roles:
                grant(user, organisation, roles, actor=system)
        return user

    return make


@pytest.fixture
def collective_member(member: Callable[..., User]) -> Callable[..., User]:
    """`collective_member(Role.COORDINATOR)`."""
    return lambda *roles, **more: member(None, *roles, **more)


def open_session(user: User, organisation: Organisation | None, parent: str | None, *, weak: bool = False) -> str:
    """The key of a session in which a second factor was given, unless `weak`; of an organisation, the door's hand-over is its
    `parent`.
    """
    from tess.identity.sessions import PARENT, SECOND_FACTOR, SessionStore

    session = SessionStore(organisation_id=organisation.pk if organisation else None)
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if parent:
        session[PARENT] = parent
    elif not weak:
        session[SECOND_FACTOR] = int(time.time())
    session.create()
    return str(session.session_key)


@pytest.fixture
def collective_client(db: None) -> Callable[..., Client]:
    """`collective_client(user)`: a browser at the collective's host; `weak=True`: no second factor was given there."""

    def make(user: User | None = None, *, weak: bool = False, **more: Any) -> Client:
        client = Client(SERVER_NAME=settings.COLLECTIVE_HOST, **more)
        if user is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = open_session(user, None, None, weak=weak)
        return client

    return make


@pytest.fixture
def client_of(db: None) -> Callable[..., Client]:
    """`client_of(organisation, user)`: a browser at that organisation's host, signed in as the hand-over would."""

    def make(organisation: Organisation, user: User | None = None, *, weak: bool = False, **more: Any) -> Client:
        client = Client(SERVER_NAME=organisation.host, **more)
        if user is not None:
            parent = open_session(user, None, None, weak=weak)
            client.cookies[settings.SESSION_COOKIE_NAME] = open_session(user, organisation, parent)
        return client

    return make


@pytest.fixture(scope="session", autouse=True)
def _keys(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A master key for the run, unless one stands from a run whose database is reused."""
    path = Path(settings.MASTER_KEY_FILE)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(hashlib.sha256(b"tests only").hexdigest())


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    """What one test made true of a host or in a cache is not so in the next."""
    forget_hosts()
    cache.clear()


@pytest.fixture(scope="session")
def installation() -> Iterator[Path]:
    """A home as its first start leaves it, to be copied: the tests of one worker make it once."""
    from tests.tess.local.conftest import first_start

    folder = Path(tempfile.mkdtemp(prefix="tess-"))
    folder.chmod(0o755)
    yield first_start(folder)
    shutil.rmtree(folder)
