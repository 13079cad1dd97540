"""Share an amount in whole cents, so that parts add up exactly and nobody drifts by more than a cent over the year.

Largest remainder, with what was rounded away on one item carried to the next. Pure arithmetic: no database, no names.
Independent rounding misses the total in most items; largest remainder alone drifts by several cents over a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

Member = TypeVar("Member", str, int, "UUID")
NONE = Fraction(0)


class NothingToShareBy(DomainError):
    """Every weight is zero: no fraction can be made of them."""

    def __init__(self) -> None:
        super().__init__(_("Nobody has anything to be measured by: the amount cannot be shared."))


@dataclass(frozen=True, slots=True)
class Line(Generic[Member]):
    """The working for one member on one item, all of it in cents.

    `due` = amount × numerator ÷ denominator + what the items before left over (`carry_before`). `whole` are the cents
    given at once, `remainder` what is left; the members of the smallest `rank` get the cents still missing (`extra`).
    `carry_after` = due − cents, always between −1 and 1: what the member still owes (or is owed) at the next item.
    A member of weight zero has no rank, pays nothing and keeps its carry.
    """

    member: Member
    numerator: int
    denominator: int
    exact: Fraction
    carry_before: Fraction
    whole: int
    remainder: Fraction
    rank: int | None
    extra: int
    cents: int
    carry_after: Fraction


def apportion(
    cents: int, weights: Mapping[Member, int], carry: Mapping[Member, Fraction] | None = None
) -> list[Line[Member]]:
    """Share `cents` (positive, zero or negative) in proportion to `weights` (whole numbers ≥ 0).

    `carry` is what each member still owes from the items before. Ties go to the smallest member in order, so the
    result doesn't depend on the order of `weights`, which is kept in the lines returned. Raises NothingToShareBy.
    """
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a weight is negative")
    total = sum(weights.values())
    if not total:
        raise NothingToShareBy
    before = {member: (carry or {}).get(member, NONE) for member in weights}
    if cents < 0:  # a refund mirrors the charge to the cent, ties included
        mirrored = apportion(-cents, weights, {member: -held for member, held in before.items()})
        return [_mirror(line) for line in mirrored]
    exact = {member: Fraction(cents * weight, total) for member, weight in weights.items()}
    sharing = [member for member, weight in weights.items() if weight]
    whole = {member: (exact[member] + before[member]).__floor__() for member in sharing}
    remainder = {member: exact[member] + before[member] - whole[member] for member in sharing}
    ranked = sorted(sharing, key=lambda member: (-remainder[member], member))
    rank = {member: place for place, member in enumerate(ranked, start=1)}
    # between 0 and the number of members, as long as the same members share every item; else it goes round
    each, left = divmod(cents - sum(whole.values()), len(ranked))
    extra = {member: each + (rank[member] <= left) for member in sharing}
    lines = []
    for member, weight in weights.items():
        given = whole.get(member, 0) + extra.get(member, 0)
        lines.append(
            Line(
                member=member,
                numerator=weight,
                denominator=total,
                exact=exact[member],
                carry_before=before[member],
                whole=whole.get(member, 0),
                remainder=remainder.get(member, NONE),
                rank=rank.get(member),
                extra=extra.get(member, 0),
                cents=given,
                carry_after=exact[member] + before[member] - given,
            )
        )
    return lines


def apportion_all(amounts: Iterable[int], weights: Mapping[Member, int]) -> Sequence[list[Line[Member]]]:
    """Share several amounts by the same weights, one after the other, carrying the fractions from each to the next."""
    found: list[list[Line[Member]]] = []
    carry: dict[Member, Fraction] = {}
    for cents in amounts:
        lines = apportion(cents, weights, carry)
        carry = {line.member: line.carry_after for line in lines}
        found.append(lines)
    return found


def _mirror(line: Line[Member]) -> Line[Member]:
    return Line(
        member=line.member,
        numerator=line.numerator,
        denominator=line.denominator,
        exact=-line.exact,
        carry_before=-line.carry_before,
        whole=-line.whole,
        remainder=-line.remainder,
        rank=line.rank,
        extra=-line.extra,
        cents=-line.cents,
        carry_after=-line.carry_after,
    )
