"""Two organisations filled with data that could leak: made by the verbs people use, then marked in every text field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation


def canary_of(organisation: Organisation) -> str:
    """A token that stands nowhere else."""
    return f"kanari-{organisation.slug}-zq"


def tenant_models() -> list[type[models.Model]]:
    """Every model whose table stands in an organisation's schema."""
    names = set(settings.TENANT_APPS)
    return [model for config in apps.get_app_configs() if config.name in names for model in config.get_models()]


def mark(organisation: Organisation) -> dict[str, int]:
    """Put the canary in every free text of every row of the organisation; returns how many rows, by table.

    A column whose constraints refuse it (a code, a number) keeps its value.
    """
    token, marked = canary_of(organisation), {}
    with connection.acting_for(organisation):
        for model in tenant_models():
            for column in _free_texts(model):
                value = token[: column.max_length] if column.max_length else token
                try:
                    with transaction.atomic():
                        rows = model.objects.update(**{column.name: value})
                except IntegrityError:
                    continue
                if rows:
                    marked[f"{model._meta.db_table}.{column.name}"] = rows
    return marked


def _free_texts(model: type[models.Model]) -> list[Any]:
    return [
        column
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not column.choices
        and not column.unique
        and not column.primary_key
        and (column.max_length is None or column.max_length >= 30)
    ]
