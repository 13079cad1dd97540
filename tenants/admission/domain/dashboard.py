"""The coordination's list of candidacies: counted by where they are, searched, sorted, exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from tenants.admission.domain.steps import WAITS_FOR_COORDINATORS
from tenants.admission.models import MEMBERS, Candidacy, State

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Group:
    """Candidacies at a like place on their way."""

    key: str
    label: str | Promise
    states: tuple[State, ...]


GROUPS = (
    Group("a-nous", _("Ours to do"), WAITS_FOR_COORDINATORS),
    Group("aux-candidats", _("The candidates' to do"), (State.QUESTIONS, State.ADMITTED, State.PROVISIONING)),
    Group("membres", _("Members"), MEMBERS),
    Group("closes", _("Closed"), (State.REFUSED, State.WITHDRAWN, State.LEFT)),
)
EVERYTHING = Group("toutes", _("All"), tuple(state for state in State if state != State.DRAFT))
BY_KEY = {each.key: each for each in (*GROUPS, EVERYTHING)}
_LONGEST_SEARCH = 80


def counts() -> dict[str, int]:
    """How many candidacies each group has, by its key; drafts are counted apart ("draft")."""
    by_state = dict(Candidacy.not_given_up().values_list("state").annotate(Count("pk")).order_by())
    found = {each.key: sum(by_state.get(state, 0) for state in each.states) for each in BY_KEY.values()}
    return {**found, "draft": by_state.get(State.DRAFT, 0)}


def listed(group: Group, *, search: str = "") -> QuerySet[Candidacy]:
    """The candidacies of a group, those whose name, SIREN or contact holds `search`."""
    found = Candidacy.sent().filter(state__in=group.states).annotate(voices=Count("votes", distinct=True))
    words = search.strip()[:_LONGEST_SEARCH]
    if words:
        digits = "".join(words.split())
        found = found.filter(
            Q(name__icontains=words)
            | Q(contact_name__icontains=words)
            | Q(contact_email__icontains=words)
            | (Q(siren=digits) if digits.isdigit() else Q(pk=None))
        )
    return found


def alike(candidacy: Candidacy) -> list[Candidacy]:
    """Other dossiers of the same SIREN or name, drafts left out: perhaps the same organisation twice."""
    same = Q(name__iexact=candidacy.name)
    if candidacy.siren:
        same |= Q(siren=candidacy.siren)
    return list(Candidacy.sent().filter(same).exclude(pk=candidacy.pk))
