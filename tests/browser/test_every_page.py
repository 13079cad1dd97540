"""Every page of the demonstration that somebody can walk to: nothing refused, nothing broken, nothing for axe to say.

`make test` looks at each view once, through the first person who comes to it; `make soak` at each, through everybody.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tess.config import demo
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES
from tests.browser import checks
from tests.browser.conftest import come_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

MANY = {"wagtail_serve", "style_family"}  # one view, many kinds of pages
FIGURES = "TESS_FIGURES"  # a file where the figures go, for tests/benchmarks
LINKS = """() => [...document.querySelectorAll("a[href]:not([download])")]
  .map((link) => link.href.split("#")[0]).filter((href) => href.startsWith(location.origin + "/"))"""


def people(served, *, everybody: bool):
    """Whose eyes: nobody in particular, then people of the collective and of an organisation, each at their host."""
    yield None, served.collective
    for role in sorted(COLLECTIVE_ROLES) if everybody else ("coordinator", "treasurer"):
        yield f"{role.replace('_', '-')}@collectif.example", served.collective
    for role in sorted(ORGANISATION_ROLES) if everybody else ("director", "manager", "listener"):
        yield f"{role.replace('_', '-')}@rivage.example", served.organisation("rivage")
    yield "director@rivage.example", served.collective
    if everybody:
        yield "trainee@rivage.example", served.collective


def view_of(url: str, origin: str) -> str:
    """The name of the view behind an address; on the collective's site, the address itself."""
    at_home = urlsplit(origin).hostname == settings.COLLECTIVE_HOST
    path = urlsplit(url).path
    try:
        name = resolve(path, settings.ROOT_URLCONF if at_home else settings.ORGANISATION_URLCONF).view_name
    except Resolver404:
        return path  # the browser will tell
    return f"{at_home}:{path if name in MANY else name}"


def walk(page: Page, start: str) -> Iterator[str]:
    """Follow the links of every page from `start`, one address a view."""
    origin = "/".join(start.split("/")[:3])
    waiting, met = [start], set()
    while waiting:
        url = waiting.pop(0)
        view = view_of(url, origin)
        if view in met or urlsplit(url).path.startswith(("/cms/", "/static/", "/media/", "/documents/")):
            continue
        met.add(view)
        try:
            response = page.goto(url)
        except Error as error:
            if "Download is starting" in str(error):
                continue
            raise
        if response and response.headers.get("content-type", "").startswith("text/html"):
            waiting += page.evaluate(LINKS)
            yield view


def look(new_page, demonstrated, *, at_all: bool) -> list[str]:
    """What is wrong with the pages, through the eyes of everybody in turn."""
    known: set[str] = set()
    wrong: list[str] = []
    for email, origin in people(demonstrated, everybody=at_all):
        page = new_page(origin)
        if email:
            come_in(page, origin, email, demo.PASSWORD)
        for view in walk(page, page.url if email else f"{origin}/"):
            if at_all or view not in known:
                known.add(view)
                try:
                    checks.check_page(page, checks.EVERY_MODE if at_all or FIGURES in os.environ else checks.MODES)
                except AssertionError as problem:
                    wrong.append(f"{email}: {problem}")
        page.context.close()
    assert len(known) > len(ORGANISATION_ROLES)  # we did walk
    tell("ui.axe", sum(problem.count(checks.AXE_SAYS) for problem in wrong), "violations", pages=len(known))
    return wrong


def test_each_page_once(new_page, demonstrated):
    wrong = look(new_page, demonstrated, at_all=False)
    assert not wrong, "\n".join(wrong)


def tell(name: str, value: float, unit: str, **more: object) -> None:
    """Write a figure where the benchmarks asked for it."""
    if FIGURES in os.environ:
        with Path(os.environ[FIGURES]).open("a") as out:
            out.write(json.dumps({"name": name, "value": value, "unit": unit, **more}) + "\n")


@pytest.mark.soak
def test_each_page_through_everybody(new_page, demonstrated):
    wrong = look(new_page, demonstrated, at_all=True)
    assert not wrong, "\n".join(wrong)
