from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

_SAID_BY_THE_SESSION = (
    "session_data",
    "expire_date",
    "user",
    "organisation",
    "parent",
    "second_factor_at",
    "device",
    "started_at",
)


class SessionManager(BaseSessionManager["Session"]):
    use_in_migrations = True


class Session(AbstractBaseSession):
    """A session at one host. An organisation's names its parent (the one at the collective's host) and dies with it.

    What a person reads of it later (since when, from what, last seen) stands in columns; no address is kept.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, null=True, related_name="+")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    locked_at = models.DateTimeField(null=True)  # the collective's: its workstation waits for its person
    second_factor_at = models.DateTimeField(null=True)  # the collective's; an organisation's session reads its parent's
    device = models.CharField(max_length=40, blank=True)  # "firefox/windows": see tess.identity.domain.devices
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)  # roughly: see SEEN_EVERY in tess.identity.sessions

    objects = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent=None) | models.Q(organisation__isnull=False),
                name="identity_session_parent_is_for_organisations",
            )
        ]

    def save(self, *, force_update: bool = False, **more: Any) -> None:
        """Writing the session again leaves what others say of it: an open page must not unlock a workstation."""
        if force_update:
            more["update_fields"] = _SAID_BY_THE_SESSION
        super().save(force_update=force_update, **more)

    @classmethod
    def get_session_store_class(cls) -> type:
        """What reads and writes them."""
        from tess.identity.sessions import SessionStore

        return SessionStore
