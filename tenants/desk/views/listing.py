"""Which themes the organisation's listeners see first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tenants.desk import rules
from tenants.desk.domain import listing
from tenants.desk.forms.listing import ListingForm
from tenants.desk.themes import THEMES
from tess.identity.guards import requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(rules.may_set_up)
@require_http_methods(["GET", "POST"])
def themes(request: HttpRequest) -> HttpResponse:
    """Choose them."""
    form = ListingForm(request.POST if request.method == "POST" else None, initial={"themes": sorted(_ticked())})
    if request.method == "POST" and form.is_valid():
        first = listing.choose(form.cleaned_data["themes"], actor=request.actor)
        messages.success(request, _said(len(first)))
        return redirect("desk:themes")
    context = {"form": form, "all": len(THEMES), "chosen": len(_ticked())}
    return render(request, "desk/listing.html", context, status=400 if form.errors else 200)


def _ticked() -> frozenset[str]:
    """The boxes that are ticked: none when nothing was chosen."""
    first = listing.listed()
    return frozenset() if first == THEMES.keys() else first


def _said(first: int) -> str:
    if first == len(THEMES):
        return _("Your listeners see all themes.")
    return ngettext(
        "Your listeners see one theme first; the others are under “Other themes”.",
        "Your listeners see %(count)s themes first; the others are under “Other themes”.",
        first,
    ) % {"count": first}
