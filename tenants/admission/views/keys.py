"""The candidate's door: a session at the collective's host that holds the address whose mailbox was shown to be theirs."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from tenants.admission.domain.candidacies import get_candidacy_for
from tess.identity.guards import open_to_everyone
from tess.identity.views.kept import kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from tenants.admission.models import Access

EMAIL = "admission_email"


def let_in(request: HttpRequest, access: Access) -> None:
    """Whoever used this letter reads its address's mail: the session may open that address's dossiers."""
    request.session.cycle_key()  # what was known of the session before is worth nothing now
    request.session[EMAIL] = access.email


def let_out(request: HttpRequest) -> None:
    """Close the dossiers on this device; an account signed in beside stays so."""
    request.session.pop(EMAIL, None)
    request.session.cycle_key()


def email_of(request: HttpRequest) -> str:
    """The address whose dossiers this browser may open; nothing when it has no key, or waits locked for its person."""
    return "" if request.session.is_locked else str(request.session.get(EMAIL, ""))


def with_key(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view of a dossier `pk`: given the candidacy. Somebody else's dossier: 404.

    No key: to the letter; a form that was sent comes back to be sent again once there is a key, less its file.
    """

    @wraps(view)
    def guarded(request: HttpRequest, pk: UUID, **more: Any) -> HttpResponse:
        email = email_of(request)
        if not email:
            form = request.content_type == "application/x-www-form-urlencoded"  # no upload is read for nobody
            return (form and kept(request, template="admission/kept.html")) or redirect("admission:ask")
        return view(request, get_candidacy_for(email, pk), **more)

    return open_to_everyone(never_cache(guarded))
