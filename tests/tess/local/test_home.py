"""The folder of an embedded installation: secrets once, one holder at a time, the settings handed to Django."""

import os
import stat
import subprocess
import sys

import pytest

from tess.local.errors import LocalError
from tess.local.home import Home, given_databases


@pytest.fixture
def home(tmp_path):
    found = Home(tmp_path / "home")
    found.prepare()
    return found


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch):
    for name in list(os.environ):
        if name.startswith(("TESS_", "DJANGO_", "PG")) or name in {"DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL"}:
            monkeypatch.delenv(name)


def test_secrets_are_made_once_and_closed_to_others(home):
    secrets = {path.name: path.read_text() for path in (home.folder / "secrets").iterdir()}
    assert set(secrets) == {"secret_key", "master.key"}
    assert len(bytes.fromhex(secrets["master.key"])) == 32
    assert len(secrets["secret_key"]) >= 50
    for path in (home.folder / "secrets").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for name in ("secrets", "keys", "mail", "media", "logs", "redis"):
        assert stat.S_IMODE((home.folder / name).stat().st_mode) == 0o700
    home.prepare()
    assert {path.name: path.read_text() for path in (home.folder / "secrets").iterdir()} == secrets


def test_a_lost_master_key_is_not_replaced_while_keys_need_it(home):
    (home.folder / "keys" / "an-organisation.key").write_text("{}")
    (home.folder / "secrets" / "master.key").unlink()
    with pytest.raises(LocalError, match="clé maîtresse"):
        home.prepare()
    assert not (home.folder / "secrets" / "master.key").exists()


def test_the_environment_is_the_settings_contract(home, monkeypatch):
    monkeypatch.setenv("PGHOST", "elsewhere")
    found = home.environment(port=8123, redis_url="unix:///socket")
    assert found["DJANGO_SETTINGS_MODULE"] == "tess.config.settings.demo"
    assert found["DATABASE_URL"].startswith("postgresql://tess_app@/tess?host=")
    assert found["OWNER_DATABASE_URL"].startswith("postgresql://tess_owner@/tess?host=")
    assert found["TESS_PORT"] == "8123"
    assert found["TESS_COLLECTIVE_HOST"] == "tess.localhost"
    assert found["REDIS_URL"] == "unix:///socket"
    assert found["TESS_MASTER_KEY_FILE"] == str(home.folder / "secrets" / "master.key")
    assert "PGHOST" not in found
    assert "REDIS_URL" not in home.environment(port=8123, redis_url=None)


def test_databases_are_named_both_or_not_at_all(monkeypatch):
    assert not given_databases()
    monkeypatch.setenv("DATABASE_URL", "postgresql://tess_app@/elsewhere")
    with pytest.raises(LocalError, match="Seule DATABASE_URL est donnée"):
        given_databases()
    monkeypatch.setenv("OWNER_DATABASE_URL", "postgresql://tess_owner@/elsewhere")
    assert given_databases()


def test_one_process_holds_it_at_a_time(home):
    assert home.running() is None
    with home.held(port=8123):
        assert home.running() == {"pid": os.getpid(), "port": 8123, "address": "http://tess.localhost:8123/"}
        with pytest.raises(LocalError, match=r"http://tess\.localhost:8123/"), home.held(port=9000):
            pass
    assert home.running() is None


def test_a_holder_that_was_killed_holds_nothing(home):
    code = (
        "import os, sys; from pathlib import Path; from tess.local.home import Home\n"
        "with Home(Path(sys.argv[1])).held(port=1): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, home.folder], check=False)
    assert home.running() is None
    with home.held(port=2):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_of_somebody_else_is_told(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(LocalError, match="ne peut pas écrire"):
        Home(tmp_path / "closed" / "home").prepare()


def test_a_deep_folder_gets_a_short_socket(tmp_path):
    deep = Home(tmp_path / ("deep" * 30))
    socket = deep.socket("redis")
    assert len(os.fsencode(socket)) < 107
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    socket.parent.rmdir()
    assert Home(tmp_path).socket("redis") == tmp_path / "redis" / "socket"
