"""Local branches: the list, one of them, its removal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants.telephony import rules
from tenants.telephony.domain import queries, sites
from tenants.telephony.forms.site import SiteForm
from tenants.telephony.models import Site
from tess.identity.guards import requires
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(rules.may_manage_sites)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All local branches, with the lines of each."""
    return render(request, "telephony/sites.html", {"sites": queries.sites()})


@requires(rules.may_manage_sites)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new local branch."""
    return _edit(request, Site())


@requires(rules.may_manage_sites)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One local branch."""
    return _edit(request, sites.get_site_for(request.actor, pk))


def _edit(request: HttpRequest, site: Site) -> HttpResponse:
    name = site.name  # what the page is called, though what was typed be refused
    form = SiteForm(request.POST or None, initial={"name": site.name, "town": site.town})
    if request.method == "POST" and form.is_valid():
        try:
            sites.save_site(site, **form.cleaned_data, actor=request.actor)
        except DomainError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The local branch “%(name)s” is saved.") % {"name": site.name})
            return redirect("telephony:sites")
    context = {"form": form, "site": site, "name": name}
    return render(request, "telephony/site.html", context, status=400 if form.errors else 200)


@requires(rules.may_manage_sites)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the list, while nothing is its."""
    site = sites.get_site_for(request.actor, pk)
    try:
        sites.remove(site, actor=request.actor)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The local branch “%(name)s” is removed.") % {"name": site.name})
    return redirect("telephony:sites")
