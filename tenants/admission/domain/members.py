"""What becomes of a member: suspended and opened again, its data exported, its leaving and the proven erasure."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tenants.admission import checks
from tenants.admission.domain import files, undertakings
from tenants.admission.domain.steps import ENGINE, locked, move, note
from tenants.admission.models import Candidacy, Kind, Progress, State, Task, Undertaking
from tenants.organisations.domain.erasure import erase_organisation, finish_erasure
from tenants.organisations.domain.export import export_organisation
from tenants.organisations.domain.suspension import resume_organisation, suspend_organisation
from tenants.organisations.models import ErasureProof, Organisation
from tess.identity.domain import invitations
from tess.identity.domain.queries import account_of, members_of
from tess.identity.models import Invitation, InvitationState
from tess.identity.roles import Role
from tess.kernel import audit, mail
from tess.kernel.errors import Conflict, DomainError, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from django.db.models import QuerySet

    from tess.identity.models import Membership
    from tess.kernel.actor import Actor

# Of a membership: its person directs the organisation. Nobody limited to sites, no operator let in for an hour.
DIRECTS = Q(roles__contains=[Role.DIRECTOR.value], sites=[], until=None)
EXPORT_DAYS = 7  # an archive in clear isn't kept longer
_OF_AN_EXPORT = re.compile(r"\.?([0-9a-f-]{36})\.zip(?:\.partial)?")  # whole, or what a cut left of it
EXPORT_BEFORE_LEAVING = 30  # days: what the organisation takes along must be of today


def organisation_of(candidacy: Candidacy) -> Organisation:
    """The organisation of a member's candidacy. Raises NotFound when there is none (any more)."""
    found: Organisation | None = Organisation.objects.filter(pk=candidacy.organisation_id).first()
    if found is None:
        raise NotFound(_("There is no such organisation."))
    return found


@transaction.atomic
def suspend(candidacy: Candidacy, *, reason: str, actor: Actor) -> Candidacy:
    """Close the doors of the space; its people read the reason. Raises DomainError without one, Conflict."""
    standing = locked(candidacy)
    move(standing, State.SUSPENDED)
    reason = checks.prose(reason)
    suspend_organisation(organisation_of(standing), reason=reason, actor=actor)
    standing.save()
    note(standing, Kind.SUSPENDED, actor, reason)
    return standing


@transaction.atomic
def resume(candidacy: Candidacy, *, actor: Actor) -> Candidacy:
    """Open them again. Raises Conflict."""
    standing = locked(candidacy)
    refuse_beside_erasure(standing)
    move(standing, State.ACTIVE)
    resume_organisation(organisation_of(standing), actor=actor)
    standing.save()
    note(standing, Kind.RESUMED, actor)
    return standing


def refuse_beside_erasure(candidacy: Candidacy) -> None:
    """Raises Conflict when a member's space is to be erased: it isn't opened again."""
    if candidacy.undertakings.filter(task=Task.ERASURE).exists():
        raise Conflict(_("The erasure of this organisation was asked for: it can't be opened again."))


@transaction.atomic
def ask_for_export(candidacy: Candidacy, *, reason: str, actor: Actor) -> Undertaking:
    """Have all data of a member written to one archive. Its directors are told, with who asked; so there is a reason.

    Raises DomainError without a reason, Conflict when one is being made.
    """
    standing = locked(candidacy)
    reason = _reason(reason)
    if not standing.is_member:
        raise Conflict(_("There is no space to export."))
    if not undertakings.may_export(standing):
        raise Conflict(_("The erasure of this organisation was asked for: no export begins any more."))
    asked = undertakings.ask_for(standing, Task.EXPORT, actor=actor, reason=reason)
    audit.record(actor, "admission.export.asked", standing)
    _tell_directors("admission.exported", asked)
    return asked


def _tell_directors(letter: str, export: Undertaking) -> None:
    for director in directors_of(organisation_of(export.candidacy)):
        mail.post(letter, {"undertaking": str(export.pk), "user": str(director.user_id)})


def directors_of(organisation: Organisation) -> QuerySet[Membership]:
    """Who directs an organisation today."""
    return members_of(organisation).filter(DIRECTS)


def invited_directors(organisation: Organisation) -> list[Invitation]:
    """The directors who were invited and have not come yet, those whose invitation is over too."""
    waiting = Invitation.objects.filter(organisation=organisation, state=InvitationState.PENDING)
    return list(waiting.filter(roles__contains=[Role.DIRECTOR.value]).order_by("sent_at"))


@transaction.atomic
def invite_director(candidacy: Candidacy, *, name: str, email: str, actor: Actor) -> None:
    """Let somebody in who will direct a member that has no director (any more). Raises DomainError, Conflict, Refused."""
    standing = locked(candidacy)
    if not standing.is_member:
        raise Conflict(_("There is no space to direct."))
    organisation = organisation_of(standing)
    if directors_of(organisation).exists():
        raise Conflict(_("This organisation has its direction: it alone lets others in."))
    invited = account_of(email.strip())
    if invited is not None and invited.pk == actor.user_id:
        raise DomainError(
            _("Nobody gives themselves the direction of a member: ask another coordinator."), field="email"
        )
    invitations.invite(email, checks.name(name), organisation, [Role.DIRECTOR], actor=actor)
    note(standing, Kind.INVITED, actor)


def _reason(text: str) -> str:
    reason = checks.prose(text)
    if not reason:
        raise DomainError(_("Write the reason: those concerned read it."), field="reason")
    if len(reason) > 300:  # noqa: PLR2004
        raise DomainError(_("Shorten it to %(count)s characters.") % {"count": 300}, field="reason")
    return reason


def archive_of(undertaking: Undertaking) -> Path:
    """Where the archive of an export stands, for a few days."""
    return files.folder() / files.EXPORTS / f"{undertaking.pk}.zip"


@undertakings.does(Task.EXPORT)
def export(undertaking: Undertaking, say: Callable[[str], None]) -> None:
    """Write the archive, whole or not at all; one that was finished just before a kill is not written again."""
    path = archive_of(undertaking)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        say(_("all tables and files, read at one moment"))  # the reading itself can't write how far it is
        export_organisation(organisation_of(undertaking.candidacy), path, actor=undertakings.asker_of(undertaking))
    with transaction.atomic():
        note(undertaking.candidacy, Kind.EXPORTED, undertakings.asker_of(undertaking))
        undertakings.done(undertaking, **undertaking.result, size=path.stat().st_size)
        _tell_directors("admission.export_ready", undertaking)


def forget_archives() -> int:
    """Remove the archives whose days are over, and what a cut left of others; returns how many."""
    removed = 0
    late = timezone.now() - timedelta(days=EXPORT_DAYS)
    kept = Q(progress=Progress.DONE, done_at__gt=late) | Q(progress__in=[Progress.WAITING, Progress.RUNNING])
    for path in (files.folder() / files.EXPORTS).glob("*.zip*"):
        found = _OF_AN_EXPORT.fullmatch(path.name)
        if found and not Undertaking.objects.filter(kept, pk=found[1]).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _remove_archive(undertaking: Undertaking) -> None:
    for path in archive_of(undertaking).parent.glob(f"*{undertaking.pk}.zip*"):
        path.unlink(missing_ok=True)


def kept_until(export_: Undertaking) -> datetime:
    """Until when the archive of a finished export can be fetched."""
    return (export_.done_at or timezone.now()) + timedelta(days=EXPORT_DAYS)


def is_handed_over(export_: Undertaking) -> bool:
    """Whether the direction has its archive, or let the time pass in which it could fetch it."""
    return "fetched_at" in export_.result or kept_until(export_) < timezone.now()


def why_not_leave(candidacy: Candidacy) -> str:
    """What a member must wait for before it can be erased, as one says it; "" when it may be."""
    if not candidacy.is_member:
        return _("There is no space to erase.")
    exports = [each for each in candidacy.undertakings.all() if each.task == Task.EXPORT]
    if any(each.is_under_way for each in exports):
        return _("An export is being made: wait for its end, then ask for the erasure.")
    since = timezone.now() - timedelta(days=EXPORT_BEFORE_LEAVING)
    recent = [each for each in exports if each.progress == Progress.DONE and each.done_at and each.done_at > since]
    if not recent:
        return _("Make an export first: the organisation leaves with its data, none older than %(days)s days.") % {
            "days": EXPORT_BEFORE_LEAVING
        }
    if any(map(is_handed_over, recent)):
        return ""
    first = min(map(kept_until, recent))
    return _("The direction has not fetched its archive yet: it has until %(day)s.") % {
        "day": date_format(timezone.localtime(first), "j F Y, H:i")
    }


@transaction.atomic
def leave(candidacy: Candidacy, *, typed: str, reason: str, actor: Actor) -> Undertaking:
    """Have a member erased for good, after its export. `typed` is its short name, typed again.

    Raises DomainError when it isn't, or without a reason; Conflict for what `why_not_leave` says, or when it was asked for.
    """
    standing = locked(candidacy)
    prevented = why_not_leave(standing)
    if prevented:
        raise Conflict(prevented)
    if typed.strip() != standing.slug:
        raise DomainError(
            _("“%(typed)s” is not the short name, %(slug)s: nothing was erased.")
            % {"typed": typed.strip()[:40], "slug": standing.slug},
            field="typed",
        )
    asked = undertakings.ask_for(standing, Task.ERASURE, actor=actor, reason=_reason(reason))
    note(standing, Kind.LEAVING, actor)
    audit.record(actor, "admission.erasure.asked", standing)
    return asked


@undertakings.does(Task.ERASURE)
def erase(undertaking: Undertaking, say: Callable[[str], None]) -> None:
    """Erase the organisation with its proof, then the documents of its dossier; taken up wherever it was cut."""
    candidacy = undertaking.candidacy
    proof = proof_of(candidacy)
    try:
        if proof is None:
            proof = erase_organisation(
                organisation_of(candidacy), actor=undertakings.asker_of(undertaking), progress=say
            )
        elif not proof.is_complete:
            proof = finish_erasure(proof, progress=say)
    except (Conflict, NotFound) as error:
        raise undertakings.Impossible(str(error)) from error
    say_left(candidacy, proof)
    undertakings.done(undertaking, **undertaking.result, proof=str(proof.pk))  # last: cut before, it is taken up again


def say_left(candidacy: Candidacy, proof: ErasureProof) -> None:
    """The organisation is erased: the documents and archives of its dossier go, its file says so. May be called again."""
    files.remove_all(candidacy.pk)
    for export_ in candidacy.undertakings.filter(task=Task.EXPORT):
        _remove_archive(export_)
    with transaction.atomic():  # last: cut before, the file still wants it
        standing = locked(candidacy)
        if standing.state != State.LEFT:
            move(standing, State.LEFT)
            standing.save()
            note(standing, Kind.LEFT, ENGINE, str(proof.pk))
            audit.record(ENGINE, "admission.member.left", standing, fields=["state"])
            standing.documents.all().delete()


def proof_of(candidacy: Candidacy) -> ErasureProof | None:
    """The proof that a former member was erased."""
    if candidacy.organisation_id is None:
        return None
    found: ErasureProof | None = ErasureProof.objects.filter(organisation_id=candidacy.organisation_id).first()
    return found
