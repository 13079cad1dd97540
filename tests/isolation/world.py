"""Two organisations filled with data that could leak, then marked with a token in every free text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction

from shared_training.sessions.models import Attempt
from tests.isolation.doors import FILES, together
from tests.isolation.doors.identity import collective_access
from tests.isolation.doors.telephony import asterisk_file
from tests.isolation.place import AT, Place, canary_of

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from tenants.organisations.models import Organisation
    from tess.identity.models import User

__all__ = [
    "MISSING",
    "asterisk_file",
    "canary_of",
    "collective_access",
    "fill",
    "fill_commons",
    "mark",
    "mark_answers",
    "tenant_models",
]

MISSING = together("MISSING")


def tenant_models() -> list[type[models.Model]]:
    """Every model whose table stands in an organisation's schema."""
    names = set(settings.TENANT_APPS)
    return [model for config in apps.get_app_configs() if config.name in names for model in config.get_models()]


def fill_commons() -> dict[str, Any]:
    """What all share, an app after the other. Returns what paths need."""
    found: dict[str, Any] = {}
    with connection.as_application():
        for file in FILES:
            found |= file.commons() if hasattr(file, "commons") else {}
    return found


def fill(organisation: Organisation, people: dict[str, User], folder: Path) -> dict[str, Any]:
    """Rows of this organisation, an app after the other. Returns what paths need."""
    place = Place(organisation, people, folder)
    with connection.acting_for(organisation):
        for file in FILES:
            place.paths.update(file.fill(place) if hasattr(file, "fill") else {})
    return place.paths


def mark(organisation: Organisation) -> set[str]:
    """Put the organisation's token in every free text of every row; returns the columns that took it.

    A column whose constraints or triggers refuse it (a code, a ledger) keeps its value.
    """
    token, marked = canary_of(organisation), set()
    with connection.as_application():
        type(organisation).objects.filter(pk=organisation.pk).update(state_reason=token)
    with connection.acting_for(organisation):
        for model in tenant_models():
            for column in filter(_is_free_text, model._meta.concrete_fields):
                try:
                    with transaction.atomic():
                        rows = model.objects.update(**{column.name: token})
                except DatabaseError:
                    continue
                if rows:
                    marked.add(f"{model._meta.db_table}.{column.name}")
    return marked


def mark_answers(organisation: Organisation, enrolment: UUID) -> None:
    """One more go at the quiz of a training record, whose answers are the organisation's token."""
    with connection.acting_for(organisation):
        Attempt.objects.create(
            organisation_id=organisation.pk,
            enrolment_id=enrolment,
            answers={canary_of(organisation): [canary_of(organisation)]},
            score=0,
            total=1,
            pass_mark=75,
            passed=False,
            at=AT,
        )


def _is_free_text(column: Any) -> bool:
    return (
        isinstance(column, models.CharField | models.TextField)
        and not column.choices
        and not column.unique
        and not column.primary_key
        and (column.max_length is None or column.max_length >= 30)
    )
