"""Who may do what with lines, calls and imports."""

from tess.identity.roles import Role
from tess.kernel.actor import Actor

_KEEPERS = (Role.DIRECTOR, Role.MANAGER)


def may_see_lines(actor: Actor) -> bool:
    """Everyone who answers or organises; not trainees."""
    return actor.has(*_KEEPERS, Role.SUPERVISOR, Role.DISPATCHER, Role.LISTENER)


def may_manage_lines(actor: Actor) -> bool:
    """Make, change and archive lines."""
    return actor.has(*_KEEPERS)


def may_manage_sites(actor: Actor) -> bool:
    """Name the organisation's local branches: not for who is limited to some."""
    return actor.has(*_KEEPERS) and not actor.sites


def may_see_calls(actor: Actor) -> bool:
    """Read the calls of a day."""
    return actor.has(*_KEEPERS, Role.SUPERVISOR, Role.DISPATCHER)


def may_import_calls(actor: Actor) -> bool:
    """Bring files of calls, say how they are read, take a load back: files hold the calls of the whole organisation."""
    return actor.has(*_KEEPERS) and not actor.sites
