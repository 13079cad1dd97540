from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants.relays.opening import BadHours, Opening

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Cost(models.TextChoices):
    """What the call costs the caller."""

    FREE = "free", _("free call")
    LOCAL_RATE = "local_rate", _("price of a local call")


class Level(models.TextChoices):
    """How far the service reaches."""

    NATIONAL = "national", _("national")
    DEPARTMENT = "department", _("départemental")
    LOCAL = "local", _("local")


class Service(models.Model):
    """One line or place a caller may be referred to. Shared: organisations read it, the collective answers for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    number = models.CharField(_("number"), max_length=16, unique=True)  # as dialled in France, digits alone
    name = models.CharField(_("name"), max_length=120)
    operator = models.CharField(_("run by"), max_length=160, blank=True)
    cost = models.CharField(_("cost"), max_length=20, choices=Cost.choices, blank=True)
    opening_hours = models.CharField(
        _("opening hours"), max_length=200, blank=True
    )  # OSM syntax; empty: to be verified
    themes = ArrayField(models.CharField(max_length=40), verbose_name=_("themes"), default=list)
    audience = models.CharField(_("for whom"), max_length=120, blank=True)
    level = models.CharField(_("reach"), max_length=20, choices=Level.choices, default=Level.NATIONAL)
    url = models.URLField(_("website"), max_length=300, blank=True)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = models.UUIDField(null=True, blank=True)  # the coordinator's account; the proof outlives it
    # what organisations said of it and the coordination has not answered yet: the words of tenants/relays/claims.py
    claims = ArrayField(models.CharField(max_length=40), default=list, db_default=[], editable=False)
    active = models.BooleanField(default=True)
    # what the search reads, lower case and without accents; written by the verbs, see domain/search.py
    words = models.TextField(default="", editable=False)

    class Meta:
        ordering = ["name", "number"]
        indexes = [
            GinIndex(OpClass(F("words"), name="ext.gin_trgm_ops"), name="relays_service_words"),
            # the directory as it opens: its first page without sorting all of it
            models.Index(fields=["-level", "name", "id"], name="relays_service_in_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^(\+[0-9]{6,15}|[0-9]{2,10})$"), name="relays_number_is_dialled"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="relays_service_has_a_name"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="relays_level_is_known"),
            models.CheckConstraint(condition=Q(cost__in=["", *Cost.values]), name="relays_cost_is_known"),
            models.CheckConstraint(
                condition=Q(verified_on=None, verified_by=None)
                | Q(verified_on__isnull=False, verified_by__isnull=False),
                name="relays_verified_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("relays:service", args=[self.slug])

    @property
    def opening(self) -> Opening | None:
        """The hours, understood; None when they are not known and somebody has to ask."""
        try:
            return Opening.read(self.opening_hours) if self.opening_hours else None
        except BadHours:  # written by something older than today's reader: not known is the safe answer
            return None

    @property
    def claim_labels(self) -> list[str | Promise]:
        """What is said to be wrong with it, in the reader's language."""
        from tenants.relays.claims import WORDS

        return [WORDS[word] for word in self.claims if word in WORDS]

    @property
    def theme_labels(self) -> list[str | Promise]:
        """Its themes in the reader's language."""
        from tenants.relays.themes import THEMES

        return [THEMES[code].label if code in THEMES else code for code in self.themes]

    @property
    def audience_label(self) -> str | Promise:
        """For whom, in the reader's language where we know the words."""
        from tenants.relays.themes import AUDIENCES

        return AUDIENCES.get(self.audience, self.audience)
