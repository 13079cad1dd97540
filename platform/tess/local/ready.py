"""Django ready for an operator's command: on the databases the environment names, else on the embedded ones."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tess.local import broker
from tess.local.errors import LocalError
from tess.local.home import DATABASE, PORT, Home
from tess.local.words import gettext as _


@contextmanager
def django_ready(home: Home) -> Iterator[None]:
    """Django set up, with a database that answers; an embedded server that was stopped is started for the while."""
    if os.environ.get("DATABASE_URL"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tess.config.settings.production")
        _set_up()
        yield
        return
    cluster = home.cluster(tied=True)
    if not (cluster.data / "PG_VERSION").exists():
        raise LocalError(
            _("There is no collective in %(folder)s yet.") % {"folder": home.folder},
            _("Make one with: make demo (or set DATABASE_URL to use another database)"),
        )
    home.prepare()
    started_here = not cluster.running()
    if started_here:
        cluster.ensure()
        cluster.create_database(DATABASE)
    running = home.running() or {}
    port = running.get("port")
    # The broker answers only while everything runs; without it the outbox's sweep finds what is posted here.
    redis_url = broker.choose(home).url if running else None
    os.environ.update(home.environment(port=port if isinstance(port, int) else PORT, redis_url=redis_url))
    try:
        _set_up()
        yield
    finally:
        if started_here:
            from django.db import connections

            connections.close_all()
            cluster.stop()


def _set_up() -> None:
    import django

    django.setup()
