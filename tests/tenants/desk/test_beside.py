"""What other apps put beside a record while it is written."""

import re

import pytest
from django.db import connection

from tenants.desk.domain.contacts import open_contact
from tenants.desk.domain.sheets import put_at_hand
from tenants.desk.models import SheetAtHand
from tess.identity.models import User
from tess.identity.roles import Role
from tess.kernel.interface import beside

from .conftest import Browser


@pytest.fixture
def given(monkeypatch):
    """The records a panel of the dispatchers was made for; it stands between the desk's own two."""
    found = []

    def make(request, record):
        found.append(record)
        if not request.actor.has(Role.DISPATCHER):
            return None
        return beside.Panel("desk/at_hand.html", {"sheets": [SheetAtHand(slug="qui-attend", title="Qui attend")]})

    monkeypatch.setattr(beside, "_panels", list(beside._panels))
    for _app_loaded_twice in range(2):
        beside.panel(make=make, order=15)
    return found


def headings(answer):
    aside = answer.content.decode().partition("<aside")[2]
    return re.findall(r'<h2 class="h3">([^<]+)|target="_blank">([^<]+)', aside)


def test_panels_stand_in_their_order_for_whom_they_are(
    organisation, line_of, member, actor_of, client_of, given, web, listener
):
    line = line_of(organisation)
    put_at_hand(line, {"le-deuil": "Le deuil"}, actor=listener)
    own = open_contact(actor=listener)
    desk = [("Orienter", ""), ("À portée de main", ""), ("", "Le deuil")]
    assert headings(web.get(f"/fiches/{own.pk}/")) == desk

    user = member(organisation, Role.LISTENER, Role.DISPATCHER)
    theirs = open_contact(actor=actor_of(organisation, Role.LISTENER, Role.DISPATCHER, user=user))
    with connection.as_application():
        both = Browser(client_of(organisation, User.objects.get(pk=user.pk)), organisation)
    shown = headings(both.get(f"/fiches/{theirs.pk}/"))
    assert shown == [desk[0], ("À portée de main", ""), ("", "Qui attend"), *desk[1:]]
    assert given == [beside.Record(own.pk, line.pk), beside.Record(theirs.pk, line.pk)]
