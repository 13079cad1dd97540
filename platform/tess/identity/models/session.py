from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models


class SessionManager(BaseSessionManager["Session"]):
    use_in_migrations = True


class Session(AbstractBaseSession):
    """A session at one host. An organisation's names its parent (the one at the collective's host) and dies with it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, null=True, related_name="+")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    locked_at = models.DateTimeField(null=True)  # the collective's: its workstation waits for its person

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
            more["update_fields"] = ["session_data", "expire_date", "user", "organisation", "parent"]
        super().save(force_update=force_update, **more)

    @classmethod
    def get_session_store_class(cls) -> type:
        from tess.identity.sessions import SessionStore

        return SessionStore
