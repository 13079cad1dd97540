"""`{% load training %}`: lengths of lessons and modules as people say them."""

from django import template

from tess.kernel.interface.words import duration

register = template.Library()


@register.filter
def minutes(value: int | None) -> str:
    """Write minutes: 65 gives "1 h 05"; none give a dash."""
    return duration(value * 60 if value is not None else None)
