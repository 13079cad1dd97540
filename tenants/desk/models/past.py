from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.telephony.models import Channel, Line
from tenants.telephony.models.batch import batch_constraints, batch_indexes
from tess.kernel.intake.batch import FileBatch


class PastImport(FileBatch):
    """One file of records of former years. `line` and `channel` are those of the lines of the file that don't say theirs."""

    line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="+")
    channel = models.TextField(choices=Channel, default=Channel.PHONE)

    class Meta:
        constraints = [
            *batch_constraints("desk_past"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="desk_past_channel_known"),
        ]
        indexes = batch_indexes("desk_past")


class PastRefusal(models.TextChoices):
    """Why a line of a file of past records was not taken, and what to do."""

    ENCODING = "encoding", _("letters that can't be read: save the file again, as UTF-8")
    BINARY = "binary", _("bytes that are not text")
    TOO_LONG = "too_long", _("a line too long to be a record")
    QUOTE = "quote", _("a quotation mark is opened and not closed")
    COLUMNS = "columns", _("not the number of columns of the first line")
    NO_DATE = "no_date", _("no date")
    DATE = "date", _("a date or time that doesn't exist, or isn't written like 31/12/2024 14:30")
    DAY = "day", _("a day before the year 2000, or still to come")
    NO_LINE = "no_line", _("no line: say which in the file, or choose one for all of it")
    LINE = "line", _("this line is none of yours: write its name or its number as the page of lines does")
    CHANNEL = "channel", _("this channel is not known: telephone, chat, e-mail, text message or forum")
    NO_NATURE = "no_nature", _("nothing says what it was: listening, information or unwanted")
    NATURE = "nature", _("what it was is not known: listening, information or unwanted")
    NO_KIND = (
        "no_kind",
        _("an unwanted contact without its kind: silence, hung up, joke, wrong number, abusive, fantasy"),
    )
    KIND = (
        "kind",
        _("this kind of unwanted contact is not known: silence, hung up, joke, wrong number, abusive, fantasy"),
    )
    KIND_ALONE = "kind_alone", _("a kind of unwanted contact, though the contact was not unwanted")
    THEMES = "themes", _("a theme that is not among ours: write it as the page of themes does")
    MANY_THEMES = "many_themes", _("more than eight themes")
    RELATION = "relation", _("who called is not known: for themselves, for someone close, as a professional")
    AGE = "age", _("this age is neither a number nor one of our bands")
    GENDER = "gender", _("this gender is not known: woman, man, otherwise, not known")
    DEPARTEMENT = "departement", _("there is no such département: write its number, 29 or 2A or 974")
    RISK = "risk", _("this risk is not known: none, to be watched, high")
    DIFFERS = "differs", _("a record with this identifier is here already, with other answers")


class RefusedPastLine(models.Model):
    """A line that was not taken: its number and why. Nothing of what it said."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(PastImport, models.CASCADE, related_name="refused_lines", db_index=False)
    line_number = models.BigIntegerField()
    reason = models.TextField(choices=PastRefusal)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "line_number"], name="desk_refused_past_line_once"),
            models.CheckConstraint(condition=Q(reason__in=PastRefusal.values), name="desk_refused_past_reason_known"),
            models.CheckConstraint(condition=Q(line_number__gte=1), name="desk_refused_past_line_number"),
        ]

    def __str__(self) -> str:
        return f"{self.line_number} {self.reason}"
