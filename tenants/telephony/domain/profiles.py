"""Saved ways of reading a switch's files."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tenants.telephony.domain import imports
from tenants.telephony.domain.layouts import NEEDED, ROLES
from tenants.telephony.domain.reading import open_reading
from tenants.telephony.models import CallSource, ImportProfile, Outcome
from tess.kernel import audit
from tess.kernel.errors import DomainError, NotFound
from tess.kernel.intake.masking import holds_number, mask_text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tess.kernel.actor import Actor

_MOST_OUTCOMES = 20


def get_profile_for(actor: Actor, pk: int) -> ImportProfile:  # noqa: ARG001  profiles are the whole organisation's
    """The profile of the organisation in force. Raises NotFound."""
    found = ImportProfile.objects.select_related("line").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such profile."))
    return found


def save_profile(profile: ImportProfile, *, actor: Actor) -> ImportProfile:
    """Make or change a profile. Raises DomainError when it could read nothing, or its name is taken."""
    check_whole(profile)
    is_new = profile.pk is None
    try:
        with transaction.atomic():
            _check_name(profile)
            profile.save()
            audit.record(actor, "telephony.profile.made" if is_new else "telephony.profile.changed", profile)
    except IntegrityError:
        _check_name(profile)  # whoever was faster is there now
        raise
    return profile


def _check_name(profile: ImportProfile) -> None:
    if ImportProfile.objects.filter(name=profile.name).exclude(pk=profile.pk).exists():
        raise DomainError(_("Another profile has this name."), field="name")


def check_whole(profile: ImportProfile) -> None:
    """Raise DomainError unless the profile says all that reading a file needs."""
    if profile.time_zone not in available_timezones():
        raise DomainError(_("There is no such time zone."), field="time_zone")
    unknown = set(profile.outcomes.values()) - set(Outcome.values)
    if unknown:
        raise DomainError(_("There is no such outcome."))
    if profile.source == CallSource.ASTERISK:
        profile.columns = {}
        return
    profile.columns = {role: list(profile.columns.get(role) or ()) for role in ROLES}
    for role, names in profile.columns.items():
        if any(holds_number(name) for name in names):  # the first line of a file without a header: a caller's
            raise DomainError(_("A column can't have a telephone number for its name."), field=f"{role}_1")
    for role in NEEDED:
        if not profile.columns[role]:
            raise DomainError(_("Say in which column this is found."), field=f"{role}_1")
    if not profile.columns["ended"] and not (profile.columns["wait"] and profile.columns["talk"]):
        raise DomainError(
            _("Say in which column this is found, or give the two durations below instead."), field="ended_1"
        )
    if not profile.outcomes:
        raise DomainError(_("Say what at least one outcome of the file means."), field="said_0")


def outcomes_said(path: Path, profile: ImportProfile) -> list[tuple[str, int]]:
    """What the sample's outcome column says, with how often, commonest first; short words only, and masked."""
    reading = open_reading(path, profile)
    columns = reading.layout.roles["outcome"]
    found: Counter[str] = Counter()
    for chunk in reading.chunks():
        found.update(row[columns[0]].strip() for _number, row in chunk.rows)
        if len(found) > 10 * _MOST_OUTCOMES:
            break
    return [(mask_text(said)[:40], count) for said, count in found.most_common(_MOST_OUTCOMES) if said]


def rehearse(path: Path, profile: ImportProfile, *, actor: Actor, day: date | None) -> imports.Report:
    """What the sample would give by an unsaved profile. Raises as `imports.check`."""
    return imports.check(path, profile, actor=actor, day=day)
