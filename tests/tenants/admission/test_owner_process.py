"""The process that owns, as it runs in production: killed in the middle of an opening, started again, one space stands."""

import os
import subprocess
import sys
import time
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from tenants.admission.models import Candidacy, Progress, State, Undertaking
from tenants.organisations.models import Organisation
from tess.kernel.tenancy.tasks import COLLECTIVE, HEADER
from tests.tenants.admission import test_opening as first
from tests.tenants.admission.test_opening import stands_once
from tests.tess.kernel.working import Worker

found, asked = first.found, first.asked


class Owner(Worker):
    """A worker of the queue `owner` alone, with the owner's address, as compose.yaml and `tess up` start it."""

    def start(self):
        where = f"{connection.settings_dict['NAME']}?host={connection.settings_dict['HOST']}"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tess.config.settings.demo",
            "TESS_SECRET_KEY": settings.SECRET_KEY,
            "TESS_HOME": str(self.folder / "home"),
            "TESS_KEYS_DIR": str(settings.KEYS_DIR),
            "TESS_MASTER_KEY_FILE": str(settings.MASTER_KEY_FILE),
            "DATABASE_URL": f"postgresql://tess_app@/{where}",
            "OWNER_DATABASE_URL": f"postgresql://tess_owner@/{where}",
            "PYTHONPATH": os.pathsep.join([f"{settings.BASE_DIR}/platform", str(settings.BASE_DIR)]),
        }
        environment.pop("REDIS_URL", None)
        command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "tess.config.celery_app", "worker"]
        command += ["--queues", "owner", "--pool", "solo", "--loglevel", "info", "--without-gossip", "--without-mingle"]
        said = self.said().count(" ready.")
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log)
        self.wait_for(lambda: self.said().count(" ready.") > said)

    def ring(self):
        task = "tenants.admission.tasks.work_as_owner"
        self.app.send_task(task, queue="owner", headers={HEADER: COLLECTIVE})


@pytest.fixture
def owner(asked, tmp_path):
    process = Owner(tmp_path)
    yield process
    process.kill()


def test_killed_in_the_middle_and_started_again(asked, owner, cluster):
    owner.start()
    key = f"organisation {Candidacy.objects.get().organisation_id}"
    with closing(cluster.connect("tess_owner", connection.settings_dict["NAME"])) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [key])  # it stops there and waits
        owner.ring()
        owner.wait_for(lambda: Undertaking.objects.get().step != "")
        owner.kill()
        assert Undertaking.objects.get().progress == Progress.RUNNING
        assert not Organisation.objects.filter(slug="estran").exists()
    owner.start()

    def is_open():
        owner.ring()  # as the clock does
        time.sleep(0.5)
        return Candidacy.objects.get().state == State.ACTIVE

    owner.wait_for(is_open)
    stands_once(asked)
