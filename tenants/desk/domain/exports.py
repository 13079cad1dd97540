"""Records that leave for a spreadsheet: never what was said; and that they left is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.desk import rules
from tess.kernel import audit
from tess.kernel.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tess.kernel.actor import Actor


@transaction.atomic
def say_exported(columns: Iterable[str], *, actor: Actor) -> None:
    """Write that the actor takes a list of records away, with the names of its columns. Raises Refused."""
    if not rules.may_read_all(actor):
        raise Refused(_("Only those who read everybody's records take them away."))
    audit.record(actor, "desk.records.exported", fields=columns)
