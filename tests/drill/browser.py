"""The same typist in a real Chromium, which keeps its profile from one start to the next and is killed with all its processes.

Playwright runs in a thread of its own: the loop it keeps running would otherwise be the tests' too, whose connections to
the database can't be seen from inside a loop.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, expect, sync_playwright

from tests.browser.chromium import CHROMIUM, FLAGS
from tests.drill.desk import COOKIE
from tests.drill.killing import kill, tree
from tests.drill.typists import Typed

SECONDS = 60  # a machine that does much else is no reason to fail
KEY = 4  # milliseconds between two keys: a round must not take minutes; what is lost is therefore told in seconds too


class BrowserTypist:
    """One person's browser. `in_its_thread(self.begin)` opens a record; after a kill `reopen` is the same person's next start."""

    def __init__(self, gate, host, listener, profile):
        self.gate, self.listener, self.profile = gate, listener, profile
        self.origin = f"http://{host}:{gate.port}"
        self.context = self.page = None
        self.key, self.typed, self.conflicts = "", Typed(), 0
        self.enough = threading.Event()
        self._thread = ThreadPoolExecutor(1)
        self._playwright = self._thread.submit(lambda: sync_playwright().start()).result()

    def in_its_thread(self, act, *words):
        """The future of what Playwright does."""
        return self._thread.submit(act, *words)

    # In Playwright's thread

    def begin(self):
        """A new record; the browser is started if none runs."""
        if self.context is None:
            self._start()
        self.typed, self.conflicts = Typed(), 0
        self.enough.clear()
        self.page.goto("/fiches/")
        self.page.get_by_role("button", name="Nouvelle fiche").click()
        self.page.wait_for_url("**/fiches/*-*/")
        self.key = self.page.url.rstrip("/").rpartition("/")[2]

    def types(self):
        """Type words until it is enough, or the browser is dead."""
        try:
            self.page.locator("#id_note").focus()
            self.page.keyboard.press("Control+End")
            while not self.enough.is_set():
                self.page.keyboard.type(self.typed.next(), delay=KEY)
                self.typed.add()
        except Error:
            if self._root():  # it lives: something else is wrong
                raise

    def reopen(self):
        """Start again with the profile that was left, open the record and say what stands in it once it can be written in."""
        self._start()
        self.page.goto(f"/fiches/{self.key}/")
        expect(self.page.locator("#id_note")).to_be_editable(timeout=SECONDS * 1000)
        return self.page.locator("#id_note").input_value()

    def waits_until_saved(self):
        """Wait until the server has said it has all that was typed; a conflict is decided for what is in this window."""
        until = time.monotonic() + SECONDS
        while self.typed.text not in self.gate.acknowledged[self.key]:
            assert time.monotonic() < until, "the page never got its text saved"
            if self.page.locator("#conflict [data-keep]").count():
                self.conflicts += 1
                self.page.locator("#conflict [data-keep]").click()
                self.page.wait_for_load_state()
            self.page.wait_for_timeout(50)

    def closes(self):
        """Say what it was, and close the record."""
        self.page.locator("input[name=what]").first.focus()
        self.page.keyboard.press("1")
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_url("**/fiches/")

    def _start(self):
        self.context = self._playwright.chromium.launch_persistent_context(
            self.profile, executable_path=CHROMIUM, args=[*FLAGS], base_url=self.origin, locale="fr-FR"
        )
        self.context.set_default_timeout(SECONDS * 1000)
        # who signed in again: a session's cookie ends with the browser
        cookie = {"name": COOKIE, "value": self.listener["session"], "url": self.origin, "httpOnly": True}
        self.context.add_cookies([{**cookie, "sameSite": "Lax"}])
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()

    # From outside

    def kill(self):
        """Kill -9 the browser and all its processes."""
        kill(tree(self._root()))
        self.context = self.page = None

    def close(self):
        """End it."""
        self.enough.set()
        if root := self._root():
            kill(tree(root))
        self._thread.submit(self._playwright.stop).result()
        self._thread.shutdown()

    def _root(self):
        """The browser's first process, by its profile, which is nobody else's; None when none runs."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            mine = f"--user-data-dir={self.profile}".encode() in words
            if mine and not any(word.startswith(b"--type=") for word in words):
                return int(folder.name)
        return None


@contextmanager
def typist(house, host):
    """A browser of the last of the listeners, who has it alone."""
    found = BrowserTypist(house.gate, host, house.listeners[-1], house.folder / "profile")
    try:
        yield found
    finally:
        found.close()
