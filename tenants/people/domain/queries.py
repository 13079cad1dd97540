"""What the pages of the team ask: the people, their hours by component, and the lines of one person's ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from tenants.people import rules
from tenants.people.models import Component, HoursEntry, Person
from tess.identity.models import Colleague
from tess.identity.roles import Role
from tess.kernel.errors import NotFound
from tess.kernel.folding import plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from tess.kernel.actor import Actor

PATH_MINUTES = 120 * 60  # initial training before one listens alone
PATH = tuple(component for component in Component if component is not Component.CONTINUING)
LEDGER_LINES = 50  # lines of the ledger shown at a time
_IN_TRAINING = {Role.LISTENER, Role.TRAINEE}


@dataclass(frozen=True, slots=True)
class Teammate:
    """Somebody of the organisation and the minutes they have done, by component."""

    user_id: UUID
    name: str
    roles: tuple[str, ...] = ()
    active: bool = True
    person_id: UUID | None = None  # None: nothing has been recorded about them yet
    minutes: dict[str, int] = field(default_factory=dict)

    @property
    def on_path(self) -> int:
        """Minutes toward the 120 h: all components but continuing training."""
        return sum(self.minutes.get(component, 0) for component in PATH)

    @property
    def path_done(self) -> bool:
        """Whether the 120 h are there."""
        return self.on_path >= PATH_MINUTES

    @property
    def missing(self) -> int:
        """Minutes still missing from the 120 h."""
        return max(0, PATH_MINUTES - self.on_path)

    @property
    def continuing(self) -> int:
        """Minutes of continuing training."""
        return self.minutes.get(Component.CONTINUING, 0)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """(label, minutes) of each component of the path, in its order."""
        return [(str(component.label), self.minutes.get(component, 0)) for component in PATH]

    @property
    def role_labels(self) -> list[str]:
        """The roles, as one says them."""
        return [str(Role(role).label) for role in self.roles]


def team(actor: Actor) -> list[Teammate]:
    """Everybody who listens or learns here, or has hours here, in the actor's sites; two statements whatever their number."""
    people = {person["user_id"]: person for person in _people_with_minutes()}
    found = [
        _teammate(colleague, people.get(colleague.pk))
        for colleague in Colleague.objects.all()
        if _reaches(actor, colleague)
        and (colleague.pk in people or (colleague.active and not _IN_TRAINING.isdisjoint(colleague.roles)))
    ]
    return sorted(found, key=lambda mate: (plain(mate.name), str(mate.user_id)))


def teammate_for(actor: Actor, user_id: UUID) -> Teammate:
    """One colleague and their hours. Raises NotFound when there is none, or when their hours are not the actor's to see."""
    if not rules.may_see_hours_of(actor, user_id):
        raise NotFound(_("There is nobody here by that name."))
    colleague = Colleague.objects.filter(pk=user_id).first()
    if colleague is None or not _reaches(actor, colleague):
        raise NotFound(_("There is nobody here by that name."))
    return _teammate(colleague, next(iter(_people_with_minutes(user_id=user_id)), None))


def _reaches(actor: Actor, colleague: Colleague) -> bool:
    """Oneself; for who is limited to sites, the people limited to one of the same."""
    return not actor.sites or actor.user_id == colleague.pk or not actor.sites.isdisjoint(colleague.sites)


def ledger(mate: Teammate, before: UUID | None = None) -> list[HoursEntry]:
    """The lines of one person, latest first, from the one after `before` on; one line more than a page shows."""
    lines = HoursEntry.objects.filter(person=mate.person_id).select_related("reversal", "reverses")
    if before is not None:
        mark = HoursEntry.objects.filter(person=mate.person_id, pk=before).first()
        if mark is None:
            raise NotFound(_("This line is not in the ledger."))
        lines = lines.filter(Q(at__lt=mark.at) | Q(at=mark.at, pk__lt=mark.pk))
    return list(lines.order_by("-at", "-pk")[: LEDGER_LINES + 1])


def _people_with_minutes(**narrowed: UUID) -> list[dict[str, Any]]:
    sums = {component.value: Sum("hours__minutes", filter=Q(hours__component=component)) for component in Component}
    return [dict(row) for row in Person.objects.filter(**narrowed).values("id", "user_id").annotate(**sums)]


def _teammate(colleague: Colleague, person: dict[str, Any] | None) -> Teammate:
    minutes = {component.value: person[component.value] or 0 for component in Component} if person else {}
    return Teammate(
        user_id=colleague.pk,
        name=colleague.name,
        roles=tuple(_known(colleague.roles)),
        active=colleague.active,
        person_id=person["id"] if person else None,
        minutes=minutes,
    )


def _known(roles: Iterable[str]) -> list[str]:
    return [role for role in roles if role in set(Role)]
