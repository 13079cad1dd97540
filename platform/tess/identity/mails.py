"""The letters of identity, built from ids when they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from tess.identity.domain import tokens
from tess.identity.domain.invitations import CODE_MINUTES
from tess.identity.models import Invitation, InvitationState
from tess.kernel import mail
from tess.kernel.tenancy.hosts import collective_url

if TYPE_CHECKING:
    from collections.abc import Mapping


@mail.letter("identity.invitation")
def invitation(payload: Mapping[str, Any]) -> mail.Letter | None:
    """The link, unless the invitation is used, withdrawn or renewed since."""
    found = _pending(payload, serial=payload["serial"])
    if found is None:
        return None
    path = reverse("identity:invitation", urlconf=settings.ROOT_URLCONF, args=[tokens.token_of(found)])
    where = found.organisation.name if found.organisation else _("the collective")
    return mail.Letter(
        to=found.email,
        subject=_("You are invited to join %(where)s") % {"where": where},
        template="identity/mails/invitation",
        context={"invitation": found, "where": where, "link": collective_url(path), "inviter": found.invited_by},
    )


@mail.letter("identity.invitation_code")
def invitation_code(payload: Mapping[str, Any]) -> mail.Letter | None:
    """Six digits, unless others were sent since or the invitation opens nothing any more."""
    found = _pending(payload, code_serial=payload["serial"], code_sent_at__isnull=False)
    if found is None:
        return None
    return mail.Letter(
        to=found.email,
        subject=_("Your code to open the invitation"),
        template="identity/mails/invitation_code",
        context={"code": tokens.code_of(found), "minutes": CODE_MINUTES},
    )


def _pending(payload: Mapping[str, Any], **more: Any) -> Invitation | None:
    rows = Invitation.objects.select_related("organisation", "invited_by")
    return rows.filter(pk=payload["invitation"], state=InvitationState.PENDING, **more).first()
