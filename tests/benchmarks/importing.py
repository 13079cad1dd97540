"""`import.calls`: a file of 100,000 calls to stored, deduplicated, indexed rows, versus a bare COPY of the same rows.

Both go into tables with the same columns, constraints and indexes; the bare COPY is given rows made beforehand.
"""

import io
import os
import random
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

LINES = 100_000
ROUNDS = 3


@contextmanager
def organisation_ready():
    """A Postgres of the run's own with one organisation, in whose name the block runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tess.config.settings.testing")
    import django
    from django.conf import settings

    with tempfile.TemporaryDirectory(prefix="tess-bench-") as home:
        if not settings.configured:
            os.environ["TESS_HOME"] = home
        django.setup()
        from django.db import connection, connections

        from tenants.organisations.domain.provisioning import create_organisation
        from tess.config import env
        from tess.config.setup import prepare_database
        from tess.kernel.actor import Actor
        from tess.kernel.tenancy.names import APPLICATION, DEFAULT_ALIAS, OWNER, OWNER_ALIAS
        from tess.local.postgres import Cluster

        cluster = Cluster(Path(home) / "postgres", tied=True)
        cluster.ensure()
        try:
            cluster.create_database("tess")
            for alias, user in ((DEFAULT_ALIAS, APPLICATION), (OWNER_ALIAS, OWNER)):
                found = env.database(cluster.url(user, "tess"))
                connections[alias].settings_dict.update({key: found[key] for key in ("NAME", "USER", "HOST", "PORT")})
                connections[alias].set_schema_to_public()
            key = Path(settings.MASTER_KEY_FILE)
            key.parent.mkdir(parents=True, exist_ok=True)
            key.write_text("0" * 64)
            prepare_database()
            organisation = create_organisation(name="Banc", slug="banc", actor=Actor.system("benchmark"))
            with connection.acting_for(organisation):
                yield organisation
        finally:
            connections.close_all()
            cluster.stop()


def write_file(path, lines=LINES):
    """An Asterisk Master.csv of `lines` calls over some weeks, every call its own."""
    dice = random.Random(7)
    at = datetime(2026, 6, 1, 0, 0)
    with path.open("w") as file:
        for number in range(lines):
            at += timedelta(seconds=dice.randint(1, 60))
            wait, talk = dice.randint(0, 300), dice.randint(10, 1500)
            taken = dice.random() < 0.54
            answered = f"{at + timedelta(seconds=wait)}" if taken else ""
            end = at + timedelta(seconds=wait + (talk if taken else 0))
            agent = f"PJSIP/agent-{number % 40:02d}-{number:08x}" if taken else ""
            file.write(
                f'"","anonymous","0800000000","ecoute",""""" <anonymous>","PJSIP/trunk-{number:08x}","{agent}","Queue",'
                f'"ecoute,t,,,300","{at}","{answered}","{end}",{wait + talk},{talk},'
                f'"{"ANSWERED" if taken else "NO ANSWER"}","DOCUMENTATION","{1788739810 + number}.{number}",""\n'
            )


def import_calls():
    """Ours: check of the bytes, reading, judging, merging. Theirs: COPY of the rows ours stored. Best of three each."""
    with organisation_ready() as organisation, tempfile.TemporaryDirectory() as folder:
        from django.db import connection, connections, transaction

        from tenants.telephony.domain import imports
        from tenants.telephony.models import ImportProfile, Line
        from tess.kernel.actor import Actor
        from tess.kernel.tenancy.names import OWNER_ALIAS

        path = Path(folder) / "Master.csv"
        write_file(path)
        line = Line.objects.create(name="Banc", number="01 99 00 00 00")
        profile = ImportProfile.objects.create(name="Banc", source="asterisk", line=line)
        actor = Actor.system("benchmark", organisation.pk)
        with connections[OWNER_ALIAS].cursor() as cursor:
            schema = organisation.schema_name
            cursor.execute(f"CREATE TABLE {schema}.twin (LIKE {schema}.telephony_call INCLUDING ALL)")
            cursor.execute(f"GRANT INSERT, DELETE ON {schema}.twin TO PUBLIC")
        ours, theirs = [], []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            report = imports.load(path, profile, actor=actor)
            ours.append(time.perf_counter() - started)
            assert report.added == LINES
            rows = io.StringIO()
            with connection.cursor() as cursor:
                cursor.copy_expert("COPY telephony_call TO STDOUT", rows)
                rows.seek(0)
                started = time.perf_counter()
                with transaction.atomic():
                    cursor.copy_expert("COPY twin FROM STDIN", rows)
                theirs.append(time.perf_counter() - started)
                cursor.execute("DELETE FROM twin")
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM telephony_call")
        yield {
            "name": "import.calls",
            "value": round(min(ours), 3),
            "unit": "s",
            "versus": round(min(theirs), 3),
            "ratio": round(min(ours) / min(theirs), 2),
            "lines": LINES,
        }


FIGURES = {"import.calls": import_calls}
