"""Who is in, who is invited, who gave what: what the accesses pages ask. As the application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, Value
from django.utils.translation import gettext as _

from tess.identity.models import ExceptionalAccess, Invitation, InvitationState, Membership
from tess.kernel.errors import NotFound
from tess.kernel.folding import PlainText
from tess.kernel.interface import paging

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tenants.organisations.models import Organisation
    from tess.kernel.actor import Actor


def people_in(organisation: Organisation | None, actor: Actor) -> QuerySet[Membership]:
    """Everybody who has or had access, operators apart; within the actor's sites when limited to some.

    Each says its place among the names in `in_order`.
    """
    rows = Membership.objects.filter(organisation=organisation, until=None).select_related("user")
    found: QuerySet[Membership] = within(rows, actor).annotate(in_order=paging.in_order("user__name"))
    return found


def narrowed(
    people: QuerySet[Membership], *, who: str = "", role: str = "", site: int | None = None, active: bool = True
) -> QuerySet[Membership]:
    """Those of `people_in` who are called so, in part; hold that role; reach that site; have access, or had it."""
    found = people.filter(active=active)
    for word in who.split():
        typed = PlainText(Value(word))  # by the same hand as the names: an œ is an oe on both sides
        found = found.filter(Q(in_order__contains=typed) | Q(user__email__contains=typed))
    if role:
        found = found.filter(roles__contains=[role])
    if site is not None:
        found = found.filter(Q(sites=[]) | Q(sites__contains=[site]))
    return found


def get_access_for(actor: Actor, organisation: Organisation | None, membership_id: int) -> Membership:
    """One person's access. Raises NotFound: missing, another organisation's, an operator's, outside the actor's sites."""
    rows = Membership.objects.filter(pk=membership_id, organisation=organisation, until=None).select_related("user")
    found: Membership | None = within(rows, actor).first()
    if found is None:
        raise NotFound(_("There is nobody here by that name."))
    return found


def invitations_waiting(organisation: Organisation | None, actor: Actor) -> list[Invitation]:
    """Those that nobody used yet, the latest first, expired ones too."""
    rows = Invitation.objects.filter(organisation=organisation, state=InvitationState.PENDING)
    return list(within(rows, actor).select_related("invited_by").order_by("-sent_at", "pk"))


def exceptional_in(organisation: Organisation) -> list[ExceptionalAccess]:
    """Every time an operator of the platform was let in, the latest first."""
    rows = ExceptionalAccess.objects.filter(organisation=organisation).select_related("ended_by")
    return list(rows.order_by("-opened_at", "pk"))


def within(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Those of `rows`, memberships or invitations, that touch the actor's sites; all of them for who is limited to none."""
    return rows.filter(sites__overlap=sorted(actor.sites)) if actor.sites else rows
