"""What an operator does with organisations and their data, through the real command, on the embedded database."""

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

from tess.local.postgres import Cluster

# Python and Django once, then a process of its own for each command: two thirds of a command's time is their start.
DESK = """
import json, os, sys, traceback
from tess.local import cli, ready
from tess.local.home import Home, default_folder

with ready.django_ready(Home(default_folder())):
    ready._close_connections()
for asked in sys.stdin:
    words, *files = json.loads(asked)
    child = os.fork()
    if not child:
        for number, name in enumerate(files):
            os.dup2(os.open(name, os.O_RDONLY if number == 0 else os.O_WRONLY), number)
        sys.argv = ["tess", *words]
        code = 1
        try:
            code = cli.main()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Desk:
    """Where an operator types one command after the other, in front of one home that is being served."""

    def __init__(self, environment):
        self._environment = environment

    def __enter__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-c", DESK], env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, cwd="/",
        )  # fmt: skip
        return self

    def __exit__(self, *_error):
        self._process.communicate()

    def types(self, *words, given=""):
        """As `Operator.types`."""
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / name for name in ("in", "out", "err")]
            for path in files:
                path.write_text(given if path.name == "in" else "")
            self._process.stdin.write(json.dumps([words, *map(str, files)]) + "\n")
            self._process.stdin.flush()
            code = int(self._process.stdout.readline())
            return subprocess.CompletedProcess(words, code, files[1].read_text(), files[2].read_text())


@pytest.fixture(scope="module")
def collective(operator):
    """An installation with its server kept running, so that each command needn't start it."""
    server = Cluster(operator.home / "postgres", tied=True)
    server.ensure()
    with Desk(operator.environment()) as desk:
        operator.types = desk.types
        yield operator
    server.stop()


def done(operator, *words, given=""):
    """What a command that succeeds answers a program."""
    finished = operator.types(*words, "--json", given=given)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return json.loads(finished.stdout)


def refused(operator, *words, given=""):
    """The sentence of a command that is refused."""
    finished = operator.types(*words, given=given)
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert "Traceback" not in finished.stderr
    return finished.stderr


def test_an_organisation_from_making_to_erasing(collective, tmp_path):
    made = done(collective, "organisation", "create", "essai", "Écoute d'essai")
    assert made["address"] == "http://essai.tess.localhost:8000/"
    assert "nom court" in refused(collective, "organisation", "create", "essai", "Une autre")
    assert "essai" in refused(collective, "organisation", "suspend", "inconnue", "--reason", "x")

    assert (
        done(collective, "organisation", "suspend", "essai", "--reason", "Convention à signer")["state"] == "suspended"
    )
    assert done(collective, "organisation", "resume", "essai")["state"] == "active"

    archive = tmp_path / "essai.zip"
    assert done(collective, "organisation", "export", "essai", str(archive))["tables"] > 10
    assert "manifeste.json" in zipfile.ZipFile(archive).namelist()
    assert archive.stat().st_mode & 0o077 == 0
    refused(collective, "organisation", "export", "essai", str(archive))
    assert "n'existe pas" in refused(collective, "organisation", "export", "essai", str(tmp_path / "none" / "x.zip"))

    assert "rien n'a été effacé" in refused(collective, "organisation", "erase", "essai", "--confirm", "autre")
    assert "essai" in [each["slug"] for each in done(collective, "organisation", "list")]
    assert done(collective, "organisation", "erase", "essai", "--confirm", "essai")["proof"]
    assert "essai" not in [each["slug"] for each in done(collective, "organisation", "list")]


PASSWORD = "une lampe allumée"


def names(operator):
    """Who is of the collective: tests of this file share one."""
    return [each["name"] for each in done(operator, "member", "list")]


def test_the_first_people_of_an_installation_can_sign_in(collective):
    """Nobody could after an installation: accounts were made by the demonstration and the tests alone."""
    done(collective, "organisation", "create", "premiere", "La première")
    assert "Marie Le Goff" not in names(collective)
    first = ("member", "add", "Marie@collectif.example", "--role", "coordinator")
    assert "--name" in refused(collective, *first)
    first = (*first, "--name", "Marie Le Goff")
    assert "--password-stdin" in refused(collective, *first), "no terminal to ask at"
    assert "12" in refused(collective, *first, "--password-stdin", given="court\n")
    assert "valide" in refused(collective, *first[:2], "marie", *first[3:], "--password-stdin", given=f"{PASSWORD}\n")
    assert "Marie Le Goff" not in names(collective), "refused whole"

    made = done(collective, *first, "--password-stdin", given=f"{PASSWORD}\n")
    assert (made["email"], made["roles"]) == ("marie@collectif.example", ["coordinator"])
    assert "déjà un compte" in refused(collective, *first, "--password-stdin", given=f"{PASSWORD}\n")
    there = ("member", "add", "marie@collectif.example", "--organisation", "premiere")
    assert "listener (" in refused(collective, *there, "--role", "coordinator")
    assert done(collective, *there, "--role", "manager", "--role", "director")["roles"] == ["director", "manager"]
    assert done(collective, *there, "--role", "director")["roles"] == ["director"], "replaced"
    shown = collective.types("member", "list", "--organisation", "premiere").stdout
    assert shown.startswith("Marie Le Goff <marie@collectif.example> (")

    assert done(collective, "member", "forget-factors", "Marie@collectif.example")["forgotten"] == 0
    assert "n'a pas de compte" in refused(collective, "member", "forget-factors", "personne@collectif.example")
    done(collective, "member", "remove", "MARIE@collectif.example", "--organisation", "premiere")
    assert done(collective, "member", "list", "--organisation", "premiere") == []
    assert "n'en est pas membre" in refused(
        collective, "member", "remove", "marie@collectif.example", "--organisation", "premiere"
    )
    assert "Marie Le Goff" in names(collective)


def test_operators_are_named_by_a_command_alone(collective):
    assert "n'a pas encore de compte" in refused(collective, "operator", "add", "omar@collectif.example")
    made = ("member", "add", "omar@collectif.example", "--name", "Omar Clé", "--role", "observer", "--password-stdin")
    done(collective, *made, given=f"{PASSWORD}\n")
    assert done(collective, "operator", "list") == []
    assert done(collective, "operator", "add", "OMAR@collectif.example")["operator"] is True
    assert done(collective, "operator", "list") == [{"name": "Omar Clé", "email": "omar@collectif.example"}]
    assert done(collective, "operator", "remove", "omar@collectif.example")["operator"] is False
    assert "personne" in collective.types("operator", "list").stdout


def test_a_password_is_asked_twice_at_a_terminal_and_not_shown(collective):
    line = ("member", "add", "paul@collectif.example", "--name", "Paul", "--role", "observer")
    shown, code = collective.answers(*line, answers=[PASSWORD, "une autre lampe"])
    assert code == 1
    assert "diffèrent" in shown
    shown, code = collective.answers(*line, answers=[PASSWORD, PASSWORD])
    assert code == 0, shown
    assert "Paul peut se connecter" in shown
    assert PASSWORD not in shown


def test_an_erasure_stopped_half_way_is_finished_by_the_same_line(collective, tmp_path):
    """Its row in the registry is gone by then: only the proof knows it."""
    before = set((collective.home / "keys").iterdir())
    done(collective, "organisation", "create", "reste", "Ce qui reste")
    (key,) = set((collective.home / "keys").iterdir()) - before
    (tmp_path / "file").write_text("secret")
    folder = collective.home / "media" / "organisations" / key.stem
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.symlink_to(tmp_path)  # what stands elsewhere is not ours to remove
    line = ("organisation", "erase", "reste", "--confirm", "reste")
    told = refused(collective, *line)
    assert str(folder) in told
    assert "Relancez la commande" in told
    assert not key.exists()
    assert "reste" not in [each["slug"] for each in done(collective, "organisation", "list")]
    assert "pas terminé" in refused(collective, "organisation", "create", "reste", "Un autre")
    folder.unlink()
    assert done(collective, *line)["name"] == "Ce qui reste"
    assert "reste" in refused(collective, *line), "nothing is left to finish"


def test_a_backup_restored_beside_and_everything_elsewhere(collective, new_operator, tmp_path):
    done(collective, "organisation", "create", "source", "La source")
    done(collective, "backup", str(tmp_path / "one"), "--organisation", "source")
    done(collective, "backup", str(tmp_path / "all"))
    refused(collective, "backup", str(tmp_path / "all"))
    assert (tmp_path / "all").stat().st_mode & 0o077 == 0

    beside = done(collective, "restore", str(tmp_path / "one"), "--as", "reprise", "--name", "La reprise")
    assert beside["name"] == "La reprise"
    refused(collective, "restore", str(tmp_path / "one"))
    refused(collective, "restore", str(tmp_path / "all"))
    assert "pas une sauvegarde" in refused(collective, "restore", str(tmp_path))

    assert "clé maîtresse" in refused(new_operator, "restore", str(tmp_path / "all"))
    key = collective.home / "secrets" / "master.key"
    done(new_operator, "restore", str(tmp_path / "all"), "--master-key", str(key))
    assert "source" in [each["slug"] for each in done(new_operator, "organisation", "list")]
    new_operator.waits_until_nothing_runs()


def test_files_are_checked_before_they_are_loaded(collective, tmp_path):
    done(collective, "organisation", "create", "appels", "Les appels")
    assert "n'existe pas" in refused(collective, "import", "relays", str(tmp_path / "none.csv"))
    (tmp_path / "empty.csv").write_text("")
    refused(collective, "import", "relays", str(tmp_path / "empty.csv"))
    refused(
        collective, "import", "calls", str(tmp_path / "empty.csv"), "--organisation", "appels", "--profile", "Aucun"
    )

    relays = tmp_path / "relays.csv"
    relays.write_text(
        "number,name,operator,cost,hours,themes,audience,level,url\n"
        "0199001234,Écoute fictive,Association fictive,free,24/7,,,national,\n"
        ",Sans numéro,Association fictive,free,24/7,,,national,\n"
    )
    checked = done(collective, "import", "relays", str(relays), "--check")
    assert (checked["readable"], [error["line"] for error in checked["errors"]]) == (1, [3])
    assert done(collective, "import", "relays", str(relays))["created"] == 1
    assert done(collective, "import", "relays", str(relays))["unchanged"] == 1


def test_where_nothing_was_ever_made_the_way_in_is_told(new_operator):
    told = refused(new_operator, "organisation", "list")
    assert "make demo" in told
    assert not (new_operator.home / "postgres").exists()


def test_a_database_that_does_not_answer_is_told(new_operator, place):
    new_operator.more = {
        "DATABASE_URL": f"postgresql://tess_app@/tess?host={place}",
        "OWNER_DATABASE_URL": f"postgresql://tess_owner@/tess?host={place}",
        "TESS_SECRET_KEY": "x" * 60,
        "REDIS_URL": "redis://127.0.0.1:1",
    }
    assert "La base de données ne répond pas" in refused(new_operator, "organisation", "list")
