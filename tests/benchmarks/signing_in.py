"""Entries by guessing, over HTTP, at the product's web server with its real passwords.

Twenty addresses guess 10,000 passwords of one person, the right one among them six times, each from another address; then
3,000 more over a hundred people. Nobody has a second factor: the password alone would open. Meanwhile the person comes in,
from a browser known to the account and from a new one, and so does a room of thirty behind one address.
"""

import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks._sides_running import DATABASE, ROOT, Side, bench_cluster
from tests.benchmarks._visitor import HOST, Visitor

GUESSES, SPRAYED, PEOPLE, ROOM = 10_000, 3_000, 100, 30
RIGHT_AT = {500, 1_501, 3_502, 5_003, 7_504, 9_999}  # late, and from six different addresses
ADDRESSES = [f"203.0.113.{number}" for number in range(1, 21)]
THREADS = 8
RIGHT, TYPO = "lampe allumée la nuit", "lampe alumée la nuit"
LONGEST = 60  # seconds for the person to come in


def guesses():
    with bench_cluster(1) as cluster, Side("door", cluster, DATABASE) as inside:
        people = inside.ask("people", number=PEOPLE + ROOM + 1, password=RIGHT)
        victim, room, crowd = people[0], people[1 : ROOM + 1], people[ROOM + 1 :]
        with _served(cluster) as port:
            known = _visitor(port, "198.51.100.1")
            assert known.signs_in(victim, RIGHT), "the person's own browser, the day before"
            known.cookies.pop("tess_session")
            known.get("/connexion/")
            began = time.monotonic()
            entries = _guess(port, range(GUESSES // 2), lambda _number: victim)
            waited = [_comes_in_again(known, victim), _comes_in_elsewhere(port, victim, inside, cluster)]
            entries += _guess(port, range(GUESSES // 2, GUESSES), lambda _number: victim)
            waited.append(_comes_in_elsewhere(port, victim, inside, cluster))
            entries += _guess(port, range(SPRAYED), lambda number: crowd[number % PEOPLE], right_at=_late_in_the_spray)
            spent = time.monotonic() - began
            inside_room = sum(_from_the_room(port, person, number) for number, person in enumerate(room))
        assert inside_room == ROOM, f"only {inside_room} of the room came in"
        assert max(waited) <= LONGEST, waited
        sessions = inside.ask("sessions_of", emails=[victim, *crowd])
        assert sessions == 1 + len(waited), f"{sessions} sessions: somebody else is in"
        yield {
            "name": "signin.guesses",
            "value": entries,
            "unit": "entries",
            "tried": GUESSES + SPRAYED,
            "seconds": round(spent, 1),
            "victim_seconds": round(max(waited), 2),
            "room": inside_room,
        }


def _late_in_the_spray(number):
    """Each person's right password is the twenty-first tried on them."""
    return number // PEOPLE == 20


def _guess(port, numbers, whom, *, right_at=RIGHT_AT.__contains__):
    """How many guesses open; each address works through its share, all at once."""

    def of_one_address(share):
        address, mine = share
        visitor = _visitor(port, address)
        opened = 0
        for number in mine:
            opened += visitor.signs_in(whom(number), RIGHT if right_at(number) else f"essai {number} {RIGHT}")
        return opened

    shares = [(address, numbers[index :: len(ADDRESSES)]) for index, address in enumerate(ADDRESSES)]
    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(of_one_address, shares))


def _comes_in_again(known, victim):
    began = time.monotonic()
    assert known.signs_in(victim, RIGHT), "a browser known to the account was stopped"
    return time.monotonic() - began


def _comes_in_elsewhere(port, victim, inside, cluster):
    """From a browser nobody knows: the password isn't looked at, a code by letter opens."""
    began = time.monotonic()
    visitor = _visitor(port, "198.51.100.77")
    status, _where, page = visitor.post("/connexion/", login=victim, password=RIGHT)
    assert status == 422, "a stranger's password was looked at"
    assert "code par courriel" in page
    visitor.get("/connexion/code/")
    visitor.post("/connexion/code/", email=victim)
    inside.ask("deliver")
    folder = Path(cluster.folder).parent / "home" / "mail"
    texts = [path.read_text() for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)]
    code = [found for text in texts for found in re.findall(r"^([B-Z]{4}-[B-Z]{4})\r?$", text, re.MULTILINE)][-1]
    visitor.get("/connexion/code/saisie/")
    status, where, _page = visitor.post("/connexion/code/saisie/", code=code)
    assert (status, where) == (302, "/espace/"), (status, where)
    return time.monotonic() - began


def _from_the_room(port, person, number):
    visitor = _visitor(port, "192.0.2.7")
    if number % 3 == 0:
        visitor.signs_in(person, TYPO)
    return visitor.signs_in(person, RIGHT)


def _visitor(port, address):
    found = Visitor(port, address)
    found.get("/connexion/")
    return found


@contextmanager
def _served(cluster):
    """The product's web server, with as many processes as `tess up` starts."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "--bind", f"fd://{door.fileno()}"]
        command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks._sides.door",
            "DATABASE_URL": cluster.url("tess_app", DATABASE),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)]),
            "TESS_HOME": str(Path(cluster.folder).parent / "home"),
        }
        server = subprocess.Popen(
            [*command, "tess.config.wsgi:application"],
            cwd=ROOT,
            env=environment,
            pass_fds=[door.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            port = door.getsockname()[1]
            _wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(port):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if Visitor(port, "127.0.0.1").get("/connexion/")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{HOST} did not answer")


FIGURES = {"signin.guesses": guesses}
