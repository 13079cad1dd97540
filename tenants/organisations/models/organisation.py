from __future__ import annotations

import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin


class OrganisationState(models.TextChoices):
    """preparing → active ⇄ suspended → leaving (erased: the row is gone, the proof remains).

    Only a sandbox is seen preparing: it is cloned, and not filled yet.
    """

    PREPARING = "preparing", _("being prepared")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    LEAVING = "leaving", _("leaving")


NEXT_STATES = {
    OrganisationState.PREPARING: {OrganisationState.ACTIVE, OrganisationState.LEAVING},
    OrganisationState.ACTIVE: {OrganisationState.SUSPENDED, OrganisationState.LEAVING},
    OrganisationState.SUSPENDED: {OrganisationState.ACTIVE, OrganisationState.LEAVING},
    OrganisationState.LEAVING: set(),  # what is erased does not come back
}
SERVED = (OrganisationState.ACTIVE,)


class Organisation(TenantMixin):
    """A member organisation: its name, its schema, its state. Everything it does is in its own schema."""

    auto_create_schema = False  # provisioning clones the template; django-tenants would run every migration
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.CharField(
        _("short name"),
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]*[a-z0-9]$", _("Small letters, digits and hyphens only."))],
    )
    state = models.CharField(max_length=20, choices=OrganisationState, default=OrganisationState.PREPARING)
    state_reason = models.CharField(_("reason"), max_length=300, blank=True)  # why it was suspended, for those who ask
    state_since = models.DateTimeField(db_default=models.functions.Now())
    created_at = models.DateTimeField(auto_now_add=True)
    setup_percent = models.PositiveSmallIntegerField(null=True, editable=False)  # its first steps, as it last told
    # its sandbox is an organisation of its own, of which nothing is real and nothing counts
    practice_of = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="practice_space")
    practice_wanted_at = models.DateTimeField(null=True, editable=False)
    practised_at = models.DateTimeField(null=True, editable=False)  # somebody closed a first record there

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=OrganisationState.values), name="organisation_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(slug__regex=r"^[a-z][a-z0-9-]*[a-z0-9]$"), name="organisation_slug_is_a_host_label"
            ),
            models.CheckConstraint(
                condition=models.Q(setup_percent=None) | models.Q(setup_percent__lte=100),
                name="organisation_setup_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=models.Q(practice_of=None)
                | (models.Q(practice_wanted_at=None) & ~models.Q(practice_of=models.F("id"))),
                name="organisation_sandbox_has_no_sandbox",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_served(self) -> bool:
        """Whether its pages answer and its tasks run."""
        return self.state in SERVED

    @property
    def is_practice(self) -> bool:
        """A sandbox: what is written there is invented, counts nowhere and is gone the next night."""
        return self.practice_of_id is not None

    @classmethod
    def members(cls) -> models.QuerySet[Organisation]:
        """The real ones: what counts, is listed and is published."""
        found: models.QuerySet[Organisation] = cls.objects.filter(practice_of=None)
        return found

    @classmethod
    def served(cls) -> models.QuerySet[Organisation]:
        """Those whose pages answer and whose tasks run."""
        found: models.QuerySet[Organisation] = cls.objects.filter(state__in=SERVED)
        return found

    @property
    def host(self) -> str:
        """Its host name, without a port."""
        return host_of(self.slug)

    def url(self, path: str = "/") -> str:
        """An absolute address at its host."""
        return url_of(self.slug, path)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        raise RuntimeError("an organisation is erased by tenants.organisations.domain.erasure, never deleted")


class Domain(DomainMixin):
    """A host name at which an organisation answers."""


def host_of(slug: str) -> str:
    """The host name of the organisation called `slug`."""
    return f"{slug}.{settings.COLLECTIVE_HOST}"


def url_of(slug: str, path: str = "/") -> str:
    """An absolute address at that host."""
    return f"{settings.PUBLIC_SCHEME}://{host_of(slug)}{settings.PUBLIC_PORT}{path}"


def schema_of(slug: str) -> str:
    """The schema of the organisation called `slug`."""
    return "org_" + slug.replace("-", "_")
