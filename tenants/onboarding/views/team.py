"""Inviting a whole team: bring a list, see how it is read, send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tenants.onboarding import rules
from tenants.onboarding.domain import team as inviting
from tenants.onboarding.forms import ListForm
from tess.identity.guards import requires
from tess.identity.roles import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tess.identity.domain.people_files import PersonRow


@requires(rules.may_set_up)
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest) -> HttpResponse:
    """The list, then what was read of it with every fault by its line, then the invitations."""
    if request.method == "GET":
        return render(request, "onboarding/team.html", {"form": ListForm()})
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "onboarding/team.html", {"form": form}, status=422)
    rows, errors = form.read.rows, form.read.errors
    if "send" in request.POST:
        return _sent(request, rows)
    there = inviting.look_over(rows, actor=request.actor)
    known = {error.line for error in there}
    fresh = [row for row in rows if row.line not in known]
    context = {
        "rows": [(row, [Role(role).label for role in row.roles]) for row in fresh],
        "errors": sorted([*errors, *there], key=lambda error: error.line),
        "again": _written(fresh),
        "role": form.cleaned_data["role"],
    }
    return render(request, "onboarding/team_read.html", context)


def _written(rows: list[PersonRow]) -> str:
    """The good lines as a list that reads the same."""
    return "\n".join("\t".join((row.name, row.email, ",".join(row.roles))) for row in rows)


def _sent(request: HttpRequest, rows: list[PersonRow]) -> HttpResponse:
    found = inviting.invite(rows, actor=request.actor)
    if found.sent:
        told = ngettext(
            "%(number)s invitation is on its way.", "%(number)s invitations are on their way.", len(found.sent)
        )
        messages.success(request, told % {"number": len(found.sent)})
    for error in found.errors:
        messages.warning(request, str(error))
    if not found.sent and not found.errors:
        messages.info(request, _("There was nobody to invite."))
    return redirect("onboarding:begin")
