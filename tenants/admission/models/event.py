from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What may happen to a candidacy."""

    OPENED = "opened", _("The dossier was opened")
    VERIFIED = "verified", _("The contact's e-mail address was verified")
    SAVED = "saved", _("A section was changed")
    DOCUMENT_ADDED = "document_added", _("A document was added")
    DOCUMENT_REMOVED = "document_removed", _("A document was removed")
    DOCUMENT_REFUSED = "document_refused", _("A virus was found in a document")
    SENT = "sent", _("The dossier was sent")
    TAKEN_UP = "taken_up", _("The coordination began its review")
    ASSESSED = "assessed", _("A point of the charter was looked at")
    ASKED = "asked", _("The coordination asked a question")
    ANSWERED = "answered", _("A question was answered")
    DROPPED = "dropped", _("A question was closed without an answer")
    VOTED = "voted", _("A coordinator voted")
    ADMITTED = "admitted", _("The candidacy was admitted")
    REFUSED = "refused", _("The candidacy was refused")
    WITHDRAWN = "withdrawn", _("The candidate withdrew")
    CLOSED = "closed", _("Closed: the candidate gave no more news")
    REMINDED = "reminded", _("A reminder was sent")
    OVERDUE = "overdue", _("The time for this step is over")
    NAMED = "named", _("A short name was chosen; the space is being opened")
    NAME_LOST = "name_lost", _("The short name could not be kept")
    OPENED_SPACE = "opened_space", _("The space is open")
    INVITED = "invited", _("The director was invited")
    SUSPENDED = "suspended", _("The space was suspended")
    RESUMED = "resumed", _("The space was opened again")
    EXPORTED = "exported", _("An export of all data was made")
    FETCHED = "fetched", _("The direction fetched its archive")
    LEAVING = "leaving", _("The organisation leaves: erasure was asked for")
    LEFT = "left", _("All that may be erased is erased; the proof is kept")


# What happens between coordinators: the candidate's own history doesn't show it.
AMONG_COORDINATORS = frozenset({Kind.ASSESSED, Kind.VOTED})


class Event(models.Model):
    """One line of a candidacy's history. Never changed (a trigger refuses it); gone only with the whole dossier."""

    id = models.BigAutoField(primary_key=True)
    candidacy = models.ForeignKey("admission.Candidacy", models.CASCADE, related_name="events")
    at = models.DateTimeField(db_default=models.functions.Now())
    kind = models.CharField(max_length=20, choices=Kind)
    user_id = models.UUIDField(null=True)  # a coordinator; None: the candidate, or the product itself
    by_candidate = models.BooleanField(default=False)
    about = models.CharField(max_length=200, blank=True)  # which section, which document: never a content

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="admission_event_kind_known")
        ]
