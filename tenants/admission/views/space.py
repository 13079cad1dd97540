"""The admitted candidate's space: its address, and watching it open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tenants.admission.domain import naming, opening
from tenants.admission.domain.steps import CANDIDATE
from tenants.admission.domain.undertakings import latest_of
from tenants.admission.forms.space import AddressForm
from tenants.admission.models import State, Task
from tenants.admission.views.keys import with_key
from tenants.admission.views.waiting import waited
from tenants.organisations.models.organisation import host_of
from tess.kernel.errors import Conflict, DomainError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tenants.admission.models import Candidacy


@with_key
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    """Choose the address; the space opens at once."""
    if candidacy.state != State.ADMITTED:
        return redirect("admission:dossier", candidacy.pk)
    city = str(candidacy.typed.get("identity", {}).get("city", ""))
    ideas = naming.suggestions(candidacy.name, city=city)
    form = AddressForm(request.POST or None, initial={"name": candidacy.name, "slug": ideas[0] if ideas else ""})
    form.fields["slug"].widget.attrs |= {
        "hx-get": reverse("admission:verdict", args=[candidacy.pk]),
        "hx-trigger": "input changed delay:400ms",
        "hx-target": "#verdict",
    }
    if request.method == "POST" and form.is_valid():
        try:
            opening.choose(candidacy, **form.cleaned_data, actor=CANDIDATE)
        except Conflict as error:
            messages.error(request, str(error))
            return redirect("admission:dossier", candidacy.pk)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect("admission:dossier", candidacy.pk)
    context = {"candidacy": candidacy, "form": form, "ideas": ideas}
    return render(request, "admission/address.html", context, status=422 if form.errors else 200)


@with_key
@require_GET
def verdict(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    """Whether an address is free, while it is typed."""
    try:
        slug = naming.checked(request.GET.get("slug", ""), candidacy=candidacy)
    except DomainError as error:
        return render(request, "admission/verdict.html", {"objection": str(error)})
    return render(request, "admission/verdict.html", {"host": host_of(slug)})


@with_key
@require_GET
def progress(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    """How far the opening is."""
    opened = latest_of(candidacy, Task.PROVISIONING)
    return waited(request, opened, next_url=reverse("admission:dossier", args=[candidacy.pk]))
