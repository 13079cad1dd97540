"""Which app's tables stand in which schema: shared apps in public, tenant apps in organisations' schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.conf import settings
from django.db import connections

from tess.kernel.tenancy.names import OWNER, PUBLIC

if TYPE_CHECKING:
    from tess.kernel.tenancy.backend.base import DatabaseWrapper


class SchemaRouter:
    """django-tenants' rule, for connections of the owner: nobody else migrates."""

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:  # noqa: ARG002
        """False where `app_label` has nothing to do in the schema in force; None leaves the word to others."""
        if connections[db].settings_dict["USER"] != OWNER:
            return False
        here = (
            settings.SHARED_APPS
            if cast("DatabaseWrapper", connections[db]).schema_name == PUBLIC
            else settings.TENANT_APPS
        )
        return None if apps.get_app_config(app_label).name in here else False
