"""What the desk itself puts beside a record while it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tenants.desk.domain import sheets
from tenants.desk.models import Referral
from tenants.relays import said
from tenants.relays.domain.search import LONGEST, search
from tess.kernel.interface.beside import Panel

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tess.kernel.interface.beside import Record


def refer(request: HttpRequest, record: Record) -> Panel:
    """Relays proposed, and others found by what is typed."""
    typed = request.GET.get("q", "") or request.POST.get("relais", "")
    referrals = Referral.objects.filter(contact=record.id)
    return Panel("desk/refer.html", {"pk": record.id, "referrals": referrals, **relays_for(typed)})


def at_hand(_request: HttpRequest, record: Record) -> Panel | None:
    """The practice sheets of the line, if it has any."""
    found = sheets.at_hand(record.line)
    return Panel("desk/at_hand.html", {"sheets": found}) if found else None


def relays_for(typed: str) -> dict[str, Any]:
    """What was typed, and the relays it finds, each with whether it is open now."""
    if not typed.strip():
        return {"typed": "", "relays": []}
    now = timezone.now()
    return {"typed": typed[:LONGEST], "relays": [(relay, said.status(relay, now)) for relay in search(typed, limit=6)]}
