"""`{% load relays %}`: short numbers as they are said."""

from django import template

from tenants.relays.dialling import spaced

register = template.Library()
register.filter("spaced", spaced)
