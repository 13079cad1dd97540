"""A contact record: opened from a call or alone, saved as one types, closed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.desk import rules
from tenants.desk.departements import CODES
from tenants.desk.domain import notes
from tenants.desk.domain.notes import organisation_of
from tenants.desk.models import (
    AgeBand,
    Consent,
    Contact,
    ContactNote,
    ContactState,
    Gender,
    Nature,
    Relation,
    Risk,
    UnwantedKind,
)
from tenants.desk.themes import MOST, THEMES
from tenants.people.domain.people import person_for
from tenants.telephony.domain.scope import within
from tenants.telephony.models import Call, Channel, Line, Outcome
from tess.kernel import audit, encryption
from tess.kernel.errors import Conflict, DomainError, NotFound, Refused

if TYPE_CHECKING:
    from uuid import UUID

    from tenants.people.models import Person
    from tess.kernel.actor import Actor

_CHOICES = {
    "nature": ["", *Nature.values],
    "unwanted_kind": ["", *UnwantedKind.values],
    "relation": ["", *Relation.values],
    "age_band": ["", *AgeBand.values],
    "gender": ["", *Gender.values],
    "risk": ["", *Risk.values],
    "consent": ["", *Consent.values],
    "departement": ["", *CODES],
    "channel": Channel.values,
}


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything a listener may write on a record; empty means not (yet) said. `note` None leaves the note as it is."""

    nature: str = ""
    unwanted_kind: str = ""
    themes: tuple[str, ...] = ()
    relation: str = ""
    age_band: str = ""
    gender: str = ""
    departement: str = ""
    risk: str = ""
    consent: str = ""
    channel: str = Channel.PHONE.value
    line_id: int | None = None
    note: str | None = None


COLUMNS = tuple(field.name for field in fields(Answers) if field.name != "note")


class Stale(Conflict):
    """The record was saved elsewhere meanwhile; nothing was written. `current` is what stands."""

    def __init__(self, current: Contact) -> None:
        super().__init__(_("This record was changed in another window meanwhile."))
        self.current = current


class AlreadyClosed(Conflict):
    """A closed record is not written any more."""

    def __init__(self) -> None:
        super().__init__(_("This record is closed: it can't be written any more."))


def open_contact(
    *,
    actor: Actor,
    contact_id: UUID | None = None,
    call_id: int | None = None,
    line_id: int | None = None,
    channel: str = Channel.PHONE,
) -> Contact:
    """A new draft of the actor's, from an answered call, on a line, or alone. Asking again gives the same one.

    Raises Refused (who doesn't listen), NotFound (no such call or line here), DomainError (nobody answered that call)
    and Conflict (a colleague already writes that call's record).
    """
    if not rules.may_write(actor) or actor.user_id is None:
        raise Refused(_("Only those who listen open records."))
    call = _answered_call(call_id, actor) if call_id is not None else None
    standing = _standing(actor, contact_id, call)
    if standing is not None:
        return standing
    try:
        return _opened(actor, contact_id, call, line_id, channel)
    except IntegrityError:  # the same click twice at once: the other one won
        standing = _standing(actor, contact_id, call)
        if standing is None:
            raise
        return standing


@transaction.atomic
def _opened(actor: Actor, contact_id: UUID | None, call: Call | None, line_id: int | None, channel: str) -> Contact:
    listener = person_for(actor.user_id, actor=actor)  # type: ignore[arg-type]  # open_contact made sure
    contact = Contact(
        call=call,
        line=call.line if call else _line(line_id, actor) or _usual_line(listener, actor),
        listener=listener,
        channel=channel,
    )
    contact.opened_at = contact.saved_at = timezone.now()
    if contact_id is not None:
        contact.pk = contact_id
    contact.save(force_insert=True)
    audit.record(actor, "desk.contact.opened", contact, fields=["call"] if call else [])
    return contact


def _standing(actor: Actor, contact_id: UUID | None, call: Call | None) -> Contact | None:
    found = None
    if contact_id is not None:
        found = Contact.objects.select_related("listener", "line").filter(pk=contact_id).first()
        if found is not None and not rules.owns(actor, found):
            raise NotFound(_("There is no such record."))
    if found is None and call is not None:
        found = Contact.objects.select_related("listener", "line").filter(call=call).first()
        if found is not None and not rules.owns(actor, found):
            raise Conflict(_("A colleague already writes the record of this call."))
    return found


def _answered_call(call_id: int, actor: Actor) -> Call:
    call = Call.objects.select_related("line").filter(pk=call_id).first()
    if call is None or not actor.reaches(call.line.site_id):
        raise NotFound(_("There is no such call."))
    if call.outcome != Outcome.ANSWERED:
        raise DomainError(_("Nobody answered this call: there is nothing to write about."))
    return call


def _line(line_id: int | None, actor: Actor) -> Line | None:
    if line_id is None:
        return None
    line = Line.objects.filter(pk=line_id, active=True).first()
    if line is None or not actor.reaches(line.site_id):
        raise NotFound(_("There is no such line."))
    return line


def _usual_line(listener: Person, actor: Actor) -> Line | None:
    """Where the listener last was, else the only line there is: nobody is asked what goes without saying."""
    last = Contact.objects.filter(listener=listener, line__active=True).select_related("line")
    found = within(last, actor).order_by("-opened_at", "-pk").first()
    if found is not None:
        return found.line
    lines = list(within(Line.objects.filter(active=True), actor, "site")[:2])
    return lines[0] if len(lines) == 1 else None


@transaction.atomic
def save_draft(contact: Contact, answers: Answers, *, version: int, actor: Actor) -> Contact:
    """Write `answers` on the actor's own draft, of which they had `version` before their eyes; returns it as it stands.

    What is the same already writes nothing, whatever the version: the same request twice is one. Raises NotFound,
    AlreadyClosed, Stale, or DomainError when an answer is none.
    """
    if answers.note is not None:
        answers = replace(answers, note=notes.typed(answers.note))
    draft = own_draft(contact.pk, actor)
    changed = [name for name in COLUMNS if getattr(draft, name) != _value(answers, name)]
    if draft.version != version and (changed or _note_differs(draft, answers, actor)):
        raise Stale(draft)
    if draft.call_id is not None and {"line_id", "channel"} & set(changed):
        raise DomainError(_("The call says on which line it came."), field="line")
    for name in changed:
        setattr(draft, name, _value(answers, name))
    _check(draft, changed, actor)
    if answers.note is not None and notes.put(draft, answers.note, organisation_id=organisation_of(actor)):
        changed.append("note")
    if changed:
        draft.version, draft.saved_at = draft.version + 1, timezone.now()
        draft.save()
        audit.record(actor, "desk.contact.saved", draft, fields=changed)
    return draft


@transaction.atomic
def close_contact(contact: Contact, *, version: int, actor: Actor) -> Contact:
    """Draft → closed. It has to say what it was and on which line; nothing else is asked of somebody at 3 a.m.

    Raises NotFound, AlreadyClosed, Stale, or DomainError naming what is missing.
    """
    draft = own_draft(contact.pk, actor)
    if draft.version != version:
        raise Stale(draft)
    if not draft.nature:
        raise DomainError(_("Say what it was: one key is enough."), field="what")
    if draft.line_id is None:
        raise DomainError(_("Say on which line it came."), field="line")
    if draft.consent == Consent.REFUSED and ContactNote.objects.filter(contact=draft).exists():
        raise DomainError(
            _("The person doesn't want a note to be kept: empty it, or change their answer."), field="note"
        )
    draft.state, draft.closed_at = ContactState.CLOSED, timezone.now()
    draft.version = F("version") + 1
    draft.save(update_fields=["state", "closed_at", "version"])
    draft.refresh_from_db(fields=["version"])
    audit.record(actor, "desk.contact.closed", draft, fields=["state", "closed_at"], marks=marks_of(draft, actor))
    return draft


def marks_of(contact: Contact, actor: Actor) -> dict[str, str]:
    """What each answer of a record leaves in the trail: an HMAC under the organisation's key, told apart by record.

    Whoever holds the key can later prove that a closed record still says what it said; nobody else can guess it.
    """
    organisation_id = organisation_of(actor)
    return {
        name: encryption.fingerprint(
            str(getattr(contact, name)), organisation_id=organisation_id, purpose=f"desk.contact.{contact.pk}.{name}"
        )
        for name in COLUMNS
    }


def own_draft(pk: UUID, actor: Actor) -> Contact:
    """The actor's own record, locked until the verb ends, and still a draft."""
    found = Contact.objects.select_for_update(of=("self",)).select_related("listener", "line").filter(pk=pk).first()
    if found is None or not rules.owns(actor, found):
        raise NotFound(_("There is no such record."))
    if not found.is_draft:
        raise AlreadyClosed
    return found


def _value(answers: Answers, name: str) -> Any:
    value = getattr(answers, name)
    return list(value) if name == "themes" else value


def _note_differs(draft: Contact, answers: Answers, actor: Actor) -> bool:
    if answers.note is None:
        return False
    note = ContactNote.objects.filter(contact=draft).first()
    return answers.note != (notes.opened(note, organisation_of(actor)) if note else "")


def _check(draft: Contact, changed: list[str], actor: Actor) -> None:
    """Answers come from lists; what comes from elsewhere was forged, or typed by a program."""
    for name in changed:
        if name in _CHOICES and getattr(draft, name) not in _CHOICES[name]:
            raise DomainError(_("This answer is not one of the choices."), field=name)
    if (draft.nature == Nature.UNWANTED) != bool(draft.unwanted_kind):
        raise DomainError(_("Say which kind of unwanted contact it was."), field="what")
    if len(draft.themes) > MOST:
        raise DomainError(_("%(most)s themes at most.") % {"most": MOST}, field="themes")
    if "themes" in changed and not set(draft.themes) <= set(THEMES):
        raise DomainError(_("This answer is not one of the choices."), field="themes")
    if "line_id" in changed:
        draft.line = _line(draft.line_id, actor)
