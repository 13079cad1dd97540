"""Erase an organisation for good, and prove it.

Three steps, each of which may be the last before a power cut: it stops being served (leaving); one transaction erases
all the database holds of it and writes the proof; then key, files and cache go, and a search for what is left says so.
`finish_erasures()` takes up what was interrupted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.organisations.domain.states import end_sessions, move
from tenants.organisations.models import ErasureCompletion, ErasureProof, Organisation, OrganisationState
from tess.kernel import audit, encryption
from tess.kernel.errors import Conflict
from tess.kernel.tenancy import erasing, lifecycle
from tess.kernel.tenancy.caching import forget_entries
from tess.kernel.tenancy.clone import database_of
from tess.kernel.tenancy.db import connection
from tess.kernel.tenancy.files import remove_files
from tess.kernel.tenancy.hosts import forget_hosts
from tess.kernel.tenancy.names import OWNER_ALIAS, role_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tess.kernel.actor import Actor


class StillThere(Exception):
    """Something of an erased organisation was found, or can't be removed; its message says what."""


def erase_organisation(
    organisation: Organisation, *, actor: Actor, progress: Callable[[str], object] = bool
) -> ErasureProof:
    """Erase `organisation`: schema, role, shared rows, key, files, cache entries. Returns the proof. As the owner.

    What a law keeps stays and is listed in the proof with its legal basis and until when. May be called again after an
    interruption, as long as the registry knows the organisation; then see `finish_erasure`.
    Raises Conflict when a copy restored from it still lives, StillThere when something is left.
    """
    copies = encryption.copies_of(organisation.pk)
    if copies:
        raise Conflict(
            _("Another organisation was restored from this one and opens its texts: erase that one first (%(ids)s).")
            % {"ids": ", ".join(copies)}
        )
    progress(_("no longer served"))
    with connection.as_application(), transaction.atomic():
        if Organisation.objects.get(pk=organisation.pk).state != OrganisationState.LEAVING:
            move(organisation, OrganisationState.LEAVING, "")
        end_sessions(organisation.pk)
        space = Organisation.objects.filter(practice_of=organisation.pk).first()
    if space is not None:  # nothing in it is anybody's to keep; not made anew meanwhile: its organisation isn't served
        erase_organisation(space, actor=actor)
    progress(_("tables, role and shared rows"))
    with transaction.atomic(using=OWNER_ALIAS):
        proof = _erase_database(organisation, actor)
        audit.record(actor, "organisations.organisation.erased", proof, using=OWNER_ALIAS)
    forget_hosts()
    return _finish(proof, progress)


def unfinished_erasure(slug: str) -> ErasureProof | None:
    """The proof of an erasure that was interrupted after its transaction, by the short name; None when there is none."""
    return ErasureProof.objects.using(OWNER_ALIAS).filter(slug=slug, completion=None).first()


def finish_erasure(proof: ErasureProof, *, progress: Callable[[str], object] = bool) -> ErasureProof:
    """Do what an interrupted erasure left to do, as often as need be. As the owner. Raises StillThere."""
    return _finish(proof, progress)


def finish_erasures(progress: Callable[[str], object] = bool) -> list[str]:
    """Finish all that were interrupted. As the owner.

    Returns a sentence for each that can't be finished: it holds up neither the others nor what comes next.
    """
    unfinished = []
    for proof in ErasureProof.objects.using(OWNER_ALIAS).filter(completion=None):
        try:
            _finish(proof, progress)
        except StillThere as left:
            told = {"name": proof.name, "slug": proof.slug, "what": left}
            unfinished.append(
                _(
                    "The erasure of %(name)s is not finished: %(what)s. See to it, then type: tess organisation erase %(slug)s"
                )
                % told
            )
    return unfinished


def left_over(proof: ErasureProof) -> list[str]:
    """What is found today of an erased organisation, less what the law keeps. Empty: the proof holds. As the owner."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        return erasing.left_over(cursor, proof.organisation_id, proof.schema_name, proof.role_name)


def _erase_database(organisation: Organisation, actor: Actor) -> ErasureProof:
    with connections[OWNER_ALIAS].cursor() as cursor:
        standing = Organisation.objects.using(OWNER_ALIAS).select_for_update().get(pk=organisation.pk)
        role = role_of(database_of(cursor), standing.schema_name)
        kept = lifecycle.kept_rows(erasing.count_kept(cursor, standing.pk), timezone.localdate())
        erased = erasing.erase_rows(cursor, standing.pk, standing.schema_name, role)
        Organisation.objects.using(OWNER_ALIAS).filter(pk=standing.pk)._raw_delete(OWNER_ALIAS)  # noqa: SLF001
        return ErasureProof.objects.using(OWNER_ALIAS).create(
            organisation_id=standing.pk,
            name=standing.name,
            slug=standing.slug,
            schema_name=standing.schema_name,
            role_name=role,
            user_id=actor.user_id,
            label=actor.label,
            own_tables=erased.own,
            shared_tables=erased.shared,
            kept=kept,
        )


def _finish(proof: ErasureProof, progress: Callable[[str], object]) -> ErasureProof:
    progress(_("key, files and cache"))
    try:
        key_destroyed = encryption.destroy_key(proof.organisation_id)
        files = remove_files(proof.organisation_id, proof.schema_name)
    except OSError as error:
        raise StillThere(str(error)) from error
    forget_entries(proof.organisation_id)
    progress(_("looking for what is left"))
    found = left_over(proof)
    if found:
        raise StillThere(", ".join(found))
    ErasureCompletion.objects.using(OWNER_ALIAS).create(proof=proof, key_destroyed=key_destroyed, files_removed=files)
    return proof
