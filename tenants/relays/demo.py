"""The national directory, loaded by the real importer; a handful of entries verified, as at a young collective."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tenants.relays.domain.imports import load as load_directory
from tenants.relays.domain.services import mark_verified
from tenants.relays.models import Service
from tess.identity.roles import Role
from tess.kernel.actor import Actor

FILE = Path(__file__).parent / "demo_data" / "relays_national.csv"
_VERIFIED = ("15", "17", "18", "112", "114", "119", "3114", "3919", "0972394050", "3018")


def load(world: Any) -> None:
    """Thirty-two national lines, ten of them checked by the coordinator."""
    load_directory(FILE, actor=Actor.system("demonstration"))
    coordinator = Actor(
        user_id=world.users["collective.coordinator"].pk, organisation_id=None, roles=frozenset({Role.COORDINATOR})
    )
    for service in Service.objects.filter(number__in=_VERIFIED, verified_on=None):
        mark_verified(service, actor=coordinator)
