"""django-allauth's second factors, with our keys, our words and our host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tess.identity.domain.factors import may_take_away
from tess.kernel import encryption

if TYPE_CHECKING:
    from tess.identity.models import User

_PURPOSE = "identity.factor"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth's types don't survive its own imports
    """What is ours in how second factors are kept and told."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "What you do here asks for a second factor, and this is your last one. Add another first."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Set up a second factor first: an application or a passkey."),
        "incorrect_code": gettext_lazy("This code isn't the right one, or it is too old. Type the one shown now."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret under a key that is not in the database."""
        return encryption.seal(text, purpose=_PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return encryption.unseal(encrypted_text, purpose=_PURPOSE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody who needs one."""
        return may_take_away(authenticator)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  allauth's name
        """What a passkey is called until its person says better."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("My passkey") if number == 1 else _("My passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """The collective's host is the passkeys' relying party: an organisation's can't ask for them."""
        return {"id": settings.COLLECTIVE_HOST, "name": "TeSS"}
