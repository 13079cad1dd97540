"""The embedded PostgreSQL: made once, found again, closed to others, told plainly when it can't."""

import contextlib
import os
import shutil
import stat
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tess.local import binaries
from tess.local.errors import LocalError
from tess.local.postgres import Cluster

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="root only")


@pytest.fixture(scope="module")
def cluster(module_place):
    cluster = Cluster(module_place / "pg", fast=True)
    cluster.ensure()
    yield cluster
    cluster.remove()


@pytest.fixture
def fresh(place):
    cluster = Cluster(place / "pg", fast=True)
    yield cluster
    cluster.remove()


def rows(cluster, user, database, query):
    with closing(cluster.connect(user, database)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_roles_have_only_the_rights_they_need(cluster):
    found = rows(
        cluster,
        "tess_app",
        "postgres",
        """SELECT rolname, rolcanlogin, rolinherit, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls
           FROM pg_roles WHERE rolname LIKE 'tess%' ORDER BY 1""",
    )
    assert found == [
        ("tess_app", True, False, False, False, False, False),
        ("tess_base", False, True, False, False, False, False),
        ("tess_commons_reader", False, True, False, False, False, False),
        ("tess_owner", True, True, False, True, True, False),
    ]


def test_owner_makes_lends_and_drops_an_organisation_role(cluster):
    with closing(cluster.connect("tess_owner", "postgres")) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE ROLE o_postgres_org_a NOLOGIN")
        cursor.execute("GRANT tess_base TO o_postgres_org_a")
        cursor.execute("GRANT o_postgres_org_a TO tess_app")
        with closing(cluster.connect("tess_app", "postgres")) as served, served.cursor() as serving:
            serving.execute("SET ROLE o_postgres_org_a; SELECT current_user")
            assert serving.fetchone() == ("o_postgres_org_a",)
            serving.execute("SET ROLE tess_commons_reader")
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                serving.execute("SET ROLE tess_owner")
        cursor.execute("GRANT o_postgres_org_a TO CURRENT_USER")
        cursor.execute("DROP OWNED BY o_postgres_org_a")
        cursor.execute("DROP ROLE o_postgres_org_a")


def test_a_database_has_its_extensions_apart_and_can_be_asked_for_twice(cluster):
    cluster.create_database("tess_test")
    cluster.create_database("tess_test")
    found = rows(
        cluster,
        "tess_owner",
        "tess_test",
        """SELECT extname, nspname, pg_get_userbyid(nspowner)
           FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE nspname = 'ext' ORDER BY 1""",
    )
    assert found == [(name, "ext", "tess_owner") for name in ("btree_gist", "pg_trgm", "unaccent")]
    settings = (
        "SELECT current_setting('server_encoding'), datcollate FROM pg_database WHERE datname = current_database()"
    )
    assert rows(cluster, "tess_owner", "tess_test", settings) == [("UTF8", "C.UTF-8")]


def test_no_tcp_a_closed_socket_folder_and_many_locks(cluster):
    shown = "SELECT current_setting('listen_addresses'), current_setting('max_locks_per_transaction')"
    assert rows(cluster, "tess_app", "postgres", shown) == [("", "256")]
    assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700


def test_its_log_says_which_error_and_never_a_value(cluster):
    said = cluster.log.stat().st_size
    with closing(cluster.connect("tess_owner", "postgres")) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE person (email text PRIMARY KEY, note text NOT NULL)")
        for values in ("('ana@essai.example', 'x')", "('ana@essai.example', 'x')", "('bob@essai.example', NULL)"):
            with contextlib.suppress(psycopg2.IntegrityError):
                cursor.execute(f"INSERT INTO person VALUES {values}")
        with pytest.raises(psycopg2.ProgrammingError):
            cursor.execute("SELECT 'ana@essai.example' FROM nowhere")
    log = cluster.log.read_bytes()[said:].decode()
    for error in ("person_pkey", "violates not-null constraint", "does not exist"):
        assert error in log
    assert "@essai.example" not in log


def test_asked_again_it_keeps_the_server_and_the_data(fresh):
    fresh.ensure()
    fresh.create_database("kept")
    started = rows(fresh, "tess_app", "kept", "SELECT pg_postmaster_start_time()")
    fresh.ensure()
    assert rows(fresh, "tess_app", "kept", "SELECT pg_postmaster_start_time()") == started
    fresh.stop()
    assert not fresh.running()
    fresh.stop()
    fresh.ensure()
    assert rows(fresh, "tess_app", "kept", "SELECT 1") == [(1,)]


def test_a_folder_of_another_major_version_is_refused_untouched(fresh):
    fresh.ensure()
    fresh.stop()
    (fresh.data / "PG_VERSION").write_text("9\n")
    before = sorted(path.name for path in fresh.data.iterdir())
    with pytest.raises(LocalError) as refused:
        fresh.ensure()
    assert "PostgreSQL 9" in refused.value.sentence
    assert str(fresh.data) in refused.value.way_out
    assert sorted(path.name for path in fresh.data.iterdir()) == before


def test_killed_during_initdb_it_starts_over(fresh):
    code = f"""
        from pathlib import Path
        from tess.local.postgres import Cluster
        Cluster(Path({str(fresh.folder)!r}), fast=True).ensure()
    """
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], start_new_session=True)
    unfinished = fresh.folder / "data.unfinished"
    while not (unfinished / "base").exists():
        assert child.poll() is None
    os.killpg(child.pid, 9)
    child.wait()
    assert not fresh.data.exists()
    fresh.ensure()
    assert rows(fresh, "tess_app", "postgres", "SELECT current_user") == [("tess_app",)]
    assert not unfinished.exists()


def test_a_long_path_moves_only_the_socket(place):
    cluster = Cluster(place / ("long" * 25) / "pg", fast=True)
    try:
        cluster.ensure()
        assert cluster.socket_folder.parent == Path("/tmp")
        assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700
        assert rows(cluster, "tess_app", "postgres", "SELECT 1") == [(1,)]
    finally:
        cluster.remove()
    assert not cluster.socket_folder.exists()


def test_a_squatted_socket_folder_is_refused(place, tmp_path):
    cluster = Cluster(place / ("long" * 25) / "pg", fast=True)
    try:
        cluster.socket_folder.symlink_to(tmp_path)
        with pytest.raises(LocalError, match=str(cluster.socket_folder)):
            cluster.ensure()
    finally:
        cluster.socket_folder.unlink()
        cluster.remove()


def test_without_postgresql_it_says_what_to_type(fresh, monkeypatch):
    monkeypatch.setattr(binaries, "DEBIAN", Path("/nowhere"))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(LocalError) as refused:
        fresh.ensure()
    assert "make system" in refused.value.way_out


def test_a_tied_server_ends_when_its_starter_is_killed(fresh):
    code = f"""
        import os, signal
        from pathlib import Path
        from tess.local.postgres import Cluster
        Cluster(Path({str(fresh.folder)!r}), fast=True, tied=True).ensure()
        os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)
    pid = fresh.data / "postmaster.pid"
    server = int(pid.read_text().split()[0]) if pid.exists() else 0
    for _attempt in range(200):
        if not fresh.running() and (not server or not Path(f"/proc/{server}").exists()):
            break
        time.sleep(0.05)
    else:
        pytest.fail("the server outlived its starter")
    fresh.ensure()


@as_root
def test_root_lends_the_server_an_unprivileged_account(cluster):
    server = int((cluster.data / "postmaster.pid").read_text().split()[0])
    assert Path(f"/proc/{server}").stat().st_uid != 0


@as_root
def test_a_place_the_account_cannot_enter_keeps_the_data_elsewhere(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "pg", fast=True)
    try:
        cluster.ensure()
        assert cluster.home.is_relative_to("/var/lib/tess")
        assert rows(cluster, "tess_app", "postgres", "SELECT 1") == [(1,)]
        assert Cluster(closed / "pg").home == cluster.home
    finally:
        cluster.remove()
    assert not cluster.home.exists()


@as_root
def test_a_user_makes_it_without_root_and_root_opens_it_again(place):
    shutil.chown(place, "nobody")
    code = """
        import os, pwd, sys
        from pathlib import Path
        from tess.local.postgres import Cluster
        nobody = pwd.getpwnam("nobody")
        os.setgroups([]); os.setgid(nobody.pw_gid); os.setuid(nobody.pw_uid)
        Cluster(Path(sys.argv[1]) / "pg", fast=True).ensure()
    """
    cluster = Cluster(place / "pg", fast=True)
    try:
        subprocess.run([sys.executable, "-c", textwrap.dedent(code), place], check=True)
        assert rows(cluster, "tess_app", "postgres", "SELECT current_user") == [("tess_app",)]
        cluster.stop()
        cluster.ensure()
        server = int((cluster.data / "postmaster.pid").read_text().split()[0])
        assert Path(f"/proc/{server}").stat().st_uid == place.stat().st_uid
    finally:
        cluster.remove()
