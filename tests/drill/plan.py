"""Which rounds: twelve that hold each kind of kill, then as many drawn by dice as one likes."""

from dataclasses import dataclass
from random import Random

PHASES = (
    "typing",
    "in flight",
    "answer withheld",
)  # the last: the server has done it, and dies before its answer is given


@dataclass(frozen=True)
class Kill:
    """What is killed, at which of `PHASES`, of which act, and whether somebody types in a real browser meanwhile."""

    victim: str
    phase: str
    act: str = "save"
    browser: bool = False


TYPING, IN_FLIGHT, WITHHELD = PHASES
TWELVE = (
    Kill("web", IN_FLIGHT),
    Kill("web", WITHHELD, "open"),
    Kill("web", WITHHELD, "close"),
    Kill("web", WITHHELD, browser=True),
    Kill("whole_web", TYPING),
    Kill("worker", TYPING),
    Kill("backend", IN_FLIGHT),
    Kill("postgres", IN_FLIGHT),
    Kill("postgres", WITHHELD),
    Kill("browser", TYPING, browser=True),
    Kill("browser", IN_FLIGHT, browser=True),
    Kill("browser", WITHHELD, browser=True),
)
BEHIND = ("web", "web", "whole_web", "postgres", "postgres", "backend", "worker")  # what happens oftener stands twice


def dice_of(seed, number):
    """The dice of a round, whichever rounds came before it."""
    return Random(f"{seed}/{number}")


def rounds(count, seed):
    """`(kill, dice)` for each of `count` rounds, the same for the same seed."""
    for number in range(count):
        dice = dice_of(seed, number)
        yield TWELVE[number] if number < len(TWELVE) else _drawn(dice), dice


def _drawn(dice):
    browser, phase = dice.random() < 0.4, dice.choice(PHASES)
    if browser:
        return Kill(dice.choice(("browser", "browser", *BEHIND)), phase, browser=True)
    act = "save" if phase == TYPING else dice.choice(("save", "save", "open", "close"))
    return Kill(dice.choice(BEHIND), phase, act)
