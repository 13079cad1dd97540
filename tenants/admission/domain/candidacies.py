"""What a candidate does with a dossier: open it, fill it, send it, take it back, begin again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.admission import checks, sections
from tenants.admission.domain import access, naming
from tenants.admission.domain.steps import CANDIDATE, deadline_of, locked, move, note
from tenants.admission.models import REQUIRED, Candidacy, DocumentKind, Kind, Scan, State
from tess.kernel import audit, mail
from tess.kernel.errors import Conflict, DomainError, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any
    from uuid import UUID

    from tenants.admission.models import Access


@transaction.atomic
def open_candidacy(*, name: str, contact_name: str, contact_email: str) -> Access:
    """Begin a dossier; a letter with the way in goes to the contact's address, which isn't believed before.

    Returns the way in. Raises DomainError about one field.
    """
    candidacy = Candidacy(
        name=_checked(checks.name, name, "name", 120),
        contact_name=_checked(checks.name, contact_name, "contact_name", 100),
        contact_email=_checked(checks.email, contact_email, "contact_email", 254),
        deadline=deadline_of(State.DRAFT),
    )
    candidacy.typed = {"identity": {"name": candidacy.name}}
    candidacy.save()
    note(candidacy, Kind.OPENED, CANDIDATE)
    audit.record(CANDIDATE, "admission.candidacy.opened", candidacy)
    return access.make(candidacy.contact_email, candidacy=candidacy, known=True)


def _checked(check: Any, text: str, field: str, longest: int) -> str:
    try:
        kept = str(check(text))
    except DomainError as error:
        raise DomainError(str(error), field=field) from None
    if len(kept) > longest:
        raise DomainError(_("Shorten it to %(count)s characters.") % {"count": longest}, field=field)
    return kept


def candidacies_of(email: str) -> list[Candidacy]:
    """The dossiers whose contact is at this address, the latest first."""
    return list(Candidacy.objects.filter(contact_email=email).order_by("-created_at"))


def get_candidacy_for(email: str, pk: UUID) -> Candidacy:
    """The dossier, for whoever holds the key of its contact's mailbox. Raises NotFound."""
    found = Candidacy.objects.filter(pk=pk, contact_email=email).first()
    if found is None:
        raise NotFound(_("There is no such dossier."))
    return found


@transaction.atomic
def save_section(candidacy: Candidacy, key: str, typed: Mapping[str, Any]) -> sections.Cleaned:
    """Keep what was typed in one section, right or wrong, and say what is still to mend.

    Raises Conflict when the dossier can't be changed any more, NotFound for a section that is none.
    """
    section = sections.BY_KEY.get(key)
    if section is None:
        raise NotFound(_("There is no such section."))
    standing = locked(candidacy)
    if not standing.is_editable:
        raise Conflict(_("The dossier was sent: it can be changed again when the coordination asks a question."))
    kept = sections.kept(section, typed)
    cleaned = sections.clean(section, kept)
    if standing.typed.get(key) != kept:
        standing.typed = {**standing.typed, key: kept}
        standing.version += 1
        if section is sections.IDENTITY:
            _follow_identity(standing, cleaned)
        if standing.state == State.DRAFT:  # as long as somebody works on it, it is not abandoned
            standing.deadline, standing.reminded_at = deadline_of(State.DRAFT), None
        standing.save()
        _note_once(standing, str(section.title))
        audit.record(CANDIDATE, "admission.candidacy.saved", standing, fields=[key])
    return cleaned


def _follow_identity(standing: Candidacy, cleaned: sections.Cleaned) -> None:
    standing.name = str(cleaned.values.get("name") or standing.name)
    standing.siren = str(cleaned.values.get("siren") or "")


def _note_once(candidacy: Candidacy, about: str) -> None:
    """One line an hour for the same section: a history isn't a keyboard's log."""
    last = candidacy.events.order_by("-id").first()
    recent = last is not None and (timezone.now() - last.at).total_seconds() < 3600  # noqa: PLR2004
    if not (recent and last and last.kind == Kind.SAVED and last.about == about):
        note(candidacy, Kind.SAVED, CANDIDATE, about)


def missing_documents(candidacy: Candidacy) -> list[str]:
    """What must still be added before the dossier can be sent, as one says it."""
    there = set(candidacy.documents.exclude(scan=Scan.INFECTED).values_list("kind", flat=True))
    return [str(DocumentKind(kind).label) for kind in REQUIRED if kind not in there]


def incomplete_sections(candidacy: Candidacy) -> list[sections.Section]:
    """The sections in which something is missing or wrong."""
    return [
        each for each in sections.SECTIONS if not sections.clean(each, candidacy.typed.get(each.key, {})).is_complete
    ]


@transaction.atomic
def send(candidacy: Candidacy) -> Candidacy:
    """Hand a complete dossier to the coordination. Raises DomainError when something is missing, Conflict when sent."""
    standing = locked(candidacy)
    move(standing, State.SUBMITTED)
    left = [str(each.title) for each in incomplete_sections(standing)] + missing_documents(standing)
    if left:
        raise DomainError(_("Before it can be sent, look at: %(what)s.") % {"what": ", ".join(left)})
    naming.refuse_taken_name(standing.name)
    standing.save()
    note(standing, Kind.SENT, CANDIDATE)
    audit.record(CANDIDATE, "admission.candidacy.sent", standing, fields=["state"])
    mail.post("admission.received", {"candidacy": str(standing.pk)})
    access.tell_coordinators("admission.to_review", standing)
    return standing


@transaction.atomic
def withdraw(candidacy: Candidacy) -> Candidacy:
    """The candidate doesn't go on. Raises Conflict once a space is being opened or a decision was against it."""
    standing = locked(candidacy)
    was_draft = standing.state == State.DRAFT
    move(standing, State.WITHDRAWN)
    standing.save()
    note(standing, Kind.WITHDRAWN, CANDIDATE)
    audit.record(CANDIDATE, "admission.candidacy.withdrawn", standing, fields=["state"])
    if not was_draft:
        access.tell_coordinators("admission.withdrawn", standing)
    return standing


@transaction.atomic
def apply_again(candidacy: Candidacy) -> Candidacy:
    """A new dossier with what the refused or withdrawn one said; documents are added anew. Raises Conflict otherwise."""
    standing = locked(candidacy)
    if standing.state not in {State.REFUSED, State.WITHDRAWN}:
        raise Conflict(_("This candidacy is not over: go on with it."))
    again = standing.followed_by.filter(state__in=[*_going()]).first()
    if again:
        return again
    again = Candidacy.objects.create(
        name=standing.name,
        contact_name=standing.contact_name,
        contact_email=standing.contact_email,
        contact_verified_at=standing.contact_verified_at,
        typed=standing.typed,
        siren=standing.siren,
        deadline=deadline_of(State.DRAFT),
        follows=standing,
    )
    note(again, Kind.OPENED, CANDIDATE)
    audit.record(CANDIDATE, "admission.candidacy.opened", again)
    return again


def _going() -> Iterable[State]:
    return (state for state in State if state not in {State.REFUSED, State.WITHDRAWN, State.LEFT})


def address(text: str) -> str:
    """An e-mail address as it is kept. Raises DomainError."""
    return _checked(checks.email, text, "email", 254)
