"""What the shell needs on every page, as a context processor."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf
from django.utils.functional import SimpleLazyObject

from tess.kernel.interface.banners import banners_for, corner_templates
from tess.kernel.interface.look import look_of
from tess.kernel.interface.navigation import POCKET, Host, Seen, Text, address_of, registry
from tess.kernel.tenancy.hosts import collective_url

FEW = 7  # places that need no names over their groups


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
        "groups": grouped(places),
        "named_groups": len(places) > FEW,
        "pocket": pocket_of(places),
        "place": next((place for place in places if place.current), None),
        "public_places": registry.seen_by(actor, host="public", path=request.path) if not organisation else [],
        "foot_places": registry.seen_by(actor, host="foot", path=request.path),
        "collective": collective_url("").rstrip("/") if organisation else "",
        "home": places[0].url if places else "/",
        "organisation_name": organisation.name if organisation else "",
        "person": person,
        "corner": corner_templates() if person else [],
        "banners": banners_for(request) if person else [],
        "way_in": address("identity:home" if person else "identity:sign_in"),
        "account": collective_url(address_of("identity:account", settings.ROOT_URLCONF)) if person else "",
        "way_out": address("identity:sign_out") if person else "",
        "palette": address("palette") if person else "",
        "appearance": address("look"),
        "look": look_of(request),
    }


def address(name: str) -> str:
    """Return the address of a route, or nothing where this kind of host doesn't have it."""
    try:
        return address_of(name, get_urlconf())
    except NoReverseMatch:
        return ""


def grouped(places: list[Seen]) -> list[tuple[Text, list[Seen]]]:
    """Return the places under the names of their groups, in the rail's order."""
    return [(name, list(found)) for name, found in groupby(places, key=lambda place: place.group)]


def pocket_of(places: list[Seen]) -> list[Seen]:
    """Return the three places of the telephone's bottom bar; none for those who have fewer."""
    found = [place for place in places if place.in_pocket]
    return found[:POCKET] if len(found) >= POCKET else []
