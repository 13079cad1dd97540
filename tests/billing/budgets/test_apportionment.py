import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.budgets.domain.apportionment import NothingToShareBy, apportion, apportion_all

amounts = st.integers(min_value=-(10**10), max_value=10**10)
weights = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.integers(min_value=0, max_value=10**6), min_size=1, max_size=14
).filter(lambda found: any(found.values()))


def cents_of(lines):
    return {line.member: line.cents for line in lines}


@given(amounts, weights)
def test_parts_add_up_to_the_amount(cents, found):
    assert sum(line.cents for line in apportion(cents, found)) == cents


@given(amounts, weights)
def test_everyone_pays_the_exact_share_rounded_down_or_up(cents, found):
    for line in apportion(cents, found):
        assert line.exact == Fraction(cents * found[line.member], sum(found.values()))
        assert abs(line.cents - line.exact) < 1


@given(amounts, weights)
def test_a_weight_of_zero_pays_nothing_and_keeps_what_it_carried(cents, found):
    found = {**found, "zero": 0}
    line = next(line for line in apportion(cents, found, {"zero": Fraction(2, 3)}) if line.member == "zero")
    assert (line.cents, line.rank, line.carry_after) == (0, None, Fraction(2, 3))


@given(amounts, weights, st.integers(min_value=1, max_value=1000))
def test_weights_count_by_their_proportion_alone(cents, found, factor):
    scaled = {member: weight * factor for member, weight in found.items()}
    assert cents_of(apportion(cents, scaled)) == cents_of(apportion(cents, found))


@given(amounts, weights, st.randoms(use_true_random=False))
def test_the_order_of_members_changes_nothing(cents, found, shuffler):
    members = list(found)
    shuffler.shuffle(members)
    assert cents_of(apportion(cents, {member: found[member] for member in members})) == cents_of(
        apportion(cents, found)
    )


@given(amounts, weights)
def test_a_refund_mirrors_the_charge(cents, found):
    charged = cents_of(apportion(cents, found))
    assert cents_of(apportion(-cents, found)) == {member: -paid for member, paid in charged.items()}


@given(st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=60), weights)
def test_over_many_items_nobody_is_a_cent_away_from_exact(items, found):
    total = sum(found.values())
    paid = dict.fromkeys(found, 0)
    for cents, lines in zip(items, apportion_all(items, found), strict=True):
        assert sum(line.cents for line in lines) == cents
        for line in lines:
            paid[line.member] += line.cents
    for member, weight in found.items():
        assert abs(paid[member] - Fraction(sum(items) * weight, total)) < 1


@given(st.lists(amounts, min_size=2, max_size=20), weights)
def test_the_working_shown_is_the_working_done(items, found):
    carried = {}
    for cents, lines in zip(items, apportion_all(items, found), strict=True):
        for line in lines:
            assert line.carry_before == carried.get(line.member, 0)
            assert line.exact == Fraction(cents * line.numerator, line.denominator)
            assert line.cents == line.whole + line.extra
            assert line.carry_after == line.exact + line.carry_before - line.cents
            carried[line.member] = line.carry_after
        missing = abs(cents - sum(line.whole for line in lines))
        ranked = sorted((line for line in lines if line.rank), key=lambda line: line.rank)
        assert [abs(line.extra) for line in ranked] == [1] * missing + [0] * (len(ranked) - missing)


def test_carry_is_what_keeps_a_year_exact():
    """Without it the same year drifts by several cents: the carry is no ornament."""
    chance = random.Random(7)
    found = {name: chance.randint(1, 700_000) for name in "abcdef"}
    items = [chance.randint(1, 10**7) for _ in range(300)]
    exact = {name: Fraction(sum(items) * found[name], sum(found.values())) for name in found}
    alone = dict.fromkeys(found, 0)
    carried = dict.fromkeys(found, 0)
    for cents, lines in zip(items, apportion_all(items, found), strict=True):
        for line in lines:
            carried[line.member] += line.cents
        for member, paid in cents_of(apportion(cents, found)).items():
            alone[member] += paid
    assert max(abs(alone[name] - exact[name]) for name in found) > 2
    assert max(abs(carried[name] - exact[name]) for name in found) < 1


def test_equal_remainders_go_to_the_first_in_order():
    assert cents_of(apportion(100, {"c": 1, "a": 1, "b": 1})) == {"c": 33, "a": 34, "b": 33}


def test_nothing_to_share_by_is_refused():
    with pytest.raises(NothingToShareBy):
        apportion(100, {"a": 0, "b": 0})


def test_a_negative_weight_is_a_programming_error():
    with pytest.raises(ValueError, match="negative"):
        apportion(100, {"a": -1, "b": 3})
