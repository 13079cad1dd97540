"""What each published figure means: its numerator and denominator in words, versioned. A change of meaning is a new version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Kind(TextChoices):
    """Why a figure is published."""

    STATUTORY = "statutory", _("always published: needed for dues and the charter")
    STATISTICAL = "statistical", _("published by consent, never below 11")


class Form(TextChoices):
    """How its two numbers are read."""

    COUNT = "count", _("a number")
    SHARE = "share", _("a share of a whole")
    MEAN = "mean", _("an average")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One definition. `nested`: members of the same family count calls within growing limits, so they can be subtracted."""

    code: str
    version: int
    kind: Kind
    form: Form
    name: Promise
    numerator: Promise
    denominator: Promise | None = None
    nested: str = ""


CALLS_PRESENTED = Indicator(
    "calls_presented",
    1,
    Kind.STATUTORY,
    Form.COUNT,
    _("Calls presented"),
    _("calls that reached the line while it was open; phantom calls and calls outside opening hours are not counted"),
)
CALLS_ANSWERED = Indicator(
    "calls_answered",
    1,
    Kind.STATUTORY,
    Form.SHARE,
    _("Calls answered"),
    _("calls presented that a listener picked up"),
    _("calls presented"),
)
CALLS_ABANDONED = Indicator(
    "calls_abandoned",
    1,
    Kind.STATUTORY,
    Form.SHARE,
    _("Calls abandoned"),
    _("calls presented whose caller hung up before anyone picked up"),
    _("calls presented"),
)
CONTACTS_HANDLED = Indicator(
    "contacts_handled",
    1,
    Kind.STATUTORY,
    Form.COUNT,
    _("Contacts handled"),
    _(
        "calls answered, plus closed records of contacts that came otherwise than by telephone (chat, e-mail, text message, forum)"
    ),
)
ANSWERED_WITHIN_30S = Indicator(
    "answered_within_30s",
    1,
    Kind.STATISTICAL,
    Form.SHARE,
    _("Answered within 30 seconds"),
    _("calls answered after at most 30 seconds of waiting"),
    _("calls answered"),
    nested="wait",
)
ANSWERED_WITHIN_60S = Indicator(
    "answered_within_60s",
    1,
    Kind.STATISTICAL,
    Form.SHARE,
    _("Answered within 1 minute"),
    _("calls answered after at most 60 seconds of waiting"),
    _("calls answered"),
    nested="wait",
)
ANSWERED_WITHIN_180S = Indicator(
    "answered_within_180s",
    1,
    Kind.STATISTICAL,
    Form.SHARE,
    _("Answered within 3 minutes"),
    _("calls answered after at most 180 seconds of waiting"),
    _("calls answered"),
    nested="wait",
)
CONVERSATION_LENGTH = Indicator(
    "conversation_length",
    1,
    Kind.STATISTICAL,
    Form.MEAN,
    _("Length of a conversation"),
    _("seconds of conversation, of all calls answered"),
    _("calls answered"),
)

INDICATORS = (
    CALLS_PRESENTED,
    CALLS_ANSWERED,
    CALLS_ABANDONED,
    CONTACTS_HANDLED,
    ANSWERED_WITHIN_30S,
    ANSWERED_WITHIN_60S,
    ANSWERED_WITHIN_180S,
    CONVERSATION_LENGTH,
)
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}


def codes(*, kind: Kind | None = None, form: Form | None = None) -> list[str]:
    """The codes of the indicators of that kind and form, in order."""
    return sorted(
        indicator.code
        for indicator in INDICATORS
        if (kind is None or indicator.kind is kind) and (form is None or indicator.form is form)
    )
