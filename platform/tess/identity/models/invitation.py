from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role


class InvitationState(models.TextChoices):
    """pending → accepted | revoked. A pending one past `expires_at` opens nothing until it is renewed."""

    PENDING = "pending", _("pending")
    ACCEPTED = "accepted", _("accepted")
    REVOKED = "revoked", _("withdrawn")


NEXT_STATES: dict[str, set[str]] = {
    InvitationState.PENDING: {InvitationState.ACCEPTED, InvitationState.REVOKED},
    InvitationState.ACCEPTED: set(),
    InvitationState.REVOKED: set(),
}


class Invitation(models.Model):
    """A door held open for one address, to one organisation (or the collective), for two weeks.

    The link's token is made of the row and the product's secret (tess.identity.domain.tokens); the row keeps its hash
    alone. `serial` counts the links: renewing makes a new one, and the one before opens nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=100, blank=True)
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, null=True, related_name="+")
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices))
    sites = ArrayField(models.BigIntegerField(), default=list)  # telephony sites; none: the whole organisation
    state = models.CharField(max_length=20, choices=InvitationState, default=InvitationState.PENDING)
    serial = models.PositiveIntegerField(default=1)
    token_hash = models.CharField(max_length=64)  # SHA-256
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)  # the last link
    expires_at = models.DateTimeField()
    code_serial = models.PositiveIntegerField(default=0)  # how many codes were sent; the last one counts
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveIntegerField(default=0)  # wrong answers to the last code
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "organisation"],
                condition=Q(state=InvitationState.PENDING),
                name="identity_one_pending_invitation",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="identity_invitation_email_is_lower_case"
            ),
            models.CheckConstraint(condition=~Q(roles=[]), name="identity_invitation_has_a_role"),
            models.CheckConstraint(
                condition=Q(organisation=None, roles__contained_by=sorted(COLLECTIVE_ROLES), sites=[])
                | Q(organisation__isnull=False, roles__contained_by=sorted(ORGANISATION_ROLES)),
                name="identity_invitation_roles_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values), name="identity_invitation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) ^ Q(state=InvitationState.ACCEPTED),
                name="identity_invitation_accepted_has_time",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) ^ Q(state=InvitationState.REVOKED),
                name="identity_invitation_revoked_has_time",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")), name="identity_invitation_expires_after_it_is_sent"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="identity_invitation_by_place")]

    @property
    def role_labels(self) -> list[str]:
        """The roles, as one says them."""
        return [str(Role(role).label) for role in self.roles]

    @property
    def is_pending(self) -> bool:
        """Neither accepted nor withdrawn; it may have expired all the same."""
        return self.state == InvitationState.PENDING

    @property
    def has_expired(self) -> bool:
        """Still pending, and too old to open anything until somebody renews it."""
        return self.is_pending and self.expires_at <= timezone.now()
