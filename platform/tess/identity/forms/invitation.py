from __future__ import annotations

from django.forms import CharField, Form, PasswordInput, TextInput
from django.utils.translation import gettext_lazy as _

from tess.identity.models import User


class CodeForm(Form):
    """The six digits sent to the invited address."""

    code = CharField(
        label=_("Code received"),
        max_length=12,
        widget=TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "size": 10},
        ),
    )


class NewAccountForm(Form):
    """Who one is, and the password of the account; Django's validators judge it in the verb."""

    name = CharField(
        label=_("Your name"),
        help_text=_("As your colleagues will read it."),
        max_length=User._meta.get_field("name").max_length,  # noqa: SLF001  Django's documented name
        widget=TextInput(attrs={"autocomplete": "name"}),
    )
    password = CharField(
        label=_("Choose a password"),
        help_text=_("Twelve characters or more. A few words in a row are easy to remember and hard to guess."),
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "new-password"}),
    )
