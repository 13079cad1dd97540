"""A letter somebody asks for is counted before anything is looked up or sent."""

from __future__ import annotations

from allauth.core import context
from django.core.exceptions import ValidationError

from tess.identity.adapters import words
from tess.identity.domain.guesses import may_have_letter
from tess.identity.source import source_of


def counted(address: str) -> str:
    """The address as accounts have it, one letter to it counted. Raises ValidationError when there were too many."""
    email = address.strip().lower()
    taken = may_have_letter(email, source_of(context.request, email))
    if not taken.allowed:
        raise ValidationError(words.no_more_letters(taken.until), code="no_more_letters")
    return email
