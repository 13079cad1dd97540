"""Where somebody is signed in, and ending it. As the application."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tess.identity.domain import devices
from tess.identity.models import Session
from tess.kernel import audit
from tess.kernel.errors import NotFound

if TYPE_CHECKING:
    from datetime import datetime

    from tess.identity.models import User
    from tess.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """One browser somebody is signed in with. `handle` names it on a page: the key itself opens, and is never shown."""

    handle: str
    device: str
    since: datetime
    seen: datetime
    organisations: tuple[str, ...]
    here: bool
    lately: bool  # so lately that its time would say more than is known


def handle_of(session_key: str) -> str:
    """What names a session without opening it."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:24]


def places_of(user: User, *, here: str) -> list[Place]:
    """Where `user` is signed in now, this browser first, then the most recent; in two statements."""
    now = timezone.now()
    sessions = Session.objects.filter(user=user, organisation=None, expire_date__gt=now).prefetch_related(
        "children__organisation"
    )
    found = []
    for session in sessions:
        children = list(session.children.all())
        found.append(
            Place(
                handle=handle_of(session.session_key),
                device=devices.said(session.device),
                since=session.started_at,
                seen=(seen := max([session.seen_at, *(child.seen_at for child in children)])),
                lately=seen > now - timedelta(minutes=15),
                organisations=tuple(sorted({child.organisation.name for child in children if child.organisation})),
                here=session.session_key == here,
            )
        )
    return sorted(found, key=lambda place: (not place.here, -place.seen.timestamp()))


@transaction.atomic
def end(user: User, handle: str, *, actor: Actor) -> None:
    """End one of `user`'s sessions, and those it opened at organisations' hosts. Raises NotFound."""
    for session in Session.objects.filter(user=user, organisation=None):
        if handle_of(session.session_key) == handle:
            session.delete()
            audit.record(actor, "identity.session.ended", user)
            return
    raise NotFound(_("This session is already over."))


@transaction.atomic
def end_all(user: User, *, actor: Actor) -> None:
    """End every session of `user`, at every host."""
    Session.objects.filter(user=user).delete()
    audit.record(actor, "identity.session.all_ended", user)
