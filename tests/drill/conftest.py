import pytest

from tests.drill import house


@pytest.fixture(scope="module")
def standing(installation):
    """The product running, whose parts may be killed."""
    with house.house(installation) as found:
        yield found
