"""What must never be served with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security)
def codes_are_shown_on_this_machine_alone(app_configs: Any, **_more: Any) -> list[checks.CheckMessage]:  # noqa: ARG001
    """The page that says which code to type belongs to the demonstration: plain HTTP, letters in a folder."""
    if not settings.SHOW_CODES:
        return []
    if settings.PUBLIC_SCHEME == "http" and settings.EMAIL_BACKEND.startswith("django.core.mail.backends.filebased"):
        return []
    return [checks.Error("SHOW_CODES is for the demonstration alone.", id="identity.E001")]
