"""Files of calls on their way through the pages: the passage all files take (see passage.py), for calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tenants.telephony.domain import imports
from tenants.telephony.domain.days import day_for
from tenants.telephony.models import ImportBatch, ImportProfile
from tess.kernel.errors import NotFound
from tess.kernel.intake import passage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path
    from uuid import UUID

    from tenants.telephony.domain.imports import Report
    from tess.kernel.actor import Actor
    from tess.kernel.errors import DomainError


def _check(batch: ImportBatch, path: Path, *, actor: Actor, progress: Any) -> Report:
    return imports.check(path, batch.profile, actor=actor, day=batch.day, progress=progress)


def _useless(report: Report) -> DomainError | None:
    return imports.nothing_readable(report) if report.nothing_readable else None


CALLS = passage.Kind(
    imports.AUDIT,
    check=_check,
    keep=imports.keep,
    useless=_useless,
    load=imports.load_into,
)


def get_batch_for(actor: Actor, pk: UUID) -> ImportBatch:  # noqa: ARG001  imports are the whole organisation's
    """The batch of the organisation in force. Raises NotFound."""
    found = ImportBatch.objects.select_related("profile__line").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such import."))
    return found


def receive(
    blocks: Iterable[bytes], *, file_name: str, profile: ImportProfile, day: date | None, actor: Actor
) -> ImportBatch:
    """Keep a file that was sent, to be checked. Raises FileRefused (too large), DomainError (no sound day), NoRoom."""
    batch = ImportBatch(file_name=file_name[-120:], profile=profile, day=day_for(profile, day))
    return passage.receive(batch, blocks, kind=CALLS, actor=actor)


def run_check(batch: ImportBatch, *, actor: Actor) -> None:
    """CHECKING → CHECKED or REFUSED; see passage.run_check."""
    passage.run_check(batch, kind=CALLS, actor=actor)


def run_load(batch: ImportBatch, *, actor: Actor) -> None:
    """LOADING → LOADED; see passage.run_load."""
    passage.run_load(batch, kind=CALLS, actor=actor)


def give_up(batch: ImportBatch, *, actor: Actor) -> None:
    """RECEIVED or CHECKED → GIVEN_UP: the file is deleted at once."""
    passage.give_up(batch, kind=CALLS, actor=actor)
