"""What was said: sealed under the organisation's key; every reading leaves a line in the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.desk import rules
from tenants.desk.models import ContactNote
from tess.kernel import audit, encryption
from tess.kernel.errors import DomainError, NotFound
from tess.kernel.interface.words import number
from tess.kernel.text import clean

if TYPE_CHECKING:
    from uuid import UUID

    from tenants.desk.models import Contact
    from tess.kernel.actor import Actor

LONGEST = 200_000  # characters: a hundred pages; what is pasted by mistake is refused in words, never cut
_MODEL, _FIELD = "desk.ContactNote", "text"


def typed(text: str) -> str:
    """What somebody wrote as a note, as it is kept: the one door. Raises DomainError when it is too long."""
    kept = clean(text)
    if len(kept) > LONGEST:
        too_long = _("The note is longer than %(longest)s characters.") % {"longest": number(LONGEST)}
        raise DomainError(too_long, field="note")
    return kept


@transaction.atomic
def read_note(contact: Contact, *, actor: Actor) -> str:
    """The note's text, "" when there is none; a reading is audited. Raises NotFound when it is not the actor's to read."""
    if not rules.may_read_note(actor, contact):
        raise NotFound(_("There is no such record."))
    note = ContactNote.objects.filter(contact=contact).first()
    if note is None:
        return ""
    audit.record(actor, "desk.note.read", contact, fields=["note"])
    return opened(note, organisation_of(actor))


def has_note(contact: Contact) -> bool:
    """Whether something was written; not what."""
    return ContactNote.objects.filter(contact=contact).exists()


def opened(note: ContactNote, organisation_id: UUID) -> str:
    """The text of a note, for the verbs of this room alone: whoever shows it calls `read_note`."""
    return encryption.decrypt(
        bytes(note.sealed), organisation_id=organisation_id, model=_MODEL, row_id=note.pk, field=_FIELD
    )


def sealed(note: ContactNote, text: str, organisation_id: UUID) -> ContactNote:
    """Put `text` into the note, sealed for this row of this organisation; not saved yet."""
    note.sealed = encryption.encrypt(text, organisation_id=organisation_id, model=_MODEL, row_id=note.pk, field=_FIELD)
    return note


def put(contact: Contact, text: str, *, organisation_id: UUID) -> bool:
    """Make `text` (see `typed`) the contact's note, "" removes it; returns whether that changed anything.

    Part of a verb's transaction.
    """
    note = ContactNote.objects.filter(contact=contact).first()
    if text == (opened(note, organisation_id) if note else ""):
        return False
    if not text and note:
        note.delete()
    else:
        sealed(note or ContactNote(contact=contact), text, organisation_id).save()
    return True


def organisation_of(actor: Actor) -> UUID:
    """The organisation whose key seals what this actor writes."""
    if actor.organisation_id is None:
        raise NotFound(_("There is no such record."))
    return actor.organisation_id
