"""Django ready for an operator's command: on the databases the environment names, else on the embedded ones."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tess.local import binaries, broker
from tess.local.errors import LocalError
from tess.local.home import DATABASE, PORT, Home, default_folder, given_databases
from tess.local.prepare import compile_translations
from tess.local.words import gettext as _

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation
    from tess.kernel.actor import Actor


@contextmanager
def acting() -> Iterator["Actor"]:
    """Django ready, and the actor the audit names: the operator."""
    with django_ready(Home(default_folder())):
        from tess.kernel.actor import Actor

        yield Actor.system("operator")


def organisation_called(slug: str) -> "Organisation":
    """The organisation of that short name. Raises LocalError, with the names there are."""
    from tenants.organisations.models import Organisation

    found: Organisation | None = Organisation.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True))
        raise LocalError(
            _("No organisation is called %(slug)s.") % {"slug": slug},
            _("There are: %(known)s") % {"known": known or "—"},
        )
    return found


def programs() -> Path | None:
    """Where the embedded server's own pg_dump is; None in production: the newest installed."""
    if given_databases():
        return None
    return binaries.choose(Home(default_folder()).cluster().data).folder


@contextmanager
def django_ready(home: Home, *, empty: bool = False) -> Iterator[None]:
    """Django set up, with a database that answers; an embedded server that was stopped is started for the while.

    `empty`: a home without data is given an empty database (to restore into) instead of being refused.
    """
    if given_databases():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tess.config.settings.production")
        _set_up()
        yield
        return
    cluster = home.cluster(tied=True)
    if not empty and not (cluster.data / "PG_VERSION").exists():
        raise LocalError(
            _("There is no collective in %(folder)s yet.") % {"folder": home.folder},
            _("Make one with: make demo (or set DATABASE_URL to use another database)"),
        )
    home.prepare()
    running = home.running() or {}
    port = running.get("port")
    # The broker answers only while everything runs; without it the outbox's sweep finds what is posted here.
    redis_url = broker.choose(home).url if running else None
    started_here = not cluster.running()
    try:
        if started_here:
            cluster.ensure()
            cluster.create_database(DATABASE)
        os.environ.update(home.environment(port=port if isinstance(port, int) else PORT, redis_url=redis_url))
        _set_up()
        yield
    finally:
        if started_here and (cluster.data / "PG_VERSION").exists():
            _close_connections()
            cluster.stop()


def _set_up() -> None:
    if shutil.which("msgfmt"):
        compile_translations()
    import django

    django.setup()


def _close_connections() -> None:
    from django.conf import settings
    from django.db import connections

    if settings.configured:
        connections.close_all()
