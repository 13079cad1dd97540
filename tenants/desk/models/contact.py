from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants.desk.models.past import PastImport
from tenants.people.models import Person
from tenants.telephony.models import Call, Channel, Line

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Nature(models.TextChoices):
    """What the contact was."""

    SUPPORT = "support", _("Listening")
    INFORMATION = "information", _("Information")
    UNWANTED = "unwanted", _("Unwanted")


class UnwantedKind(models.TextChoices):
    """What kind of contact was not meant for us. The order is that of the keys."""

    SILENT = "silent", _("Silence")
    HANG_UP = "hang_up", _("Hung up")
    JOKE = "joke", _("Joke")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    ABUSIVE = "abusive", _("Abusive")
    FANTASY = "fantasy", _("Fantasy")


class Relation(models.TextChoices):
    """For whom somebody calls."""

    SELF = "self", _("For themselves")
    RELATIVE = "relative", _("For someone close")
    PROFESSIONAL = "professional", _("As a professional")


class AgeBand(models.TextChoices):
    """Age as estimated by ear."""

    UNDER_18 = "under_18", _("under 18")
    FROM_18 = "18_25", _("18–25")
    FROM_26 = "26_39", _("26–39")
    FROM_40 = "40_59", _("40–59")
    FROM_60 = "60_74", _("60–74")
    FROM_75 = "75_plus", _("75 +")
    UNKNOWN = "unknown", _("Not known")


class Gender(models.TextChoices):
    """As the caller says or as it seems."""

    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("Otherwise")
    UNKNOWN = "unknown", _("Not known")


class Risk(models.TextChoices):
    """Danger to a person, as perceived."""

    NONE = "none", _("No risk")
    WATCH = "watch", _("To be watched")
    HIGH = "high", _("High")


class Consent(models.TextChoices):
    """Whether the person agrees that a note of what was said is kept."""

    NOT_ASKED = "not_asked", _("Not asked")
    GIVEN = "given", _("Agrees")
    REFUSED = "refused", _("Does not want it")


class ContactState(models.TextChoices):
    """draft → closed. A closed record is not written any more."""

    DRAFT = "draft", _("Being written")
    CLOSED = "closed", _("Closed record")


def _known(field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """An answer is one of the choices, or not given."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": ["", *choices.values]}), name=f"desk_contact_{field}_known"
    )


class Contact(models.Model):
    """One contact with somebody, anonymous: what is needed to help, to hand over and to count. What was said stands apart.

    `version` rises with each save: whoever saves says which one they had before their eyes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.TextField(choices=ContactState, default=ContactState.DRAFT)
    version = models.BigIntegerField(default=1)
    channel = models.TextField(choices=Channel, default=Channel.PHONE)
    line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="contacts")
    # an undone load of calls leaves the call a record points at
    call = models.OneToOneField(Call, models.PROTECT, null=True, related_name="contact")
    # None: a record of former years, taken in from a file that names nobody
    listener = models.ForeignKey(Person, models.PROTECT, null=True, related_name="contacts", db_index=False)
    past_import = models.ForeignKey(PastImport, models.PROTECT, null=True, related_name="contacts", db_index=False)
    nature = models.TextField(choices=Nature, blank=True, default="")
    unwanted_kind = models.TextField(choices=UnwantedKind, blank=True, default="")
    themes = ArrayField(models.CharField(max_length=40), default=list)  # codes of tenants.desk.themes
    relation = models.TextField(choices=Relation, blank=True, default="")
    age_band = models.TextField(choices=AgeBand, blank=True, default="")
    gender = models.TextField(choices=Gender, blank=True, default="")
    departement = models.CharField(max_length=3, blank=True, default="")  # INSEE's code
    risk = models.TextField(choices=Risk, blank=True, default="")
    consent = models.TextField(choices=Consent, blank=True, default="")
    opened_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["opened_at", "id"], name="desk_contact_latest"),
            models.Index(fields=["listener", "opened_at", "id"], name="desk_contact_of_a_listener"),
            models.Index(fields=["listener"], condition=Q(state="draft"), name="desk_contact_drafts"),
            models.Index(fields=["past_import"], condition=Q(past_import__isnull=False), name="desk_contact_of_a_file"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ContactState.values), name="desk_contact_state_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="desk_contact_channel_known"),
            models.CheckConstraint(
                condition=Q(listener__isnull=False, past_import=None)
                | Q(listener=None, past_import__isnull=False, state=ContactState.CLOSED, call=None, consent=""),
                name="desk_contact_has_a_listener_or_a_file",
            ),
            _known("nature", Nature),
            _known("relation", Relation),
            _known("age_band", AgeBand),
            _known("gender", Gender),
            _known("risk", Risk),
            _known("consent", Consent),
            models.CheckConstraint(
                condition=Q(nature=Nature.UNWANTED, unwanted_kind__in=UnwantedKind.values)
                | (~Q(nature=Nature.UNWANTED) & Q(unwanted_kind="")),
                name="desk_contact_kind_iff_unwanted",
            ),
            models.CheckConstraint(
                condition=Q(state=ContactState.CLOSED, closed_at__isnull=False)
                | (~Q(state=ContactState.CLOSED) & Q(closed_at=None)),
                name="desk_contact_closed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=ContactState.DRAFT) | (~Q(nature="") & Q(line__isnull=False)),
                name="desk_contact_closed_says_what_and_where",
            ),
            models.CheckConstraint(
                condition=Q(departement="") | Q(departement__regex=r"^([0-9]{2}|2[AB]|9[78][0-9])$"),
                name="desk_contact_departement_is_a_code",
            ),
            models.CheckConstraint(condition=Q(themes__len__lte=8), name="desk_contact_few_themes"),
            models.CheckConstraint(condition=Q(version__gte=1), name="desk_contact_version_counts"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("desk:contact", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Still being written."""
        return self.state == ContactState.DRAFT

    @property
    def nature_label(self) -> str:
        """What it was, in a word: the kind where it was unwanted."""
        return str(self.get_unwanted_kind_display() or self.get_nature_display())

    @property
    def theme_labels(self) -> list[str | Promise]:
        """Its themes in the reader's language."""
        from tenants.desk.themes import THEMES

        return [THEMES.get(code, code) for code in self.themes]


class ContactNote(models.Model):
    """What was said, in the listener's words: encrypted under the organisation's key, never searched, each reading audited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.OneToOneField(Contact, models.CASCADE, related_name="note")
    sealed = models.BinaryField()  # see tess.kernel.encryption

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(sealed=b""), name="desk_note_is_sealed")]
