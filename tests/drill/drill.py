"""One round: some type, something is killed, it is started again, the record is opened again and compared."""

import time
from dataclasses import dataclass
from random import Random

from tests.drill.desk import Desk
from tests.drill.house import HOST
from tests.drill.typists import HttpTypist
from tests.drill.words import duplicates, lost

SECONDS = 20
PHASES = ("typing", "in flight", "answer withheld")


@dataclass(frozen=True)
class Kill:
    """What is killed, at which of `PHASES`, of which act."""

    victim: str
    phase: str
    act: str = "save"


@dataclass
class Found:
    """What a round cost. Characters, but for `duplicates` (words and records) and `conflicts` (of a page with itself)."""

    kill: Kill
    acknowledged: int = 0
    lost: int = 0
    duplicates: int = 0
    unacknowledged: int = 0
    seconds: float = 0.0  # of typing that were lost with the unacknowledged
    conflicts: int = 0

    def add(self, other):
        """Count another typist's with it."""
        for name in ("acknowledged", "lost", "duplicates", "unacknowledged", "conflicts"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.seconds = max(self.seconds, other.seconds)


def http_round(house, kill, dice, *, typists=2):
    """Two type over HTTP at once while `kill` happens; they are alive all the while, and go on."""
    before = {listener["user"]: house.records_of(listener) for listener in house.listeners}
    people = [HttpTypist(house.gate, HOST, listener, dice) for listener in house.listeners[:typists]]
    if kill.act == "open":
        house.gate.watch("open", hold=kill.phase == PHASES[2])
    for one in people:
        one.start()
    if kill.act != "open":
        wait_for(lambda: all(one.begun.is_set() or one.broke for one in people), house, people)
        time.sleep(dice.uniform(0.3, 1.0))
        if kill.act == "close":
            house.gate.watch("close", hold=kill.phase == PHASES[2])
            for one in people:
                one._enough.set()
    strike(house, kill, dice)
    house.restart()
    found = Found(kill)
    for one in people:  # before they send anything again: that would hide what the server lost
        found.add(compared(kill, house, one, standing=True))
    house.gate.open()
    for one in people:
        one.ends()
        found.add(compared(kill, house, one, before=before[one.listener["user"]]))
        found.conflicts += one.conflicts
    return found


def strike(house, kill, dice):
    """Wait for the moment, kill, and let nobody in until it was looked at."""
    gate = house.gate
    if kill.phase == PHASES[0]:
        gate.wait_until_idle(1)
    else:
        if kill.act == "save":
            gate.watch("save", hold=kill.phase == PHASES[2])
        seen = gate.held if kill.phase == PHASES[2] else gate.passed
        assert seen.wait(SECONDS), f"no {kill.act} came while one waited to kill {kill.victim}"
        if kill.phase == PHASES[1]:
            time.sleep(dice.uniform(0, 0.03))
    house.kill(kill.victim)
    gate.shut()


def compared(kill, house, one, *, standing=False, before=frozenset()):
    """What became of a typist's text; `standing`: right after the kill, when only what was acknowledged has to be there."""
    desk = Desk(house.port, HOST, one.listener["session"])  # not by the gate, which is shut
    said = house.gate.acknowledged[one.key]
    if standing:
        there = one.key in house.records_of(one.listener)
        return Found(kill, lost=lost(said, desk.looks(one.key) if there else ""))
    notes = [desk.looks(key) for key in house.records_of(one.listener) - before]
    whole = " ".join(notes)
    missing = lost(said, whole)
    unsaid = lost([one.typed.text], whole) - missing
    return Found(
        kill,
        acknowledged=max(map(len, said), default=0),
        lost=missing,
        duplicates=duplicates(notes),
        unacknowledged=unsaid,
    )


def wait_for(done, house, people):
    """Wait until `done()`, and say why when it never is."""
    until = time.monotonic() + SECONDS
    while not done():
        broke = [one.broke for one in people if one.broke]
        if broke:
            raise broke[0]
        assert time.monotonic() < until, house.web.last_words(30)
        time.sleep(0.01)


def dice_of(seed, number):
    """The dice of a round, whichever rounds came before it."""
    return Random(f"{seed}/{number}")
