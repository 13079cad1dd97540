"""A listener's desk over HTTP, speaking as today's page does: what `HttpTypist` types with, and how the drill reads."""

import re
from http.client import HTTPException
from urllib.parse import urlencode

from bs4 import BeautifulSoup

from tests.benchmarks._house import Browser

COOKIE = "tess_session"


class NoAnswer(Exception):
    """Nothing came back, or the server's word that it could not."""


class Gone(Exception):
    """There is no such record any more."""


class Desk(Browser):
    """One person's, signed in, at one host. `saves` and `closes` say "saved", "conflict" or "closed"."""

    def __init__(self, port, host, session):
        super().__init__(port)
        self.host, self.cookies[host] = host, {COOKIE: session}
        self.fields, self.theirs, self.token = {}, "", ""

    def begins(self, key):
        """Open the record of that key, and have its form before one's eyes."""
        self.sits_down()
        self.opens(key)
        self.looks(key)

    def sits_down(self):
        """Have the page of one's records before one's eyes."""
        self.token = self._get("/fiches/").find("input", {"name": "csrfmiddlewaretoken"})["value"]

    def opens(self, key):
        """Press "New record" on it."""
        self._post("/fiches/nouvelle/", {"csrfmiddlewaretoken": self.token, "fiche": key})

    def looks(self, key):
        """The note of a record as its author finds it: in the form, or to be read once it is closed."""
        found = self._get(f"/fiches/{key}/").find("form", id="record")
        if found is None:
            text = self._get(f"/fiches/{key}/note/").find(class_="note-text")
            return text.get_text().strip("\n") if text else ""
        self.fields = dict(self._filled(found))
        return self.fields["note"]

    def saves(self, key, note):
        """Save that note as the page's script does."""
        return self._sends(f"/fiches/{key}/enregistrer/", {**self.fields, "note": note})

    def closes(self, key, note):
        """Close the record with that note."""
        return self._sends(f"/fiches/{key}/clore/", {**self.fields, "note": note, "what": "support"})

    def chooses_mine(self):
        """After a conflict: what is in this window shall stand."""
        self.fields["version"] = self.theirs

    def _sends(self, path, fields):
        status, page = self._post(path, fields, **{"X-Requested-With": "XMLHttpRequest"})
        if status == 302:
            return "closed"
        standing = re.search(r'data-version="(\d+)"', page)
        if status == 200:
            self.fields["version"] = standing[1]
            return "saved"
        assert status == 409, f"{status} at {path}: {BeautifulSoup(page, 'html.parser').get_text(' ')[:500]}"
        if standing is None:  # what this page has no version of is closed
            return "closed"
        self.theirs = standing[1]
        return "conflict"

    def _get(self, path):
        status, page = self._once("GET", path, None)
        assert status == 200, f"{status} at {path}"
        return BeautifulSoup(page, "html.parser")

    def _post(self, path, fields, **headers):
        return self._once("POST", path, urlencode(fields), **headers)

    def _once(self, method, path, body, **headers):
        self.path = path
        try:
            response, text = self._ask(method, body, f"http://{self.host}:{self.port}", **headers)
        except (OSError, HTTPException) as error:
            raise NoAnswer from error
        if response.status >= 500:
            raise NoAnswer(response.status)
        if response.status == 404:
            raise Gone(path)
        return response.status, text.decode()
