"""Database sessions, always read and written as the application, and bound to the kind of host they were made for."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from uuid import UUID

    from tess.identity.models import Membership, Session

_KEY = re.compile(r"[a-z0-9]{32}")
_BATCH = 1000  # rows cleared in one transaction
PARENT = "tess_parent"  # in an organisation's session: the key of the session at the collective's host
SECOND_FACTOR = "tess_second_factor"  # in the collective's session: when a second factor was given, in seconds
DEVICE = "tess_device"  # from what: see tess.identity.domain.devices
STARTED = "tess_started"  # when the person signed in, in seconds: a changed key is still the same sign-in
SEEN_EVERY = timedelta(minutes=10)  # "last seen" is rough: one write in this time, at most


class SessionStore(db.SessionStore):
    """A session of `organisation_id` (None: the collective). A key of another host is unknown here."""

    def __init__(self, session_key: str | None = None, organisation_id: UUID | None = None) -> None:
        self.organisation_id = organisation_id
        self.membership: Membership | None = None  # read with an organisation's session; None: no longer a member
        self.elsewhere: list[tuple[str, str]] = []  # likewise: the person's other organisations
        self._locked = False
        self.strong = False  # read with an organisation's session: whether a second factor was given to its parent
        super().__init__(session_key)

    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie holds what a browser sends: only what we could have written is looked for."""
        return key is not None and _KEY.fullmatch(key) is not None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table of all hosts' sessions."""
        from tess.identity.models import Session

        return Session

    def _get_session_from_db(self) -> Session | None:
        found = self._of_organisation() if self.organisation_id else self._of_collective()
        if found is None:
            self._session_key = None
        elif found.user_id and found.seen_at < timezone.now() - SEEN_EVERY:
            with connection.as_application():
                self.get_model_class().objects.filter(pk=found.pk).update(seen_at=timezone.now())
        return found

    def _of_organisation(self) -> Session | None:
        from tess.identity.presence import presence_of

        found = presence_of(self.session_key or "", self.organisation_id)
        self.membership = found.membership if found else None
        self.strong = found.strong if found else False
        self._locked = found.locked if found else False
        self.elsewhere = found.elsewhere if found else []
        return found.session if found else None

    def _of_collective(self) -> Session | None:
        with connection.as_application():
            found = (
                self.get_model_class()
                .objects.filter(session_key=self.session_key, organisation_id=None, expire_date__gt=timezone.now())
                .first()
            )
        self._locked = found is not None and found.locked_at is not None
        return found

    @property
    def is_locked(self) -> bool:
        """Whether the workstation waits for its person: until then, nobody is signed in there."""
        self._get_session()
        return self._locked

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row, with what others ask of it in columns of their own."""
        session = cast("Session", super().create_model_instance(data))
        session.user_id = data.get(SESSION_KEY)
        session.organisation_id = self.organisation_id
        session.parent_id = data.get(PARENT)
        session.second_factor_at = _moment(data.get(SECOND_FACTOR))
        session.device = data.get(DEVICE, "")
        session.started_at = _moment(data.get(STARTED)) or timezone.now()
        return session

    def exists(self, session_key: str) -> bool:
        """As Django's, as the application."""
        with connection.as_application():
            return bool(super().exists(session_key))

    def save(self, must_create: bool = False) -> None:
        """As Django's, as the application."""
        with connection.as_application():
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        """As Django's, as the application."""
        with connection.as_application():
            super().delete(session_key)

    @classmethod
    def clear_expired(cls) -> None:
        """Remove the sessions that are over, with those an organisation's host had from them; a batch a transaction."""
        sessions = cls.get_model_class().objects
        with connection.as_application():
            while keys := list(sessions.filter(expire_date__lt=timezone.now()).values_list("pk", flat=True)[:_BATCH]):
                sessions.filter(pk__in=keys).delete()


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
