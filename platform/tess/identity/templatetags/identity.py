"""`{% load identity %}`: addresses at other hosts, and who is there."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tenants.organisations.models.organisation import url_of
from tess.identity.views.presence import who_is
from tess.kernel.tenancy.hosts import collective_url

register = template.Library()


@register.simple_tag
def at_the_collective(name: str) -> str:
    """The address of a route of the collective's host: `{% at_the_collective "identity:home" %}`."""
    return collective_url(reverse(name, urlconf=settings.ROOT_URLCONF))


register.filter("who_is", who_is)


@register.filter
def elsewhere(request: HttpRequest) -> list[tuple[str, str]]:
    """The person's other organisations: name and address."""
    bool(request.membership)  # type: ignore[attr-defined]  # at the collective's host they are read with it
    return [(name, url_of(slug)) for slug, name in request.session.elsewhere]  # type: ignore[attr-defined]
