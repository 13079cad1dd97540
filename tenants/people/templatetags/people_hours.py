"""`{% load people_hours %}`: minutes as people say them."""

from django import template

from tess.kernel.interface.words import NOTHING, duration

register = template.Library()


@register.filter
def hours(minutes: int | None) -> str:
    """Write minutes as hours: 90 gives "1 h 30", nothing a dash, a counter-line its minus."""
    if not minutes:
        return NOTHING
    said = duration(abs(minutes) * 60)
    return f"−{said}" if minutes < 0 else said


@register.filter
def bar_width(minutes: int, whole: int) -> float:
    """How far a bar of 100 is filled: `minutes` of `whole`, never more than 100."""
    return round(max(0, min(100, 100 * minutes / whole)), 1)
