"""Celery tasks that know for whom they run, and refuse rather than run for somebody else.

django-tenants' own bridge runs a task in public when its schema is gone; ours fails closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from celery import Task, shared_task
from django.db import transaction
from django_tenants.utils import get_tenant_model

from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = "tess_organisation"
COLLECTIVE = "collective"


class WrongOrganisation(Exception):
    """The message doesn't say for whom it is, or that organisation is not (or no longer) served."""


class _ScopedTask(Task):
    abstract = True

    def _scope(self) -> str | None:
        headers = self.request.headers or {}
        return headers.get(HEADER) or getattr(self.request, HEADER, None)


class CollectiveTask(_ScopedTask):
    """Runs as the application; refuses a message meant for an organisation."""

    abstract = True

    def enqueue(self, *args: Any) -> None:
        """Hand the task to the broker, now."""
        self.apply_async(args, headers={HEADER: COLLECTIVE})

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._scope() != COLLECTIVE:
            raise WrongOrganisation(f"{self.name} is the collective's; its message says {self._scope()!r}")
        with connection.as_application():
            return self.run(*args, **kwargs)


class OrganisationTask(_ScopedTask):
    """Runs under the role and in the schema of the organisation its header names."""

    abstract = True

    def enqueue_for(self, organisation_id: UUID, *args: Any) -> None:
        """Hand the task to the broker once the current transaction is committed; `args` are ids."""
        transaction.on_commit(lambda: self.apply_async(args, headers={HEADER: str(organisation_id)}))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with connection.as_application():
            organisation = self._organisation()
        with connection.acting_for(organisation):
            return self.run(*args, **kwargs)

    def _organisation(self) -> Any:
        scope = self._scope()
        if not scope or scope == COLLECTIVE:
            raise WrongOrganisation(f"{self.name} needs an organisation; its message says {scope!r}")
        try:
            organisation = get_tenant_model().objects.filter(pk=UUID(scope)).first()
        except ValueError:
            raise WrongOrganisation(f"{self.name}: {scope!r} names no organisation") from None
        if organisation is None or not organisation.is_served:
            raise WrongOrganisation(f"{self.name}: organisation {scope} is not served")
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [f'"{organisation.schema_name}"'])
            if not cursor.fetchone()[0]:
                raise WrongOrganisation(f"{self.name}: organisation {scope} has no schema")
        return organisation


def collective_task(function: Callable[..., Any]) -> Any:
    """A task of the collective. Enqueue with `.enqueue(ids…)`."""
    return shared_task(base=CollectiveTask, acks_late=True, reject_on_worker_lost=True)(function)


def organisation_task(function: Callable[..., Any]) -> Any:
    """A task of one organisation. Enqueue with `.enqueue_for(organisation.id, ids…)`."""
    return shared_task(base=OrganisationTask, acks_late=True, reject_on_worker_lost=True)(function)
