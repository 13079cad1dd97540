"""What the pages of a candidacy show. As the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tenants.admission import sections
from tenants.admission.domain.candidacies import missing_documents
from tenants.admission.domain.steps import WAITS_FOR_CANDIDATE
from tenants.admission.models import AMONG_COORDINATORS, Candidacy, Event, State
from tess.identity.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Part:
    """One section as the dossier's contents list it."""

    section: sections.Section
    begun: bool
    left: int  # things missing or wrong

    @property
    def is_complete(self) -> bool:
        """Nothing left to do in it."""
        return not self.left


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of history, with the name of who acted where the reader may know it."""

    event: Event
    who: str


def parts_of(candidacy: Candidacy) -> list[Part]:
    """The sections of a dossier and what is left to do in each."""
    found = []
    for section in sections.SECTIONS:
        typed = candidacy.typed.get(section.key, {})
        begun = any(typed.values()) and (section is not sections.IDENTITY or len(typed) > 1)
        found.append(Part(section, begun, len(sections.clean(section, typed).errors)))
    return found


def answers_of(candidacy: Candidacy, section: sections.Section) -> list[tuple[str, str]]:
    """What a section says, as one reads it: label and answer; what was left empty is left out."""
    typed = candidacy.typed.get(section.key, {})
    values = {**typed, **sections.clean(section, typed).values}
    found = []
    for each in section.fields:
        text = sections.shown(each, values.get(each.name, ""))
        if text:
            found.append((str(each.label), text))
    return found


def for_candidate(candidacy: Candidacy) -> dict[str, Any]:
    """The dossier's own page, as its candidate sees it."""
    parts, missing = parts_of(candidacy), missing_documents(candidacy)
    return {
        "candidacy": candidacy,
        "parts": parts,
        "documents": list(candidacy.documents.all()),
        "missing": missing,
        "left": sum(not part.is_complete for part in parts) + len(missing),
        "questions": list(candidacy.questions.all()),
        "history": history_of(candidacy, for_candidate=True),
        "days_left": days_left(candidacy),
        "waits_for_candidate": candidacy.state in WAITS_FOR_CANDIDATE,
        "may_withdraw": candidacy.is_open or candidacy.state == State.ADMITTED,
        "may_begin_again": candidacy.state in {State.REFUSED, State.WITHDRAWN},
    }


def days_left(candidacy: Candidacy) -> int | None:
    """Days to the deadline of this step, negative once it is over; None when there is none."""
    return (candidacy.deadline - timezone.localdate()).days if candidacy.deadline else None


def history_of(candidacy: Candidacy, *, for_candidate: bool = False) -> list[Moment]:
    """All that happened, the latest first; a candidate's leaves out what passes between coordinators."""
    events: Sequence[Event] = list(candidacy.events.order_by("-id"))
    if for_candidate:
        return [Moment(event, "") for event in events if event.kind not in AMONG_COORDINATORS]
    names = names_of(event.user_id for event in events)
    return [Moment(event, names.get(event.user_id, "")) for event in events]


def names_of(users: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The names of people, by their key; who has no account any more is left out."""
    wanted = {user for user in users if user}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
