"""Browser tests: Chromium against the real application over HTTP, on rows that are committed.

    def test_a_page(world, sign_in, check_page, screenshot):
        page = sign_in(world.person("rivage", "listener"), "rivage")
        page.goto("/fiches/")
        check_page(page)
        screenshot(page, "records")

Without Chromium they are skipped, or refused with TESS_BROWSER=required. A test fails on anything the browser complains
about: errors in the console, a refusal of the content policy, a request that failed, an answer of 400 or more.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, Response

from tess.config import env
from tess.identity.models import User
from tess.local.postgres import Cluster
from tests.browser import checks
from tests.browser.chromium import CHROMIUM, FLAGS
from tests.browser.codes import next_code
from tests.browser.world import Served, World, serve
from tests.conftest import EMPTY, open_session

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's synchronous interface keeps a loop running
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    absent = pytest.mark.skip(reason="no Chromium on this machine: `make system` installs it")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and os.environ.get("TESS_BROWSER") != "required":
                item.add_marker(absent)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    assert CHROMIUM, "TESS_BROWSER=required, and no Chromium on this machine"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*FLAGS]}


@pytest.fixture(scope="session")
def world(django_db_setup: None, django_db_blocker: Any, cluster: Cluster) -> Iterator[World]:
    """The database behind the browser: two organisations, and nobody yet."""
    found = World(cluster=cluster, blocker=django_db_blocker, database="test_tess_web")
    found.clone(str(settings.DATABASES["default"]["NAME"]))
    yield found
    found.drop()


@pytest.fixture(scope="session")
def demonstration(
    django_db_setup: None, django_db_blocker: Any, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The database of the demonstration, whose organisations' keys go with it."""
    found = World(cluster=cluster, blocker=django_db_blocker, database="test_tess_demo")
    found.keys = str(tmp_path_factory.mktemp("keys"))
    found.demonstrate(EMPTY)
    yield found
    found.drop()


@pytest.fixture(scope="session")
def demonstrated(demonstration: World) -> Iterator[Served]:
    """The demonstration, running."""
    with serve(demonstration, env.HOME / "browser-demonstration.log", TESS_KEYS_DIR=demonstration.keys) as found:
        yield found


@pytest.fixture(scope="session")
def playwright(world: World, playwright: Playwright) -> Playwright:
    """Playwright, started once the world is made: its running loop hides this thread's connections, which a database
    being cloned can't have.
    """
    return playwright


@pytest.fixture(scope="session")
def served(world: World) -> Iterator[Served]:
    """The product, running: `served.collective`, `served.organisation("rivage")`."""
    with serve(world, env.HOME / "browser-server.log") as found:
        yield found


class Troubles(list[str]):
    """What the browser complained about; `expect(404)` says which refusals the test is about."""

    def __init__(self) -> None:
        super().__init__()
        self.expected = {422}  # a form sent back to be looked at again is no trouble

    def expect(self, *statuses: int) -> None:
        """Let answers with these statuses pass."""
        self.expected.update(statuses)

    def console(self, message: ConsoleMessage) -> None:
        """Note an error or a warning of the console, but for the expected answers'."""
        refused = message.text.startswith("Failed to load resource") and any(
            f"status of {status}" in message.text for status in self.expected
        )
        if message.type in {"error", "warning"} and not refused:
            self.append(f"console: {message.text}")

    def failed(self, request: Request) -> None:
        """Note a request that got no answer, unless the page itself gave it up by leaving."""
        if request.failure != "net::ERR_ABORTED":
            self.append(f"failed: {request.url} {request.failure}")

    def answered(self, response: Response) -> None:
        """Note an answer that refuses."""
        if response.status >= 400 and response.status not in self.expected:
            self.append(f"{response.status}: {response.url}")


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """What the browser complained about; the test fails if anything is in it at the end."""
    found = Troubles()
    yield found
    assert not found, "\n".join(found)


@pytest.fixture
def new_page(browser: Browser, served: Served, troubles: Troubles) -> Iterator[Callable[..., Page]]:
    """`new_page(origin)`: a fresh browser, with no cookie, whose relative addresses are at `origin`."""
    contexts: list[BrowserContext] = []

    def make(origin: str = "", **more: Any) -> Page:
        context = browser.new_context(
            base_url=origin or served.collective,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            viewport={"width": checks.WIDE, "height": checks.TALL},
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_init_script(checks.LISTEN)
        context.on("console", troubles.console)
        context.on("weberror", lambda error: troubles.append(f"script: {error.error}"))
        context.on("requestfailed", troubles.failed)
        context.on("response", troubles.answered)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A browser with nobody signed in, at the collective's host."""
    return new_page()


@pytest.fixture
def sign_in(new_page: Callable[..., Page], served: Served, world: World) -> Callable[..., Page]:
    """`sign_in(user)`, or `sign_in(user, "rivage")`: a browser at that person's home, with what the door leaves behind.

    The door itself is for the tests of the door, and for the walks through the demonstration: see `come_in`.
    """

    def make(user: User, slug: str | None = None, **more: Any) -> Page:
        origin = served.organisation(slug) if slug else served.collective
        page = new_page(origin, **more)
        with world.open():
            keys = {served.collective: open_session(user, None, None)}
            if slug:
                keys[origin] = open_session(user, world.organisations[slug], keys[served.collective])
        page.context.add_cookies(
            [
                {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": where, "httpOnly": True, "sameSite": "Lax"}
                for where, key in keys.items()
            ]
        )
        page.goto("/" if slug else "/espace/")
        return page

    return make


def come_in(page: Page, origin: str, email: str, password: str) -> None:
    """Sign in by the real door: the collective's, from which an organisation's host is handed the person over."""
    at_home = urlsplit(origin).hostname == settings.COLLECTIVE_HOST
    page.goto(f"{origin}/connexion/" if at_home else f"{origin}/entrer/")
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(password)
    page.locator("main form button.go").click()
    there = f"{origin}/espace/" if at_home else f"{origin}/"
    page.wait_for_url(lambda url: url == there or "/connexion/second-facteur/" in url)
    if "/connexion/second-facteur/" in page.url:
        page.locator("input[name=code]").fill(next_code(email))
        page.locator("main form button.go").click()
        page.wait_for_url(there)


@pytest.fixture
def check_page() -> Callable[[Page], None]:
    """`check_page(page)`: axe, sideways scroll and targets; light, dark and narrow."""
    return checks.check_page


@pytest.fixture
def screenshot() -> Callable[[Page, str], list[Path]]:
    """`screenshot(page, "name")`: with TESS_PICTURES=yes four pictures in `.tess/test/pictures`, for a person to look at."""
    if os.environ.get("TESS_PICTURES") != "yes":  # they are minutes of a run, and nobody looks at most runs
        return lambda _page, _name: []
    return lambda page, name: checks.take_pictures(page, env.HOME / "pictures", name)
