"""`tess up` as an operator lives it: it starts, says where, stops all it started, and says plainly what went wrong."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tess.local.postgres import Cluster

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")


def status(port, path, host="tess.localhost"):
    """The status of a page, redirections not followed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(connection):
        connection.request("GET", path, headers={"Host": f"{host}:{port}"})
        return connection.getresponse().status


@pytest.fixture(autouse=True)
def _nothing_left(operator):
    """A test that fails leaves nothing running for the next one."""
    yield
    for process in operator.started:
        if process.poll() is None:
            operator.interrupts(process)


@pytest.fixture
def running(operator):
    process = operator.starts("up")
    return operator, process, operator.waits_until_ready(process)


def test_it_serves_refuses_a_second_start_stops_all_it_started_and_keeps_what_was_made(running):
    operator, process, found = running
    assert found["address"] == f"http://tess.localhost:{operator.port}/"
    assert status(operator.port, "/sante/") == 200
    assert status(operator.port, "/connexion/") == 200

    refused = operator.types("up")
    assert refused.returncode == 1
    assert found["address"] in refused.stderr
    assert str(process.pid) in refused.stderr
    told = operator.types("status", "--json")
    assert json.loads(told.stdout)["address"] == found["address"]
    assert told.returncode == 0

    assert operator.types("organisation", "create", "essai", "Écoute d'essai").returncode == 0
    assert status(operator.port, "/", "essai.tess.localhost") in {200, 302}
    assert status(operator.port, "/", "inconnue.tess.localhost") == 404

    code, _out, said = operator.interrupts(process)
    assert code == 0
    assert "Arrêt" in said
    operator.waits_until_nothing_runs()
    assert operator.types("status").returncode == 1

    listed = operator.types("organisation", "list", "--json")
    assert [each["slug"] for each in json.loads(listed.stdout)] == ["essai"]
    operator.waits_until_nothing_runs()


@pytest.mark.soak
def test_databases_somebody_named_are_used_and_left_running(running, new_operator):
    """Another home, whose databases are those of the first: nothing embedded is made, and theirs outlives it."""
    operator, process, _found = running
    server = Cluster(operator.home / "postgres")
    new_operator.more = {
        "DATABASE_URL": server.url("tess_app", "tess"),
        "OWNER_DATABASE_URL": server.url("tess_owner", "tess"),
    }
    shutil.copytree(operator.home / "keys", new_operator.home / "keys")
    shutil.copytree(operator.home / "secrets", new_operator.home / "secrets")
    other = new_operator.starts("up")
    new_operator.waits_until_ready(other)
    assert status(new_operator.port, "/connexion/") == 200
    assert not (new_operator.home / "postgres").exists()
    assert new_operator.interrupts(other)[0] == 0
    assert status(operator.port, "/connexion/") == 200

    new_operator.more.pop("OWNER_DATABASE_URL")
    assert "Seule DATABASE_URL est donnée" in new_operator.types("up").stderr
    assert process.poll() is None


def test_killed_without_warning_it_leaves_nothing_running(running):
    operator, process, _found = running
    process.kill()
    process.communicate()
    operator.waits_until_nothing_runs()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("gunicorn", "pages"),
        pytest.param("celery_app worker", "tâches", marks=pytest.mark.soak),
        pytest.param("redis", "file", marks=pytest.mark.soak),
    ],
)
def test_a_part_that_dies_stops_the_rest_and_is_named(running, words, name):
    operator, process, _found = running
    parent = [pid for pid, said in operator.processes().items() if words in said and parent_of(pid) == process.pid]
    os.kill(parent[0], signal.SIGKILL)
    out, _err = process.communicate(timeout=300)
    told = json.loads(out)
    assert process.returncode == 1
    assert name in told["error"]
    assert str(operator.home / "logs") in told["way_out"]
    operator.waits_until_nothing_runs()


def test_postgres_dying_is_told_too(running):
    operator, process, _found = running
    os.kill(int((operator.home / "postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    out, _err = process.communicate(timeout=300)
    assert "PostgreSQL" in json.loads(out)["error"]
    operator.waits_until_nothing_runs()


def test_without_redis_tasks_go_through_files(operator, place, monkeypatch):
    """The clock rings, the file is read, the worker tries what waits in the outbox (and fails: nobody knows its kind).

    Asked to end as a service manager asks, it stops too.
    """
    programs = place / "bin"
    programs.mkdir()
    for program in Path("/usr/bin").iterdir():
        if not program.name.startswith("redis"):
            (programs / program.name).symlink_to(program)
    monkeypatch.setitem(operator.more, "PATH", str(programs))
    process = operator.starts("up")
    operator.waits_until_ready(process)
    assert not any("redis-server" in said for said in operator.processes().values())
    query(operator, "INSERT INTO kernel_outboxmessage (kind, payload, attempts, failure) VALUES ('essai', '{}', 0, '')")
    deadline = time.monotonic() + 30
    while not query(operator, "SELECT attempts FROM kernel_outboxmessage WHERE kind = 'essai'")[0][0]:
        assert time.monotonic() < deadline, (operator.home / "logs" / "worker.log").read_text()
        time.sleep(0.1)
    assert operator.interrupts(process, signal.SIGTERM)[0] == 0
    operator.waits_until_nothing_runs()


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def test_a_taken_port_is_told_before_anything_is_made(new_operator):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", new_operator.port))
        taken.listen()
        refused = new_operator.types("up", "--port", str(new_operator.port))
    assert refused.returncode == 1
    assert f"Le port {new_operator.port} est pris" in refused.stderr
    assert f"make demo PORT={new_operator.port + 1}" in refused.stderr
    assert not (new_operator.home / "postgres").exists()


@pytest.mark.soak
def test_killed_during_the_first_migration_it_goes_on_at_the_next_start(new_operator):
    process = new_operator.starts("up")
    for line in process.stderr:
        if "base de données" in line:
            break
    while not (new_operator.home / "keys").exists() or not tables(new_operator):
        assert process.poll() is None
    process.kill()
    process.communicate()
    new_operator.waits_until_nothing_runs()

    again = new_operator.starts("up")
    new_operator.waits_until_ready(again)
    assert status(new_operator.port, "/connexion/") == 200
    assert new_operator.interrupts(again)[0] == 0


def tables(operator):
    """How many tables the migration made so far."""
    return query(operator, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")[0][0]


def query(operator, statement):
    cluster = Cluster(operator.home / "postgres")
    with closing(cluster.connect("tess_owner", "tess")) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@as_root
@pytest.mark.soak
def test_a_full_disk_is_told_and_more_room_is_enough(new_operator):
    """A real disk of 46 MB: refused before anything is written; filled half-way; finished once there is room."""
    new_operator.home.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=46m,mode=755", "tmpfs", new_operator.home], check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a disk (a container): only a real one can be full")
    try:
        refused = new_operator.types("up", "--port", str(new_operator.port))
        assert refused.returncode == 1
        assert "il en faut 600 pour démarrer" in refused.stderr

        unwatched = f"""
import sys
from tess.local import checks, cli
checks.FIRST_RUN_BYTES = checks.LATER_BYTES = 0
sys.argv = ["tess", "up", "--json", "--port", "{new_operator.port}"]
sys.exit(cli.main())
"""
        process = new_operator.starts(code=unwatched)
        out, _err = process.communicate(timeout=300)
        assert process.returncode == 1
        assert "est plein" in json.loads(out)["error"]
        new_operator.waits_until_nothing_runs()

        subprocess.run(["mount", "-o", "remount,size=400m", new_operator.home], check=True)
        again = new_operator.starts(code=unwatched)
        new_operator.waits_until_ready(again)
        assert new_operator.interrupts(again)[0] == 0
    finally:
        new_operator.leaves()
        subprocess.run(["umount", new_operator.home], check=True)
