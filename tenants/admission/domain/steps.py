"""From one state to the next: one door, the table of transitions, the deadline of each step, a line of history."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.admission.models import NEXT_STATES, Candidacy, Event, Kind, State
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict

if TYPE_CHECKING:
    from datetime import date

CANDIDATE = Actor.system("candidate")  # who holds the key of the contact's mailbox; no account, no role
ENGINE = Actor.system("admission")

# Days each step may take. Who must act: the candidate for draft, questions and admitted; the coordination otherwise.
DAYS = {State.DRAFT: 60, State.SUBMITTED: 10, State.REVIEW: 45, State.QUESTIONS: 21, State.ADMITTED: 30}
REMIND_BEFORE = {State.DRAFT: 14, State.SUBMITTED: 3, State.REVIEW: 7, State.QUESTIONS: 5, State.ADMITTED: 7}  # days
WAITS_FOR_CANDIDATE = (State.DRAFT, State.QUESTIONS, State.ADMITTED)
WAITS_FOR_COORDINATORS = (State.SUBMITTED, State.REVIEW)


def deadline_of(state: State, today: date | None = None) -> date | None:
    """The last day of a step begun today; None where nothing has to be done."""
    days = DAYS.get(state)
    return (today or timezone.localdate()) + timedelta(days=days) if days else None


def locked(candidacy: Candidacy) -> Candidacy:
    """The candidacy as it stands now, held until the end of the transaction."""
    return Candidacy.objects.select_for_update().get(pk=candidacy.pk)


def move(standing: Candidacy, state: State) -> None:
    """Put a locked candidacy into `state`, not yet saved. Raises Conflict when it can't go there from where it is."""
    if state not in NEXT_STATES[State(standing.state)]:
        raise Conflict(
            _("The candidacy of %(name)s is now “%(state)s”: somebody acted meanwhile. Nothing was changed.")
            % {"name": standing.name, "state": standing.get_state_display()}
        )
    standing.state = state
    standing.state_since = timezone.now()
    standing.deadline = deadline_of(state)
    standing.reminded_at = standing.overdue_at = None
    standing.version += 1


def note(candidacy: Candidacy, kind: Kind, actor: Actor, about: str = "") -> None:
    """A line of history, in the caller's transaction."""
    Event.objects.create(
        candidacy=candidacy,
        kind=kind,
        user_id=actor.user_id,
        by_candidate=actor is CANDIDATE,
        about=about[:200],
    )
