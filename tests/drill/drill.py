"""One round: some type, something is killed, it is started again, the record is opened again and compared."""

import time
from collections import defaultdict
from dataclasses import dataclass

from tests.drill.desk import Desk
from tests.drill.house import HOST
from tests.drill.plan import IN_FLIGHT, TYPING, WITHHELD, Kill
from tests.drill.typists import HttpTypist
from tests.drill.words import duplicates, lost

SECONDS = 60  # a machine that does much else is no reason to fail


@dataclass
class Found:
    """What a round cost. Characters, but for `duplicates` (words and records) and `conflicts` (of a page with itself)."""

    kill: Kill
    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    duplicates: int = 0
    unacknowledged: int = 0
    seconds: float = 0.0  # of typing that were lost with the unacknowledged
    conflicts: int = 0

    def add(self, other):
        """Count another typist's, or another round's, with it."""
        for name in ("rounds", "acknowledged", "lost", "duplicates", "unacknowledged", "conflicts"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.seconds = max(self.seconds, other.seconds)


def play(house, kill, dice, browser=None):
    """One round; `browser`: who sits in front of one, for the rounds that need it."""
    found = browser_round(house, kill, dice, browser) if kill.browser else http_round(house, kill, dice)
    found.rounds = 1
    return found


def by_victim(founds):
    """What the rounds cost for each that was killed."""
    sums = defaultdict(lambda: Found(None))
    for found in founds:
        sums[found.kill.victim].add(found)
    return dict(sums)


def http_round(house, kill, dice, *, typists=2):
    """Two type over HTTP at once while `kill` happens; they are alive all the while, and go on."""
    before = {listener["user"]: house.records_of(listener) for listener in house.listeners}
    people = [HttpTypist(house.gate, HOST, listener, dice) for listener in house.listeners[:typists]]
    if kill.act == "open":
        house.gate.watch("open", hold=kill.phase == WITHHELD)
    for one in people:
        one.start()
    if kill.act != "open":
        wait_for(lambda: all(one.begun.is_set() or one.broke for one in people), house, people)
        time.sleep(dice.uniform(0.3, 1.0))
        if kill.act == "close":
            house.gate.watch("close", hold=kill.phase == WITHHELD)
            for one in people:
                one.enough.set()
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


def browser_round(house, kill, dice, one):
    """One types in a real browser while `kill` happens: of the browser itself, or of what is behind it."""
    before = house.records_of(one.listener)
    one.in_its_thread(one.begin).result()
    typing = one.in_its_thread(one.types)
    if kill.phase == TYPING:
        wait_for(lambda: house.gate.acknowledged[one.key] or typing.done(), house, [])
        time.sleep(dice.uniform(0, 2))
    strike(house, kill, dice, one)
    at, typed = time.monotonic(), len(one.typed.text)
    house.restart()
    found = compared(kill, house, one, standing=True)
    house.gate.open()
    if kill.victim == "browser":
        typing.result(SECONDS)
        there = one.in_its_thread(one.reopen).result()
        missing = lost(house.gate.acknowledged[one.key], there)
        found.lost += missing
        found.unacknowledged = lost([one.typed.text], there) - missing
        found.seconds = one.typed.seconds_of(found.unacknowledged, at)
    else:
        wait_for(lambda: len(one.typed.text) > typed + 50, house, [])
        one.enough.set()
        typing.result(SECONDS)
        one.in_its_thread(one.waits_until_saved).result()
    one.in_its_thread(one.closes).result()
    end = compared(kill, house, one, before=before)
    end.conflicts = one.conflicts
    if kill.victim == "browser":
        end.unacknowledged = 0  # told already, from what its person saw
    found.add(end)
    return found


def strike(house, kill, dice, browser=None):
    """Wait for the moment, kill, and let nobody in until it was looked at."""
    gate = house.gate
    if kill.phase == TYPING:
        gate.wait_until_idle(1)  # two typists leave hardly a moment without a request: then it is any moment
    else:
        if kill.act == "save":
            gate.watch("save", hold=kill.phase == WITHHELD)
        seen = gate.held if kill.phase == WITHHELD else gate.passed
        assert seen.wait(SECONDS), f"no {kill.act} came while one waited to kill {kill.victim}"
        if kill.phase == IN_FLIGHT:
            time.sleep(dice.uniform(0, 0.03))
    if kill.victim == "browser":
        browser.kill()
    else:
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
