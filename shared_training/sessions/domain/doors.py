"""The doors to training, at the collective's host: for which organisation one learns, and one's own records.

Both are read as the application; what follows runs under that organisation's role (`connection.acting_for`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from shared_training.sessions.models import Enrolment
from tess.identity.models import Membership
from tess.kernel.actor import Actor
from tess.kernel.errors import NotFound, Refused

if TYPE_CHECKING:
    from uuid import UUID

    from tenants.organisations.models import Organisation


class Following(NamedTuple):
    """One's own record, the organisation it is for, and who one is there."""

    enrolment: Enrolment
    organisation: Organisation
    actor: Actor


def person(actor: Actor) -> UUID:
    """Whose training it is. Raises Refused for nobody."""
    if actor.user_id is None:
        raise Refused(_("Sign in to follow a module."))
    return actor.user_id


def organisations_of(actor: Actor) -> list[Organisation]:
    """The organisations one may train for today: an active membership, in an organisation that is served."""
    memberships = (
        Membership.objects.filter(
            user_id=person(actor), active=True, until=None, organisation__isnull=False, organisation__practice_of=None
        )
        .select_related("organisation")
        .order_by("organisation__name")
    )
    return [m.organisation for m in memberships if m.organisation is not None and m.organisation.is_served]


def learner(actor: Actor, organisation_id: UUID) -> tuple[Organisation, Actor]:
    """The organisation and the actor as they are there. Raises Refused without an active membership in a served one."""
    membership = (
        Membership.objects.filter(user_id=person(actor), organisation_id=organisation_id, active=True, until=None)
        .select_related("organisation")
        .first()
    )
    if membership is None or membership.organisation is None or not membership.organisation.is_served:
        raise Refused(_("You can train for an organisation while you belong to it and it is open."))
    there = Actor(user_id=actor.user_id, organisation_id=organisation_id, roles=frozenset(membership.roles))
    return membership.organisation, there


def following(actor: Actor, enrolment_id: UUID) -> Following:
    """One's own record. Raises NotFound when it is missing or another's, Refused when its organisation is closed to one."""
    enrolment = Enrolment.objects.filter(pk=enrolment_id, user_id=person(actor)).first()
    if enrolment is None:
        raise NotFound(_("You have no such training."))
    organisation, there = learner(actor, enrolment.organisation_id)
    return Following(enrolment, organisation, there)
