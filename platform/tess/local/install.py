"""Make the database of an installation ready: roles and database by the server's superuser, tables by the owner.

Run as `python -m tess.local.install` at every deployment, before the new version serves; run again, it changes nothing.
`SUPERUSER_DATABASE_URL` is only needed where the roles aren't made otherwise; passwords of the roles are those of
`OWNER_DATABASE_URL` and `DATABASE_URL`.
"""

import os
from contextlib import closing
from urllib.parse import unquote, urlsplit

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812 (a class, whatever its spelling)

from tess.local.home import Home, default_folder
from tess.local.interface import progress
from tess.local.roles import install_database, install_extensions, install_roles
from tess.local.words import gettext as _


def main() -> None:
    """Everything an empty server lacks, then the tables of this version."""
    owner_url = os.environ["OWNER_DATABASE_URL"]
    Home(default_folder()).prepare()
    if superuser_url := os.environ.get("SUPERUSER_DATABASE_URL"):
        progress(_("the roles"))
        with closing(_autocommit(superuser_url)) as superuser:
            install_roles(superuser)
            for url in (owner_url, os.environ["DATABASE_URL"]):
                _set_password(superuser, url)
            install_database(superuser, urlsplit(owner_url).path.lstrip("/"))
        with closing(_autocommit(owner_url)) as owner:
            install_extensions(owner)
    import django

    django.setup()
    from tess.config.setup import prepare_database

    progress(_("the database"))
    for warning in prepare_database():
        progress(warning)


def _set_password(superuser: Connection, url: str) -> None:
    parts = urlsplit(url)
    if parts.username and parts.password:
        with superuser.cursor() as cursor:
            statement = sql.SQL("ALTER ROLE {} PASSWORD %s").format(sql.Identifier(unquote(parts.username)))
            cursor.execute(statement, [unquote(parts.password)])


def _autocommit(url: str) -> Connection:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    return connection


if __name__ == "__main__":
    main()
