"""Records, their referrals, records of former years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from tenants.desk.domain.contacts import Answers, close_contact, open_contact, save_draft
from tenants.desk.domain.past import batches
from tenants.desk.domain.referrals import refer
from tenants.desk.models import PastImport
from tenants.relays.models import Service
from tenants.telephony.models import Line
from tess.identity.roles import Role
from tess.kernel.intake import passage
from tests.isolation.door import MANAGERS, READERS, only

if TYPE_CHECKING:
    from tess.kernel.actor import Actor
    from tests.isolation.place import Place

AFTER = ("telephony",)

AT_ORGANISATIONS = {
    "desk:own": only(Role.LISTENER),
    "desk:everybodys": only(*READERS),
    "desk:unrecorded": only(Role.LISTENER, *READERS),
    "desk:themes": only(*MANAGERS),
    "desk:past_imports": only(*MANAGERS),
    "desk:past_new": only(*MANAGERS),
    "desk:past_words": only(*MANAGERS),
    "desk:past": only(*MANAGERS, pk="past"),
    "desk:past_progress": only(*MANAGERS, pk="past"),
    "desk:past_load": only(*MANAGERS, pk="past"),
    "desk:past_give_up": only(*MANAGERS, pk="past"),
    "desk:past_resume": only(*MANAGERS, pk="past"),
    "desk:past_undo": only(*MANAGERS, pk="past"),
    "desk:past_refused": only(*MANAGERS, pk="past"),
    "desk:start": only(Role.LISTENER),
    "desk:contact": only(Role.LISTENER, *READERS, pk="contact"),
    "desk:note": only(Role.LISTENER, Role.SUPERVISOR, Role.DIRECTOR, pk="contact"),
    "desk:save": only(Role.LISTENER, pk="draft"),
    "desk:close": only(Role.LISTENER, pk="draft"),
    "desk:relays": only(Role.LISTENER, pk="draft"),
    "desk:refer": only(Role.LISTENER, pk="draft", service="relay_id"),
    "desk:move": only(Role.LISTENER, pk="contact", referral="referral", step="step"),
}

MISSING = {
    "contact": str(UUID(int=2)),
    "draft": str(UUID(int=3)),
    "past": str(UUID(int=7)),
    "referral": str(UUID(int=4)),
}


def fill(place: Place) -> dict[str, Any]:
    """A closed record with a note and a referral, a draft, and a file of past records."""
    writer, line = place.actor(Role.LISTENER), Line.objects.get(pk=place.paths["line"])
    with connection.as_application():
        service = Service.objects.get(number="3114")
    closed = open_contact(actor=writer, call_id=place.paths["call"])
    answers = Answers(nature="support", note=f"Ce qui a été dit, {place.token}.", line_id=line.pk)
    closed = save_draft(closed, answers, version=closed.version, actor=writer)
    refer(closed, service.pk, actor=writer)
    closed = close_contact(closed, version=closed.version, actor=writer)
    return {
        "contact": str(closed.pk),
        "referral": str(closed.referrals.get().pk),
        "step": "accepted",
        "draft": str(open_contact(actor=writer, line_id=line.pk).pk),
        "past": str(_past_records(line, place.actor(Role.MANAGER)).pk),
    }


def _past_records(line: Line, manager: Actor) -> PastImport:
    """A file of past records, loaded, with a refused line."""
    content = "date;nature\n03/02/2024;Écoute\nhier;Écoute\n".encode()
    batch = batches.receive(iter([content]), file_name="fiches.csv", line=line, channel="phone", actor=manager)
    passage.begin_check(batch)
    batches.run_check(batch, actor=manager)
    passage.begin_load(batch)
    batches.run_load(batch, actor=manager)
    return PastImport.objects.get(pk=batch.pk)
