"""A workstation left for a moment: the session at the collective's host is locked, and with it those it opened.

As the application. While it is locked nobody is signed in there, at any host; its person's password opens it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tess.identity.domain.guesses import PASSWORD, Source, guess
from tess.identity.models import Session
from tess.kernel import audit
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from tess.identity.models import User


@transaction.atomic
def lock(session_key: str | None, user: User) -> None:
    """Lock the session at the collective's host; what is locked stays so since when it was."""
    if Session.objects.filter(pk=session_key, user=user, organisation=None, locked_at=None).update(
        locked_at=timezone.now()
    ):
        audit.record(Actor(user.pk, None), "identity.session.locked", user)


def unlock(session_key: str | None, user: User, password: str, *, source: Source) -> None:
    """Open it again for its person. Raises DomainError: a wrong password, or too many of them for now."""
    tried = guess(PASSWORD, user.email, source)
    if not tried.allowed:
        raise DomainError(_("Too many wrong passwords. Sign in again another way, or wait a while."), field="password")
    if not user.check_password(password):
        raise DomainError(_("This isn't your password."), field="password")
    tried.was_right()
    with transaction.atomic():
        Session.objects.filter(pk=session_key, user=user).update(locked_at=None)
        audit.record(Actor(user.pk, None), "identity.session.unlocked", user)
