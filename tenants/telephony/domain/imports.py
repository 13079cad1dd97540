"""Check a file of calls, or load it: the same reading and the same SQL, so that a check can't promise what a load won't keep."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.telephony.domain.days import day_for
from tenants.telephony.domain.reading import open_reading
from tenants.telephony.domain.staging import Staging
from tenants.telephony.models import ImportBatch, ImportProfile, Outcome, RefusalReason, RefusedLine
from tess.kernel import audit
from tess.kernel.errors import NotFound
from tess.kernel.intake.batch import BatchState
from tess.kernel.intake.files import FileRefused
from tess.kernel.intake.room import room
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path
    from uuid import UUID

    from tess.kernel.actor import Actor

AUDIT = "telephony.import"  # what the trail calls it
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Refusal:
    """One line that was not taken; `text` is masked."""

    line_number: int
    reason: RefusalReason
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a file holds, or what was loaded of it: `lines` = `added` + `known` + `refused`.

    `known` were there already or stand twice in the file. `outcomes`, `hours` ((hour, presented, answered, abandoned)) and the days
    cover the lines that are calls, known ones too. `refusals` are the first ten thousand; `reasons` counts them all.
    """

    lines: int
    added: int
    known: int
    refused: int
    outcomes: Mapping[str, int]
    hours: tuple[tuple[int, int, int, int], ...]
    first_day: str | None
    last_day: str | None
    reasons: Mapping[str, int]
    refusals: tuple[Refusal, ...]
    batch_id: UUID | None = None

    @property
    def answered(self) -> int:
        """Calls somebody took."""
        return self.outcomes.get(Outcome.ANSWERED, 0)

    @property
    def nothing_readable(self) -> bool:
        """Whether not one line is a call."""
        return self.lines > 0 and self.refused == self.lines

    def as_summary(self) -> dict[str, Any]:
        """What a batch remembers of it."""
        return {
            "outcomes": dict(self.outcomes),
            "hours": [list(hour) for hour in self.hours],
            "first_day": self.first_day,
            "last_day": self.last_day,
            "reasons": dict(self.reasons),
        }


def check(
    path: Path,
    profile: ImportProfile | str,
    *,
    actor: Actor,  # noqa: ARG001  a verb says for whom, though a check writes nothing
    day: date | None = None,
    progress: Callable[[int], None] = lambda _lines: None,
) -> Report:
    """Say what loading `path` by `profile` (or its name) would do; nothing is written.

    `day` is needed when the profile reads times alone. Raises FileRefused, NoRoom, NotFound (no such profile) and
    DomainError (no day, or one no call can be of).
    """
    profile = profile_called(profile)
    with room(), transaction.atomic():
        return _take_in(path, profile, day_for(profile, day), None, progress)


def load(
    path: Path,
    profile: ImportProfile | str,
    *,
    actor: Actor,
    day: date | None = None,
    progress: Callable[[int], None] = lambda _lines: None,
) -> Report:
    """Load the calls of `path`, all or nothing; lines that are no calls are kept as refused lines of the batch.

    The same file again adds nothing. Raises as `check`, and FileRefused ("nothing") when not one line is a call.
    """
    profile = profile_called(profile)
    day = day_for(profile, day)
    if actor.organisation_id is None:  # an operator's command: its audit belongs to the organisation it acts in
        actor = replace(actor, organisation_id=connection.tenant.pk)
    with room(), transaction.atomic():
        batch = ImportBatch.objects.create(
            file_name=path.name[:120],
            size=path.stat().st_size,
            sha256=sha256_of(path),
            profile=profile,
            day=day,
            created_by=actor.user_id,
        )
        return load_into(batch, path, actor=actor, progress=progress)


def load_into(batch: ImportBatch, path: Path, *, actor: Actor, progress: Callable[[int], None]) -> Report:
    """Load `path` as `batch`, which becomes LOADED. Inside the caller's transaction; one import at a time in an organisation."""
    one_at_a_time()
    report = _take_in(path, batch.profile, batch.day, batch.pk, progress)
    if report.nothing_readable:
        raise nothing_readable(report)
    keep(batch, report)
    batch.state = BatchState.LOADED
    batch.loaded_at = timezone.now()
    batch.message = ""
    batch.save()
    audit.record(actor, f"{AUDIT}.loaded", batch)
    return report


def one_at_a_time() -> None:
    """Wait for the organisation's other import, if there is one, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(current_schema()))", [AUDIT])


def keep(batch: ImportBatch, report: Report) -> None:
    """Write a report into its batch (unsaved) and its refused lines."""
    batch.lines, batch.loaded, batch.known, batch.refused = report.lines, report.added, report.known, report.refused
    batch.summary = report.as_summary()
    RefusedLine.objects.filter(batch=batch).delete()
    RefusedLine.objects.bulk_create(
        [
            RefusedLine(batch=batch, line_number=line.line_number, reason=line.reason, masked_text=line.text)
            for line in report.refusals
        ],
        batch_size=2000,
    )


def nothing_readable(report: Report) -> FileRefused:
    """The refusal of a file of which not one line is a call, with the commonest reason."""
    commonest = RefusalReason(max(report.reasons, key=lambda reason: report.reasons[reason])).label
    return FileRefused(
        "nothing",
        _("Not one line of this file could be read as a call. Most often: %(reason)s. Is it the right profile?")
        % {"reason": commonest},
    )


def profile_called(profile: ImportProfile | str) -> ImportProfile:
    """The profile, given itself or its name. Raises NotFound."""
    if isinstance(profile, ImportProfile):
        return profile
    found = ImportProfile.objects.select_related("line").filter(name=profile).first()
    if found is None:
        names = ", ".join(ImportProfile.objects.values_list("name", flat=True)) or _("none yet")
        raise NotFound(
            _("There is no profile called “%(name)s”. Saved profiles: %(names)s.") % {"name": profile, "names": names}
        )
    return found


def sha256_of(path: Path) -> str:
    """The fingerprint by which the same file is known again."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def _take_in(
    path: Path, profile: ImportProfile, day: date | None, batch_id: UUID | None, progress: Callable[[int], None]
) -> Report:
    staging = Staging(open_reading(path, profile), profile, day)
    staging.copy(progress)
    staging.judge()
    added = staging.merge(batch_id) if batch_id else staging.rehearse()
    figures = staging.figures()
    staging.clear()
    refused = sum(staging.reasons.values())
    return Report(
        lines=staging.lines,
        added=added,
        known=staging.lines - added - refused,
        refused=refused,
        outcomes=figures["outcomes"],
        hours=tuple(figures["hours"]),
        first_day=figures["first_day"],
        last_day=figures["last_day"],
        reasons=figures["reasons"],
        refusals=tuple(Refusal(n, *found) for n, found in sorted(staging.refusals.items())),
        batch_id=batch_id,
    )
