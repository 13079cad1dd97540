import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Component(models.TextChoices):
    """What an hour of training counts for. All but the last make the path to listening alone (120 h)."""

    THEORY = "theory", _("Theory")
    LISTENING_IN = "listening_in", _("Listening in")
    DOUBLE_LISTENING = "double_listening", _("Double listening")
    SUPERVISED = "supervised", _("Alone, under supervision")
    CONTINUING = "continuing", _("Continuing training")


class ReversalReason(models.TextChoices):
    """Why an entry is undone; a code, never a free note about a person."""

    MISTAKE = "mistake", _("entered by mistake")
    WRONG_PERSON = "wrong_person", _("meant for somebody else")
    WRONG_DURATION = "wrong_duration", _("the duration is wrong")
    NOT_HELD = "not_held", _("it did not take place")


class SourceKind(models.TextChoices):
    """Where hours may come from; a new source is added here."""

    TRAINING = "training.enrolment", _("Shared training")
    CARRIED_OVER = "people.carried_over", _("Carried over from earlier records")
    REVERSAL = "people.reversal", _("Counter-line")


class HoursEntry(models.Model):
    """One line of the hours ledger: never changed, never deleted; a mistake is undone by one line of the opposite sign.

    `source_kind` and `source_id` say where it comes from ("training.enrolment" and the enrolment's id): the same source
    counts once for a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="hours")
    component = models.TextField(choices=Component)
    minutes = models.IntegerField()
    at = models.DateTimeField()  # when the hours were done
    written_at = models.DateTimeField(db_default=models.functions.Now())
    source_kind = models.CharField(max_length=40)  # a SourceKind
    source_id = models.CharField(max_length=64)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    reason = models.TextField(choices=ReversalReason, blank=True)
    # with `reverses`, half of a composite foreign key: a counter-entry has the same person and component, the opposite
    # minutes
    minutes_undone = models.GeneratedField(
        expression=-F("minutes"), output_field=models.IntegerField(), db_persist=True
    )

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="people_hours_of_a_person")]
        constraints = [
            models.UniqueConstraint(fields=["person", "source_kind", "source_id"], name="people_hours_source_once"),
            models.UniqueConstraint(fields=["id", "person", "component", "minutes"], name="people_hours_undoable"),
            models.CheckConstraint(condition=Q(component__in=Component.values), name="people_hours_component_known"),
            models.CheckConstraint(
                condition=Q(reverses=None, minutes__gt=0, reason="")
                | Q(reverses__isnull=False, minutes__lt=0, reason__in=ReversalReason.values),
                name="people_hours_only_reversals_are_negative",
            ),
            models.CheckConstraint(condition=Q(minutes__range=(-60_000, 60_000)), name="people_hours_of_a_human_size"),
            models.CheckConstraint(
                condition=~Q(source_kind="") & ~Q(source_id=""), name="people_hours_come_from_somewhere"
            ),
        ]

    @property
    def source_label(self) -> str:
        """Where the line comes from, as one says it."""
        known = self.source_kind in SourceKind.values
        return str(SourceKind(self.source_kind).label) if known else self.source_kind
