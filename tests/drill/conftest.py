import os

import pytest

from tests.browser.chromium import CHROMIUM
from tests.drill import house


@pytest.fixture(scope="module")
def standing(installation):
    """The product running, whose parts may be killed."""
    with house.house(installation) as found:
        yield found


@pytest.fixture(scope="module")
def browser_typist(standing):
    """Somebody in front of a real browser."""
    if CHROMIUM is None and os.environ.get("TESS_BROWSER") != "required":
        pytest.skip("no Chromium on this machine: `make system` installs it")
    from tests.drill import browser

    with browser.typist(standing, house.HOST) as found:
        yield found
