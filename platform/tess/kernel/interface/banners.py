"""What stands over every page while something unusual holds: an exceptional access, a training space.

banner("identity/exceptional/banner.html", lambda request: request.actor.exceptional)
"""

from collections.abc import Callable

from django.http import HttpRequest

_banners: dict[str, Callable[[HttpRequest], bool]] = {}
_corner: list[str] = []


def banner(template: str, shows: Callable[[HttpRequest], bool]) -> None:
    """Show `template`, which is given the page's context, on the pages where `shows` holds. Call it in AppConfig.ready().

    `shows` is asked on every page of the shell: it must cost next to nothing.
    """
    _banners[template] = shows


def banners_for(request: HttpRequest) -> list[str]:
    """The templates of those that show on this page."""
    return [template for template, shows in _banners.items() if shows(request)]


def corner(template: str) -> None:
    """Show `template` at the rail's foot, beside who is there. Call it in AppConfig.ready()."""
    if template not in _corner:
        _corner.append(template)


def corner_templates() -> list[str]:
    """What stands there besides."""
    return list(_corner)
