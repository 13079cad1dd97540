"""Who may open, write, read: predicates on the actor, and on the record where it matters whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.identity.roles import Role

if TYPE_CHECKING:
    from tenants.desk.models import Contact
    from tess.kernel.actor import Actor


def may_write(actor: Actor) -> bool:
    """Open records and write one's own: those who listen. A trainee writes none before listening alone."""
    return actor.has(Role.LISTENER)


def may_read_all(actor: Actor) -> bool:
    """The organisation's records, without what was said."""
    return actor.has(Role.DISPATCHER, Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR)


def may_enter(actor: Actor) -> bool:
    """Everybody who has something to do with records."""
    return may_write(actor) or may_read_all(actor)


def may_set_up(actor: Actor) -> bool:
    """Choose the themes listeners see first."""
    return actor.has(Role.MANAGER, Role.DIRECTOR) and not actor.sites


def may_take_in_past(actor: Actor) -> bool:
    """Bring files of past records and take a load back: they hold those of the whole organisation."""
    return actor.has(Role.MANAGER, Role.DIRECTOR) and not actor.sites


def may_read_notes(actor: Actor) -> bool:
    """Those for whom there is at least one note to read."""
    return actor.has(Role.LISTENER, Role.SUPERVISOR, Role.DIRECTOR)


def owns(actor: Actor, contact: Contact) -> bool:
    """Whether it is the actor's own record, still theirs to see: they listen, and they wrote it."""
    return may_write(actor) and contact.listener is not None and contact.listener.user_id == actor.user_id


def may_see(actor: Actor, contact: Contact) -> bool:
    """One's own, or anybody's for those who read them all, on the lines of their sites when limited to some."""
    return owns(actor, contact) or (
        may_read_all(actor) and actor.reaches(contact.line.site_id if contact.line else None)
    )


def may_read_note(actor: Actor, contact: Contact) -> bool:
    """What was said: the author, the supervisors who help them, and the direction that answers for it."""
    return owns(actor, contact) or actor.has(Role.SUPERVISOR, Role.DIRECTOR)
