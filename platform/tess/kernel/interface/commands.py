"""The command palette: everything one may go to or begin, found by typing a few letters (Ctrl + K, or a page).

Places of the navigation are in it by themselves. An app adds what it lets people do in its `ready()`:

    command(host="organisation", label=_("Import calls"), url_name="telephony:import_new", icon="file-up",
            words=_("file csv telephone system"), allowed=rules.may_import_calls)
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_urlconf
from django.views.decorators.http import require_GET

from tess.kernel.interface.navigation import Host, Text, address_of, registry
from tess.kernel.interface.words import in_order


@dataclass(frozen=True)
class Command:
    """Something one can begin. `words` are other names under which people look for it."""

    host: Host
    label: Text
    url_name: str
    icon: str
    words: Text = ""
    allowed: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Found:
    """A place or a command as the palette shows it; `searched` is what typing is compared with."""

    label: Text
    url: str
    icon: str
    about: Text
    searched: str


@dataclass
class Commands:
    """The commands of the whole product, filled while the apps start."""

    all: dict[tuple[Host, str], Command] = field(default_factory=dict)

    def add(self, one: Command) -> None:
        """Add a command; the same route on the same kind of host twice is a mistake."""
        key = (one.host, one.url_name)
        if key in self.all:
            raise ValueError(f"{key} is already a command")
        self.all[key] = one


commands = Commands()


def command(
    *,
    host: Host,
    label: Text,
    url_name: str,
    icon: str = "arrow-right",
    words: Text = "",
    allowed: Callable[[Any], bool] | None = None,
) -> None:
    """Register something one can begin; call it in `AppConfig.ready()`. `allowed` is a predicate of the app's rules."""
    commands.add(Command(host=host, label=label, url_name=url_name, icon=icon, words=words, allowed=allowed))


def found_for(actor: Any, *, host: Host, typed: str = "") -> list[Found]:
    """Return what `actor` may go to or begin on this kind of host; each word typed must begin a word of it.

    What is called so stands before what is only said to be so.
    """
    places = [
        Found(seen.label, seen.url, seen.icon, seen.about, searched(seen.label, seen.about))
        for seen in registry.seen_by(actor, host=host, path="")
    ]
    known = {place.url for place in places}
    begun = sorted((one for one in commands.all.values() if one.host == host), key=lambda one: in_order(str(one.label)))
    actions = [
        Found(one.label, address_of(one.url_name, get_urlconf()), one.icon, "", searched(one.label, one.words))
        for one in begun
        if one.allowed is None or one.allowed(actor)
    ]
    everything = places + [one for one in actions if one.url not in known]
    wanted = in_order(typed).split()
    found = [one for one in everything if all(f" {word}" in one.searched for word in wanted)]
    return sorted(found, key=lambda one: one.searched.index(f" {wanted[0]}")) if wanted else found


def searched(*texts: Text) -> str:
    """Return texts as typing is compared with them: small letters, no accents, a space before each word."""
    joined = in_order(" ".join(str(text) for text in texts))
    return " " + " ".join("".join(letter if letter.isalnum() else " " for letter in joined).split())


@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """Show what can be gone to. A word that leaves one thing alone goes there at once."""
    typed = request.GET.get("q", "").strip()[:100]
    actor = getattr(request, "actor", None)
    host: Host = "organisation" if getattr(request, "organisation", None) else "collective"
    found = found_for(actor, host=host, typed=typed)
    if typed and len(found) == 1:
        return redirect(found[0].url)
    return render(request, "kernel/palette.html", {"found": found, "typed": typed})
