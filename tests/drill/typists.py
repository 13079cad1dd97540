"""Somebody who types numbered words into a record: over HTTP here, in a real browser in `browser.py`.

A typist's `typed` only grows; `times[i]` is when the text was `marks[i]` long. It is the same person after a kill: whatever
the product does not keep for them, they don't type again.
"""

import threading
import time
import uuid
from random import Random

from tests.drill.desk import Desk, NoAnswer
from tests.drill.words import word

AGAIN = 0.1  # seconds until what got no answer is tried again


class Typed:
    """What was typed so far, and when."""

    def __init__(self):
        self.text, self.count, self.lengths = "", 0, [(0.0, 0)]

    def next(self):
        """The word to come."""
        return word(self.count + 1)

    def add(self):
        """It was typed."""
        self.text += self.next()
        self.count += 1
        self.lengths.append((time.monotonic(), len(self.text)))

    def seconds_of(self, characters, until):
        """For how many seconds before `until` the last `characters` had been typed."""
        if not characters:
            return 0.0
        kept = len(self.text) - characters
        return max(0.0, until - min(moment for moment, length in self.lengths if length > kept))


class HttpTypist(threading.Thread):
    """Types, saves as soon as the last save was answered, tries again what got no answer, and at the end closes."""

    def __init__(self, gate, host, listener, dice):
        super().__init__(daemon=True)
        self.listener, self.dice = listener, Random(dice.random())
        self.desk = Desk(gate.port, host, listener["session"])
        self.key = str(uuid.uuid4())
        self.typed, self.conflicts, self.broke = Typed(), 0, None
        self.begun, self.enough, self.saved = threading.Event(), threading.Event(), threading.Event()

    def run(self):
        try:
            self._until_answered(lambda: self.desk.begins(self.key))
            self.begun.set()
            while not (self.enough.is_set() and self.typed.count):
                for _word in range(self.dice.randint(1, 6)):
                    self.typed.add()
                self._once(lambda: self._keeps(self.desk.saves))
                time.sleep(self.dice.uniform(0.01, 0.08))
            self._until_answered(lambda: self._keeps(self.desk.saves))
            self._until_answered(lambda: self._keeps(self.desk.closes))
        except BaseException as error:  # noqa: BLE001 (told by whoever waits for it)
            self.broke = error

    def ends(self, seconds=120):
        """Let it save and close, and wait for that."""
        self.enough.set()
        self.join(seconds)
        if self.broke:
            raise self.broke
        assert not self.is_alive(), "a typist never got its record closed"

    def _keeps(self, verb):
        if verb(self.key, self.typed.text) == "conflict":
            self.conflicts += 1
            self.desk.chooses_mine()
            verb(self.key, self.typed.text)
        self.saved.set()

    def _once(self, act):
        try:
            act()
        except NoAnswer:
            time.sleep(AGAIN)
            return False
        return True

    def _until_answered(self, act):
        while not self._once(act):
            pass
