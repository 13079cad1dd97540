"""Every member has a file by which the coordination follows it, also one that came by another door than a candidacy."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.admission.domain import members
from tenants.admission.domain.steps import note
from tenants.admission.models import MEMBERS, Candidacy, Kind, State
from tenants.organisations.domain.suspension import resume_organisation, suspend_organisation
from tenants.organisations.models import ErasureProof, Organisation, OrganisationState
from tess.kernel import audit

if TYPE_CHECKING:
    from tess.kernel.actor import Actor

logger = logging.getLogger(__name__)

_ONE_SPACE = "admission_one_space_a_short_name"  # the constraint
_STATES = {OrganisationState.ACTIVE: State.ACTIVE, OrganisationState.SUSPENDED: State.SUSPENDED}


def file_of(organisation: Organisation) -> Candidacy | None:
    """The file of an organisation; None for a sandbox, or before `open_missing_files`."""
    found: Candidacy | None = Candidacy.objects.filter(organisation_id=organisation.pk).first()
    return found


def open_missing_files(*, actor: Actor) -> int:
    """Open a file for every member that has none: an operator's command or a restore made it. Returns how many."""
    filed = Candidacy.objects.filter(organisation_id__isnull=False).values("organisation_id")
    without = Organisation.members().filter(state__in=_STATES).exclude(pk__in=filed)
    return sum(_opened(each, actor) for each in list(without))


def _opened(organisation: Organisation, actor: Actor) -> bool:
    try:
        with transaction.atomic():
            _open(organisation, actor)
    except IntegrityError as error:
        # a candidate waits for this short name, and will be told it is taken; or the file was opened meanwhile
        if _ONE_SPACE not in str(error) and file_of(organisation) is None:
            raise
        logger.info("no file was opened for organisation %s", organisation.pk)
        return False
    return True


def _open(organisation: Organisation, actor: Actor) -> None:
    director = members.directors_of(organisation).first()
    made = Candidacy.objects.create(
        name=organisation.name,
        contact_name=director.user.name if director else "",
        contact_email=director.user.email if director else "",
        contact_verified_at=timezone.now(),  # an account's address was proven
        typed={"identity": {"name": organisation.name}},
        state=_STATES[OrganisationState(organisation.state)],
        decided_at=organisation.created_at,
        reasons=_("Its space was opened by the operator of the platform, without a candidacy."),
        slug=organisation.slug,
        organisation_id=organisation.pk,
    )
    note(made, Kind.OPENED_SPACE, actor, organisation.slug)
    audit.record(actor, "admission.file.opened", made)


def suspend(organisation: Organisation, *, reason: str, actor: Actor) -> Organisation:
    """Close a space from a terminal, so that its file says so too. Returns it as it is now. Raises DomainError, Conflict."""
    found = file_of(organisation)
    if found is None or found.state == State.SUSPENDED:  # the space alone: a restore that was cut left them apart
        return suspend_organisation(organisation, reason=reason, actor=actor)
    members.suspend(found, reason=reason, actor=actor)
    return members.organisation_of(found)


def resume(organisation: Organisation, *, actor: Actor) -> Organisation:
    """Open it again from a terminal. Returns it as it is now. Raises Conflict."""
    found = file_of(organisation)
    if found is not None:
        members.refuse_beside_erasure(found)
    if found is None or found.state == State.ACTIVE:
        return resume_organisation(organisation, actor=actor)
    members.resume(found, actor=actor)
    return members.organisation_of(found)


def follow_erasure(proof: ErasureProof) -> None:
    """An operator erased an organisation: its file says so, its documents go."""
    found = Candidacy.objects.filter(organisation_id=proof.organisation_id, state__in=MEMBERS).first()
    if found is not None:
        members.say_left(found, proof)


def follow_erasures() -> int:
    """The same for each that was erased and proven while nobody told its file: a terminal was cut. Returns how many."""
    proven = ErasureProof.objects.filter(completion__isnull=False)
    untold = Candidacy.objects.filter(organisation_id__in=proven.values("organisation_id"), state__in=MEMBERS)
    proofs = list(proven.filter(organisation_id__in=untold.values("organisation_id")))
    for proof in proofs:
        follow_erasure(proof)
    return len(proofs)
