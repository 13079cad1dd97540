"""What an ordinary signed-in page makes a browser load, through HTTP."""

from __future__ import annotations

import gzip

import pytest

from tests.browser.test_every_page import tell

MOST = 60_000  # bytes of sheets and scripts, gzipped


@pytest.mark.parametrize("path", ["/", "/fiches/", "/relais/"])
def test_a_page_is_light(world, sign_in, path):
    page = sign_in(world.person("rivage", "listener"), "rivage")
    page.context.route("**/*", lambda route: route.continue_())  # a browser that routes keeps nothing in its cache
    loaded = []
    page.on("response", lambda answer: loaded.append(answer))  # noqa: PLW0108 - Playwright marks what it is given
    page.goto(path, wait_until="load")
    found = {one.url: one for one in loaded if one.request.resource_type in {"stylesheet", "script"}}
    assert any("tess.css" in url for url in found)
    weight = sum(len(gzip.compress(one.body(), 6)) for one in found.values())
    if path == "/fiches/":
        tell("page.shell", round(weight / 1000, 1), "kB", page=path, files=len(found))
    assert weight <= MOST, sorted(found)
