"""A cluster for the figures, and processes that are the sides of a comparison."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

from tess.local.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE = "bench"


class Side:
    """A process on one side; `side.ask("requests", host=…)` waits for its answer."""

    def __init__(self, settings, cluster, database, user="tess_app", **environment):
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.benchmarks._child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": f"tests.benchmarks._sides.{settings}",
                "DATABASE_URL": cluster.url(user, database),
                "OWNER_DATABASE_URL": cluster.url("tess_owner", database),
                "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)]),
                "TESS_HOME": str(cluster.folder.parent / "home"),
                **environment,
            },
        )

    def ask(self, what, **more):
        self.process.stdin.write(json.dumps({"do": what, **more}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"this side broke at {what}")
        return json.loads(line)["answer"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(30)


@contextmanager
def bench_cluster(organisations):
    """A cluster in a temporary folder with the product's database, its organisations at the first migration of all."""
    with tempfile.TemporaryDirectory(prefix="tess-bench-") as folder:
        home = Path(folder) / "home"
        (home / "secrets").mkdir(parents=True)
        (home / "secrets" / "master.key").write_text("00" * 32)
        cluster = Cluster(Path(folder) / "postgres", fast=True, tied=True)
        Path(folder).chmod(0o755)
        cluster.ensure()
        try:
            cluster.create_database(DATABASE)
            with Side("ours", cluster, DATABASE, GROWN="first") as ours:
                ours.ask("prepare", organisations=organisations)
            yield cluster
        finally:
            cluster.remove()


def copy_database(cluster, name):
    """`name`: the database again, as it was made."""
    with closing(cluster.connect("postgres", "postgres")) as server, server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {DATABASE} OWNER tess_owner")


def compared(name, unit, ours, theirs, versus):
    """One figure from interleaved measures of both sides: medians."""
    mine, other = median(ours), median(theirs)
    return {
        "name": name,
        "value": round(mine, 4),
        "unit": unit,
        "versus": f"{versus}: {other:.4f}",
        "ratio": round(mine / other, 3),
    }
