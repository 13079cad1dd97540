"""What one page tells the next: while a workstation is locked, only what belongs to whoever stands before it."""

from __future__ import annotations

from django.contrib.messages.storage.session import SessionStorage


class PersonsStorage(SessionStorage):
    """Django's, in the session; what it still had to say to the person of a locked one waits until they are back."""

    @property
    def session_key(self) -> str:  # type: ignore[override]  # a constant of Django's, which it only reads
        """Where in the session they stand."""
        locked = self.request.session.is_locked  # type: ignore[attr-defined]  # ours: tess.identity.sessions
        return "_messages_at_the_lock" if locked else "_messages"
