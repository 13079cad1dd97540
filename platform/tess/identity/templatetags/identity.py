"""`{% load identity %}`: addresses at the collective's host, from an organisation's pages."""

from django import template
from django.conf import settings
from django.urls import reverse

from tess.kernel.tenancy.hosts import collective_url

register = template.Library()


@register.simple_tag
def at_the_collective(name: str) -> str:
    """The address of a route of the collective's host: `{% at_the_collective "identity:home" %}`."""
    return collective_url(reverse(name, urlconf=settings.ROOT_URLCONF))
