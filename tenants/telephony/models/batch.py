from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.telephony.models.profile import ImportProfile
from tess.kernel.intake.batch import FileBatch, batch_constraints, batch_indexes


class ImportBatch(FileBatch):
    """One file of calls."""

    profile = models.ForeignKey(ImportProfile, models.PROTECT, related_name="batches")
    day = models.DateField(null=True)  # for a file of times alone
    kept = models.BigIntegerField(default=0)  # calls an undone load left, a record points at them

    class Meta:
        constraints = batch_constraints("telephony_batch", "kept")
        indexes = batch_indexes("telephony_batch")


class RefusalReason(models.TextChoices):
    """Why one line of a file was not taken, and what to do."""

    ENCODING = "encoding", _("letters that can't be read: the encoding is another one than the profile says")
    BINARY = "binary", _("bytes that are not text")
    TOO_LONG = "too_long", _("a line too long to be a call")
    QUOTE = "quote", _("a quotation mark is opened and not closed")
    COLUMNS = "columns", _("not the number of columns of the other lines")
    TRUNCATED = "truncated", _("the last line is cut: export the file again")
    NO_ID = "no_id", _("no call identifier")
    NUMBER = "number", _("a telephone number stands where the call identifier should be")
    NO_START = "no_start", _("no start time")
    NO_END = "no_end", _("no end time")
    DATE = "date", _("a date or time that doesn't exist, or isn't written as the profile says")
    DAY = "day", _("a day before the year 2000, or still to come: is the telephone system's clock right?")
    GAP = "gap", _("a time skipped by the change to summer time: is the time zone right?")
    ANSWER_BEFORE_START = "answer_before_start", _("answered before it started")
    END_BEFORE_ANSWER = "end_before_answer", _("ended before it started or was answered")
    OUTCOME = "outcome", _("an outcome the profile doesn't know: add it to the profile")
    DIFFERS = "differs", _("the same call is already known with other times or another outcome")


class RefusedLine(models.Model):
    """A line that was not taken, with every number masked."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="refused_lines", db_index=False)
    line_number = models.BigIntegerField()
    reason = models.TextField(choices=RefusalReason)
    masked_text = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "line_number"], name="telephony_refused_line_once"),
            models.CheckConstraint(condition=Q(reason__in=RefusalReason.values), name="telephony_refused_reason_known"),
            models.CheckConstraint(condition=Q(line_number__gte=1), name="telephony_refused_line_number"),
        ]

    def __str__(self) -> str:
        return f"{self.line_number} {self.reason}"
