"""`onboarding.first_call`: from the invitation of a new member's director to a listener's first closed record, in machine time.

Every page is asked for and every form sent through HTTP, the letters are read where the worker leaves them; nobody thinks or types.
"""

import time

from tests.benchmarks._house import Browser, code_of, house

PASSWORD = "une phrase que personne ne devine"


def first_call():
    with house() as home:
        director, listener = "direction@ligne-neuve.example", "ecoute@ligne-neuve.example"
        began, since = time.monotonic(), time.time()
        home.ask("found", name="Ligne neuve", slug="ligne-neuve", email=director)
        boss = _come_in(home, director, "Ada Moreau", since)
        boss.get("/premiers-pas/une-ligne/crise/")
        boss.send("number", number="0199000042", people=f"Zoé Martin, {listener}")
        assert boss.has("est ouverte"), boss.page.get_text(" ")[:1000]
        boss.get("/commun/charte/signer/").send("agreed", agreed="on")
        new = _come_in(home, listener, "Zoé Martin", since)
        new.get("/fiches/").send("fiche")
        record = new.path
        new.send("note", what="support", note="Une première écoute, inventée.")
        new.get(record)
        new.send("note", to=f"{record}clore/", what="support")
        assert new.has("La fiche est close"), new.page.get_text(" ")[:1000]
        seconds = time.monotonic() - began
        yield {"name": "onboarding.first_call", "value": round(seconds, 1), "unit": "s", "versus": None, "ratio": None}


def _come_in(home, address, name, since):
    """Open the invitation, prove the address, open the account, set the second factor up; returns who is in."""
    link = home.letter_to(address, r"(http\S+/invitation/\S+)", since)
    browser = Browser(home.port)
    browser.get(link).send("/code/")
    code = home.letter_to(address, r"(?<!\w)(\d{6})(?!\w)", since)
    browser.send("code", code=code)
    fields = {"name": name, "password": PASSWORD}
    if browser.page.find("input", {"name": "password2"}):
        fields["password2"] = PASSWORD
    browser.send("password", **fields)
    if "/compte/" in browser.path:
        _second_factor(browser)
    if not browser.host.startswith("ligne-neuve."):
        browser.get(f"http://ligne-neuve.tess.localhost:{home.port}/")
    assert browser.status == 200, (browser.host, browser.path, browser.status)
    return browser


def _second_factor(browser):
    found = browser.page.find("a", href=lambda address: address and "application" in address)
    if found:
        browser.get(found["href"])
    secret = browser.page.find(class_="secret").get_text().replace(" ", "").strip()
    browser.send("code", code=code_of(secret))


FIGURES = {"onboarding.first_call": first_call}
