"""Killed at random moments, the product loses nothing it said was saved, and makes nothing twice.

What was typed and not yet saved when the browser itself is killed is lost today: it is counted and told (`note.drill`, and
the soak), and nothing here says it should be so.
"""

import copy
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.drill.desk import Desk
from tests.drill.drill import by_victim, play
from tests.drill.house import HOST
from tests.drill.plan import TWELVE, TYPING, WITHHELD, Kill, dice_of, rounds

SEED = 4
MANY, TIMES = 500, 50


def _title(kill):
    return f"{kill.victim}-{kill.act}-{kill.phase}{'-browser' * kill.browser}".replace(" ", "-")


@pytest.mark.parametrize(
    ("number", "kill"),
    [
        pytest.param(number, kill, id=_title(kill), marks=[pytest.mark.browser] * kill.browser)
        for number, kill in enumerate(TWELVE)
    ],
)
def test_killed(standing, request, number, kill):
    browser = request.getfixturevalue("browser_typist") if kill.browser else None
    found = play(standing, kill, dice_of(SEED, number), browser)
    assert found.acknowledged, "nothing was saved: nothing was tried"
    assert (found.lost, found.duplicates) == (0, 0), found
    assert kill.victim == "browser" or not found.unacknowledged, "who was still there lost what they had typed"


def test_a_server_that_says_saved_and_saves_nothing_is_caught(standing):
    """The drill through its real parts, but for an answer that lies."""
    standing.gate.lies = True
    try:
        found = play(standing, Kill("web", TYPING), dice_of(SEED, MANY))
    finally:
        standing.gate.lies = False
    assert found.lost > 0


@pytest.mark.soak
def test_a_postgres_that_answers_before_it_has_written_is_caught(standing):
    with standing.forgetful():
        founds = [play(standing, Kill("postgres", WITHHELD), dice_of(SEED, MANY + number)) for number in range(5)]
    assert sum(found.lost for found in founds) > 0


def test_the_same_request_fifty_times_at_once_is_one(standing):
    listener, key, note = standing.listeners[0], str(uuid.uuid4()), "une seule fois"
    before = standing.records_of(listener)
    desk = Desk(standing.port, HOST, listener["session"])
    desk.sits_down()
    _at_once(desk, lambda one: one.opens(key))
    assert standing.records_of(listener) - before == {key}
    desk.looks(key)
    assert set(_at_once(desk, lambda one: one.saves(key, note))) == {"saved"}
    assert standing.versions_of(key) == [2], "saved once"
    desk.looks(key)
    assert set(_at_once(desk, lambda one: one.closes(key, note))) == {"closed"}
    assert desk.looks(key) == note
    assert standing.records_of(listener) - before == {key}


@pytest.mark.soak
@pytest.mark.browser
def test_five_hundred_kills(standing, browser_typist, capsys):
    founds = [play(standing, kill, dice, browser_typist) for kill, dice in rounds(MANY, SEED)]
    with capsys.disabled():
        for victim, found in by_victim(founds).items():
            print(f"\n{victim}: {found}", end="")  # noqa: T201 (what was lost unsaved is to be read)
    assert [found for found in founds if found.lost or found.duplicates] == []


def _at_once(desk, act):
    """What `act` gives, asked from one page by fifty requests; each has that page's fields, none waits for another."""
    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(lambda _time: act(_same_page(desk)), range(TIMES)))


def _same_page(desk):
    found = copy.copy(desk)
    found.fields = dict(desk.fields)
    return found
