"""Lines, sites, calls and files of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from tenants.telephony.domain import imports
from tenants.telephony.models import ImportBatch, ImportProfile, Line, Site
from tess.identity.roles import Role
from tests.isolation.door import MANAGERS, MEMBERS, Door, only

if TYPE_CHECKING:
    from tests.isolation.place import Place

CALLS = (  # started, answered, ended: one answered, one abandoned, one that can't be true
    ("14:02:00", "14:02:20", "14:20:00", "ANSWERED"),
    ("15:00:00", "", "15:01:00", "NO ANSWER"),
    ("16:00:00", "15:00:00", "16:01:00", "ANSWERED"),
)

AT_ORGANISATIONS = {
    "telephony:calls": only(Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER),
    "telephony:lines": Door(MEMBERS - {Role.TRAINEE, Role.TRAINER}),
    "telephony:line_new": only(*MANAGERS),
    "telephony:line": only(*MANAGERS, pk="line"),
    "telephony:line_archive": only(*MANAGERS, pk="line"),
    "telephony:line_put_back": only(*MANAGERS, pk="line"),
    "telephony:hours_said": only(*MANAGERS),
    "telephony:sites": only(*MANAGERS),
    "telephony:site_new": only(*MANAGERS),
    "telephony:site": only(*MANAGERS, pk="site"),
    "telephony:site_remove": only(*MANAGERS, pk="site"),
    "telephony:imports": only(*MANAGERS),
    "telephony:import_new": only(*MANAGERS),
    "telephony:import": only(*MANAGERS, pk="batch"),
    "telephony:import_progress": only(*MANAGERS, pk="batch"),
    "telephony:import_load": only(*MANAGERS, pk="batch"),
    "telephony:import_give_up": only(*MANAGERS, pk="batch"),
    "telephony:import_resume": only(*MANAGERS, pk="batch"),
    "telephony:import_undo": only(*MANAGERS, pk="batch"),
    "telephony:import_refused": only(*MANAGERS, pk="batch"),
    "telephony:profiles": only(*MANAGERS),
    "telephony:profile_sample": only(*MANAGERS),
    "telephony:profile_new": only(*MANAGERS),
    "telephony:profile": only(*MANAGERS, pk="profile"),
}

MISSING = {
    "line": 10**9,
    "site": 10**9,
    "profile": 10**9,
    "batch": str(UUID(int=1)),
    "call": 10**9,
}


def fill(place: Place) -> dict[str, Any]:
    """A line, a site, and an import of calls with a refused line."""
    slug = place.organisation.slug
    file = place.folder / f"{slug}.csv"
    file.write_text(asterisk_file(place.token))
    number = int.from_bytes(slug.encode()[:3])  # each its own: a foreign number must mean nothing here
    line = Line.objects.create(pk=number, name="Ligne nationale", number="0199000001")
    site = Site.objects.create(pk=number, name="Antenne", town="Brest")
    profile = ImportProfile.objects.create(pk=number, name="Le standard", source="asterisk", line=line)
    imports.load(file, profile, actor=place.actor(Role.MANAGER))
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")  # what a COMMIT would drop; a test has none
    call = line.calls.get(outcome="answered")
    batch = ImportBatch.objects.get()
    return {"line": line.pk, "site": site.pk, "profile": profile.pk, "batch": str(batch.pk), "call": call.pk}


def asterisk_file(token: str) -> str:
    """A Master.csv whose identifiers carry the token."""
    return "".join(_asterisk_line(token, number) for number in range(len(CALLS)))


def _asterisk_line(token: str, number: int) -> str:
    """One line of a Master.csv: 18 columns, no header."""
    *times, said = CALLS[number]
    began, answered, ended = (f"2026-09-07 {time}" if time else "" for time in times)
    who = ["", "anonymous", "0800000000", "ecoute", "", "PJSIP/a", "PJSIP/agent-05-1", "Queue", ""]
    columns = [*who, began, answered, ended, "60", "40", said, "DOCUMENTATION", f"{token}-{number}", ""]
    return ",".join(f'"{column}"' for column in columns) + "\n"
