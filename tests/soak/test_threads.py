import pytest

from tests.isolation.test_threads import alternate


@pytest.mark.soak
def test_ten_thousand_turns_and_none_wrong(two):
    assert alternate(two, turns=1250, threads=8, seed=2) == []
