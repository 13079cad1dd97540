from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenants.telephony.models.line import Line

# An outside number as callers have one: kept out of every text column of a call (never stored, see docs/adr).
OUTSIDE_NUMBER = r"^(\+[0-9]{8,15}|0[1-9][0-9]{8}|00[1-9][0-9]{7,13})$"


class CallSource(models.TextChoices):
    """Where a call was learnt from; part of its key."""

    ASTERISK = "asterisk", _("Asterisk (Master.csv)")
    GENERIC = "generic", _("another switch (CSV)")
    DEMO = "demo", _("demonstration")


class Outcome(models.TextChoices):
    """How a call ended: Wazo's nine, a phantom (nobody was there), and what the source can't tell."""

    FULL = "full", _("queue full")
    CLOSED = "closed", _("line closed")
    JOINEMPTY = "joinempty", _("nobody on duty on arrival")
    LEAVEEMPTY = "leaveempty", _("nobody on duty any more")
    DIVERT_CA_RATIO = "divert_ca_ratio", _("diverted: too many waiting")
    DIVERT_WAITTIME = "divert_waittime", _("diverted: wait too long")
    ANSWERED = "answered", _("answered")
    ABANDONED = "abandoned", _("hung up before an answer")
    TIMEOUT = "timeout", _("left without an answer after the longest wait")
    PHANTOM = "phantom", _("phantom call")
    UNKNOWN = "unknown", _("not answered, reason unknown")


class Call(models.Model):
    """One call presented to a line, as the switch wrote it. Never a caller's number.

    `external_id` is the switch's own key (with the trunk where ids repeat); `agent` its extension or agent code.
    `answered_at` is empty for calls nobody answered, and for the rare answered call whose switch lost the time.
    Seconds are whole; wait runs to the answer, or to the end where there was none.
    """

    id = models.BigAutoField(primary_key=True)
    line = models.ForeignKey(Line, models.PROTECT, related_name="calls", db_index=False)
    source = models.TextField(choices=CallSource)
    external_id = models.CharField(max_length=80)
    queue = models.CharField(max_length=40, blank=True)
    agent = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField()
    wait_seconds = models.BigIntegerField()
    talk_seconds = models.BigIntegerField()
    outcome = models.TextField(choices=Outcome)
    batch = models.ForeignKey(
        "telephony.ImportBatch", models.PROTECT, null=True, related_name="calls", db_index=False
    )  # None: learnt otherwise than from a file

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "source", "external_id", "started_at"], name="telephony_call_known_once"
            ),
            models.CheckConstraint(condition=Q(source__in=CallSource.values), name="telephony_call_source_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="telephony_call_outcome_known"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("started_at"), outcome=Outcome.ANSWERED),
                name="telephony_call_answered_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("started_at")) & (Q(answered_at=None) | Q(ended_at__gte=F("answered_at"))),
                name="telephony_call_ended_last",
            ),
            models.CheckConstraint(
                condition=Q(wait_seconds__gte=0, talk_seconds__gte=0), name="telephony_call_seconds_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(external_id="")
                & ~Q(external_id__regex=OUTSIDE_NUMBER)
                & ~Q(agent__regex=OUTSIDE_NUMBER)
                & ~Q(queue__regex=OUTSIDE_NUMBER),
                name="telephony_call_holds_no_number",
            ),
        ]
        indexes = [
            models.Index(fields=["started_at", "id"], name="telephony_call_by_day"),
            models.Index(fields=["line", "started_at", "id"], name="telephony_call_by_line"),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="telephony_call_by_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.external_id}"

    @property
    def is_answered(self) -> bool:
        """Whether somebody took it."""
        return self.outcome == Outcome.ANSWERED
