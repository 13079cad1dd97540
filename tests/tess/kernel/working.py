"""A real worker on a real broker: `celery worker` in a process of its own, messages in folders."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
from celery import Celery, current_app
from django.conf import settings
from django.db import connection

from tests.tess.kernel.committed import sql


class Worker:
    """A worker one may start, kill and start again; `send` puts a message on its broker."""

    def __init__(self, folder: Any) -> None:
        self.folder = folder
        self.process: subprocess.Popen[str] | None = None
        self.log = folder / "worker.log"
        for name in ("messages", "control"):
            (folder / "home" / "broker" / name).mkdir(parents=True)
        # not the current one: from then on the product's own tasks of this process would go to its broker
        self.app = Celery("tests", broker="filesystem://", set_as_current=False)
        messages = str(folder / "home" / "broker" / "messages")
        self.app.conf.broker_transport_options = {
            "data_folder_in": messages,
            "data_folder_out": messages,
            "control_folder": str(folder / "home" / "broker" / "control"),
        }

    def start(self) -> None:
        found = connection.settings_dict
        address = f"{found['NAME']}?host={found['HOST']}"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tess.config.settings.demo",
            "TESS_SECRET_KEY": "tests only",
            "TESS_HOME": str(self.folder / "home"),
            "TESS_KEYS_DIR": str(settings.KEYS_DIR),
            "TESS_MASTER_KEY_FILE": str(settings.MASTER_KEY_FILE),
            "DATABASE_URL": f"postgresql://tess_app@/{address}",
            "PYTHONPATH": os.pathsep.join([f"{settings.BASE_DIR}/platform", str(settings.BASE_DIR)]),
        }
        environment.pop("REDIS_URL", None)
        command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "tests.tess.kernel.worked", "worker"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*command, "--pool", "solo", "--loglevel", "info", "--without-gossip", "--without-mingle"],
                env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log, text=True,
            )  # fmt: skip
        self.wait_for(lambda: " ready." in self.said())

    def send(self, task: str, *args: Any, headers: dict[str, str] | None = None) -> None:
        self.app.send_task(f"tests.tess.kernel.worked.{task}", args, headers=headers or {})

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def said(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def wait_for(self, condition: Any, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, self.said()[-3000:]
            time.sleep(0.05)


@pytest.fixture
def worker(founded: Any, tmp_path: Any) -> Any:
    """Started; killed after the test. It notes what it did in `public.tests_worked`."""
    sql(
        "CREATE TABLE public.tests_worked (id bigserial, who text, path text, word text);"
        "GRANT INSERT, SELECT ON public.tests_worked TO tess_app, tess_base;"
        "GRANT USAGE ON SEQUENCE public.tests_worked_id_seq TO tess_app, tess_base"
    )
    found = Worker(tmp_path)
    assert current_app.main != found.app.main
    try:
        yield found
    finally:
        found.kill()
        sql("DROP TABLE public.tests_worked")


def noted() -> list[tuple[str, str, str]]:
    """Who worked in which schema, and on what."""
    return [tuple(row) for row in sql("SELECT who, path, word FROM public.tests_worked ORDER BY id")]
