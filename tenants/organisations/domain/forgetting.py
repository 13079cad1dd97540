"""A person's account is deleted: every organisation forgets them, each in its own schema, in its own time.

What an organisation's tables know of a person is a plain key without a constraint (a real one would bind every schema to
public), so nothing is set to null by itself: each tenant app registers its step (`lifecycle.forgets_users`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tenants.organisations.models import Organisation
from tess.kernel import audit, outbox
from tess.kernel.tenancy import lifecycle
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from tess.kernel.actor import Actor

FORGET = "organisations.user.forget"


def have_user_forgotten(user_id: UUID, *, actor: Actor) -> int:
    """Post the work for every organisation, in the caller's transaction: the one that deletes the account.

    Former members count too, so all organisations are asked. Returns how many. As the application.
    """
    with connection.as_application(), transaction.atomic():
        everywhere = Organisation.objects.values_list("pk", flat=True)
        for organisation_id in everywhere:
            outbox.post(FORGET, {"user": str(user_id)}, organisation=organisation_id)
        audit.record(actor, "organisations.user.to_be_forgotten", fields=sorted(lifecycle.steps_that_forget_users()))
    return len(everywhere)


def forget_user(user_id: UUID, organisation: Organisation) -> None:
    """Run each tenant app's step in one organisation, under its role. Idempotent, as the steps are."""
    for step in lifecycle.steps_that_forget_users().values():
        step(user_id, organisation=organisation)


def forget_again(*, organisation: Organisation) -> None:
    """After a restore: those who were forgotten since the backup are forgotten once more.

    The outbox keeps these messages (a law wants them done), so it still knows who.
    """
    outbox.deliver_again(FORGET, organisation=organisation.pk)
