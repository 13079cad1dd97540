"""How far a new organisation is, and what it chose to leave out. Under the organisation's role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.onboarding import rules
from tenants.onboarding.models import LeftOut
from tenants.onboarding.steps import Step, step_called, steps
from tess.kernel import audit, outbox
from tess.kernel.errors import DomainError, NotFound, Refused

if TYPE_CHECKING:
    from uuid import UUID

    from tess.kernel.actor import Actor

CHANGED = "onboarding.progress"


@dataclass(frozen=True, slots=True)
class Stand:
    """One step and where it stands."""

    step: Step
    done: bool
    left_out: bool

    @property
    def is_over(self) -> bool:
        """Nothing more to do for it."""
        return self.done or self.left_out


@dataclass(frozen=True, slots=True)
class Progress:
    """All the steps, in order."""

    stands: tuple[Stand, ...]

    @property
    def over(self) -> int:
        """How many ask for nothing more."""
        return sum(stand.is_over for stand in self.stands)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.stands)

    @property
    def percent(self) -> int:
        """How far one is, from 0 to 100."""
        return 100 * self.over // self.total if self.total else 100

    @property
    def next(self) -> Stand | None:
        """The first one that still asks for something."""
        return next((stand for stand in self.stands if not stand.is_over), None)

    @property
    def is_finished(self) -> bool:
        """Nothing is left to do."""
        return self.next is None


def progress() -> Progress:
    """Where the organisation in force stands: one question a step, and one for what was left out."""
    left_out = set(LeftOut.objects.values_list("code", flat=True))
    return Progress(tuple(Stand(one, one.done(), one.code in left_out) for one in steps()))


@transaction.atomic
def leave_out(code: str, *, actor: Actor) -> None:
    """Say that a step isn't for us. Raises Refused, NotFound, DomainError when it can't be left out."""
    one = _mine(code, actor)
    if not one.later:
        raise DomainError(_("This step can't be left out."))
    _row, fresh = LeftOut.objects.get_or_create(code=code)
    if fresh:
        audit.record(actor, "onboarding.step.left_out", fields=[code])
        tell(actor.organisation_id)


@transaction.atomic
def take_back(code: str, *, actor: Actor) -> None:
    """A step that was left out is for us after all. Raises Refused or NotFound."""
    _mine(code, actor)
    gone, _by_model = LeftOut.objects.filter(code=code).delete()
    if gone:
        audit.record(actor, "onboarding.step.taken_back", fields=[code])
        tell(actor.organisation_id)


def tell(organisation_id: UUID | None) -> None:
    """Have the registry know how far the organisation is; in the current transaction."""
    outbox.post(CHANGED, {}, organisation=organisation_id)


def _mine(code: str, actor: Actor) -> Step:
    if not rules.may_set_up(actor):
        raise Refused(_("Only the direction and the managers set the organisation up."))
    one = step_called(code)
    if one is None:
        raise NotFound(_("There is no such step."))
    return one
