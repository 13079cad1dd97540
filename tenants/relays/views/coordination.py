"""What the collective's coordination does to an entry of the directory: one button each, and a sentence once it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from tenants.relays import rules
from tenants.relays.domain import claims, services
from tess.identity.guards import requires

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

    from tenants.relays.models import Service


def _done(verb: Callable[..., Service], told: Promise) -> Callable[..., HttpResponse]:
    """A view that does `verb` to the entry and says `told` on its page."""

    @requires(rules.may_verify)
    @require_POST
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        found = verb(services.get_service(request.actor, slug), actor=request.actor)
        messages.success(request, str(told) % {"name": found.name})
        return redirect(found)

    return view


verify = _done(services.mark_verified, _("%(name)s is marked as verified today."))
dismiss = _done(claims.dismiss, _("The warning on %(name)s is gone."))
withdraw = _done(claims.withdraw, _("%(name)s is out of the directory."))
put_back = _done(claims.put_back, _("%(name)s is back in the directory."))
