"""Lists of accesses that leave for a spreadsheet; and that they left is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from tess.identity import rules
from tess.kernel import audit
from tess.kernel.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tess.kernel.actor import Actor


@transaction.atomic
def say_exported(columns: Iterable[str], *, actor: Actor) -> None:
    """Write that the actor takes the list of accesses away, with the names of its columns. Raises Refused."""
    if not rules.may_see_access(actor):
        raise Refused(_("Only those who answer for the accesses take their list away."))
    audit.record(actor, "identity.access.exported", fields=columns)
