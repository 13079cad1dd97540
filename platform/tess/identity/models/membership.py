from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role


class Membership(models.Model):
    """What a person may be in one organisation, or in the collective when `organisation` is empty."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices), verbose_name=_("roles"))
    active = models.BooleanField(default=True)
    since = models.DateTimeField(auto_now_add=True)
    sites = ArrayField(models.BigIntegerField(), default=list)  # telephony sites; none: the whole organisation
    until = models.DateTimeField(null=True)  # an operator's exceptional access: when it ends by itself
    reason = models.TextField(blank=True)  # and why it was opened

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None, reason="")
                | (Q(until__isnull=False, organisation__isnull=False) & ~Q(reason="")),
                name="identity_membership_that_ends_says_why",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(sites=[]), name="identity_membership_sites_are_somewhere"
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"], name="identity_one_membership", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(roles=[]), name="identity_membership_has_a_role"),
            models.CheckConstraint(
                condition=Q(organisation=None, roles__contained_by=sorted(COLLECTIVE_ROLES))
                | Q(organisation__isnull=False, roles__contained_by=sorted(ORGANISATION_ROLES)),
                name="identity_membership_roles_of_its_kind",
            ),
        ]

    @classmethod
    def current(cls) -> models.QuerySet[Membership]:
        """Those that let somebody in now."""
        return cls.objects.filter(Q(until=None) | Q(until__gt=timezone.now()), active=True)

    @property
    def role_labels(self) -> list[str]:
        """The roles, as one says them."""
        return [str(Role(role).label) for role in self.roles]

    @property
    def is_exceptional(self) -> bool:
        """An operator's, for an hour: see tess.identity.domain.exceptional."""
        return self.until is not None


class Colleague(models.Model):
    """A view: the people an organisation's pages may name. Its own members only, no address, no password."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=100)
    roles = ArrayField(models.CharField(max_length=30))
    active = models.BooleanField()
    sites = ArrayField(models.BigIntegerField())

    class Meta:
        managed = False
        db_table = "identity_colleague"
