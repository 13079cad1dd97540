"""What the pages of a candidacy show. As the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.admission import sections
from tenants.admission.domain.candidacies import missing_documents
from tenants.admission.domain.steps import WAITS_FOR_CANDIDATE
from tenants.admission.models import AMONG_COORDINATORS, Candidacy, Event, Kind, Progress, State, Undertaking
from tess.identity.models import User
from tess.kernel.interface import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from tess.kernel.interface.pieces import Tone


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


_LATEST = 5  # events a candidate sees at once
_LOOKS: dict[str, tuple[str, Tone]] = {
    Kind.SENT: ("mail", "go"),
    Kind.ASKED: ("message-circle", "warm"),
    Kind.ANSWERED: ("message-circle", "go"),
    Kind.ADMITTED: ("badge-check", "go"),
    Kind.REFUSED: ("x", ""),
    Kind.WITHDRAWN: ("undo-2", ""),
    Kind.CLOSED: ("archive", ""),
    Kind.REMINDED: ("bell", "warm"),
    Kind.OVERDUE: ("hourglass", "warm"),
    Kind.DOCUMENT_REFUSED: ("triangle-alert", "warm"),
    Kind.NAME_LOST: ("triangle-alert", "warm"),
    Kind.OPENED_SPACE: ("house", "go"),
    Kind.INVITED: ("mail", "go"),
    Kind.SUSPENDED: ("lock", "warm"),
    Kind.RESUMED: ("house", "go"),
    Kind.EXPORTED: ("archive", ""),
    Kind.FETCHED: ("download", "go"),
    Kind.LEAVING: ("trash-2", "warm"),
    Kind.LEFT: ("archive", ""),
    Kind.VOTED: ("scale", ""),
    Kind.ASSESSED: ("clipboard-list", ""),
    Kind.SAVED: ("pencil", ""),
    Kind.DOCUMENT_ADDED: ("file-up", ""),
}


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
    events = history_of(candidacy, for_candidate=True)
    return {
        "candidacy": candidacy,
        "parts": parts,
        "documents": list(candidacy.documents.all()),
        "missing": missing,
        "left": sum(not part.is_complete for part in parts) + len(missing),
        "questions": list(candidacy.questions.all()),
        "latest": events[:_LATEST],
        "earlier": events[_LATEST:],
        "days_left": days_left(candidacy),
        "waits_for_candidate": candidacy.state in WAITS_FOR_CANDIDATE,
        "may_withdraw": candidacy.is_open or candidacy.state == State.ADMITTED,
        "may_begin_again": candidacy.state in {State.REFUSED, State.WITHDRAWN},
    }


def days_left(candidacy: Candidacy) -> int | None:
    """Days to the deadline of this step, negative once it is over; None when there is none."""
    return (candidacy.deadline - timezone.localdate()).days if candidacy.deadline else None


def history_of(candidacy: Candidacy, *, for_candidate: bool = False) -> list[pieces.Event]:
    """All that happened, the latest first; a candidate's leaves out what passes between coordinators, and their names."""
    events = list(candidacy.events.order_by("-id"))
    names = {} if for_candidate else names_of(event.user_id for event in events)
    return [
        _line(event, names.get(event.user_id, ""))
        for event in events
        if not (for_candidate and event.kind in AMONG_COORDINATORS)
    ]


def _line(event: Event, who: str) -> pieces.Event:
    icon, tone = _LOOKS.get(event.kind, ("check", ""))
    return pieces.Event(when=event.at, title=event.get_kind_display(), who=who, text=event.about, icon=icon, tone=tone)


def names_of(users: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The names of people, by their key; who has no account any more is left out."""
    wanted = {user for user in users if user}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def progress_of(undertaking: Undertaking, url: str, *, next_url: str = "", next_label: str = "") -> pieces.Progress:
    """How far some work is, for `kernel/progress.html`; `url` answers with that fragment."""
    said = {
        Progress.WAITING: _("It begins in a moment."),
        Progress.RUNNING: undertaking.step or _("It has begun."),
        Progress.DONE: _("It is done."),
        Progress.FAILED: _("It stopped: %(why)s") % {"why": undertaking.failure},
    }[Progress(undertaking.progress)]
    return pieces.Progress(
        url=url,
        label=undertaking.get_task_display(),
        said=f"{undertaking.get_task_display()} · {said}",
        under_way=undertaking.is_under_way,
        failed=undertaking.progress == Progress.FAILED,
        uid=f"work-{undertaking.pk}",
        next_url=next_url,
        next_label=next_label,
    )
