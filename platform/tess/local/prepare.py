"""Bring the database and the files up to this version: a process of its own, so that the supervisor stays small.

Run as `python -m tess.local.prepare [--demo]`. Each line it prints is JSON: `{"step": "…"}` as it goes, `{"warning": "…"}`
for what the operator should see to, at last the demonstration's addresses and accounts. Killed at any moment, it may simply
be run again.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tess.local.words import gettext as _


def main(arguments: list[str]) -> None:
    """Do each step that isn't done yet."""
    say(step=_("the libraries"))
    compile_translations()
    import django

    django.setup()
    from django.core.cache import caches

    for alias in caches:  # what an older version kept; never the broker's queues, which are in another Redis database
        caches[alias].clear()
    collect_static()
    from tess.config.setup import prepare_database

    say(step=_("the database"))
    for warning in prepare_database():
        say(warning=warning)
    if "--demo" in arguments:
        say(step=_("the demonstration"))
        say(**load_demonstration())


def load_demonstration() -> dict[str, Any]:
    """Load what isn't loaded yet; the addresses and accounts to show: `{"sign_ins", "password"}`."""
    from django.apps import apps
    from django.conf import settings

    from tenants.organisations.models import Organisation
    from tess.config import demo

    titles = {config.name: str(config.verbose_name) for config in apps.get_app_configs()}
    demo.load(say=lambda app: say(step=titles.get(app, app)))
    collective = f"{settings.PUBLIC_SCHEME}://{settings.COLLECTIVE_HOST}{settings.PUBLIC_PORT}/"
    addresses = {each.name: each.url() for each in Organisation.objects.all()}
    accounts = [
        {"place": each.place, "who": each.who, "email": each.email, "address": addresses.get(each.place, collective)}
        for each in demo.sign_ins()
    ]
    return {"sign_ins": accounts, "password": demo.PASSWORD}


def say(**line: object) -> None:
    """One line to whoever started this process."""
    sys.stdout.write(json.dumps(line, default=str) + "\n")
    sys.stdout.flush()


def compile_translations() -> None:
    """Make the `.mo` that are missing or older than their `.po`."""
    for catalogue in _catalogues():
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            partial = compiled.with_suffix(".unfinished")
            subprocess.run(["msgfmt", "-o", partial, catalogue], check=True)
            partial.rename(compiled)


def _catalogues() -> Iterable[Path]:
    """Our own catalogues, beside the five wings' packages."""
    import billing
    import cms
    import shared_training
    import tenants
    import tess

    for package in (tess, tenants, cms, shared_training, billing):
        yield from Path(package.__path__[0]).rglob("locale/*/LC_MESSAGES/*.po")


def collect_static() -> None:
    """Gather the static files, once for each state of them."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            standing = Path(storage.path(path)).stat()
            seen.update(f"{path} {standing.st_size} {standing.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT).with_suffix(".collected")  # beside: what is in it is served
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    say(step=_("the pages' style and fonts"))
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(seen.hexdigest())


if __name__ == "__main__":
    main(sys.argv[1:])
