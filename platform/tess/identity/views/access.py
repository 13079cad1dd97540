"""Who may enter here, at an organisation's host and, for the collective's own roles, at the collective's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tess.identity import rules
from tess.identity.columns import columns, names_of
from tess.identity.domain import access, exports, history, invitations, people_in
from tess.identity.forms.access import AccessFilter, InviteForm, RolesForm
from tess.identity.guards import as_application, requires
from tess.identity.sites import sites_of
from tess.kernel.errors import DomainError, NotFound, Refused
from tess.kernel.interface.paging import page_of
from tess.kernel.interface.tables import listing

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from tess.identity.models import Membership

RECENT = 8  # lines of the history shown beside a person


@requires(rules.may_see_access)
@as_application
@require_GET
def people(request: HttpRequest) -> HttpResponseBase:
    """Who is in, who is invited, and the exceptional accesses."""
    organisation, actor = request.organisation, request.actor
    sites = sites_of(organisation)
    everybody = people_in.people_in(organisation, actor)
    form = AccessFilter(request.GET, organisation=organisation is not None, sites=sites)
    found = listing(
        request,
        people_in.narrowed(everybody, **form.asked),
        columns(sites, actor),
        name="identity.access",
        order="nom",
        file="acces",
    )
    if found.download:
        exports.say_exported(found.chosen, actor=actor)
        return found.download
    waiting = people_in.invitations_waiting(organisation, actor)
    return render(
        request,
        "identity/access/people.html",
        {
            "form": form,
            "listing": found,
            "count": everybody.filter(active=True).count(),
            "waiting": [(each, names_of(each.sites, sites)) for each in waiting],
            "exceptional": people_in.exceptional_in(organisation) if organisation else [],
            "may_change": rules.may_change_access(actor),
            "may_end": rules.may_end_exceptional(actor),
        },
    )


@requires(rules.may_change_access)
@as_application
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    organisation = request.organisation
    form = InviteForm(_posted(request), actor=request.actor, sites=sites_of(organisation))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            sent = invitations.invite(
                said["email"], said["name"], organisation, said["roles"], actor=request.actor, sites=form.wanted_sites
            )
        except DomainError as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": sent.email})
            return redirect("identity:access")
    return render(request, "identity/access/invite.html", {"form": form}, status=422 if form.errors else 200)


@requires(rules.may_see_access)
@as_application
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's access: what they are here, and what was done about it."""
    organisation, actor = request.organisation, request.actor
    found, sites = people_in.get_access_for(actor, organisation, pk), sites_of(organisation)
    may_touch = access.may_touch(actor, found)
    if request.method == "POST" and not (may_touch and found.active):
        raise PermissionDenied
    initial = {"roles": found.roles, "sites": found.sites}
    form = RolesForm(_posted(request), initial=initial, actor=actor, sites=sites, held=found.roles)
    if request.method == "POST" and form.is_valid():
        try:
            access.change(pk, organisation, form.wanted_roles, actor=actor, sites=form.wanted_sites)
        except NotFound:
            raise
        except DomainError as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("What %(name)s may do is changed, from now on.") % {"name": found.user.name})
            return redirect("identity:access_person", pk)
    context = {
        "membership": found,
        "shown": _Shown(found, sites, actor),
        "form": form,
        "may_touch": may_touch,
        "acts": history.told(list(history.acts_on(found).order_by("-pk")[:RECENT])),
    }
    return render(request, "identity/access/person.html", context, status=422 if form.errors else 200)


@requires(rules.may_change_access)
@as_application
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Close somebody's access at once; the page one comes back to puts it back."""
    try:
        access.withdraw(pk, request.organisation, actor=request.actor)
    except (NotFound, Refused):
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("identity:access_person", pk)


@requires(rules.may_change_access)
@as_application
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a withdrawal."""
    found = access.put_back(pk, request.organisation, actor=request.actor)
    messages.success(request, _("%(name)s has access again, as before.") % {"name": found.user.name})
    return redirect("identity:access_person", pk)


@requires(rules.may_change_access)
@as_application
@require_POST
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send an invitation again, with a new link."""
    sent = invitations.renew(pk, request.organisation, actor=request.actor)
    messages.success(request, _("A new invitation is on its way to %(email)s.") % {"email": sent.email})
    return redirect("identity:access")


@requires(rules.may_change_access)
@as_application
@require_POST
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an invitation back."""
    gone = invitations.revoke(pk, request.organisation, actor=request.actor)
    messages.success(request, _("The invitation of %(email)s opens nothing any more.") % {"email": gone.email})
    return redirect("identity:access")


@requires(rules.may_see_access)
@as_application
@require_GET
def grants(request: HttpRequest) -> HttpResponse:
    """The history of grants: by whom, when."""
    page = page_of(request, history.acts_seen_by(request.actor, request.organisation), by="id")
    return render(request, "identity/access/history.html", {"acts": history.told(list(page)), "page": page})


def _posted(request: HttpRequest) -> Any:
    """What was sent, even if that is nothing; None for a page only looked at."""
    return request.POST if request.method == "POST" else None


class _Shown:
    """What a page says of an access besides."""

    def __init__(self, membership: Membership, sites: dict[int, str], actor: Any) -> None:
        self.sites = names_of(membership.sites, sites)
        self.own = membership.user_id == actor.user_id


def _tell(form: forms.Form, refusal: DomainError) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
