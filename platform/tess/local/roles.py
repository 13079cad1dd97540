"""What a PostgreSQL server must hold before our tables: roles, a database, extensions. Each may be done again."""

from pathlib import Path

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812 (a class, whatever its spelling)

ROLES = Path(__file__).with_name("roles.sql")
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")


def install_roles(superuser: Connection) -> None:
    """The four roles of `roles.sql`, with exactly the rights written there."""
    with superuser.cursor() as cursor:
        cursor.execute("SET client_min_messages = warning")
        cursor.execute(ROLES.read_text(encoding="utf-8"))


def install_database(superuser: Connection, name: str) -> None:
    """An empty database owned by `tess_owner`; an existing one is left as it is."""
    with superuser.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("CREATE DATABASE {} OWNER tess_owner").format(sql.Identifier(name)))


def install_extensions(owner: Connection) -> None:
    """The extensions, in a schema of their own, by the database's owner (they are trusted ones)."""
    with owner.cursor() as cursor:
        cursor.execute("SET client_min_messages = warning")
        cursor.execute("CREATE SCHEMA IF NOT EXISTS ext AUTHORIZATION tess_owner")
        cursor.execute("GRANT USAGE ON SCHEMA ext TO PUBLIC")
        for extension in EXTENSIONS:
            cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA ext").format(sql.Identifier(extension)))
