"""Deployment, as far as it goes without a container engine: what compose.yaml names exists, and `migrate` really installs."""

import configparser
import json
import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from tess.config import env
from tess.local.postgres import SETTINGS, Cluster

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def test_every_service_the_product_needs_is_there(compose):
    services = compose["services"]
    assert set(services) == {"postgres", "redis", "pgbouncer", "migrate", "web", "worker", "owner", "beat"}
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        for volume in service.get("volumes", ()):
            assert volume.split(":")[0] in compose["volumes"], name


def test_what_serves_has_no_right_of_the_owner_and_no_root(compose):
    for name in ("web", "worker", "beat"):
        service = compose["services"][name]
        assert "@pgbouncer:" in service["environment"]["DATABASE_URL"]
        assert not {"OWNER_DATABASE_URL", "SUPERUSER_DATABASE_URL"} & set(service["environment"])
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"] is True
        assert service["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["web"]["ports"])


def test_one_process_owns_and_reads_its_own_queue_alone(compose):
    owning = {name for name, each in compose["services"].items() if "OWNER_DATABASE_URL" in each.get("environment", {})}
    assert owning == {"migrate", "owner"}
    owner = compose["services"]["owner"]
    assert owner["command"][owner["command"].index("--queues") + 1] == "owner"
    assert "--queues" not in compose["services"]["worker"]["command"]
    assert "ports" not in owner


def test_every_setting_it_gives_is_documented(compose):
    documented = (ROOT / "docs" / "settings.md").read_text()
    for name in ("web", "worker", "owner", "beat", "migrate"):
        for variable in compose["services"][name]["environment"]:
            assert f"`{variable}`" in documented, variable


def test_what_web_receives_the_worker_finds(compose):
    """Call files, keys and media stand under TESS_HOME, on one volume; the operator's commands see them too."""
    home = re.search(r"\bTESS_HOME=(\S+)", (ROOT / "Dockerfile").read_text().split(" AS tess\n")[1])[1]
    for name in ("web", "worker", "owner", "migrate"):
        service = compose["services"][name]
        assert f"home:{home}" in service["volumes"], name
        moved = {
            "TESS_HOME",
            "TESS_IMPORTS_DIR",
            "TESS_KEYS_DIR",
            "TESS_MASTER_KEY_FILE",
            "TESS_MEDIA_DIR",
            "TESS_ADMISSION_DIR",
        }
        assert not moved & set(service["environment"]), name


def test_its_server_logs_no_value_as_the_embedded_one_does(compose):
    given = dict(option.removeprefix("-c").split("=") for option in compose["services"]["postgres"]["command"][1:])
    for name in ("max_locks_per_transaction", "log_min_error_statement", "log_error_verbosity"):
        assert given[name] == SETTINGS[name]


def test_the_images_targets_exist_and_run_as_nobody_special(compose):
    dockerfile = (ROOT / "Dockerfile").read_text()
    stages = set(re.findall(r"^FROM \S+ AS (\w+)$", dockerfile, re.MULTILINE))
    targets = {service["build"]["target"] for service in compose["services"].values() if "build" in service}
    assert targets <= stages
    for target in targets:
        stage = dockerfile.split(f" AS {target}\n")[1].split("\nFROM ")[0]
        assert re.search(r"^USER (?!root)\w+$", stage, re.MULTILINE), target
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE):
        for name in copied.split():
            assert (ROOT / name).exists(), name


def test_dumps_are_made_by_the_servers_own_version(compose):
    server = re.match(r"postgres:(\d+)", compose["services"]["postgres"]["image"])[1]
    assert f"postgresql-client-{server}" in (ROOT / "Dockerfile").read_text()


def test_a_servers_session_is_one_clients_and_wiped_before_the_next(tmp_path):
    """PgBouncer's settings as its container writes them: the role of an organisation is set for a session."""
    stage = (ROOT / "Dockerfile").read_text().split(" AS pgbouncer\n")[1]
    command = json.loads(re.search(r"^CMD (\[.+\])$", stage.replace("\\\n", ""), re.MULTILINE)[1])
    (tmp_path / "pgbouncer").write_text("#!/bin/sh\n")
    (tmp_path / "pgbouncer").chmod(0o700)
    command[-1] = command[-1].replace("cd /tmp", f"cd {tmp_path}")
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    subprocess.run(command, env={"PATH": path, "TESS_APP_PASSWORD": "un-mot"}, check=True)
    written = configparser.ConfigParser()
    written.read(tmp_path / "pgbouncer.ini")
    assert written["pgbouncer"]["pool_mode"] == "session"
    assert written["pgbouncer"]["server_reset_query"] == "DISCARD ALL"
    assert (tmp_path / "users.txt").read_text() == '"tess_app" "un-mot"\n'
    assert (tmp_path / "users.txt").stat().st_mode & 0o077 == 0


def test_what_one_writes_the_others_find(compose, settings):
    """A call file taken in by the web is read by the worker and forgotten by the worker; keys and files likewise."""
    home = re.search(r"TESS_HOME=(\S+)", (ROOT / "Dockerfile").read_text().split(" AS tess\n")[1])[1]
    for name in ("web", "worker", "beat", "migrate"):
        service = compose["services"][name]
        assert service["volumes"] == [f"home:{home}"], name
        assert not [variable for variable in service["environment"] if variable.endswith(("_DIR", "_HOME", "_FILE"))]
    for kept in (settings.IMPORTS_DIR, settings.KEYS_DIR, settings.MASTER_KEY_FILE, settings.MEDIA_ROOT):
        assert Path(kept).is_relative_to(env.HOME)


def test_an_empty_server_is_made_ready_twice(place, new_operator):
    """`python -m tess.local.install`, which the service `migrate` runs, against a server that has nothing of ours."""
    cluster = Cluster(place / "server", fast=True, tied=True)
    cluster.ensure()
    with closing(cluster.connect("postgres", "postgres")) as connection, connection.cursor() as cursor:
        cursor.execute("DROP OWNED BY tess_owner, tess_app, tess_base, tess_commons_reader")
        cursor.execute("DROP ROLE tess_owner, tess_app, tess_base, tess_commons_reader")

    def url(user, database):
        return cluster.url(user, database).replace(f"{user}@", f"{user}:un-mot-de-passe@")

    new_operator.more = {
        "DJANGO_SETTINGS_MODULE": "tess.config.settings.production",
        "TESS_SECRET_KEY": "x" * 60,
        "TESS_COLLECTIVE_HOST": "collectif.example",
        "REDIS_URL": "redis://127.0.0.1:1",
        "DATABASE_URL": url("tess_app", "tess"),
        "OWNER_DATABASE_URL": url("tess_owner", "tess"),
        "SUPERUSER_DATABASE_URL": cluster.url("postgres", "postgres"),
    }
    try:
        for _time in range(2):
            command = [sys.executable, "-m", "tess.local.install"]
            subprocess.run(command, env=new_operator.environment(), check=True, capture_output=True, cwd="/")
        with closing(cluster.connect("postgres", "tess")) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT rolname FROM pg_authid WHERE rolpassword LIKE 'SCRAM%' ORDER BY 1")
            assert cursor.fetchall() == [("tess_app",), ("tess_owner",)]
            cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'template'")
            assert cursor.fetchone()[0] > 5
        assert (new_operator.home / "secrets" / "master.key").exists()
        made = new_operator.types("organisation", "create", "essai", "Écoute d'essai")
        assert "https://essai.collectif.example/" in made.stdout, made.stderr
    finally:
        cluster.remove()
