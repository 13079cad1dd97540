"""Killed at random moments, the product loses nothing it said was saved, and makes nothing twice."""

import pytest

from tests.drill.drill import PHASES, Kill, dice_of, http_round

SEED = 1
ROUNDS = [
    Kill("web", PHASES[1]),
    Kill("web", PHASES[2]),
    Kill("whole_web", PHASES[0]),
    Kill("web", PHASES[2], "open"),
    Kill("web", PHASES[2], "close"),
]


@pytest.mark.parametrize("number", range(len(ROUNDS)))
def test_round(standing, number):
    found = http_round(standing, ROUNDS[number], dice_of(SEED, number))
    assert (found.lost, found.duplicates) == (0, 0), found
