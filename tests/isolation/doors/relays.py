"""The directory of relays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from tenants.relays.domain import imports
from tenants.relays.models import Service
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tests.isolation.door import MEMBERS, READERS, SIGNED_IN, Door, only

AT_ORGANISATIONS = {
    "relays:directory": Door(MEMBERS),
    "relays:results": Door(MEMBERS),
    "relays:service": Door(MEMBERS, {"slug": "relay"}),
    "relays:claim": only(Role.LISTENER, *READERS, slug="relay"),
}

AT_THE_COLLECTIVE = {
    "relays:directory": Door(SIGNED_IN),
    "relays:results": Door(SIGNED_IN),
    "relays:service": Door(SIGNED_IN, {"slug": "relay"}),
    "relays:verify": only(Role.COORDINATOR, slug="relay"),
    "relays:dismiss": only(Role.COORDINATOR, slug="relay"),
    "relays:withdraw": only(Role.COORDINATOR, slug="relay"),
    "relays:put_back": only(Role.COORDINATOR, slug="relay"),
}


def commons() -> dict[str, Any]:
    """The national lines."""
    imports.load(Path(settings.BASE_DIR) / "tenants/relays/demo_data/relays_national.csv", actor=Actor.system("tests"))
    relay = Service.objects.get(number="3114")
    return {"relay": relay.slug, "relay_id": relay.pk}
