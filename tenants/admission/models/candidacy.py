"""A candidacy: an organisation's way into the collective, and the file by which the coordination follows it afterwards."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """draft → submitted → under review ⇄ questions → admitted or refused → provisioning → active ⇄ suspended → left."""

    DRAFT = "draft", _("being filled in")
    SUBMITTED = "submitted", _("sent")
    REVIEW = "review", _("under review")
    QUESTIONS = "questions", _("waiting for answers")
    ADMITTED = "admitted", _("admitted")
    REFUSED = "refused", _("turned down")
    WITHDRAWN = "withdrawn", _("withdrawn")
    PROVISIONING = "provisioning", _("space being opened")
    ACTIVE = "active", _("member")
    SUSPENDED = "suspended", _("member, suspended")
    LEFT = "left", _("has left the collective")


NEXT_STATES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.REVIEW, State.WITHDRAWN}),
    State.REVIEW: frozenset({State.QUESTIONS, State.ADMITTED, State.REFUSED, State.WITHDRAWN}),
    State.QUESTIONS: frozenset({State.REVIEW, State.WITHDRAWN}),
    State.ADMITTED: frozenset({State.PROVISIONING, State.WITHDRAWN}),
    State.PROVISIONING: frozenset({State.ACTIVE, State.ADMITTED}),  # back when the short name was taken meanwhile
    State.ACTIVE: frozenset({State.SUSPENDED, State.LEFT}),
    State.SUSPENDED: frozenset({State.ACTIVE, State.LEFT}),
    State.REFUSED: frozenset(),  # one may apply again: that is another candidacy
    State.WITHDRAWN: frozenset(),
    State.LEFT: frozenset(),
}
OPEN = (State.DRAFT, State.SUBMITTED, State.REVIEW, State.QUESTIONS)  # no decision yet
EDITABLE = (State.DRAFT, State.QUESTIONS)  # the candidate may still write
MEMBERS = (State.ACTIVE, State.SUSPENDED)
WITH_ORGANISATION = (State.PROVISIONING, *MEMBERS, State.LEFT)


class Candidacy(models.Model):
    """One application. `typed` keeps each section as it was typed, right or wrong: nothing is lost, all is checked again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name of the organisation"), max_length=120)
    contact_name = models.CharField(_("your name"), max_length=100)
    contact_email = models.EmailField(_("your e-mail address"))
    contact_verified_at = models.DateTimeField(null=True, blank=True)
    typed = models.JSONField(default=dict)  # section -> field -> what was typed
    siren = models.CharField(max_length=9, blank=True)  # once it is right: to find the same organisation twice
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField(db_default=models.functions.Now())
    deadline = models.DateField(null=True, blank=True)  # the last day of this step; None: no step to take
    reminded_at = models.DateTimeField(null=True, blank=True)  # of this step's deadline, before it
    overdue_at = models.DateTimeField(null=True, blank=True)  # said, once it was over
    reasons = models.TextField(blank=True)  # of the decision, as the candidate reads them
    decided_by = models.UUIDField(null=True, blank=True)  # a plain key: the decision outlives the account
    decided_at = models.DateTimeField(null=True, blank=True)
    slug = models.CharField(_("short name"), max_length=30, blank=True)
    organisation_id = models.UUIDField(null=True, blank=True, unique=True)  # given before it exists; outlives it
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["contact_email"], name="admission_by_contact"),
            models.Index(fields=["state", "deadline"], name="admission_by_deadline"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="admission_state_known"),
            models.CheckConstraint(
                condition=Q(contact_email=models.functions.Lower("contact_email")), name="admission_contact_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN]) | Q(contact_verified_at__isnull=False),
                name="admission_sent_by_a_verified_contact",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.REFUSED, State.ADMITTED, *WITH_ORGANISATION])
                | Q(decided_at__isnull=False, reasons__gt=""),
                name="admission_decision_has_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_ORGANISATION) | Q(organisation_id__isnull=False, slug__gt=""),
                name="admission_space_has_a_name",
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(state__in=[State.PROVISIONING, *MEMBERS]),
                name="admission_one_space_a_short_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def sent(cls) -> models.QuerySet[Candidacy]:
        """Those the coordination reads: a draft, even one withdrawn since, is its candidate's alone."""
        return cls.not_given_up().exclude(state=State.DRAFT)

    @classmethod
    def not_given_up(cls) -> models.QuerySet[Candidacy]:
        """All but the drafts that were withdrawn before anybody else read them."""
        found: models.QuerySet[Candidacy] = cls.objects.exclude(Q(state=State.WITHDRAWN) & ~Q(pk__in=_sent_once()))
        return found

    @property
    def is_editable(self) -> bool:
        """Whether the candidate may change the dossier now."""
        return self.state in EDITABLE

    @property
    def is_open(self) -> bool:
        """Whether nothing is decided yet."""
        return self.state in OPEN

    @property
    def is_member(self) -> bool:
        """Whether it is an organisation that works here, served or not."""
        return self.state in MEMBERS


def _sent_once() -> models.QuerySet[Any, Any]:
    from tenants.admission.models.event import Event, Kind

    return Event.objects.filter(kind=Kind.SENT).values("candidacy")
