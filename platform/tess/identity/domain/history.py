"""The history of grants, read from the audit trail: who let whom in, as what, when. As the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tess.identity.domain.people_in import within
from tess.identity.models import ExceptionalAccess, Invitation, Membership, User
from tess.identity.roles import Role
from tess.kernel.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from tenants.organisations.models import Organisation
    from tess.kernel.actor import Actor

PREFIX = "identity."
SAID: dict[str, Promise] = {
    "identity.membership.granted": gettext_lazy("access for %(whom)s: %(roles)s"),
    "identity.membership.withdrawn": gettext_lazy("access of %(whom)s withdrawn"),
    "identity.membership.put_back": gettext_lazy("access of %(whom)s put back: %(roles)s"),
    "identity.invitation.invited": gettext_lazy("invitation for %(whom)s: %(roles)s"),
    "identity.invitation.renewed": gettext_lazy("new invitation for %(whom)s: %(roles)s"),
    "identity.invitation.revoked": gettext_lazy("invitation for %(whom)s withdrawn"),
    "identity.invitation.accepted": gettext_lazy("invitation for %(whom)s accepted"),
    "identity.access.exported": gettext_lazy("list of accesses taken away"),
    "identity.exceptional.opened": gettext_lazy("exceptional access of %(whom)s opened"),
    "identity.exceptional.ended": gettext_lazy("exceptional access of %(whom)s ended"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the history."""

    pk: int
    at: datetime
    who: str
    what: str


def acts(organisation: Organisation | None) -> QuerySet[AuditEntry]:
    """The entries about access there, in no order; the index kernel_audit_of_access holds them apart from the others."""
    where = organisation.pk if organisation else None
    return AuditEntry.objects.filter(organisation_id=where, action__startswith=PREFIX, action__in=list(SAID))


def acts_seen_by(actor: Actor, organisation: Organisation | None) -> QuerySet[AuditEntry]:
    """The same, as far as the actor sees who enters: somebody limited to sites reads nothing of the others."""
    found = acts(organisation)
    if not actor.sites:
        return found
    seen = Q(object_type=_kind_of(ExceptionalAccess))
    for model in (Membership, Invitation):
        keys = within(model.objects.filter(organisation=organisation), actor).values_list(Cast("pk", CharField()))
        seen |= Q(object_type=_kind_of(model), object_id__in=keys)
    return found.filter(seen)


def acts_on(membership: Membership) -> QuerySet[AuditEntry]:
    """Those about one person's access."""
    return acts(membership.organisation).filter(object_type=_kind_of(Membership), object_id=str(membership.pk))


def told(entries: Sequence[AuditEntry]) -> list[Act]:
    """The same, with names; four statements whatever their number. Somebody whose account is gone has none."""
    people = _names(User, {entry.user_id for entry in entries if entry.user_id}, "name")
    subjects = {
        **_subjects(entries, Membership, "user__name"),
        **_subjects(entries, Invitation, "email"),
        **_subjects(entries, ExceptionalAccess, "operator"),
    }
    return [
        Act(
            pk=entry.pk,
            at=entry.at,
            who=people.get(str(entry.user_id)) or (_("somebody who left") if entry.user_id else _("the software")),
            what=str(SAID[entry.action])
            % {
                "whom": subjects.get((entry.object_type, entry.object_id)) or _("somebody who left"),
                "roles": ", ".join(str(Role(role).label) for role in Role if role in entry.fields),
            },
        )
        for entry in entries
    ]


def _subjects(
    entries: Iterable[AuditEntry], model: type[Membership | Invitation | ExceptionalAccess], field: str
) -> dict[tuple[str, str], str]:
    """What the entries about such objects are about, by kind and key."""
    kind = _kind_of(model)
    wanted = {entry.object_id for entry in entries if entry.object_type == kind}
    return {(kind, key): name for key, name in _names(model, wanted, field).items()}


def _kind_of(model: type[Membership | Invitation | ExceptionalAccess]) -> str:
    """How the trail calls such an object."""
    return str(model._meta.label_lower)  # noqa: SLF001  Django's documented name


def _names(model: type, keys: Iterable[str | UUID], field: str) -> dict[str, str]:
    """One field of these rows, by key; nothing is asked for no key."""
    wanted = list(keys)
    if not wanted:
        return {}
    rows = model.objects.filter(pk__in=wanted).values_list("pk", field)  # type: ignore[attr-defined]
    return {str(key): name for key, name in rows}
