from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Site(models.Model):
    """A local branch of the organisation: lines, people and figures may be its own."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    town = models.CharField(_("town"), max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Cost(models.TextChoices):
    """What calling costs the caller."""

    FREE = "free", _("free of charge")
    ORDINARY = "ordinary", _("price of an ordinary call")
    SURCHARGED = "surcharged", _("surcharged")


class Channel(models.TextChoices):
    """Ways to reach a line."""

    PHONE = "phone", _("telephone")
    CHAT = "chat", _("chat")
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")
    FORUM = "forum", _("forum")


def telephone_only() -> list[str]:
    """The channels of a new line."""
    return [Channel.PHONE.value]


class Line(models.Model):
    """A number people call. Archived, never deleted: its calls stay."""

    name = models.CharField(_("name"), max_length=80)
    number = models.CharField(_("number"), max_length=20)
    cost = models.TextField(_("cost to the caller"), choices=Cost, default=Cost.FREE)
    channels = ArrayField(
        models.CharField(max_length=8, choices=Channel), verbose_name=_("channels"), default=telephone_only
    )
    opening_hours = models.CharField(_("opening hours"), max_length=255, blank=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name=_("site"))
    active = models.BooleanField(_("in service"), default=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint("number", condition=Q(active=True), name="telephony_line_number_once"),
            models.CheckConstraint(condition=Q(cost__in=Cost.values), name="telephony_line_cost_known"),
            models.CheckConstraint(
                condition=Q(channels__contained_by=Channel.values) & ~Q(channels=[]),
                name="telephony_line_channels_known",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="telephony_line_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.name
