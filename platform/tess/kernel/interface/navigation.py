"""The places a person can go: each app registers its own, the shell shows those open to the person on this host."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from django.urls import get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Host = Literal["organisation", "collective", "public", "foot"]
Text = str | Promise

# What places have in common, in the order of the rail; a place in none stands first.
GROUPS: dict[str, Text] = {
    "": "",
    "listening": _("At the line"),
    "learning": _("Learning"),
    "team": _("The team"),
    "members": _("The members"),
    "following": _("Following"),
    "common": _("In common"),
    "settings": _("Settings"),
}
POCKET = 3  # places of the telephone's bottom bar


@dataclass(frozen=True)
class Place:
    """One entry of the navigation. `allowed` takes the request's actor; None opens the place to everyone."""

    host: Host
    label: Text
    url_name: str
    icon: str
    order: int
    allowed: Callable[[Any], bool] | None = None
    path: str = ""
    about: Text = ""
    group: str = ""
    pocket: Callable[[Any], bool] | None = None

    def url(self) -> str:
        """Return its address on the host of the request being served."""
        return self.path or address_of(self.url_name, get_urlconf())


@cache
def address_of(name: str, urlconf: str | None) -> str:
    """Return the address of a route without arguments; a page shows a dozen, and they never move."""
    return reverse(name, urlconf=urlconf)


@dataclass(frozen=True)
class Seen:
    """A place as one page shows it."""

    label: Text
    url: str
    icon: str
    current: bool
    about: Text = ""
    group: Text = ""
    in_pocket: bool = False


@dataclass
class Registry:
    """The places of the whole product, filled while the apps start."""

    places: dict[tuple[Host, str], Place] = field(default_factory=dict)

    def add(self, place: Place) -> None:
        """Add a place; the same address on the same kind of host twice is a mistake."""
        key = (place.host, place.path or place.url_name)
        if key in self.places:
            raise ValueError(f"{key} is already a place")
        self.places[key] = place

    def seen_by(self, actor: Any, *, host: Host, path: str) -> list[Seen]:
        """Return the places open to `actor` on this kind of host, in order; the one that holds `path` is current."""
        groups = list(GROUPS)
        here_are = (place for place in self.places.values() if place.host == host)
        found = sorted(here_are, key=lambda p: (groups.index(p.group), p.order, str(p.label)))
        kept = [(p, p.url()) for p in found if p.allowed is None or (actor is not None and p.allowed(actor))]
        here = max((url for _, url in kept if holds(url, path)), key=len, default=None)
        return [
            Seen(
                label=p.label,
                url=url,
                icon=p.icon,
                current=url == here,
                about=p.about,
                group=GROUPS[p.group],
                in_pocket=p.pocket is not None and actor is not None and p.pocket(actor),
            )
            for p, url in kept
        ]


def holds(url: str, path: str) -> bool:
    """Tell whether the page at `path` lies in the place at `url`; the first page holds only itself."""
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


registry = Registry()


def place(
    *,
    host: Host,
    label: Text,
    icon: str,
    order: int,
    url_name: str = "",
    path: str = "",
    about: Text = "",
    allowed: Callable[[Any], bool] | None = None,
    group: str = "",
    pocket: Callable[[Any], bool] | None = None,
) -> None:
    """Register a place of the navigation; call it in `AppConfig.ready()`.

    Give `url_name` (reversed on the host being served) or a fixed `path`. `icon` is a name of the sprite, `order` sorts
    the rail; `about` says in a few words what one does there, for the home page. `allowed` is a predicate of the app's
    `rules.py`; a place without one is open to everyone. Places of `host="public"` make the menu of the public pages,
    those of `host="foot"` the links at the foot of every page; both are paths of the collective's host.
    `group` is a key of GROUPS. `pocket` says for whom the place stands in the telephone's bottom bar, which has three.
    """
    if bool(url_name) == bool(path):
        raise ValueError("a place has either a url_name or a path")
    if group not in GROUPS:
        raise ValueError(f"{group!r} is no group of places")
    registry.add(
        Place(
            host=host,
            label=label,
            url_name=url_name,
            icon=icon,
            order=order,
            allowed=allowed,
            path=path,
            about=about,
            group=group,
            pocket=pocket,
        )
    )
