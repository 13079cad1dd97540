"""`tess doctor`: what this machine lacks, said once each, with a way out."""

import json
import os
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def without(place):
    """PATH with everything of /usr/bin but some programs."""

    def lacking(*names):
        programs = place / "bin"
        programs.mkdir()
        for program in Path("/usr/bin").iterdir():
            if program.name not in names:
                (programs / program.name).symlink_to(program)
        return str(programs)

    return lacking


def test_a_fit_machine_may_start(new_operator):
    done = new_operator.types("doctor", "--port", str(new_operator.port))
    assert done.returncode == 0, done.stdout
    assert "TeSS peut démarrer ici." in done.stdout
    assert not new_operator.home.exists()


def test_what_is_missing_is_told_with_a_way_out(new_operator, without):
    new_operator.more = {"PATH": without("msgfmt", "redis-server")}
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", new_operator.port))
        taken.listen()
        done = new_operator.types("doctor", "--json", "--port", str(new_operator.port))
    found = {each["subject"]: each for each in json.loads(done.stdout)}
    assert done.returncode == 1
    assert not found["gettext"]["well"]
    assert found["gettext"]["way_out"] == "Tapez : make system"
    assert not found["Redis"]["well"]
    assert not found["Redis"]["grave"]
    assert "est pris par un autre programme" in found["Port"]["sentence"]
    assert found["Python"]["well"]


def test_data_of_another_version_is_told(new_operator):
    data = new_operator.home / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    done = new_operator.types("doctor")
    assert done.returncode == 1
    assert "ont été écrites par PostgreSQL 9" in done.stdout
    assert "postgresql-9" in done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_without_the_right_to_install_the_line_to_type_is_given(without):
    done = subprocess.run(
        [ROOT / ".ci" / "system", "demo"],
        env={"PATH": without("msgfmt", "redis-server")},
        user="nobody",
        group="nogroup",
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert done.returncode == 1
    assert "gettext" in done.stderr
    assert "redis" not in done.stderr
    assert "Tapez : sudo make system" in done.stderr
