"""Open a line from a plan: every part of it, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.onboarding import rules
from tenants.onboarding.domain.progress import tell
from tess.kernel import audit
from tess.kernel.errors import DomainError, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tenants.onboarding.plans import Part, Plan
    from tess.kernel.actor import Actor


class PartRefused(DomainError):
    """One part of a plan can't be carried out; nothing was. `part` says which, `field` what of its form."""

    def __init__(self, part: Part, error: DomainError) -> None:
        super().__init__(error.message, field=error.field)
        self.part = part


@transaction.atomic
def open_line(plan: Plan, wanted: Sequence[tuple[Part, Mapping[str, Any]]], *, actor: Actor) -> list[str]:
    """Carry out `wanted`, each part with what its form says, in order. Returns what was made, a sentence a part.

    All in one transaction. Raises Refused or PartRefused.
    """
    if not rules.may_set_up(actor):
        raise Refused(_("Only the direction and the managers set the organisation up."))
    made: dict[str, Any] = {}
    sentences = []
    for part, cleaned in wanted:
        try:
            sentences.append(part.carry_out(cleaned, made, actor))
        except DomainError as error:
            raise PartRefused(part, error) from error
    audit.record(actor, "onboarding.plan.carried_out", fields=[plan.code, *(part.code for part, _cleaned in wanted)])
    tell(actor.organisation_id)
    return [sentence for sentence in sentences if sentence]
