"""Somebody whose access is limited to sites."""

from django.db import connection

from tess.identity.models import Membership


def limited_to(user, *sites):
    """The same person, limited to these sites from now on."""
    with connection.as_application():
        Membership.objects.filter(user=user).update(sites=[site.pk for site in sites])
    return user
