"""Candidacies that leave for a spreadsheet; and that they left is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.admission import rules
from tess.kernel import audit
from tess.kernel.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tess.kernel.actor import Actor


@transaction.atomic
def say_exported(columns: Iterable[str], *, actor: Actor) -> None:
    """Write that the actor takes the list of candidacies away, with the names of its columns. Raises Refused."""
    if not rules.may_review(actor):
        raise Refused(_("Only the coordination takes the list of candidacies away."))
    audit.record(actor, "admission.candidacies.exported", fields=columns)
