"""What the shell needs on every page, as a context processor."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf
from django.utils.functional import SimpleLazyObject

from tess.kernel.interface.navigation import Host, address_of, registry


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates `shell`, worked out only when a page asks for it (fragments and files don't pay for it)."""
    return {"shell": SimpleLazyObject(lambda: shell_of(request))}


def shell_of(request: HttpRequest) -> dict[str, Any]:
    """Return places, current place, names and ways in and out for this request."""
    actor = getattr(request, "actor", None)
    organisation = getattr(request, "organisation", None)
    user = getattr(request, "user", None)
    person = str(user.name) if user is not None and user.is_authenticated else ""
    host: Host = "organisation" if organisation else "collective"
    places = registry.seen_by(actor, host=host, path=request.path) if actor else []
    return {
        "places": places,
        "place": next((place for place in places if place.current), None),
        "public_places": registry.seen_by(actor, host="public", path=request.path) if not organisation else [],
        "home": places[0].url if places else "/",
        "organisation_name": organisation.name if organisation else "",
        "person": person,
        "way_in": address("identity:home" if person else "identity:sign_in"),
        "way_out": address("identity:sign_out") if person else "",
    }


def address(name: str) -> str:
    """Return the address of a route, or nothing where this kind of host doesn't have it."""
    try:
        return address_of(name, get_urlconf())
    except NoReverseMatch:
        return ""
