"""One round: some type, something is killed, it is started again, the record is opened again and compared."""

import time
from collections import defaultdict
from dataclasses import dataclass

from tests.drill.desk import Desk, Gone
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
    missing = [standing(house, one) for one in people]  # before they send again: that would hide what the server lost
    house.gate.open()
    found = Found(kill)
    for one, characters in zip(people, missing, strict=True):
        gone = 0
        try:
            one.ends()
        except Gone:  # a record it had been given, in which nothing may have been saved yet
            gone = 1
        end = ended(kill, house, one, before[one.listener["user"]])
        end.lost = max(end.lost, characters, gone)
        found.add(end)
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
    missing, unsaid = standing(house, one), 0
    house.gate.open()
    if kill.victim == "browser":
        typing.result(SECONDS)
        there = one.in_its_thread(one.reopen).result()  # what its person sees
        missing = max(missing, lost(house.gate.acknowledged[one.key], there))
        unsaid = lost([one.typed.text], there) - missing
    else:
        wait_for(lambda: len(one.typed.text) > typed + 50, house, [])
        one.enough.set()
        typing.result(SECONDS)
        one.in_its_thread(one.waits_until_saved).result()
    one.in_its_thread(one.closes).result()
    found = ended(kill, house, one, before)
    found.lost = max(found.lost, missing)
    found.unacknowledged = max(found.unacknowledged, unsaid)
    found.seconds = one.typed.seconds_of(found.unacknowledged, at)
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


def standing(house, one):
    """How many acknowledged characters of a typist's record are not there right after the kill."""
    there = one.key in house.records_of(one.listener)
    return lost(house.gate.acknowledged[one.key], _reader(house, one).looks(one.key) if there else "")


def ended(kill, house, one, before):
    """What became of a typist's text at the end, over all the records of theirs that weren't there `before`."""
    desk, said = _reader(house, one), house.gate.acknowledged[one.key]
    notes = [desk.looks(key) for key in house.records_of(one.listener) - before]
    whole = " ".join(notes)
    missing = lost(said, whole)
    return Found(
        kill,
        acknowledged=max(map(len, said), default=0),
        lost=missing,
        duplicates=duplicates(notes),
        unacknowledged=lost([one.typed.text], whole) - missing,
        conflicts=one.conflicts,
    )


def _reader(house, one):
    """The same person at another desk, who doesn't come by the gate."""
    return Desk(house.port, HOST, one.listener["session"])


def wait_for(done, house, people):
    """Wait until `done()`, and say why when it never is."""
    until = time.monotonic() + SECONDS
    while not done():
        broke = [one.broke for one in people if one.broke]
        if broke:
            raise broke[0]
        assert time.monotonic() < until, house.web.last_words(30)
        time.sleep(0.01)
