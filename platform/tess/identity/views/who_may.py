"""Who may do what here: the rules themselves, asked role by role, and who holds each role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from tess.identity import permissions, rules
from tess.identity.domain.queries import members_of
from tess.identity.guards import as_application, requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(rules.may_read_who_may)
@as_application
@require_GET
def who_may(request: HttpRequest) -> HttpResponse:
    """The table, and the people under each role."""
    host: permissions.Host = "organisation" if request.organisation else "collective"
    roles = permissions.roles_at(host)
    members = list(members_of(request.organisation))
    return render(
        request,
        "identity/access/who_may.html",
        {
            "roles": roles,
            "groups": permissions.table(host),
            "holders": [(role, [each for each in members if role in each.roles]) for role in roles],
            "mine": request.actor.roles,
            "sees_access": rules.may_see_access(request.actor),
        },
    )
