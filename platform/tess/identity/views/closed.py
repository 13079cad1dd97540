"""What stands in place of an organisation that is not served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

from tenants.organisations.models import OrganisationState
from tess.kernel.tenancy.hosts import collective_url

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tenants.organisations.models import Organisation


def closed(request: HttpRequest, organisation: Organisation, *, member: bool) -> HttpResponse:
    """Say that it is suspended, leaving or not yet open. Why it is suspended is told to its members alone."""
    context = {"organisation": organisation}
    if organisation.state != OrganisationState.SUSPENDED:
        leaving = organisation.state == OrganisationState.LEAVING
        return render(request, "identity/not_open.html", {**context, "leaving": leaving}, status=403)
    home = collective_url(reverse("identity:home", urlconf=settings.ROOT_URLCONF))
    return render(request, "identity/suspended.html", {**context, "member": member, "home": home}, status=403)
