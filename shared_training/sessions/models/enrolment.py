import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class EnrolmentState(models.TextChoices):
    """enrolled → completed, or enrolled → withdrawn; both are ends."""

    ENROLLED = "enrolled", pgettext_lazy("training", "under way")
    COMPLETED = "completed", pgettext_lazy("training", "completed")
    WITHDRAWN = "withdrawn", pgettext_lazy("training", "given up")


class Enrolment(models.Model):
    """Somebody follows a module for one organisation: their training record. Under row-level security by organisation.

    `organisation_id` is a plain key: the record is the person's and outlives the organisation.
    """

    wagtail_reference_index_ignore = True  # an organisation's role may not write Wagtail's index of references

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation_id = models.UUIDField()
    module = models.ForeignKey("catalogue.ModulePage", models.PROTECT, related_name="+")
    state = models.TextField(choices=EnrolmentState, default=EnrolmentState.ENROLLED)
    enrolled_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # completed or given up
    minutes = models.PositiveIntegerField(null=True)  # counted, once completed

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "user"], name="training_enrolment_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "module", "organisation_id"],
                condition=~Q(state=EnrolmentState.WITHDRAWN),
                name="training_one_record_a_module",
            ),
            models.UniqueConstraint(fields=["id", "organisation_id"], name="training_enrolment_organisation"),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.ENROLLED, ended_at=None, minutes=None)
                | Q(state=EnrolmentState.COMPLETED, ended_at__isnull=False, minutes__isnull=False)
                | Q(state=EnrolmentState.WITHDRAWN, ended_at__isnull=False, minutes=None),
                name="training_enrolment_states",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("enrolled_at")), name="training_ends_after_start"
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Under way: lessons and quiz still count."""
        return self.state == EnrolmentState.ENROLLED
