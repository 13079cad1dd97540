from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.telephony.models.call import CallSource
from tenants.telephony.models.line import Line


class Encoding(models.TextChoices):
    """How the bytes of a file are read as text."""

    UTF_8 = "utf-8", "UTF-8"
    WINDOWS_1252 = "cp1252", "Windows-1252"
    LATIN_9 = "iso-8859-15", "ISO-8859-15"
    UTF_16 = "utf-16", "UTF-16"


class Delimiter(models.TextChoices):
    """What stands between two columns."""

    COMMA = ",", _("comma ,")
    SEMICOLON = ";", _("semicolon ;")
    TAB = "\t", _("tabulation")
    PIPE = "|", _("vertical bar |")


class DayFormat(models.TextChoices):
    """How the file writes a day (Python's strptime); a file of times alone is given its day at each import."""

    ISO = "%Y-%m-%d", _("2026-09-07")
    FRENCH = "%d/%m/%Y", _("07/09/2026 (day first)")
    FRENCH_DASHES = "%d-%m-%Y", _("07-09-2026 (day first)")
    FRENCH_DOTS = "%d.%m.%Y", _("07.09.2026 (day first)")
    AMERICAN = "%m/%d/%Y", _("09/07/2026 (month first)")
    YEAR_SLASHES = "%Y/%m/%d", _("2026/09/07")
    COMPACT = "%Y%m%d", _("20260907")
    TIMES_ONLY = "times", _("no day: the file holds times of one day")


def nothing_happened() -> list[str]:
    """What switches write for "did not happen" besides an empty field."""
    return ["0:00:00", "00:00:00", "0000-00-00 00:00:00"]


class ImportProfile(models.Model):
    """How to read the files of one switch. Saved once, by name; the same for the pages and the command line.

    `columns` maps a role (`external_id`, `started`, `answered`, `ended`, `wait`, `talk`, `queue`, `agent`, `outcome`) to a
    list of columns. Those of `external_id` and `started` are joined; of `answered` and `ended` the first that happened
    counts, and where none did, the durations `wait` (from the start) and `talk` (from the answer).
    `outcomes` maps what the file says to an Outcome. An Asterisk profile leaves both empty: its columns are documented.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    source = models.TextField(_("kind of file"), choices=CallSource, default=CallSource.GENERIC)
    line = models.ForeignKey(Line, models.PROTECT, related_name="profiles", verbose_name=_("line"))
    delimiter = models.TextField(_("separator"), choices=Delimiter, default=Delimiter.COMMA)
    encoding = models.TextField(_("encoding"), choices=Encoding, default=Encoding.UTF_8)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris")
    day_format = models.TextField(_("days are written"), choices=DayFormat, default=DayFormat.ISO)
    nothing = ArrayField(
        models.CharField(max_length=30), verbose_name=_("did not happen"), default=nothing_happened, blank=True
    )
    columns: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(_("columns"), default=dict, blank=True)
    outcomes: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        _("outcomes"), default=dict, blank=True
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=[CallSource.ASTERISK, CallSource.GENERIC]), name="telephony_profile_source_known"
            ),
            models.CheckConstraint(condition=Q(encoding__in=Encoding.values), name="telephony_profile_encoding_known"),
            models.CheckConstraint(
                condition=Q(delimiter__in=Delimiter.values), name="telephony_profile_delimiter_known"
            ),
            models.CheckConstraint(condition=Q(day_format__in=DayFormat.values), name="telephony_profile_day_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def needs_day(self) -> bool:
        """Whether the file holds times alone, so that its day must be said."""
        return self.source == CallSource.GENERIC and self.day_format == DayFormat.TIMES_ONLY
